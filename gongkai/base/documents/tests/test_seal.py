"""Room for a seal (GB/T 9704-2012 7.3.5.1) and numbers of pages (7.5), read off the paper and out of the Word file."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tests.conftest import STAMP
from gongkai.base.documents.tests.test_pdf import BOTTOM, LEFT, PIXEL, RIGHT, inked
from gongkai.base.documents.tests.test_pdf import chinese_fonts as chinese_fonts
from gongkai.base.documents.tree import Document, Note, Paragraph, Signature

DAY = date(2024, 4, 12)
UNIT = "海港示范区经济发展局"
#: mm: the seal of a county's organ, a line of the page.
SEAL, LINE = 45, 225 / 22
SENTENCE = "经审查，您（单位）申请公开的政府信息中含有不应当公开的内容，但是能够作区分处理，现公开其中可以公开的内容，详见附件。"


def letter(*texts: str, unit: str = UNIT) -> Document:
    paragraphs = [Paragraph.of("申请人甲：", indented=False), *(Paragraph.of(text) for text in texts)]
    return Document("政府信息部分公开告知书", unit, DAY, (*paragraphs, Signature(unit, DAY, seal=True)))


def of_pages(count: int, *, ending: int = 0) -> Document:
    """A letter of so many pages, its last paragraph some characters longer."""
    return letter(*[SENTENCE] * (7 * count - 4), "末" * (56 + ending))


class TestSeal:
    @pytest.mark.parametrize("unit", ["甲局", UNIT, "海港示范区管理委员会政务公开工作领导小组办公室"])
    def test_it_stands_within_a_line_of_the_text_over_name_and_date_and_touches_nothing_else(self, unit):
        *_above, last, name, day, number = inked(letter(SENTENCE, unit=unit))[0]
        middle = (name[1] + day[3]) / 2
        # Name and date lie in the middle of the seal, a little low: this much.
        top = middle - 3 - SEAL / 2
        assert 0 <= top - last[3] <= LINE
        assert top + SEAL <= min(number[1], BOTTOM)
        across = (day[0] + day[2]) / 2
        assert across - SEAL / 2 >= LEFT
        assert across + SEAL / 2 <= RIGHT
        assert (name[0] + name[2]) / 2 == pytest.approx(across, abs=1)

    def test_no_seal_is_drawn(self):
        page = pypdf.PdfReader(BytesIO(render_pdf(letter(SENTENCE), stamp=STAMP))).pages[0]
        assert page.images == [] or len(page.images) == 0
        assert "印章" not in page.extract_text()

    @pytest.mark.parametrize("ending", range(0, 28 * 24, 28))
    def test_wherever_the_text_ends_some_of_it_stands_on_the_page_of_the_seal(self, ending):
        """Twenty-four letters, each a line longer than the one before: one of them ends at the foot of its page."""
        reader = pypdf.PdfReader(BytesIO(render_pdf(of_pages(2, ending=ending), stamp=STAMP)))
        last = "".join(reader.pages[-1].extract_text().split())
        assert "2024年4月12日" in last
        assert "末" in last.split(UNIT)[0]
        assert last.index("末") < last.index(UNIT)
        for page, lines in enumerate(inked(of_pages(2, ending=ending)), start=1):
            assert len(lines) > 1, f"page {page} is empty"
            assert max(line[3] for line in lines[:-1]) <= BOTTOM + 0.6

    def test_a_paragraph_longer_than_a_page_keeps_its_end_with_the_seal(self):
        for more in range(0, 28 * 6, 28):
            reader = pypdf.PdfReader(BytesIO(render_pdf(letter("末" * (28 * 36 + more)), stamp=STAMP)))
            assert "末" in reader.pages[-1].extract_text().split("海港")[0]

    def test_a_note_stands_below_it(self):
        document = letter(SENTENCE)
        noted = Document(document.title, UNIT, DAY, (*document.blocks, Note("此件公开发布")))
        *_above, day, note, _number = inked(noted)[0]
        assert note[1] > day[3]

    def test_without_a_seal_nothing_is_moved(self):
        plain = Document("题", UNIT, DAY, (Paragraph.of(SENTENCE), Signature(UNIT, DAY)))
        *_above, last, name, _day, _number = inked(plain)[0]
        assert name[1] - last[3] == pytest.approx(2 * LINE - 16 * PIXEL, abs=1)


class TestPageNumbers:
    @pytest.mark.parametrize("count", [1, 3])
    def test_every_page_has_its_number_and_none_is_blank(self, count):
        document = of_pages(count)
        pages = pypdf.PdfReader(BytesIO(render_pdf(document, stamp=STAMP))).pages
        assert len(pages) == count
        for number, (page, lines) in enumerate(zip(pages, inked(document), strict=True), start=1):
            assert "".join(page.extract_text().split()).endswith(f"—{number}—")
            left, top, right, bottom = lines[-1]
            assert (top + bottom) / 2 == pytest.approx(297 - 35 + 7, abs=1)
            if number % 2:
                assert right == pytest.approx(RIGHT - 14 * PIXEL, abs=1)
            else:
                assert left == pytest.approx(LEFT + 14 * PIXEL, abs=1)


class TestInWord:
    @pytest.fixture
    def opened(self):
        return docx.Document(BytesIO(render_docx(of_pages(3), stamp=STAMP)))

    def test_two_lines_of_white_above_the_name_and_one_below_the_date_all_kept_with_the_last_words(self, opened):
        *_before, last, first_white, second_white, name, day, below = opened.paragraphs
        assert last.text.endswith("末")
        assert [line.text for line in (first_white, second_white, name, day, below)] == [
            *("", "", UNIT, "2024年4月12日", "")
        ]
        assert all(line.paragraph_format.keep_with_next for line in (last, first_white, second_white, name, day))
        # Their last lines, not one of them: Word lets a paragraph break where it must.
        assert last.paragraph_format.widow_control
        assert last.paragraph_format.keep_together is None
        right = [line.paragraph_format.right_indent for line in (name, day)]
        assert right[1] / Pt(1) == pytest.approx(4 * 442.2 / 28, abs=0.5)

    def test_numbers_are_fields_in_song_right_on_odd_and_left_on_even_pages(self, opened):
        section = opened.sections[0]
        assert opened.settings.odd_and_even_pages_header_footer
        for footer, side in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
            line = footer.paragraphs[0]
            assert line.alignment.name == side
            assert [text.text for text in line._p.iter(qn("w:instrText"))] == ["PAGE"]
            assert [kind.get(qn("w:fldCharType")) for kind in line._p.iter(qn("w:fldChar"))] == ["begin", "end"]
            assert line.text == "—  —"
            for run in line.runs:
                fonts = run._r.rPr.rFonts
                assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {"宋体"}
                assert run.font.size == Pt(14)
