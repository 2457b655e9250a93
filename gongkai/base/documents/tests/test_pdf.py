"""The print: GB/T 9704-2012 measured on the page, every text as it was written, the same bytes when set again."""

import hashlib
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import PIL.Image
import pypdf
import pytest
from django.conf import settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from gongkai.base.core.errors import Refused
from gongkai.base.documents import pdf
from gongkai.base.documents.fonts import FontPlan, FontsMissing, Typeface, fonts_in_use
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tests.conftest import BASE_URL, STAMP
from gongkai.base.documents.tree import (
    Cell,
    Column,
    Document,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Table,
    row,
)

LEFT, TOP, RIGHT, BOTTOM = 28, 37, 210 - 26, 297 - 35  # mm: the type area
DAY = date(2024, 3, 6)


@pytest.fixture(autouse=True)
def chinese_fonts():
    try:
        fonts_in_use()
    except FontsMissing as missing:
        pytest.skip(str(missing))


def document(*blocks, title="题"):
    return Document(title, "示例区管理委员会", DAY, blocks)


def read(blocks_or_document):
    return pypdf.PdfReader(BytesIO(render_pdf(blocks_or_document, stamp=STAMP, base_url=BASE_URL)))


def words(reader):
    """All text without blanks, the page numbers left out."""
    text = "".join(page.extract_text() for page in reader.pages)
    return "".join(text.split())


PIXEL = 25.4 / 72  # mm: one pixel at 72 ppi


def inked(page_of):
    """For each page the boxes (left, top, right, bottom; mm) of its lines of ink, from the top."""
    drawn = pdf._compiler(page_of, STAMP, "").compile(format="png", ppi=72)
    pages = []
    for image in drawn if isinstance(drawn, list) else [drawn]:
        ink = PIL.Image.open(BytesIO(image)).convert("L").point(lambda grey: 255 * (grey < 200))
        rows = [y for y in range(ink.height) if ink.crop((0, y, ink.width, y + 1)).getbbox()]
        lines = []
        for y in rows:
            left, _top, right, _bottom = ink.crop((0, y, ink.width, y + 1)).getbbox()
            if lines and lines[-1][3] == y:
                before = lines.pop()
                lines.append((min(left, before[0]), before[1], max(right, before[2]), y + 1))
            else:
                lines.append((left, y, right, y + 1))
        pages.append([tuple(edge * PIXEL for edge in line) for line in lines])
    return pages


class TestLayout:
    def test_the_page_holds_22_lines_of_28_characters(self):
        text = "中" * (28 * 40)
        page = read(document(PageBreak(), Paragraph.of(text, indented=False))).pages[1]
        lines = page.extract_text().split()[:22]
        assert [len(line) for line in lines] == [28] * 22
        assert page.extract_text().count("中") == 28 * 22

    def test_a_paragraph_begins_two_characters_in(self):
        page = read(document(Paragraph.of("中" * 60))).pages[0]
        lines = [line for line in page.extract_text().split() if line.startswith("中")]
        assert [len(line) for line in lines] == [26, 28, 6]

    def test_the_paper_is_a4(self):
        box = read(document(Paragraph.of("中"))).pages[0].mediabox
        assert (round(box.width * PIXEL), round(box.height * PIXEL)) == (210, 297)

    def test_the_page_number_stands_right_on_odd_and_left_on_even_pages(self):
        filled = document(*[Paragraph.of("中" * 700)] * 3)
        for number, lines in enumerate(inked(filled), start=1):
            left, top, right, bottom = lines[-1]
            assert "".join(read(filled).pages[number - 1].extract_text().split()).endswith(f"—{number}—")
            # the dash stands 7 mm below the type area, the number one character (14 pt) in from its edge
            assert (top + bottom) / 2 == pytest.approx(297 - 35 + 7, abs=1)
            if number % 2:
                assert right == pytest.approx(RIGHT - 14 * PIXEL, abs=1)
            else:
                assert left == pytest.approx(LEFT + 14 * PIXEL, abs=1)

    def test_the_date_ends_four_characters_in_and_the_unit_stands_over_its_middle(self):
        unit, day = inked(document(Paragraph.of("中"), Signature("示例区管委会", DAY)))[0][-3:-1]
        assert day[2] == pytest.approx(RIGHT - 4 * 156 / 28, abs=1)  # 日 leaves a little white
        assert unit[0] + unit[2] == pytest.approx(day[0] + day[2], abs=1.5)

    def test_the_first_line_begins_at_the_top_of_the_type_area(self):
        assert inked(document(Paragraph.of("中")))[0][0][1] == pytest.approx(37, abs=1)

    def test_a_title_of_two_lines_is_balanced(self):
        first, second = inked(document(Paragraph.of("中"), title="关于" + "示例" * 11))[0][:2]
        assert (second[2] - second[0]) / (first[2] - first[0]) > 0.75

    def test_the_head_of_a_table_is_repeated_on_every_page(self, sample):
        pages = [page.extract_text() for page in read(sample).pages]
        with_rows = [text for text in pages if "个栏目" in text]
        assert len(with_rows) > 2
        assert all("数量（条）" in text for text in with_rows)

    @pytest.mark.parametrize("columns", [1, 3, 6, 10, 20])
    def test_nothing_leaves_the_type_area(self, columns):
        code = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" * 2
        wide = "W" * 60
        table = Table(
            code + wide,
            tuple(Column() for _ in range(columns)),
            (row(*["表头" + "W" * 10] * columns),),
            (row(*[code] * columns), row(*[Cell.of(wide, indent=8)] * columns)),
            note=wide * 3,
        )
        everything = document(
            Heading(1, wide * 2),
            Paragraph.of(wide * 4),
            table,
            Signature("甲" * 90, DAY),
            Note(wide * 2),
            title=wide * 2,
        )
        for lines in inked(everything):
            assert min(line[0] for line in lines) >= LEFT - 0.6
            assert max(line[2] for line in lines) <= RIGHT + 0.6
            assert min(line[1] for line in lines) >= TOP - 0.6
            assert max(line[3] for line in lines[:-1]) <= BOTTOM + 0.6

    def test_a_cell_longer_than_a_page_goes_over_to_the_next(self):
        table = Table("表", (Column(), Column()), (row("头", "头"),), (row("短", "甲乙丙丁" * 700), row("尾", "尾")))
        pages = inked(document(table))
        assert len(pages) > 3
        assert max(line[3] for lines in pages for line in lines[:-1]) <= BOTTOM + 0.6


NASTY = "#$\\*_@<>`~[](){}\"'=+-/|&%^:;,.!?，。：“”〔〕（）"


@given(
    st.text(st.one_of(st.sampled_from(NASTY), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)), min_size=1)
)
@example('#panic("x") $x^2$ \\u{41} *粗* _斜_ @ref <label> `raw` // 注 /* 注 */ -- --- ... ~ = 标题')
@example('"\\" + sys.inputs.document + "')
@example("#image(\"/etc/passwd\") #read('/etc/hostname')")
@limits(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_text_is_printed_as_it_was_written(text):
    line = "甲" + text + "乙"
    table = Table(line, (Column(),), (row("头" + line),), (row("格" + line),), note="注" + line)
    printed = words(read(document(Heading(1, "题" + line), Paragraph.of("段" + line), table)))
    wanted = "".join(line.split())
    for place in ("、题", "段", "头", "格", "注"):
        assert place + wanted in printed


def test_characters_of_every_plane_can_be_printed():
    rare = "\u3400\U00020000\U0002a700\U00030000\ue000\u200b\u202e\u00ad"
    assert "甲" in words(read(document(Paragraph.of("甲" + rare + "\n\t乙"))))


class TestFile:
    def test_says_its_title_language_author_and_date(self, sample):
        reader = read(sample)
        assert reader.metadata.title == sample.title
        assert reader.metadata.author == sample.issuer
        assert reader.metadata.creation_date == STAMP
        assert "000014349/2025-00003" in reader.metadata["/Keywords"]
        assert reader.trailer["/Root"]["/Lang"] == "zh-CN"

    def test_is_tagged_for_those_who_listen(self, sample):
        root = read(sample).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
        assert [entry["/Title"] for entry in read(sample).outline if not isinstance(entry, list)] == [
            "一、总体情况",
            "二、数量",
        ]

    def test_carries_its_fonts(self, sample):
        fonts = {}
        for page in read(sample).pages:
            fonts.update(page["/Resources"]["/Font"])
        assert fonts
        for font in fonts.values():
            inner = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner)

    def test_figures_lead_to_their_lists(self, sample):
        def addresses(reader):
            return {
                note.get_object()["/A"]["/URI"]
                for page in reader.pages
                for note in page.get("/Annots") or ()
                if "/A" in note.get_object()
            }

        assert BASE_URL + "/figures/t1.total" in addresses(read(sample))
        bare = pypdf.PdfReader(BytesIO(render_pdf(sample, stamp=STAMP)))
        assert addresses(bare) == {"https://gk.example.gov.cn/list"}


PRINT_HASH = """
import hashlib, django
django.setup()
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tests.conftest import STAMP, report
print(hashlib.sha256(render_pdf(report(), stamp=STAMP)).hexdigest())
"""


class TestSameBytes:
    def test_in_two_processes(self, sample):
        here = Path(__file__).resolve().parents[4]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "")}
        environment["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
        elsewhere = subprocess.run(
            [sys.executable, "-c", PRINT_HASH], cwd=here, env=environment, capture_output=True, text=True, check=True
        )
        assert elsewhere.stdout.strip() == hashlib.sha256(render_pdf(sample, stamp=STAMP)).hexdigest()

    def test_whatever_zone_the_stamp_is_told_in(self, sample):
        beijing = STAMP.astimezone(timezone(timedelta(hours=8)))
        assert render_pdf(sample, stamp=beijing) == render_pdf(sample, stamp=STAMP)

    def test_but_not_with_another_stamp(self, sample):
        assert render_pdf(sample, stamp=STAMP + timedelta(days=1)) != render_pdf(sample, stamp=STAMP)

    def test_need_a_zone(self, sample):
        with pytest.raises(Refused, match="时区"):
            render_pdf(sample, stamp=datetime(2025, 1, 20))  # noqa: DTZ001


def test_a_font_file_that_holds_another_face_is_named(tmp_path):
    file = tmp_path / "simfang.ttf"
    file.touch()
    face = Typeface("FangSong", file)
    with pytest.raises(FontsMissing, match=r"simfang\.ttf 里没有 FangSong"):
        pdf.engine_fonts(FontPlan(face, face, face, face, face))
