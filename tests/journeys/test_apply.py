"""A citizen on a phone sees what is public already, applies all the same, follows each day, amends, is answered, says how it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.real_files import made

if TYPE_CHECKING:
    from .conftest import Person, Site

pytestmark = pytest.mark.browser

SETTING_UP = """
from django.utils.timezone import localdate
from gongkai.casework.applications import actions as applications
from gongkai.publishing.catalogue.actions import define_kind, open_column
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions as disclosure

zone = found("100", "海港示范区管理委员会")
office = found("117", "经济发展局", zone)
staff = employ(office, chen="drafter", zhou="secrecy_reviewer", lin="approver", wu="case_officer")
staff |= employ(zone, gao="openness_office")
applications.set_letter_head(
    office, prefix="海经公开", reconsideration_organ="示范市人民政府", court="示范区人民法院", by=staff["gao"], now=now
)
kind = define_kind(code="notice", name="通知公告", order=1, **by)
column = open_column(slug="notices", name="通知公告", group=ColumnGroup.NEWS, order=1, **by)
item = disclosure.draft(
    office,
    disclosure.ItemFields(
        title="港区停车收费管理办法", kind=kind, column=column, formed_date=localdate(now), body="<p>停车每小时三元。</p>"
    ),
    by=staff["chen"],
    now=now,
)
disclosure.submit(item, by=staff["chen"], now=now)
disclosure.review_secrecy(item, basis="不涉密", by=staff["zhou"], now=now)
disclosure.approve_and_publish(item, by=staff["lin"], now=now)
"""

#: What the office does meanwhile: the desk has journeys of its own.
AT_THE_OFFICE = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from gongkai.base.accounts.models import User
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import LetterKind, Outcome, ServiceMethod
from gongkai.casework.applications.models import Application
now = timezone.now()
today = timezone.localdate(now)
one = Application.objects.order_by("pk").last()
wu, gao, lin = (User.objects.get(username=name) for name in ("wu", "gao", "lin"))
"""
CONFIRMS = "actions.confirm(one, confirmed=today, by=wu, now=now)\n"
ASKS = 'actions.ask_amendment(one, items="请写明是哪一年的批复", due=today + timedelta(days=10), by=wu, now=now)\n'
LETTER = "actions.issue_letter(one, LetterKind.{kind}, by=wu, now=now)\n"
ANSWERS = """
actions.draft(one, outcome=Outcome.GRANTED, by=wu, now=now)
actions.review(one, by=gao, now=now)
actions.approve(one, by=lin, now=now)
actions.issue_letter(one, LetterKind.OUTCOME, by=wu, now=now)
actions.serve(one, method=ServiceMethod.POST, served=today, tracking_number="EX1", by=wu, now=now)
"""


def office_does(site: Site, *what: str) -> None:
    done = site.python("-c", AT_THE_OFFICE + "".join(what))
    assert done.returncode == 0, done.stderr


def fills_in(citizen: Person, title: str) -> None:
    citizen.chooses("向哪个单位申请", "经济发展局")
    citizen.fills("所需信息的名称", title)
    for choice in ("电子文档", "邮寄", "自然人", "居民身份证"):
        citizen.page.get_by_label(choice, exact=True).check()
    citizen.fills("姓名或者名称", "欧阳特别")
    citizen.fills("身份证明号码", "11010519491231002X")
    citizen.fills("通信地址", "海港示范区无名路七号")


def copied(citizen: Person) -> list[str]:
    return citizen.page.locator(".code-shown").all_inner_texts()


@pytest.mark.parametrize("scripts", [False])
def test_from_the_home_page_to_the_rating(site, somebody, at_desk, tmp_path, scripts: bool) -> None:
    site.until(lambda: site.says("/index.html", "港区停车收费管理办法"))
    citizen = somebody(width=390, scripts=scripts)
    citizen.opens("/")
    citizen.follows("依申请公开")
    citizen.is_on("依申请公开")
    citizen.keeps_picture("apply-guide")
    citizen.follows("网上申请", exact=True)
    citizen.keeps_picture("apply-form")

    # Something is forgotten: the page says what, and keeps the rest.
    fills_in(citizen, "港区停车收费管理办法")
    citizen.presses("下一步：核对")
    citizen.reads("请填写联系电话")
    citizen.keeps_picture("apply-refused")
    assert citizen.field("姓名或者名称").input_value() == "欧阳特别"
    citizen.fills("联系电话", "13812345678")
    file = tmp_path / "地图.docx"
    file.write_bytes(made("docx", "停车场的位置"))
    citizen.field("申请材料").set_input_files(file)
    citizen.presses("下一步：核对")

    # What is public already may do; it does not, and more is asked for. The file is still there.
    citizen.is_on("核对并提交")
    citizen.reads("港区停车收费管理办法")
    citizen.reads("地图.docx")
    citizen.keeps_picture("apply-check")
    citizen.follows("返回修改")
    assert citizen.field("姓名或者名称").input_value() == "欧阳特别"
    citizen.fills("所需信息的名称", "停车收费的批复")
    citizen.presses("下一步：核对")
    citizen.reads("地图.docx")

    # Kept for another day, taken up by its code in another browser, and sent.
    citizen.presses("先保存，15 天内再提交")
    citizen.is_on("草稿已保存")
    citizen.keeps_picture("apply-kept")
    (code,) = copied(citizen)
    other = somebody(width=390, scripts=scripts)
    other.opens("/hall/applications/resume/")
    other.fills("取回码", code)
    other.presses("取回草稿")
    assert other.field("所需信息的名称").input_value() == "停车收费的批复"
    other.presses("下一步：核对")
    other.presses("提交申请")
    other.is_on("申请已提交")
    other.keeps_picture("apply-receipt")
    number, code = copied(other)
    other.page.reload()
    assert copied(other) == [number, code]

    # Wu, who deals with it, opens the file that came with it.
    wu = at_desk("wu")
    wu.opens(f"/desk/applications/{number}/")
    wu.keeps_picture("desk-door")
    with wu.page.expect_download() as download:
        wu.follows("地图.docx")
    assert download.value.path().read_bytes() == file.read_bytes()
    wu.page.set_viewport_size({"width": 390, "height": 800})
    wu.keeps_picture("desk-door-phone")

    # Asked after on a third day; nobody has confirmed it yet, so no day counts.
    office_does(site, CONFIRMS, LETTER.format(kind="ACKNOWLEDGEMENT"), ASKS, LETTER.format(kind="AMENDMENT"))
    third = somebody(width=390, scripts=scripts)
    third.opens("/hall/applications/query/")
    third.fills("申请编号", number)
    third.fills("查询码", "AAAA-AAAA-AAAA")
    third.presses("查询")
    third.reads("申请编号或者查询码不对")
    third.keeps_picture("apply-query")
    third.fills("查询码", code)
    third.presses("查询")
    third.is_on(f"申请 {number}")
    third.reads("请写明是哪一年的批复")
    third.keeps_picture("apply-case-amending")

    # Amended; now each day is explained, and the letter is a PDF.
    third.fills("补正后所需的信息", "2018年停车收费的批复")
    third.presses("提交补正")
    third.reads("收到补正，答复期限重新起算")
    third.page.get_by_text("逐日看哪天算、哪天不算").click()
    third.reads("第 20 天")
    third.keeps_picture("apply-case-days")
    with third.page.expect_download() as download:
        third.follows("补正告知书")
    assert download.value.path().read_bytes().startswith(b"%PDF")

    # Answered: the letter, its arrival confirmed, and a word on how it was.
    office_does(site, ANSWERS)
    third.page.reload()
    third.reads("予以公开")
    third.presses("确认收到答复")
    third.reads("申请人确认收到")
    third.page.get_by_label("满意（4分）", exact=True).check()
    third.fills("想说的话", "答复比较快")
    third.presses("提交评价")
    third.reads("评了 4 分")
    third.keeps_picture("apply-case-rated")
    third.presses("看完了，退出查询")
    third.is_on("查询我的申请")
    for file_ in (site.home / "public").rglob("*"):
        if file_.is_file():
            assert "欧阳特别".encode() not in file_.read_bytes(), file_


def test_who_finds_it_public_does_not_apply(site, somebody) -> None:
    site.until(lambda: site.says("/index.html", "港区停车收费管理办法"))
    citizen = somebody(width=390, scripts=False)
    answers = citizen.page.get_by_role("button", name=re.compile("这条解答了我"))

    def is_told() -> bool:
        citizen.opens("/hall/applications/new/")
        fills_in(citizen, "港区停车收费管理办法")
        citizen.fills("联系电话", "13812345678")
        citizen.presses("下一步：核对")
        return answers.count() > 0

    # The index follows the ledger a moment later.
    site.until(is_told)
    answers.first.click()
    citizen.is_on("不用申请了")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("large", [False, True])
def test_no_page_of_it_has_an_accessibility_fault(site, somebody, width: int, large: bool) -> None:
    person = somebody(width=width)
    said: list[str] = []
    person.page.on("console", lambda message: said.append(message.text))
    person.opens("/hall/applications/")
    if large:
        person.page.check("text=大字版")
    for path in ("", "query/", "resume/", "new/answered/", "case/letters/1.pdf", "new/"):
        person.opens(f"/hall/applications/{path}")
        person.finds_no_fault()
    person.presses("下一步：核对")
    person.reads("请选择受理单位")
    person.finds_no_fault()
    fills_in(person, f"另一份文件 {width} {large}")
    person.fills("联系电话", "13812345678")
    person.presses("下一步：核对")
    person.is_on("核对并提交")
    person.finds_no_fault()
    person.keeps_picture(f"apply-check-{width}-{large}")
    person.presses("提交申请")
    person.is_on("申请已提交")
    person.finds_no_fault()
    office_does(site, CONFIRMS, ASKS)
    person.follows("看这件申请")
    person.reads("请补正")
    person.page.get_by_text("逐日看哪天算、哪天不算").click()
    person.finds_no_fault()
    person.keeps_picture(f"apply-case-{width}-{large}")
    person.opens("/hall/applications/new/")
    person.keeps_picture(f"apply-form-{width}-{large}")
    assert [line for line in said if "status of 4" not in line] == []
