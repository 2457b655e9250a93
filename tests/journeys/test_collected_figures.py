"""A bureau hands in its licences, its head signs; a village off the system pastes its table; the zone's report keeps whose is whose."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

#: In January, when the figures of the year before are collected.
CLOCK = "2024-01-15T10:00:00+08:00"
SETTING_UP = """
zone = found("100", "海港示范区管理委员会")
office = found("117", "行政审批局", zone)
village = found("211", "前海村", zone)
employ(office, wu="drafter", lin="approver")
employ(village, ma="drafter", hu="approver")
employ(zone, qian="openness_office")
"""
PASTED = "\n".join(
    (
        "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计",
        "一、本年新收政府信息公开申请数量\t5\t1\t0\t0\t0\t0\t6",
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "三、本年度办理结果\t（一）予以公开\t5\t一\t0\t0\t0\t0\t5",
    )
)


def test_numbers_no_ledger_holds_come_into_the_report_with_their_signatures(at_desk) -> None:
    # Qian says what is asked of whom, and that the village is not on the system.
    qian = at_desk("qian")
    qian.follows("数据报送", exact=True)
    qian.page.get_by_text("向单位收集", exact=True).click()
    qian.page.get_by_label("行政审批局").check()
    for label in ("行政许可·处理决定数量", "行政处罚·处理决定数量"):
        qian.page.get_by_label(label).check()
    qian.page.get_by_role("button", name="登记").first.click()
    qian.reads("已登记2项收集要求")
    qian.page.get_by_text("登记未接入系统的单位", exact=True).click()
    qian.chooses("单位", "前海村")
    qian.fills("原因", "村里用纸质台账")
    qian.page.get_by_role("button", name="登记").last.click()
    qian.reads("未接入系统")
    qian.reads("还没有填报")
    qian.page.reload()  # without the sentence that fades in
    qian.finds_no_fault()
    qian.keeps_picture("collected-overview")

    # Wu types, is told what is wrong, and loses nothing.
    wu = at_desk("wu")
    wu.follows("数据报送", exact=True)
    wu.follows("行政审批局")
    wu.fills("行政许可·处理决定数量", "三百")
    wu.fills("行政处罚·处理决定数量", "12")
    wu.page.locator("#id_source").fill("行政审批系统")
    wu.presses("报送")
    wu.reads("“三百”不是数")
    wu.keeps_picture("collected-wrong")
    assert wu.field("行政许可·处理决定数量").input_value() == "三百"
    wu.fills("行政许可·处理决定数量", "1,320")
    wu.presses("报送")
    wu.reads("等待签字的 2 个数")
    wu.reads("须由他人签字") if wu.page.get_by_text("须由他人签字").count() else wu.reads("由本单位负责人")
    wu.page.reload()  # without the sentence that fades in
    wu.finds_no_fault()
    wu.keeps_picture("collected-sheet")

    lin = at_desk("lin", width=390)
    lin.opens("/desk/collected-figures/117/2023/")
    lin.keeps_picture("collected-sign-390")
    lin.presses("签字确认")
    lin.reads("已签字确认2个数")
    lin.page.reload()  # without the sentence that fades in
    lin.finds_no_fault()
    lin.follows("已签字")
    lin.reads("行政审批系统")
    lin.keeps_picture("collected-number-390")

    # Ma pastes the village's table; what is no number is told by its line, the rest stands in its place.
    ma = at_desk("ma")
    ma.opens("/desk/collected-figures/211/2023/")
    ma.page.locator("#id_pasted").fill(PASTED)
    ma.presses("填入下表")
    ma.reads("第4行“（一）予以公开”：“一”不是数")
    assert ma.page.locator("input[name='n:t3.new.natural']").input_value() == "5"
    ma.finds_no_fault()
    ma.keeps_picture("collected-grid")
    for box in ma.page.locator("input[name^='n:']").all():
        if not box.input_value():
            box.fill("0")
    ma.page.locator("#id_source").fill("纸质台账")
    ma.presses("报送")
    ma.reads("等待签字的")
    hu = at_desk("hu")
    hu.opens("/desk/collected-figures/211/2023/")
    hu.presses("签字确认")
    hu.reads("已签字确认")

    # The zone's report: what nobody was asked for is named, and a figure says whose it is.
    qian.opens("/desk/annual-reports/")
    qian.chooses("报告单位", "海港示范区管理委员会")
    qian.page.get_by_label("报告年度").fill("2023")
    qian.presses("开始编制")
    qian.opens("/desk/annual-reports/100/2023/figures/t2.licence.decisions/")
    qian.reads("1,320")
    qian.reads("单位报送")
    qian.page.reload()  # without the sentence that fades in
    qian.finds_no_fault()
    qian.keeps_picture("figure-shares")
    qian.opens("/desk/annual-reports/100/2023/figures/t3.new.total/")
    qian.reads("前海村")
    qian.opens("/desk/annual-reports/100/2023/breaks/")
    qian.reads("没有向任何单位收集")
    qian.keeps_picture("breaks-before")
    qian.page.get_by_label("没有向任何单位收集").check()
    qian.fills("理由", "行政强制和收费由上级部门统一公开")
    qian.presses("签字说明所选各处")
    qian.reads("已说明：行政强制和收费由上级部门统一公开")
    qian.page.reload()  # without the sentence that fades in
    qian.finds_no_fault()
    qian.keeps_picture("breaks-signed")
