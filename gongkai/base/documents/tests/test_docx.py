"""The file a colleague edits: the same words, the layout of the standard, the same bytes when written again."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from gongkai.base.core.errors import Refused
from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.tests.conftest import BASE_URL, STAMP, report
from gongkai.base.documents.tree import Cell, Column, Document, Heading, PageBreak, Paragraph, Table, row

DAY = date(2024, 3, 6)


@pytest.fixture(scope="module")
def written() -> bytes:
    return render_docx(report(), stamp=STAMP, base_url=BASE_URL)


@pytest.fixture(scope="module")
def opened(written):
    return docx.Document(BytesIO(written))


def east_asian(style):
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def part(written, name):
    with ZipFile(BytesIO(written)) as archive:
        return archive.read(name).decode()


class TestWords:
    def test_come_back_in_order(self, opened):
        lines = [line.text for line in opened.paragraphs if line.text]
        assert lines[:7] == [
            "示例区政府信息公开工作年度报告",
            "示管〔2025〕3号",
            "各有关单位：",
            "全年公开信息7,385条，逐条可查，见公开专栏。",
            "一、总体情况",
            "（一）主动公开",
            lines[6],
        ]
        assert lines[-3:] == ["示例区管理委员会办公室", "2025年1月20日", "（此件公开发布）"]

    def test_of_tables_come_back_cell_by_cell(self, opened):
        requests, columns = opened.tables
        assert [cell.text for cell in requests.rows[0].cells] == ["指标", "自然人", "法人", "法人"]
        assert [cell.text for cell in requests.rows[1].cells] == ["指标", "自然人", "企业", "其他"]
        assert [cell.text for cell in columns.rows[60].cells] == ["60", "第60个栏目", "8,220"]

    @given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40).filter(str.strip))
    @limits(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_are_kept_whatever_they_are(self, text):
        line = "甲" + text + "乙"
        table = Table(line, (Column(),), (row(line),), (row(line),))
        document = Document(line, line, DAY, (Heading(1, line), Paragraph.of(line), table))
        opened = docx.Document(BytesIO(render_docx(document, stamp=STAMP)))
        assert [p.text for p in opened.paragraphs if p.text] == [line, "一、" + line, line, line]
        assert [cell.text for line_ in opened.tables[0].rows for cell in line_.cells] == [line, line]

    def test_break_where_they_were_broken(self):
        document = Document("题", "机关", DAY, (Paragraph.of("甲\n乙"),))
        assert docx.Document(BytesIO(render_docx(document, stamp=STAMP))).paragraphs[2].text == "甲\n乙"


class TestLayout:
    def test_margins_are_those_of_the_standard(self, opened):
        section = opened.sections[0]
        margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
        assert [round(margin / Mm(1)) for margin in margins] == [37, 28, 26, 35]
        assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)

    def test_the_grid_holds_22_lines_of_28_characters(self, opened):
        section = opened.sections[0]
        grid = section._sectPr.find(qn("w:docGrid"))
        pitch = int(grid.get(qn("w:linePitch"))) / 20
        height = (section.page_height - section.top_margin - section.bottom_margin) / Pt(1)
        assert height // pitch == 22
        character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
        width = (section.page_width - section.left_margin - section.right_margin) / Pt(1)
        assert width // character == 28
        assert opened.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)

    @pytest.mark.parametrize(
        ("style", "face", "size"),
        [
            ("Normal", "仿宋", 16),
            ("Title", "方正小标宋简体", 22),
            ("Heading 1", "黑体", 16),
            ("Heading 2", "楷体", 16),
            ("Heading 3", "仿宋", 16),
            ("Heading 4", "仿宋", 16),
        ],
    )
    def test_each_level_has_its_typeface(self, opened, style, face, size):
        found = opened.styles[style]
        assert (east_asian(found), found.font.size) == (face, Pt(size))
        assert found.font.color.rgb is None
        assert not any("Theme" in name for name in found.element.rPr.rFonts.attrib)

    def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(self, opened):
        section = opened.sections[0]
        assert opened.settings.odd_and_even_pages_header_footer
        for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
            line = footer.paragraphs[0]
            assert line.alignment.name == side
            assert [text.text for text in line._p.iter(qn("w:instrText"))] == ["PAGE"]
            assert line.text == "—  —"

    def test_the_head_of_a_table_is_repeated_and_no_row_is_torn(self, opened):
        for table, heads in zip(opened.tables, (2, 1), strict=True):
            repeated = [line._tr.trPr.find(qn("w:tblHeader")) is not None for line in table.rows]
            assert repeated == [True] * heads + [False] * (len(table.rows) - heads)
            assert all(line._tr.trPr.find(qn("w:cantSplit")) is not None for line in table.rows)

    def test_tables_fill_the_type_area_and_no_more(self, opened):
        for table in opened.tables:
            assert 155 < sum(column.width for column in table.columns) / Mm(1) <= 156

    def test_a_page_break_leaves_no_empty_line(self):
        document = Document("题", "机关", DAY, (Paragraph.of("甲"), PageBreak(), Paragraph.of("乙")))
        lines = docx.Document(BytesIO(render_docx(document, stamp=STAMP))).paragraphs
        assert [line.paragraph_format.page_break_before for line in lines[-2:]] == [None, True]

    def test_two_tables_in_a_row_stay_two(self):
        table = Table("表", (Column(),), (row("头"),), (), caption_shown=False)
        opened = docx.Document(BytesIO(render_docx(Document("题", "机关", DAY, (table, table)), stamp=STAMP)))
        assert all(found._tbl.getnext().tag == qn("w:p") for found in opened.tables)

    def test_a_cell_indented_by_two_characters_is(self):
        table = Table("表", (Column(),), (row("头"),), (row(Cell.of("其中", indent=2)),))
        opened = docx.Document(BytesIO(render_docx(Document("题", "机关", DAY, (table,)), stamp=STAMP)))
        indent = opened.tables[0].cell(1, 0).paragraphs[0]._p.pPr.find(qn("w:ind"))
        assert indent.get(qn("w:leftChars")) == "200"


class TestFile:
    def test_is_the_same_bytes_when_written_again(self, written):
        assert render_docx(report(), stamp=STAMP, base_url=BASE_URL) == written

    def test_changes_with_the_stamp(self, written):
        assert render_docx(report(), stamp=STAMP + timedelta(days=1), base_url=BASE_URL) != written

    def test_holds_no_clock(self, written):
        with ZipFile(BytesIO(written)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert archive.namelist()[0] == "[Content_Types].xml"

    def test_needs_a_zone(self):
        with pytest.raises(Refused, match="时区"):
            render_docx(report(), stamp=datetime(2025, 1, 20))  # noqa: DTZ001

    def test_says_its_title_language_author_and_date(self, opened):
        properties = opened.core_properties
        assert properties.title == "示例区政府信息公开工作年度报告"
        assert properties.author == properties.last_modified_by == "示例区管理委员会"
        assert properties.language == "zh-CN"
        assert properties.created == properties.modified == STAMP
        assert properties.comments == ""

    def test_figures_lead_to_their_lists(self, written):
        assert f'Target="{BASE_URL}/figures/t1.total"' in part(written, "word/_rels/document.xml.rels")
        bare = render_docx(report(), stamp=STAMP)
        assert "/figures/" not in part(bare, "word/_rels/document.xml.rels")

    def test_a_table_says_its_name_to_a_screen_reader(self, written):
        assert '<w:tblCaption w:val="申请办理情况"/>' in part(written, "word/document.xml")
