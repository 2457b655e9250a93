"""Whatever is handed in, torn, doubled, locked or huge: a sentence, or what could be read and what not; never a wrong hard finding."""

import io
import re

import pikepdf
import pytest
from docx import Document as open_docx
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.report.formats import format_names, load_format
from gongkai.oversight.annual_report.checker import check_document, check_file, many
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .every_form import WRITERS, balanced_in, blocks
from .invented import Report
from .national import as_docx, as_html, as_pdf, balanced


def check(content):
    return check_document(read_bytes(content))


def hard(outcome):
    return [(finding.where, finding.said) for finding in outcome.findings if finding.severity == "hard"]


def sound(content):
    """Read or refused; nothing hard is held against it."""
    try:
        report, outcome = check(content)
    except Unreadable:
        return None
    assert hard(outcome) == []
    return report


def joined_pdf():
    written = io.BytesIO()
    with pikepdf.new() as both:
        for seed in (1, 2):
            with pikepdf.open(io.BytesIO(as_pdf(balanced(seed)))) as one:
                both.pages.extend(one.pages)
        both.save(written)
    return written.getvalue()


def joined_docx():
    first, second = (open_docx(io.BytesIO(as_docx(balanced(seed)))) for seed in (1, 2))
    for element in list(second.element.body)[:-1]:
        first.element.body.insert(len(first.element.body) - 1, element)
    written = io.BytesIO()
    first.save(written)
    return written.getvalue()


@pytest.mark.parametrize("content", [joined_pdf(), joined_docx()], ids=["pdf", "docx"])
def test_of_two_reports_in_one_file_the_first_is_read_and_the_other_said(content):
    report = sound(content)
    assert {key: int(cell.value) for key, cell in report.crossed.figures.items()} == balanced(1)
    assert any("另一份报告" in note and "第一份" in note for note in report.notes)


@pytest.mark.parametrize("kind", ["as_text", "as_html"])
def test_two_short_reports_of_different_towns_are_not_held_against_each_other(kind):
    other = Report(numbers={"news": 77, "total": 407, "applications": 12, "in_person": 6, "replied": 12})
    one, two = (getattr(report, kind)() for report in (Report(), other))
    assert hard(check(one)[1]) == []
    encoding = "gb18030" if kind == "as_html" else "utf-8"
    second = two.decode(encoding).replace("云溪镇", "石桥镇")
    report = sound((one.decode(encoding) + "\n\n" + second).encode(encoding))
    assert any("石桥镇" in note for note in report.notes)


def test_a_list_of_other_reports_below_makes_no_second_one():
    below = "".join(f"<p>青禾县人民政府{year}年政府信息公开工作年度报告</p>" for year in (2022, 2021))
    page = as_html(balanced(1)).decode().replace("</body>", f"{below}</body>")
    report = sound(page.encode())
    assert report.notes == ()
    assert report.year == 2024


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(format_names()),
    kind=st.sampled_from(["html", "text"]),
    seed=st.integers(0, 10**6),
    data=st.data(),
)
def test_a_missing_row_of_any_table_makes_nothing_hard(name, kind, seed, data):
    form = load_format(name)
    told = blocks(form, balanced_in(form, seed), form.years[0])
    table = data.draw(st.sampled_from([block for block in told if not isinstance(block, str) and len(block) > 3]))
    del table[data.draw(st.integers(1, len(table) - 1))]
    sound(WRITERS[kind](told))


def test_a_row_moved_by_a_lost_cell_and_a_doubled_one_is_left_out():
    """As wide as its heads, and each number under the wrong one."""
    page = as_html(balanced(3)).decode()
    moved = re.sub(
        r"<tr>(<td></td><td></td><td>2\.重复申请</td>(?:<td>\d+</td>){3})<td>\d+</td>", r"<tr><td></td>\1", page
    )
    assert moved != page
    report = sound(moved.encode())
    assert any("重复申请" in note and "格数" in note for note in report.notes)


def test_a_line_of_table_four_that_lost_a_cell_is_left_out():
    page = as_html(balanced(3)).decode()
    cells = re.search(r"<tr>((?:<td>\d+</td>){15})</tr>", page)
    report = sound(page.replace(cells[1], cells[1].replace("<td>", "", 1)).encode())
    assert any("格数" in note for note in report.notes)
    assert not any(key.startswith("t4.") for key in report.crossed.figures)


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**6), data=st.data())
def test_html_soup_makes_nothing_hard(seed, data):
    """Tags lost, doubled or replaced anywhere in the page."""
    pieces = re.split(r"(<[^<>]+>)", as_html(balanced(seed)).decode())
    tags = [at for at, piece in enumerate(pieces) if piece.startswith("<")]
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.sampled_from(tags))
        pieces[at] = data.draw(st.sampled_from(["", "<div>", "<b>", "</tr>", "</td>", "<td>", "<p>", pieces[at] * 2]))
    sound("".join(pieces).encode())


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), kept=st.floats(0.02, 0.999))
def test_a_page_cut_off_anywhere_makes_nothing_hard(seed, kept):
    page = as_html(balanced(seed))
    sound(page[: int(len(page) * kept)])


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.6, 0.9, 0.99, 0.999])
@pytest.mark.parametrize("kind", [as_docx, as_pdf])
def test_half_a_file_is_refused_or_read_but_never_condemned(kind, kept):
    whole = kind(balanced(1))
    report = sound(whole[: int(len(whole) * kept)])
    assert report is None or kind is as_pdf, "an archive without its end is no archive"


def test_a_file_of_three_hundred_megabytes_is_refused_unread_and_stops_no_folder(tmp_path):
    huge = tmp_path / "大.pdf"
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(Unreadable, match="300 MB"):
        check_file(huge)
    (tmp_path / "小.html").write_bytes(as_html(balanced(1)))
    assert many.check_folder(tmp_path, tmp_path / "out.xlsx", processes=1) == {"checked": 1, "unreadable": 1, "hard": 0}


def test_a_year_no_report_can_have_is_read_as_no_title():
    page = as_html(balanced(1)).decode().replace("2024", "2204")
    with pytest.raises(Unreadable, match="标题"):
        check(page.encode())


def test_rows_with_too_few_or_too_many_cells_are_left_out_and_said():
    page = as_html(balanced(3)).decode()
    row = re.search(r"<tr><td></td><td>（二）部分公开[^<]*</td><td></td>(<td>\d+</td>)", page)
    for wrong in (row[0].removesuffix(row[1]), row[0] + "<td>5</td>"):
        report = sound(page.replace(row[0], wrong).encode())
        assert any("部分公开" in note and "格数" in note for note in report.notes)
        assert "t3.partial.natural" not in report.crossed.figures
