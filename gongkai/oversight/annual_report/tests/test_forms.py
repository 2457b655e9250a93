"""Every year in its own form: compiled, frozen, printed as the form prints it, and the same bytes ever after."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from gongkai.base.core.errors import Refused
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.models import Application
from gongkai.law.report.formats import formats_for, load_format
from gongkai.oversight.annual_report import actions, pages, queries
from gongkai.oversight.annual_report.checker import check_document
from gongkai.oversight.annual_report.checker.reading import read_bytes
from gongkai.oversight.annual_report.choices import ITEM_KIND
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.disclosure import actions as disclosure

from .of_years import LATER, begin, fill, outputs

#: A year of each form.
FORMS = [(2016, "guangdong_2018"), (2016, "national_2014"), (2020, "national_2019"), (2024, "national_2021")]


@pytest.fixture
def freeze(zone, department, case_officer, openness_officer):
    """``freeze(year, form)``: the zone's frozen report, on a ledger of many years."""
    fill(department, case_officer)

    def act(year, form="", reason=""):
        report = begin(zone, year, openness_officer, form=form)
        return actions.freeze(report, by=openness_officer, now=LATER, reason=reason)

    return act


@pytest.mark.parametrize("year", range(2008, 2026))
def test_every_year_since_2008_has_a_form(year):
    assert formats_for(year)
    assert all(form.years[0] <= year <= form.years[1] for form in formats_for(year))


def test_of_several_forms_the_preferred_is_usual(settings):
    assert queries.usual_form(2016).name == "guangdong_2018"
    settings.GONGKAI_REPORT_FORMS = ["national_2021", "national_2014"]
    assert queries.usual_form(2016).name == "national_2014"
    assert queries.usual_form(2013).name == "guangdong_2018"


@pytest.mark.parametrize(("year", "name"), FORMS)
class TestEachForm:
    def test_prints_every_number_of_its_tables_with_the_list_behind_it(self, year, name, freeze):
        report = freeze(year, name)
        figures, form = queries.frozen_figures(report), load_format(name)
        page = html.fromstring(outputs(report)["html"].decode())
        printed = {a.get("data-figure"): a for a in page.xpath("//table//a")}
        assert set(printed) == {code for code in form.figures.values() if figures[code].printed}
        for code, a in printed.items():
            assert a.get("href") == f"/{queries.figure_path(report, code)}"
            if code != "a5.amount":
                assert a.text == figures[code].printed
            assert ("handed-in" in a.get("class")) == (code in form.collected)

    def test_begins_with_its_parts_and_keeps_what_must_hold(self, year, name, freeze):
        report = freeze(year, name)
        form = load_format(name)
        assert [one.heading for one in report.narratives.order_by("order")] == [part.heading for part in form.parts]
        evaluation = queries.check_identities(name, queries.frozen_figures(report)).evaluation
        assert [one for one in evaluation.violations if one.identity.severity == "hard"] == []
        assert len(evaluation.passed) > len(form.identities) // 2

    def test_is_the_same_bytes_after_the_ledger_has_changed(self, year, name, freeze, openness_officer):
        report = freeze(year, name)
        before = outputs(report)
        for one in Application.objects.filter(received_date__year=year)[:5]:
            applications.void(one, reason="误登", by=openness_officer, now=LATER)
        assert queries.differences(report)
        assert outputs(report) == before

    def test_a_number_nobody_handed_in_is_blank_and_not_zero(self, year, name, freeze):
        report = freeze(year, name)
        told = json.loads(outputs(report)["json"])
        numbers = {one["code"]: one.get("number") for one in told["figures"]}
        for code in load_format(name).collected:
            assert numbers[code] is None
            assert report.figures.get(code=code).printed == ""


def _read(content):
    report, outcome = check_document(read_bytes(content))
    return {key: cell.value for key, cell in report.crossed.figures.items()}, outcome


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
@pytest.mark.parametrize(("year", "name"), FORMS[2:])
def test_what_we_print_is_what_anybody_reads(year, name, suffix, freeze):
    report = freeze(year, name)
    figures, form = queries.frozen_figures(report), load_format(name)
    read, outcome = _read(outputs(report)[suffix])
    counted = {key: figures[code].number for key, code in form.figures.items() if code not in form.collected}
    assert {key: read[key] for key in counted} == counted
    assert [finding.said for finding in outcome.findings if finding.severity == "hard"] == []


def test_last_year_stands_beside_this_one_as_its_report_said(zone, freeze, openness_officer):
    before = freeze(2023)
    said = queries.frozen_figures(before)["t3.new.total"].number
    for one in Application.objects.filter(received_date__year=2023)[:5]:
        applications.void(one, reason="误登", by=openness_officer, now=LATER)
    # The case that was voided was carried out of the year before: said so, as it is not carried in.
    report = freeze(2024, reason="误登的一件已作废")
    figures = queries.frozen_figures(report)
    assert figures["t3.new.total@last"].number == said
    now = figures["t3.new.total"].number
    share = abs(now - said) * 100 / said
    rise = figures["t3.new.total@growth"]
    assert (rise.numerator, rise.denominator) == (now - said, said)
    assert rise.printed == f"{'增长' if now > said else '下降'}{share.quantize(Decimal('0.1'))}%"
    rows = [row for part in queries.frozen_rows(figures["t3.new.total@last"], figures) for row in part]
    assert len(rows) == said
    assert {row.day.year for row in rows} == {2023}


def test_a_rise_needs_both_its_numbers_and_a_share_has_none(zone, openness_officer):
    report = actions.compile_report(zone, 2024, by=openness_officer, now=LATER)
    for text, sentence in (
        ("申请{t3.new.total}件，{t3.new.total@growth}。", "t3.new.total@last"),
        ("{b.key_areas_share@growth}", "后缀不对"),
        ("{a1.total@before}", "后缀不对"),
        ("{a1.gone@last}", "没有代码"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.write_narrative(report, [Section("一", text)], by=openness_officer, now=LATER)


def test_another_form_keeps_what_was_written(zone, openness_officer):
    report = begin(zone, 2016, openness_officer)
    kept = report.narratives.get(heading="概述").text
    report = actions.compile_report(zone, 2016, form="national_2014", by=openness_officer, now=LATER)
    assert report.format == "national_2014"
    assert report.narratives.get(heading="概述").text == kept
    headings = [one.heading for one in report.narratives.order_by("order")]
    assert headings[: len(load_format("national_2014").parts)] == [
        part.heading for part in load_format("national_2014").parts
    ]


class TestPortal:
    @pytest.fixture
    def tree(self, freeze, staff, columns, founder):
        """Every page and file of the published report on 2024."""
        report = freeze(2024)
        catalogue.define_kind(code=ITEM_KIND, name="年报", order=1, by=founder, now=LATER)
        actions.sign(report, by=staff.head, now=LATER)
        item = actions.submit_for_publication(report, column=columns["catalogue"], by=staff.drafter, now=LATER).item
        item = disclosure.review_secrecy(item, basis="不涉密", by=staff.reviewer, now=LATER)
        disclosure.approve_and_publish(item, by=staff.approver, now=LATER)
        report = Report.objects.select_related("unit", "item").get(pk=report.pk)
        return report, {output.path: output for output in pages.of_report(report)}

    def test_every_format_and_picture_stands_there(self, tree):
        report, outputs_by_path = tree
        names = {path.removeprefix(f"{report.folder}/") for path in outputs_by_path}
        assert {"report.pdf", "report.docx", "report.xlsx", "report.json", "chart-flow.svg"} <= names
        shown = html.fromstring(outputs_by_path[f"{report.folder}/index.html"].context["text"])
        for picture in shown.xpath("//img"):
            assert picture.get("src").lstrip("/") in outputs_by_path
            assert "2024年：" in picture.get("alt")
            assert "2023年：" in picture.get("alt")

    def test_a_blank_figure_says_it_was_not_handed_in(self, tree):
        report, outputs_by_path = tree
        context = outputs_by_path[f"{report.folder}/t2.licence.decisions.html"].context
        assert context["handed_in"]
        assert not outputs_by_path[f"{report.folder}/t3.granted.total.html"].context["handed_in"]


def _grid(table):
    """(columns, merged or not, words) of every cell of a Word table, row by row; numbers left out."""
    rows = []
    for line in table._tbl.tr_lst:
        cells = []
        for cell in line.tc_lst:
            words = "".join(node.text or "" for node in cell.iter(qn("w:t"))).strip()
            cells.append((cell.grid_span, cell.vMerge, "" if words.isdigit() else words))
        rows.append(cells)
    return rows


@pytest.mark.shared
def test_the_tables_have_the_very_grid_of_the_national_template(freeze, shared_dir):
    template = docx.Document(str(shared_dir / "reports" / "national_template_blank.docx"))
    ours = docx.Document(BytesIO(outputs(freeze(2024))["docx"]))
    assert len(ours.tables) == len(template.tables) == 3
    for mine, theirs in zip(ours.tables, template.tables, strict=True):
        assert _grid(mine) == _grid(theirs)


def test_a_spreadsheet_has_merged_heads_numbers_and_no_formulas(freeze):
    report = freeze(2024)
    book = load_workbook(BytesIO(outputs(report)["xlsx"]))
    figures = queries.frozen_figures(report)
    three = book.worksheets[1]
    merged = {str(found) for found in three.merged_cells.ranges}
    assert {"A2:C4", "D2:J2", "E3:I3", "D3:D4", "J3:J4", "A7:A28"} <= merged
    last = [three.cell(29, column).value for column in range(4, 11)]
    columns = [column.key for column in load_format("national_2021").crossed[-2].columns]
    assert last == [figures[f"t3.carried_out.{column}"].number for column in columns]
    assert all(cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line)


def test_the_heads_of_a_long_table_stand_on_every_page_of_it(freeze):
    document = PdfReader(BytesIO(outputs(freeze(2024))["pdf"]))
    pages_of_three = [text for page in document.pages if "法律" in (text := page.extract_text()) or "自然" in text]
    assert len(pages_of_three) >= 2
    assert all("申请人情况" in text for text in pages_of_three)


def test_a_report_without_its_parts_written_is_not_frozen(zone, openness_officer):
    report = actions.compile_report(zone, 2024, by=openness_officer, now=LATER)
    with pytest.raises(Refused, match="待补写"):
        actions.freeze(report, by=openness_officer, now=LATER)
