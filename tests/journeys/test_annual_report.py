"""A department's annual report, from its drafter's first sentence to the reader who opens the list behind a number."""

from __future__ import annotations

import pytest

from tests.real_files import made

pytestmark = pytest.mark.browser

CLOCK = "2019-03-05T02:00:00+00:00"
SETTING_UP = """
from datetime import datetime
from zoneinfo import ZoneInfo
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions
from gongkai.oversight.annual_report import actions as reports
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.returns import actions as returns
from gongkai.oversight.returns.choices import Span

zone = found("100", "海港示范区管理委员会")
harbour = found("118", "港务局", zone)
above = employ(zone, wu="openness_office", he="supervisor")
who = employ(harbour, qian="drafter", sun="secrecy_reviewer", li="approver", gao="unit_head")
notice = catalogue.define_kind(code="notice", name="通知公告", order=1, **by)
catalogue.define_kind(code="openness_report", name="政府信息公开年报", order=2, **by)
column = catalogue.open_column(slug="reports", name="年度报告", group=ColumnGroup.CATALOGUE, order=1, **by)
actions.enter_history(
    [
        actions.HistoricalItem(
            unit=harbour,
            fields=actions.ItemFields(title=f"港区航道通告（{number}）", kind=notice, column=column,
                formed_date=date(2018, 5, number), body="<p>正文。</p>", source_name="原网站"),
            published_at=datetime(2018, 5, number, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
        )
        for number in range(1, 4)
    ],
    by=who["qian"], now=now,
)
last = reports.compile_report(harbour, 2017, by=who["qian"], now=now)
asked = returns.ask(
    harbour, year=2017, span=Span.SECOND_HALF, title="政府信息公开情况统计", form="guangdong_2018", issuer="示例市政府办公室",
    number="示办函〔2018〕2号", asked=date(2018, 1, 5), due=date(2018, 1, 12), by=above["wu"], now=now,
)
returns.write(
    asked, text="港务局每月对照目录清点应当公开的信息，缺项的当月补齐，并在局务会上通报。", words={}, by=above["wu"], now=now,
)
reports.write_narrative(
    last, [Section("日常监督", "港务局逐月检查码头公示栏和网站栏目的更新情况，发现的问题当月改正，结果纳入年终考评。")],
    by=who["qian"], now=now,
)
"""
REPORT = "/desk/annual-reports/118/2018/"


def test_a_report_is_written_signed_checked_published_and_read(site, at_desk, somebody) -> None:
    # On Qian's first screen stands what is due; Qian begins the report.
    qian = at_desk("qian")
    qian.reads("港务局2018年度报告")
    qian.reads("应于 2019-03-31 前公布")
    qian.opens("/desk/annual-reports/")
    qian.finds_no_fault()
    qian.keeps_picture("reports-list")
    qian.fills("报告年度", "2018")
    qian.presses("开始编制")

    # A number typed by hand is refused at its place, and nothing that was typed is lost.
    qian.follows("写正文")
    qian.page.locator("#id_form-0-heading").fill("主动公开情况")
    qian.page.locator("#id_form-0-text").fill("全年公开信息3条。")
    qian.presses("保存")
    qian.reads("是手写的数字")
    area = qian.page.locator("#id_form-0-text")
    assert area.input_value() == "全年公开信息3条。"

    # What the form leaves to be written is written.
    for part in qian.page.locator("textarea").all():
        if "【" in part.input_value():
            part.fill("港务局由专人负责公开工作。")

    # The figure is picked from the list; what reads like last year is said.
    area.fill("港务局逐月检查码头公示栏和网站栏目的更新情况，发现的问题当月改正，结果纳入年终考评。\n全年公开信息")
    area.press("End")
    qian.page.get_by_placeholder("查找指标").fill("信息发布总数")
    qian.page.locator("[data-code='a1.total']").click()
    qian.page.keyboard.type("条。")
    qian.presses("预览")
    qian.reads("全年公开信息3条。")
    qian.reads("第1段有100%与上年报告“日常监督”第1段相同")
    qian.finds_no_fault()
    qian.keeps_picture("report-text")
    qian.presses("保存")
    qian.reads("已保存正文")
    qian.follows("返回报告", exact=True)
    qian.presses("定稿")
    qian.reads("待负责人签署")
    qian.opens(REPORT)
    qian.finds_no_fault()
    qian.keeps_picture("report-frozen")

    # Gao signs, who heads the unit; Wu, of the openness office, checks what somebody else compiled and signed.
    gao = at_desk("gao", width=390)
    gao.follows("港务局2018年度报告")
    gao.reads("对报告的内容负责")
    gao.finds_no_fault()
    gao.keeps_picture("report-sign-390")
    gao.presses("签署")
    gao.reads("待政务公开工作机构核定")
    wu = at_desk("wu")
    wu.follows("港务局2018年度报告")
    wu.presses("核定通过")
    wu.reads("待送审")

    # It goes the way of every item.
    qian.opens(REPORT)
    qian.presses("送保密审查")
    qian.reads("审查审批中")
    for username, act in (("sun", "通过保密审查"), ("li", "同意发布")):
        person = at_desk(username)
        person.follows("2018年度港务局政府信息公开工作报告")
        if username == "sun":
            for provision in range(7):
                person.page.locator(".gk-provisions input[value=no]").nth(provision).check()
            person.fills("审查依据和意见", "逐项审查，不涉密。")
        person.presses(act)
    site.until(lambda: site.says("/reports/118/2018/index.html", "主动公开情况"))

    # A reader opens the number, and every record behind it.
    reader = somebody(width=390)
    reader.opens("/reports/118/2018/index.html")
    reader.page.get_by_role("link", name="3", exact=True).first.click()
    for number in range(1, 4):
        reader.reads(f"{number:05d}")
    reader.page.get_by_role("link", name="2018-00001").first.click()
    reader.reads("港区航道通告")

    # What was sent to the superior is entered; the first screen is empty of it.
    qian.opens(REPORT)
    qian.reads("待报送上级")
    qian.fills("报送机关", "海港示范区管理委员会")
    qian.presses("登记报送")
    qian.reads("已报送")
    qian.reads("SHA-256")
    qian.keeps_picture("report-sent")


def test_the_superior_asks_and_gets_exactly_what_was_kept(site, at_desk) -> None:
    wu = at_desk("wu")
    wu.opens("/desk/returns/")
    wu.finds_no_fault()
    wu.follows("登记报送要求")
    wu.chooses("填报单位", "港务局")
    wu.fills("名称", "政府信息公开情况统计")
    wu.fills("年度", "2018")
    wu.chooses("时段", "上半年")
    wu.fills("要求报送的机关", "示例市政府办公室")
    wu.fills("来文文号", "示办函〔2019〕9号")
    wu.fills("来文日期", "2019-03-04")
    wu.fills("报送期限", "2019-03-08")
    wu.keeps_picture("return-new")
    wu.presses("登记")
    wu.reads("还有 3 天")
    wu.follows("填报", exact=True)
    # Beside the text stands that of the last return; what is said again is told, and nothing is refused for it.
    wu.reads("港务局2017年下半年政府信息公开情况统计")
    again = "港务局每月对照目录清点应当公开的信息，缺项的当月补齐，并在局务会上通报。"
    wu.fills("情况报告", f"## 总体情况\n上半年公开信息{{a1.total}}条。\n{again}")
    wu.presses("预览")
    wu.reads("上半年公开信息3条。")
    wu.reads("第2段有100%与港务局2017年下半年政府信息公开情况统计“情况报告”第1段相同")
    wu.finds_no_fault()
    wu.keeps_picture("return-fill")
    wu.presses("保存")
    wu.presses("送审批")
    wu.reads("待审批")
    gao = at_desk("gao", width=390)
    gao.follows("港务局2018年上半年政府信息公开情况统计")
    gao.reads("按所存文件原样报送")
    gao.finds_no_fault()
    gao.keeps_picture("return-approve-390")
    gao.presses("同意报送")
    wu.opens("/desk/returns/118/2018/1/")
    wu.presses("登记报送")
    wu.reads("送出的文件")
    wu.fills("回执编号", "回20190305")
    wu.presses("登记回执")
    wu.reads("回20190305")
    wu.opens("/desk/returns/118/2018/1/")
    wu.finds_no_fault()
    wu.keeps_picture("return-sent")


def test_a_return_agreed_to_on_paper_is_recorded_with_its_scan(at_desk) -> None:
    wu = at_desk("wu", width=390)
    wu.opens("/desk/returns/118/2017/1/")
    wu.presses("送审批")
    wu.reads("待审批")
    wu.page.get_by_text("登记纸质审批", exact=True).first.click()
    wu.fills("签字人", "wu")
    wu.page.get_by_label("签字页扫描件").set_input_files(
        {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": made("pdf")}
    )
    wu.presses("登记纸质审批")
    wu.reads("须由其他人审批")
    assert wu.field("签字人").input_value() == "wu"
    wu.keeps_picture("return-paper-refused-390")
    wu.fills("签字人", "高局长")
    wu.page.get_by_label("签字页扫描件").set_input_files(
        {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": made("pdf")}
    )
    wu.presses("登记纸质审批")
    wu.reads("高局长，2019-03-05，纸质审批，wu登记")
    wu.page.reload()  # without the sentence that fades in
    wu.reads("签字页扫描件")
    wu.finds_no_fault()
    wu.keeps_picture("return-paper-390")
    wu.presses("登记报送")
    wu.reads("送出的文件")
