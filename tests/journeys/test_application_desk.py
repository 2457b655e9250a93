"""An application handed in at the counter, amended, extended, a third party heard, answered in part; and the year's table counts it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.real_files import made

pytestmark = pytest.mark.browser

#: The last Thursday of 2018: the year whose table is compiled is over a week later.
CLOCK = "2018-12-27T10:00:00+08:00"
SETTING_UP = """
from gongkai.casework.applications.actions import set_letter_head
zone = found("100", "海港示范区管理委员会")
office = found("117", "经济发展局", zone)
found("118", "建设局", zone)
employ(office, wu="case_officer", lin="approver")
head = employ(zone, qian="openness_office", he="auditor")["qian"]
set_letter_head(
    office, prefix="经发公开告", reconsideration_organ="海港示范区管理委员会", court="某市某区人民法院", by=head, now=now
)
"""
CASE = "/desk/applications/SQ/2018-00001/"


def test_an_application_goes_from_the_counter_to_the_years_table_and_the_table_leads_back(
    site, at_desk, tmp_path
) -> None:
    # Wu takes it down at the counter, and reads when it is due before it is even sent.
    wu = at_desk("wu")
    wu.follows("依申请公开", exact=True)
    wu.follows("登记申请")
    wu.reads("收到日期为 2018年12月27日，适用国务院令第492号，应于")
    wu.chooses("申请方式", "网络申请")
    wu.reads("收到日期为 2018年12月27日")
    wu.chooses("申请方式", "当面申请")
    wu.fills("姓名或者单位名称", "欧阳特别")
    wu.fills("联系方式", "海港镇某路1号")
    wu.presses("登记")
    wu.reads("三项都要填写")
    assert wu.field("姓名或者单位名称").input_value() == "欧阳特别"
    wu.fills("所需信息", "三号路的补偿方案")
    wu.keeps_picture("case-register")
    wu.presses("登记")
    wu.reads("已登记为 SQ/2018-00001")
    wu.reads("还剩 15 个工作日")

    # It is unclear: amended once, and the limit starts anew.
    wu.follows("要求补正")
    wu.fills("需要补正的事项", "请写明年份")
    wu.fills("补正期限", "2019-01-10")
    wu.presses("要求补正")
    wu.reads("计时中止")
    wu.follows("登记收到补正")
    wu.fills("补正后所需的信息", "三号路2018年的征地补偿方案")
    wu.presses("登记收到补正")
    wu.reads("三号路2018年的征地补偿方案")

    # More time is asked for by one and agreed to by another; he who audits reads the course and not who applied.
    wu.follows("申请延期")
    wu.fills("延期的理由", "需要征求第三方意见")
    wu.presses("申请延期")
    wu.reads("等待政务公开工作机构负责人同意")
    wu.page.locator(".gk-others summary").click()
    wu.reads("延期须经政务公开工作机构负责人同意")
    qian = at_desk("qian")
    qian.opens(CASE)
    qian.follows("同意延期")
    qian.presses("同意延期")
    qian.reads("还剩 30 个工作日")
    he = at_desk("he")
    he.opens(CASE)
    he.reads("您现在没有可以办的")
    assert "欧阳特别" not in he.page.content()

    # A third party is heard; while it is asked no day counts, and no answer may be drafted.
    wu.opens(CASE)
    wu.page.locator(".gk-side a", has_text="征求意见").first.click()
    wu.chooses("征求对象", "第三方")
    wu.fills("第三方或者机关名称", "某建设公司")
    wu.presses("征求意见")
    wu.reads("起计时中止")
    wu.keeps_picture("case-paused")
    wu.follows("登记征求到的意见")
    wu.chooses("意见", "不同意公开")
    wu.fills("对方的理由", "附表含有报价")
    wu.presses("登记征求到的意见")
    wu.reads("计时继续")
    wu.page.locator(".gk-due summary").click()
    wu.reads("元旦")
    wu.keeps_picture("case-explained")

    # Answered in part: the tree says what it needs, and what is still lacking is refused with everything kept.
    wu.follows("拟写答复")
    wu.reads("须附区分处理后的文件")
    wu.keeps_picture("case-tree")
    wu.follows("部分公开", exact=True)
    wu.fills("答复的理由", "附表含有第三方的商业秘密。")
    wu.presses("拟写答复")
    wu.reads("须附区分处理后的文件")
    assert wu.field("答复的理由").input_value() == "附表含有第三方的商业秘密。"
    file = tmp_path / "补偿方案（公开本）.pdf"
    file.write_bytes(made("pdf", "补偿方案，附表已遮盖"))
    wu.field("区分处理后的文件").set_input_files(file)
    wu.presses("拟写答复")
    wu.reads("待审核")

    # Two others agree, who are not Wu.
    lin = at_desk("lin")
    lin.opens(CASE)
    lin.reads("三号路2018年的征地补偿方案")
    qian.opens(CASE)
    qian.follows("通过审核")
    with qian.page.expect_download() as download:
        qian.follows(file.name)
    assert download.value.path().read_bytes() == file.read_bytes()
    qian.presses("通过审核")
    qian.reads("待审批")
    lin.opens(CASE)
    lin.follows("同意答复")
    lin.reads("附表含有第三方的商业秘密。")
    lin.keeps_picture("case-approve")
    lin.presses("同意答复")
    lin.reads("待送达")

    # The letter: previewed, edited, issued, and the PDF is what was issued.
    wu.opens(CASE)
    wu.follows("制作文书")
    wu.follows("答复（办结）告知书")
    wu.reads("第二十二条")
    wu.keeps_picture("case-write")
    wu.presses("制作文书")
    wu.reads("文书已制作")
    wu.follows("答复（办结）告知书")
    with wu.page.expect_download() as download:
        wu.follows("下载 PDF")
    assert download.value.path().read_bytes().startswith(b"%PDF")

    # A week later the year is over. The letter was posted in it; until that is on record the table says nobody was answered.
    site.turns_to("2019-01-03T10:00:00+08:00")
    qian.opens("/desk/annual-reports/")
    qian.chooses("报告单位", "海港示范区管理委员会")
    qian.fills("报告年度", "2018")
    qian.presses("开始编制")
    replied = qian.page.locator("tr", has_text="对申请答复总数").locator("a.figure")
    assert replied.inner_text() == "0"
    wu.opens(CASE)
    wu.follows("登记送达")
    wu.chooses("送达方式", "邮寄送达（邮政）")
    wu.fills("寄出或者签收之日", "2018-12-28")
    wu.presses("登记送达")
    wu.reads("请填写邮件号")
    wu.fills("邮件号", "EX123456789")
    wu.presses("登记送达")
    wu.reads("已答复")
    qian.page.reload()
    assert replied.inner_text() == "1"
    replied.click()
    qian.follows("SQ/2018-00001", exact=True)
    qian.reads("公开申请 SQ/2018-00001")
    qian.reads("部分公开")
    qian.reads("EX123456789")
    qian.keeps_picture("case-replied")


def test_the_screens_of_a_case_have_no_fault_on_a_phone_or_a_desk(site, at_desk) -> None:
    made_one = site.python("-c", ANOTHER)
    assert made_one.returncode == 0, made_one.stderr
    base = f"/desk/applications/{made_one.stdout.strip()}/"
    for width in (390, 1280):
        wu = at_desk("wu", width=width)
        for path in ("", "amend/", "draft/", "draft/?outcome=partial", "letters/", "letters/new/acknowledgement/"):
            wu.opens(base + path)
            wu.reads(made_one.stdout.strip())
            assert wu.page.evaluate("document.documentElement.scrollWidth") <= width, path
            found = Axe().run(wu.page, context=".gk")
            assert found.violations_count == 0, found.generate_report()


ANOTHER = """
import django
django.setup()
from django.utils import timezone
from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications.actions import receive
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel
now = timezone.now()
print(receive(
    unit=Unit.objects.get(code="117"), channel=ReceiptChannel.IN_PERSON, applicant_kind=ApplicantKind.NATURAL, applicant_name="甲",
    contact="乙", sought="丙", arrived=timezone.localdate(now), by=User.objects.get(username="wu"), now=now,
).number)
"""
