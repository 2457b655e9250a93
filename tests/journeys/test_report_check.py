"""A resident of another town hands in that town's report and reads what in it cannot be true."""

from __future__ import annotations

import pikepdf
import pytest

from gongkai.oversight.annual_report.tests.national import as_html, as_lines, as_pdf, balanced

pytestmark = pytest.mark.browser

SETTING_UP = """
found("117", "经济发展局", found("100", "海港示范区管理委员会"))
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_a_report_with_one_wrong_cell_is_found_out_and_a_sound_one_is_not(site, somebody, tmp_path, width):
    wrong = tmp_path / "青禾县2024年报.pdf"
    wrong.write_bytes(as_pdf({**balanced(3), "t3.granted.natural": 99_999}))
    reader = somebody(width=width)
    reader.opens("/reports/index.html")
    reader.follows("年报体检")
    reader.is_on("年报体检")
    reader.finds_no_fault()
    reader.keeps_picture(f"report-check-{width}-form")
    reader.page.set_input_files("#file", wrong)
    reader.presses("检查")
    reader.reads("硬伤")
    reader.reads("99999")
    reader.reads("“自然人”列")
    reader.finds_no_fault()
    reader.keeps_picture(f"report-check-{width}-found")
    with reader.page.expect_download() as came:
        reader.page.get_by_role("link", name="下载带标记的文件").click()
    assert came.value.suggested_filename == "年报体检标记.pdf"
    with pikepdf.open(came.value.path()) as marked:
        assert any("/Annots" in page for page in marked.pages)

    page = tmp_path / "青禾县2024年报.html"
    page.write_bytes(as_html({**balanced(3), "t3.granted.natural": 99_999}))
    reader.page.set_input_files("#file", page)
    reader.presses("检查")
    reader.page.get_by_role("link", name="在原文上看").first.click()
    assert reader.page.locator("#found-1").is_visible(), "the page that was folded is opened where the mark is"
    reader.finds_no_fault()
    reader.keeps_picture(f"report-check-{width}-marked")

    reader.fills("或者粘贴报告全文", as_lines(balanced(4)).decode())
    reader.presses("检查")
    reader.reads("没有发现问题")
    reader.fills("或者粘贴报告全文", "今天天气很好。")
    reader.presses("检查")
    reader.reads("不是年度报告")
    assert reader.field("或者粘贴报告全文").input_value() == "今天天气很好。"
    reader.finds_no_fault()
    reader.keeps_picture(f"report-check-{width}-refused")
