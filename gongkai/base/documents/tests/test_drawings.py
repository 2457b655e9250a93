"""Charts a reader understands without colour, in every format; spreadsheets whose numbers are numbers."""

from datetime import date, timedelta
from io import BytesIO

import docx
import lxml.html
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from gongkai.base.core.errors import Refused
from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.drawings import Series, as_png, bar_chart
from gongkai.base.documents.html import render_html
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tests.conftest import STAMP
from gongkai.base.documents.tree import Cell, Column, Document, Figure, Paragraph, Picture, Table, row
from gongkai.base.documents.xlsx import render_xlsx

SVG = bar_chart(["予以公开", "不予<公开>"], [Series("2024年", (12, 0)), Series("2023年", (6, None))], unit="件")
ALT = "2024年：予以公开12件，不予公开0件。"


@pytest.fixture(scope="module")
def drawn():
    picture = Picture(SVG, ALT, "办理结果", "/reports/1/2024/chart-a.svg")
    return Document("示例", "示例机关", date(2024, 3, 1), (Paragraph.of("正文。"), picture))


class TestBars:
    def test_are_as_long_as_their_numbers_and_tell_them(self):
        root = etree.fromstring(SVG.encode())
        bars = [one for one in root.iter("{*}rect") if (one.get("fill") or "").startswith("url")]
        lengths = [
            int(one.get("width")) for one in bars if int(one.get("width")) != 26
        ]  # beside the names of the years
        assert lengths == [430, 215]
        words = [one.text for one in root.iter("{*}text")]
        assert words == ["2024年（件）", "2023年（件）", "予以公开", "12", "6", "不予<公开>", "0", None]

    def test_of_two_years_differ_by_their_hatching(self):
        assert {"url(#now)", "url(#before)"} <= {one.get("fill") for one in etree.fromstring(SVG.encode()).iter()}

    def test_are_the_same_bytes_again(self):
        again = bar_chart(
            ["予以公开", "不予<公开>"], [Series("2024年", (12, 0)), Series("2023年", (6, None))], unit="件"
        )
        assert again == SVG
        as_png.cache_clear()
        first = as_png(SVG)
        as_png.cache_clear()
        assert as_png(SVG) == first
        assert first.startswith(b"\x89PNG")

    def test_of_nothing_are_drawn_too(self):
        assert "<svg" in bar_chart(["甲"], [Series("乙", (0,))], unit="件")


class TestPicture:
    def test_stands_on_a_page_with_its_words_or_is_told(self, drawn):
        shown = lxml.html.fromstring(render_html(drawn, pictured=True))
        (picture,) = shown.findall(".//img")
        assert (picture.get("src"), picture.get("alt")) == ("/reports/1/2024/chart-a.svg", ALT)
        told = lxml.html.fromstring(render_html(drawn))
        assert not told.findall(".//img")
        assert ALT in told.text_content()

    def test_is_described_in_the_word_file(self, drawn):
        opened = docx.Document(BytesIO(render_docx(drawn, stamp=STAMP)))
        (shape,) = opened.inline_shapes
        assert shape._inline.docPr.get("descr") == ALT
        assert opened.element.body.findall(".//" + qn("a:blip"))

    def test_is_described_to_a_screen_reader_in_the_pdf(self, drawn):
        with pikepdf.open(BytesIO(render_pdf(drawn, stamp=STAMP))) as file:
            told = [str(one["/Alt"]) for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
        assert ALT in told

    def test_that_is_none_is_refused(self):
        with pytest.raises(Refused, match="不是SVG"):
            Picture("<html>", ALT, "图")


@pytest.fixture(scope="module")
def counted():
    number = Figure("7,385", "/f", "a")
    money = Figure("12.50", "/f", "b", handed_in=True)
    table = Table(
        "示例：表[1]",
        (Column(), Column("right"), Column("right")),
        (row(Cell.of("指标", rowspan=2), Cell.of("数量", colspan=2)), row("件", "万元")),
        (row("=1+1", number, money), row("空", "", "3月")),
        note="注：一。",
    )
    return Document("示例", "示例机关", date(2024, 3, 1), (Paragraph.of("正文。"), table))


class TestSpreadsheet:
    def test_has_merged_heads_and_numbers(self, counted):
        sheet = load_workbook(BytesIO(render_xlsx(counted, stamp=STAMP))).worksheets[0]
        assert {str(found) for found in sheet.merged_cells.ranges} == {"A1:C1", "A2:A3", "B2:C2", "A6:C6"}
        assert [sheet.cell(4, column).value for column in (1, 2, 3)] == ["=1+1", 7385, 12.5]
        assert [sheet.cell(5, column).value for column in (1, 2, 3)] == ["空", None, "3月"]
        assert sheet.title == "示例：表 1 "
        assert sheet.cell(4, 3).font.underline == "double"

    def test_never_reckons_what_was_written(self, counted):
        sheet = load_workbook(BytesIO(render_xlsx(counted, stamp=STAMP))).worksheets[0]
        assert sheet.cell(4, 1).data_type == "s"

    def test_is_the_same_bytes_again_whatever_the_clock_says(self, counted, monkeypatch):
        first = render_xlsx(counted, stamp=STAMP)
        import openpyxl.writer.excel as writer

        class Later(writer.datetime.datetime):
            @classmethod
            def now(cls, tz=None):
                return cls(2050, 1, 1, tzinfo=tz)

        monkeypatch.setattr(writer.datetime, "datetime", Later)
        assert render_xlsx(counted, stamp=STAMP) == first
        assert render_xlsx(counted, stamp=STAMP + timedelta(days=1)) != first

    def test_of_a_document_without_tables_is_refused(self, drawn):
        with pytest.raises(Refused, match="没有表格"):
            render_xlsx(drawn, stamp=STAMP)
