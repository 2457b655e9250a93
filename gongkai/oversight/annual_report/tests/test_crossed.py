"""The national forms are read whole out of any kind of file, every sum and flow of them is held, and one altered cell is named."""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.oversight.annual_report.checker import check_document, check_file
from gongkai.oversight.annual_report.checker.documents import Unreadable
from gongkai.oversight.annual_report.checker.reading import read_bytes

from .national import FORM, KINDS, T3, as_docx, as_html, as_lines, as_pdf, balanced, text

WRITERS = {"html": as_html, "docx": as_docx, "pdf": as_pdf}
#: The names of the published figures → ours.
ROWS = {
    "denied_state_secret": "refuse_secret", "denied_law": "refuse_law", "denied_safety": "refuse_3s1s",
    "denied_third_party": "refuse_third", "denied_internal": "refuse_internal", "denied_process": "refuse_process",
    "denied_case_file": "refuse_casefile", "denied_query": "refuse_query", "unable_not_held": "unable_nothold",
    "unable_create": "unable_make", "rejected_petition": "noproc_petition", "rejected_repeat": "noproc_repeat",
    "rejected_publication": "noproc_pub", "rejected_abusive": "noproc_mass", "rejected_confirm": "noproc_confirm",
    "other_merged": "other", "other_no_correction": "other_nosupp", "other_no_fee": "other_nofee", "closed_total": "done_total",
}  # fmt: skip
COLUMNS = dict(
    zip(
        ("natural_person", "company", "research", "ngo", "legal_service", "other", "total"),
        (column.key for column in T3.columns),
        strict=True,
    )
)


def check(content):
    return check_document(read_bytes(content))


def hard(outcome):
    return [finding for finding in outcome.findings if finding.severity == "hard"]


def values(report):
    return {key: cell.value for key, cell in report.crossed.figures.items()}


def flattened(told):
    """The published figures of one report under our keys."""
    two = told["table2"]
    found = {
        f"t2.{ours}.{column}": two[theirs][given]
        for theirs, ours in (("rules", "rules"), ("normative", "norm"))
        for given, column in (("made", "issued"), ("repealed", "repealed"), ("valid", "valid"))
    }
    found |= {"t2.licence.decisions": two["licences"], "t2.penalty.decisions": two["penalties"]}
    found |= {"t2.coercion.decisions": two["coercion"], "t2.fees.amount_wan": two["fees_wan_yuan"]}
    for row, cells in told["table3"].items():
        found |= {f"t3.{ROWS.get(row, row)}.{COLUMNS[column]}": number for column, number in cells.items()}
    blocks = {"review": "review", "litigation_direct": "suit_direct", "litigation_after_review": "suit_after"}
    for block, cells in told["table4"].items():
        found |= {f"t4.{blocks[block]}.{column}": number for column, number in cells.items()}
    return {key: Decimal(str(number)) for key, number in found.items()}


@pytest.mark.shared
@pytest.mark.parametrize("file", ["hongze_2024.pdf", "huaian_2024.pdf"])
def test_every_figure_of_two_real_reports_is_read_exactly_and_nothing_is_held_against_them(shared_dir, file):
    published = (shared_dir / "reports/figures.jsonl").read_text(encoding="utf-8").splitlines()
    told = next(one for one in map(json.loads, published) if one["file"] == file)
    report, outcome = check_file(shared_dir / "reports" / file)
    assert report.form == FORM
    assert values(report) == flattened(told)
    assert report.crossed.notes == []
    assert hard(outcome) == []
    assert all("第" in cell.where and "页" in cell.where for cell in report.crossed.figures.values())


@pytest.mark.shared
def test_the_blank_national_form_is_no_report(shared_dir):
    with pytest.raises(Unreadable):
        check_file(shared_dir / "reports/national_template_blank.docx")


@pytest.mark.parametrize("kind", WRITERS)
def test_all_two_hundred_figures_are_read_out_of_any_kind_of_file(kind):
    figures = balanced(7)
    report, outcome = check(WRITERS[kind](figures))
    assert values(report) == {key: Decimal(str(number)) for key, number in figures.items()}
    assert outcome.findings == []
    assert report.crossed.notes == []
    assert len([one for one in outcome.passed if one.rule.id == "table-identity"]) == 42


def test_lines_of_text_copied_out_of_a_page_are_read_too():
    figures = balanced(3)
    report, outcome = check(as_lines(figures))
    three = {key: Decimal(str(number)) for key, number in figures.items() if key.startswith("t3.")}
    assert {key: value for key, value in values(report).items() if key.startswith("t3.")} == three
    assert hard(outcome) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(T3.figures)), st.integers(1, 50))
def test_a_balanced_report_breaks_nothing_and_one_altered_cell_is_named(seed, key, more):
    figures = balanced(seed)
    assert check(as_html(figures))[1].findings == []
    altered = {**figures, key: int(str(figures[key])) + more}
    _report, outcome = check(as_html(altered, words=text(figures)))
    _table, row, column = key.split(".")
    labels = {head.key: head.label for head in (*T3.rows, *T3.columns)}
    places = [finding.where for finding in hard(outcome)]
    if column in KINDS or column == "total":
        assert any(place.endswith(f"“{labels[row]}”行") for place in places)
        assert any(place.endswith(f"“{labels[column]}”列") for place in places)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 50))
def test_an_altered_total_of_reconsiderations_is_named(seed, more):
    figures = balanced(seed)
    figures["t4.review.total"] = int(str(figures["t4.review.total"])) + more
    [finding] = hard(check(as_html(figures))[1])
    assert finding.where.endswith("“行政复议”行")


def test_a_blank_is_not_zero_and_makes_no_hard_finding():
    figures = {**balanced(5), "t3.granted.natural": ""}
    _report, outcome = check(as_html(figures))
    assert hard(outcome) == []
    assert [finding.rule.id for finding in outcome.findings] == ["blank-cell"]


def test_a_missing_row_leaves_its_sums_unanswered_and_is_said():
    figures = balanced(5)
    for column in T3.columns:
        figures[f"t3.done_total.{column.key}"] = int(str(figures[f"t3.done_total.{column.key}"])) + 100
        figures[f"t3.carried_in.{column.key}"] = int(str(figures[f"t3.carried_in.{column.key}"])) + 100
    for column in KINDS:  # balanced again across, and short of a row below
        figures[f"t3.granted.{column}"] = int(str(figures[f"t3.granted.{column}"])) + 100
    whole = {key: number for key, number in figures.items() if not key.startswith("t3.granted.")}
    report, outcome = check(as_html(whole))
    assert any("予以公开" in note for note in report.crossed.notes)
    assert not any(finding.where.endswith("列") and "自然人" in finding.where for finding in hard(outcome))


def test_three_rows_printed_as_one_still_add_up():
    figures = balanced(11)
    merged = {key: number for key, number in figures.items() if not key.startswith("t3.other_")}
    rows = {
        column.key: sum(
            int(str(figures[f"t3.{row}.{column.key}"])) for row in ("other_nosupp", "other_nofee", "other_other")
        )
        for column in T3.columns
    }
    page = as_html(merged).decode()
    cells = "".join(f"<td>{number}</td>" for number in rows.values())
    total = page.index("<tr><td></td><td>（七）总计")
    page = f"{page[:total]}<tr><td></td><td>（六）其他处理</td><td></td>{cells}</tr>{page[total:]}"
    report, outcome = check(page.encode())
    assert outcome.findings == []
    assert report.crossed.notes == []
    assert report.crossed.figures["t3.other.total"].value == rows["total"]


def test_what_the_text_says_otherwise_is_asked_about_not_condemned():
    figures = balanced(2)
    words = [line.replace(f"申请{figures['t3.new.total']}件", "申请100000件") for line in text(figures)]
    [finding] = check(as_html(figures, words=words))[1].findings
    assert finding.severity == "soft"
    assert "100000" in finding.said


def test_a_second_report_in_the_file_is_said_and_not_mixed_in():
    first, second = balanced(1), balanced(2)
    both = as_html(first).decode().replace("</body>", as_html(second).decode().partition("<body>")[2])
    report, outcome = check(both.encode())
    assert values(report) == {key: Decimal(str(number)) for key, number in first.items()}
    assert any("不止一份" in note for note in report.notes)
    assert hard(outcome) == []


def test_radicals_in_the_place_of_characters_are_read_as_the_characters():
    figures = balanced(4)
    page = as_html(figures).decode().replace("人", "⼈").replace("行", "⾏").replace("一", "⼀")
    report, outcome = check(page.encode())
    assert len(report.crossed.figures) == 200
    assert hard(outcome) == []


def test_heads_set_in_two_rows_or_with_a_remark_are_read():
    figures = balanced(6)
    page = as_html(figures).decode().replace("<td>现行有效件数</td>", "<td>现行有效件数 （历史累计）</td>")
    cells = [f"<td>{word}</td>" for word in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")]
    two = [(f"<td>{cell[4:-5][:2]}</td>", f"<td>{cell[4:-5][2:]}</td>") for cell in cells[:2]]
    row = f"<tr>{'<td></td>' * 4}{''.join(cells)}<td></td></tr>"
    assert row in page
    split = [
        f"<tr>{'<td></td>' * 4}{''.join(first for first, _second in two)}{''.join(cells[2:])}<td></td></tr>",
        f"<tr>{'<td></td>' * 4}{''.join(second for _first, second in two)}{'<td></td>' * 4}</tr>",
    ]
    report, outcome = check(page.replace(row, "".join(split)).encode())
    assert values(report) == {key: Decimal(str(number)) for key, number in figures.items()}
    assert outcome.findings == []


def test_a_table_left_empty_is_said_once():
    figures = {key: "" if key.startswith("t3.") and not key.endswith("total") else n for key, n in balanced(5).items()}
    _report, outcome = check(as_html(figures))
    assert hard(outcome) == []
    [finding] = outcome.findings
    assert (finding.rule.id, finding.said) == ("blank-cell", "这里起 150 格空白")
    assert len(finding.spots) == 150


def test_a_title_set_in_two_lines_is_one():
    figures = balanced(6)
    title = text(figures)[0]
    words = [title[:13], title[13:], *text(figures)[1:]]
    report, outcome = check(as_html(figures, words=words))
    assert (report.title, report.year) == (title, 2024)
    assert outcome.findings == []


def test_cells_that_span_rows_and_columns_leave_their_places_to_no_other():
    figures = balanced(6)
    page = as_html(figures).decode()
    label = "<td>一、本年新收政府信息公开申请数量</td><td></td><td></td>"
    assert label in page
    page = page.replace(label, label.replace("<td>一", '<td colspan="3">一').replace("<td></td><td></td>", ""))
    corner = re.search(r"<tr><td>（本列.*?</td><td></td><td></td>", page)
    page = page.replace(
        corner[0], re.sub(r"<td></td><td></td>$", "", corner[0]).replace("<td>", '<td colspan="3" rowspan="3">')
    )
    for heads in ("<tr><td></td><td></td><td></td><td>自然人", "<tr><td></td><td></td><td></td><td></td><td>商业企业"):
        assert heads in page
        page = page.replace(heads, heads.replace("<td></td><td></td><td></td>", "", 1))
    report, outcome = check(page.encode())
    assert values(report) == {key: Decimal(str(number)) for key, number in figures.items()}
    assert outcome.findings == []
