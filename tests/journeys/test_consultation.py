"""A draft goes public; a citizen on a phone says what is wrong with it; the office adopts it; everybody reads that it did."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.real_files import made

if TYPE_CHECKING:
    from .conftest import Site

pytestmark = pytest.mark.browser

SETTING_UP = """
office = found("117", "经济发展局", found("100", "海港示范区管理委员会"))
employ(office, chen="drafter", zhou="secrecy_reviewer", lin="approver", wu="case_officer", he="auditor")
"""


def _later(site: Site, code: str) -> None:
    """Let days pass for the ledger: nobody can wait for them."""
    done = site.python("-c", code)
    assert done.returncode == 0, done.stderr


THE_TERM_IS_OVER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from gongkai.publishing.consultations.actions import close_due
from gongkai.publishing.consultations.models import Consultation
one = Consultation.objects.get()
for name in ("opens_date", "closes_date"):
    setattr(one, name, getattr(one, name) - timedelta(days=31))
one.save()
assert close_due(one, by=one.approved_by, now=timezone.now())
"""


def test_a_citizen_on_a_phone_is_heard_and_reads_what_came_of_it(site, somebody, at_desk, tmp_path) -> None:
    title, today = "港区停车管理办法（征求意见稿）", time.strftime("%Y-%m-%d")
    closes = time.strftime("%Y-%m-%d", time.localtime(time.time() + 30 * 86400))

    # Chen writes the draft; Zhou and Lin pass it on. It opens by itself.
    chen = at_desk("chen")
    chen.follows("征求意见")
    chen.follows("起草征求意见")
    chen.fills("标题", title)
    chen.chooses("草案类型", "规范性文件")
    chen.fills("开始日期", today)
    chen.fills("截止日期", closes)
    for place, words in enumerate(("现行办法施行已满五年。", "第一条　停车每小时五元。")):
        chen.page.locator("[contenteditable=true]").nth(place).click()
        chen.page.keyboard.type(words)
    chen.fills("联系电话", "0756-0000000")
    chen.keeps_picture("desk-edit")
    chen.presses("保存草稿")
    chen.reads("已保存")
    chen.presses("送保密审查")
    chen.reads("待保密审查")
    zhou = at_desk("zhou")
    zhou.follows(title)
    zhou.fills("审查依据和意见", "逐项审查，不涉密。")
    zhou.presses("通过保密审查")
    zhou.reads("待审批")
    lin = at_desk("lin")
    lin.follows(title)
    lin.presses("同意公开征求意见")
    lin.reads("到开始日期自动公布")
    path = f"/consultations/ZQ/{today[:4]}/00001.html"
    site.until(lambda: site.get(path)[0] == 200)
    site.until(lambda: site.says("/consultations/index.html", title))

    # A citizen with a phone, and a browser that runs no scripts, finds it from the home page.
    citizen = somebody(width=390, scripts=False)
    citizen.opens("/")
    citizen.follows("征求意见")
    citizen.keeps_picture("phone-list")
    citizen.follows(title)
    citizen.reads("第一条　停车每小时五元。")
    citizen.keeps_picture("phone-consultation")
    citizen.follows("我要提意见")
    citizen.keeps_picture("phone-form")
    # Nothing written yet: the page says so and keeps the name.
    citizen.fills("姓名或单位名称", "欧阳特别")
    citizen.presses("提交意见")
    citizen.reads("请写下您的意见，或者上传写有意见的文件。")
    citizen.keeps_picture("phone-refused")
    assert citizen.field("姓名或单位名称").input_value() == "欧阳特别"
    file = tmp_path / "我的建议.docx"
    file.write_bytes(made("docx", "建议每小时三元"))
    citizen.fills("您的意见", "五元太贵，建议改为三元，理由见附件。")
    citizen.page.get_by_label("提出修改意见").check()
    citizen.field("上传文件").set_input_files(file)
    citizen.presses("提交意见")
    citizen.reads("意见已收到")
    citizen.reads(f"ZQ/{today[:4]}-00001-0001")
    citizen.keeps_picture("phone-receipt")
    citizen.page.reload()
    citizen.reads(f"ZQ/{today[:4]}-00001-0001")

    # Wu, who handles it, reads it with its file; He, who audits, sees how many there are and not a word.
    wu = at_desk("wu")
    wu.reads("1 条意见待处理")
    wu.follows(title)
    wu.keeps_picture("desk-consultation")
    wu.follows("看意见并处理")
    wu.reads("五元太贵")
    wu.keeps_picture("desk-comments")
    he = at_desk("he")
    he.opens(f"/desk/consultations/ZQ/{today[:4]}-00001/comments/")
    he.reads("意见含有个人信息")
    wu.opens(f"/desk/consultations/ZQ/{today[:4]}-00001/comments/1/")
    wu.reads("欧阳特别")
    with wu.page.expect_download() as download:
        wu.follows("我的建议.docx")
    assert download.value.path().read_bytes() == file.read_bytes()

    # A month later the term is over. Wu answers, names nobody though tempted, and writes what is to be said on the whole.
    _later(site, THE_TERM_IS_OVER)
    site.until(lambda: site.says(path, "意见正在整理"))
    late = somebody(width=390)
    late.opens(f"/hall/consultations/ZQ/{today[:4]}-00001/")
    late.reads("截止，不再接收意见")
    wu.opens(f"/desk/consultations/ZQ/{today[:4]}-00001/comments/")
    wu.page.get_by_label("第 1 号意见").check()
    wu.page.locator("#id_outcome").select_option(label="采纳")
    wu.fills("意见要点", "欧阳特别建议降低收费标准")
    wu.fills("采纳情况和理由", "已改为每小时三元。")
    wu.presses("保存处理结果")
    wu.reads("不得写明是谁提的")
    wu.fills("意见要点", "建议降低收费标准")
    wu.presses("保存处理结果")
    wu.reads("已处理 1 条意见：采纳。")
    wu.opens(f"/desk/consultations/ZQ/{today[:4]}-00001/")
    wu.fills("采纳情况说明", "本次征求意见共收到意见一条，予以采纳。")
    wu.presses("保存采纳情况说明")
    wu.reads("您参与了意见处理")

    # Lin publishes it, and the citizen reads it, and nobody reads who said it.
    lin.opens(f"/desk/consultations/ZQ/{today[:4]}-00001/")
    lin.presses("公布采纳情况")
    lin.reads("采纳情况已公布。")
    site.until(lambda: site.says(path, "看采纳情况"))
    citizen.opens(path)
    citizen.follows("看采纳情况")
    citizen.reads("建议降低收费标准")
    citizen.reads("已改为每小时三元。")
    citizen.keeps_picture("phone-result")
    for file_ in (site.home / "public").rglob("*"):
        if file_.is_file():
            assert "欧阳特别".encode() not in file_.read_bytes(), file_


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("large", [False, True])
def test_no_page_of_it_has_an_accessibility_fault(site, somebody, width: int, large: bool) -> None:
    """Also by itself: the consultation is made here, not by the journey above."""
    _later(site, ANOTHER)
    address = site.get("/hall/consultations/")[1].decode()
    number = re.findall(r"consultations/(ZQ/\d{4})/(\d{5})\.html", address)[0]
    page, door = f"/consultations/{number[0]}/{number[1]}.html", f"/hall/consultations/{'-'.join(number)}/"
    person = somebody(width=width)
    said: list[str] = []
    person.page.on("console", lambda message: said.append(message.text))
    person.opens("/consultations/index.html")
    if large:
        person.page.check("text=大字版")
    for path in ("/consultations/index.html", page, door):
        person.opens(path)
        person.finds_no_fault()
    if large:
        person.keeps_picture(f"form-large-{width}")
    else:
        person.keeps_picture(f"form-{width}")
    person.presses("提交意见")
    person.reads("请写下您的意见")
    person.finds_no_fault()
    person.fills("您的意见", f"意见 {width} {large}")
    person.presses("提交意见")
    person.reads("意见已收到")
    person.finds_no_fault()
    person.opens("/hall/consultations/ZQ/1999-00001/")
    person.finds_no_fault()
    # The refused form, the missing page: the browser reports these answers itself.
    assert [line for line in said if "status of 4" not in line] == []


ANOTHER = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from gongkai.base.accounts.models import User
from gongkai.base.core.tasks import drain
from gongkai.base.organisations.models import Unit
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.models import Consultation
now = timezone.now()
if not Consultation.objects.filter(status="open").exists():
    who = {name: User.objects.get(username=name) for name in ("chen", "zhou", "lin")}
    opens = timezone.localdate(now)
    given = actions.ConsultationFields(
        "港区绿化管理办法（征求意见稿）", background="<p>为了绿化。</p>", body="<p>第一条</p>", phone="0756-0000000",
        opens_date=opens, closes_date=opens + timedelta(days=30),
    )
    one = actions.draft(Unit.objects.get(code="117"), given, by=who["chen"], now=now)
    actions.submit(one, by=who["chen"], now=now)
    actions.review_secrecy(one, basis="不涉密", by=who["zhou"], now=now)
    actions.approve(one, by=who["lin"], now=now)
    actions.open_due(one, by=who["lin"], now=now)
drain()
"""
