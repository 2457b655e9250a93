"""An officer covers a name with the mouse, widens the box with the keyboard, and what is given out holds neither."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.real_files import pdf

pytestmark = pytest.mark.browser

SETTING_UP = """
from gongkai.casework.applications import actions
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel
office = found("117", "经济发展局", found("100", "海港示范区管理委员会"))
who = employ(office, wu="case_officer")
actions.receive(
    unit=office, channel=ReceiptChannel.IN_PERSON, applicant_kind=ApplicantKind.NATURAL, applicant_name="李某",
    contact="电话", sought="征地补偿协议", arrived=now.date(), by=who["wu"], now=now,
)
"""


def test_a_name_is_covered_with_mouse_and_keyboard_and_is_not_in_what_is_given_out(site, at_desk, somebody, tmp_path):
    file = tmp_path / "补偿协议.pdf"
    file.write_bytes(pdf("被征收人张三，身份证号440404199001011234", "第二条　补偿标准"))
    wu = at_desk("wu")
    wu.follows("依申请公开")
    wu.page.get_by_role("link").filter(has_text="SQ/").first.click()
    wu.follows("遮盖文件")
    wu.page.set_input_files("input[type=file]", file)
    wu.keeps_picture("redactions")
    wu.presses("上传并开始遮盖")
    wu.reads("第1页的遮盖框")

    # The mouse draws over the line.
    sheet = wu.page.locator("[data-sheet]")
    wu.page.locator("[data-sheet] img").evaluate("image => image.decode()")
    area = sheet.bounding_box()
    assert area
    x, y = area["x"] + area["width"] * 0.1, area["y"] + area["height"] * 0.145
    wu.page.mouse.move(x, y)
    wu.page.mouse.down()
    wu.page.mouse.move(x + area["width"] * 0.5, y + area["height"] * 0.03, steps=5)
    wu.page.mouse.up()
    box = wu.page.locator(".gk-box")
    assert box.count() == 1
    # The keyboard widens it, moves it up and down again; a second box is added and taken away.
    before = float(wu.page.locator("[name=box-0-width]").input_value())
    for _turn in range(85):
        wu.page.keyboard.press("Shift+ArrowRight")
    wu.page.keyboard.press("ArrowUp")
    wu.page.keyboard.press("ArrowDown")
    assert float(wu.page.locator("[name=box-0-width]").input_value()) > before + 15
    wu.presses("添加一个框")
    assert box.count() == 2
    wu.page.keyboard.press("Delete")
    assert box.count() == 1
    wu.page.locator("[name=box-0-ground]").select_option(label="涉及个人隐私")
    wu.keeps_picture("redaction")
    wu.presses("保存本页的框")
    wu.reads("共 1 个")
    wu.presses("制作遮盖后的文件")
    wu.reads("遮盖后的文件已制作")
    wu.keeps_picture("redaction-made")
    with wu.page.expect_download() as download:
        wu.follows("遮盖后的文件")
    content = download.value.path().read_bytes()
    assert [page.extract_text() for page in PdfReader(BytesIO(content)).pages] == ["", ""]
    shown = next(iter(PdfReader(BytesIO(content)).pages[0].images)).image.convert("L")
    line = shown.crop((0, int(shown.height * 0.15), shown.width, int(shown.height * 0.17)))
    colours = {colour for _count, colour in line.getcolors(256)}
    assert colours <= {0, 255}, "of the smoothed rim of letters nothing is left"

    # On a phone a finger scrolls until it is told to draw.
    phone = at_desk("wu", width=390)
    touch = phone.page.context.new_cdp_session(phone.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    phone.opens(wu.page.url.removeprefix(site.address).partition("?")[0] + "?page=2")
    image = phone.page.locator("[data-sheet] img")
    image.evaluate("image => image.decode()")
    phone.presses("触屏画框")
    image.scroll_into_view_if_needed()
    area = image.bounding_box()
    assert area
    x, y = area["x"] + 40, max(area["y"], 0) + 60
    for kind, places in (
        ("touchStart", [(x, y)]),
        ("touchMove", [(x + 90, y + 20)]),
        ("touchMove", [(x + 150, y + 40)]),
    ):
        points = [{"x": across, "y": down} for across, down in places]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert phone.page.locator(".gk-box").count() == 1
    phone.keeps_picture("redaction-phone")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    phone.presses("保存本页的框")
    phone.reads("第2页的遮盖框已保存，共 1 个")
