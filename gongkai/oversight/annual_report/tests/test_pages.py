"""The public pages: every number opens its list, every list its records, and nobody's name is on any of them."""

import re
from datetime import date

import pytest
from django.utils.module_loading import import_string
from lxml import html

from gongkai.base.core.pages import Bytes, Page
from gongkai.law.report.formats import load_format
from gongkai.oversight.annual_report import actions, pages, queries
from gongkai.oversight.annual_report.actions import PrintedNumber
from gongkai.oversight.annual_report.checker import check_file
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.tests.conftest import COMPILED, at, publish
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from tests.real_files import cleaned


@pytest.fixture
def site():
    """``site(report)``: what stands under the report's folder, path → bytes. The portal, a floor above, is asked for by name."""
    always, render = (import_string(f"gongkai.interfaces.portal.rendering.{name}") for name in ("always", "render"))

    def bake(report: Report) -> dict[str, bytes]:
        shared = always()
        return {
            output.path: output.content
            if isinstance(output, Bytes)
            else render(output.template, {**shared, **output.context, "path": output.path})
            for output in pages.of_report(report)
        }

    return bake


def links(page: bytes, xpath: str = "//main//a") -> list[tuple[str, str]]:
    return [(a.text_content(), a.get("href")) for a in html.fromstring(page.decode()).xpath(xpath)]


def test_every_number_of_the_report_opens_its_list(published, site):
    tree = site(published)
    figures = queries.frozen_figures(published)
    numbers = links(tree[f"{published.folder}/index.html"], "//a[@class='figure']")
    assert len(numbers) > len(load_format(published.format).rows)
    for text, href in numbers:
        code = href.rpartition("/")[2].removesuffix(".html")
        assert text == figures[code].printed
        page = tree[href.lstrip("/")].decode()
        assert str(figures[code].definition) in page
        assert f"<strong>{text}" in page


def test_every_link_between_the_pages_of_a_report_leads_somewhere(published, site):
    tree = site(published)
    for path, page in tree.items():
        if path.endswith(".html"):
            for _text, href in links(page):
                inside = href.lstrip("/") if href.startswith("/") else f"{published.folder}/{href}"
                assert inside in tree or not inside.startswith("reports/"), (path, href)


def test_the_tables_are_those_of_the_form(published, site):
    page = html.fromstring(site(published)[f"{published.folder}/index.html"].decode())
    tables = page.xpath("//article//table")
    form = load_format(published.format)
    assert len(tables) == len(form.tables)
    for table, expected in zip(tables, form.tables, strict=True):
        assert [th.text_content() for th in table.xpath(".//thead//th")] == list(expected.columns)
        labels = [re.sub(r"^其中：|\d\.", "", th.text_content()) for th in table.xpath(".//tbody//th")]
        assert [label.removeprefix("1.") for label in labels] == [row.label for row in expected.rows]
        if len(expected.columns) == 3:
            assert [td.text_content() for td in table.xpath(".//tbody//td[1]")] == [row.unit for row in expected.rows]


def test_our_own_report_passes_our_own_check(published, site, tmp_path):
    file = tmp_path / "report.html"
    file.write_bytes(site(published)[f"{published.folder}/index.html"])
    _report, outcome = check_file(file)
    assert [finding for finding in outcome.findings if finding.severity == "hard"] == []


def test_a_public_item_is_linked_and_a_citizen_s_record_is_not(published, site):
    tree = site(published)
    items = [href for _text, href in links(tree[f"{published.folder}/a1.news.html"], "//tbody//a")]
    assert len(items) == 2
    assert all(re.fullmatch(r"/items/\d+/2018/\d{5}\.html", href) for href in items)
    for code in ("a2.total", "a3.requests", "a5.charged", "a4.lawsuits"):
        assert links(tree[f"{published.folder}/{code}.html"], "//tbody//a") == []


def test_no_page_names_an_applicant(published, site):
    for path, page in site(published).items():
        if path.endswith(".html"):
            for private in ("张某", "示例地址", "示例事项", "示例诉求"):
                assert private not in page.decode(), path


def test_a_long_list_is_cut_into_parts_that_hold_every_record_once(published, site, monkeypatch):
    monkeypatch.setattr(pages, "PART", 2)
    tree = site(published)
    count = queries.frozen_figures(published)["a1.total"].record_count
    parts = [path for path in tree if re.search(r"a1\.total(-\d+)?\.html$", path)]
    assert len(parts) == -(-count // 2)
    listed = "//table[not(@class='shares')]/tbody/tr"
    numbers = [row[1].text_content() for path in parts for row in html.fromstring(tree[path].decode()).xpath(listed)]
    assert len(numbers) == len(set(numbers)) == count


def test_a_percentage_is_shown_with_the_two_numbers_it_is_made_of(published, site):
    page = site(published)[f"{published.folder}/b.requests.on_time_share.html"].decode()
    assert "7 ÷ 10 = 70.00%" in page
    assert f"/{published.folder}/b.requests.on_time.html" in page
    assert f"/{published.folder}/b.requests.due.html" in page


def test_downloads_are_the_very_files_that_were_approved(published, site):
    tree = site(published)
    for attachment in published.item.attachments.select_related("file"):
        suffix = attachment.name.rpartition(".")[2]
        with attachment.file.content.open("rb") as content:
            assert tree[f"{published.folder}/report.{suffix}"] == content.read()


def test_compiling_the_documents_again_gives_the_bytes_that_were_kept(published, site):
    tree = site(published)
    document = queries.document_of(published)
    assert cleaned(".pdf", queries.report_pdf(published, document)) == tree[f"{published.folder}/report.pdf"]
    assert cleaned(".docx", queries.report_docx(published, document)) == tree[f"{published.folder}/report.docx"]


def test_published_stands_beside_computed(written, staff, columns, site):
    claims = [
        PrintedNumber("a1.news", "2440", "正文第二部分", "原报告笔误。"),
        PrintedNumber("a1.profile", "2", "附表1"),
    ]
    actions.write_claims(written, claims, by=staff.officer, now=COMPILED)
    report = actions.freeze(written, by=staff.officer, now=COMPILED)
    report = actions.sign(report, by=staff.head, now=COMPILED)
    item = actions.submit_for_publication(report, column=columns["news"], by=staff.drafter, now=COMPILED).item
    item = disclosure.review_secrecy(item, basis="不涉密", by=staff.reviewer, now=COMPILED)
    disclosure.approve_and_publish(item, by=staff.approver, now=COMPILED)
    report = Report.objects.select_related("unit", "item").get(pk=report.pk)
    page = html.fromstring(site(report)[f"{report.folder}/published-computed.html"].decode())
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert [row[1:] for row in rows] == [["2440", "2", "不同"], ["2", "2", "一致"]]
    assert "原报告笔误。" in rows[0][0]


def test_a_correction_is_listed_and_leaves_the_number_alone(published, site, take_out):
    figures = queries.frozen_figures(published)
    ((label, pks),) = queries.key_sets(figures["a1.news"], figures)
    take_out(label, pks[0])
    tree = site(published)
    assert "定稿时 2，按现在的记录 1" in tree[f"{published.folder}/corrections.html"].decode()
    assert "corrections.html" in tree[f"{published.folder}/index.html"].decode()
    listed = tree[f"{published.folder}/a1.news.html"]
    assert len(links(listed, "//tbody//a")) == 1
    assert "后已更正" in listed.decode()


def facts(page: bytes) -> dict[str, str]:
    rows = html.fromstring(page.decode()).xpath("//table[@class='facts']//tr")
    return {row[0].text_content(): row[1].text_content() for row in rows}


@pytest.mark.parametrize(("month", "day", "late"), [(3, 31, ""), (4, 1, "，逾期 1 天公布"), (5, 1, "，逾期 31 天公布")])
def test_the_page_says_the_day_of_the_law_and_how_late_it_was(signed, staff, columns, site, month, day, late):
    report = publish(signed, staff, columns, now=at(month, day, year=2019))
    told = facts(site(report)[f"{report.folder}/index.html"])
    assert told["发布日期"] == f"2019-{month:02}-{day:02}"
    assert told["法定期限"] == f"应于 2019-03-31 前公布{late}"


def test_a_report_that_was_in_time_stays_in_time_when_it_is_published_again(published, staff, columns, site):
    may = at(5, 6, year=2019)
    kind = WithdrawalKind.ERROR
    disclosure.withdraw(published.item, kind=kind, reason="附件打不开", by=staff.officer, now=may)
    again = publish(Report.objects.get(pk=published.pk), staff, columns, now=may)
    told = facts(site(again)[f"{again.folder}/index.html"])
    assert told["发布日期"] == "2019-05-06（首次发布于 2019-03-01）"
    assert told["法定期限"] == "应于 2019-03-31 前公布"
    assert queries.published_date(again) == COMPILED.date()


def test_a_notice_between_organs_is_no_matter_of_the_public_s(published, zone, staff, site):
    given = {"year": 2018, "due": date(2019, 2, 1), "number": "示办函〔2019〕3号", "issuer": "市府办"}
    actions.enter_due_notice(zone, **given, by=staff.officer, now=COMPILED)
    assert queries.report_due(published).day == date(2019, 2, 1)
    assert facts(site(published)[f"{published.folder}/index.html"])["法定期限"] == "应于 2019-03-31 前公布"


def test_only_what_is_public_stands_in_a_folder(frozen, published):
    trees = dict(pages.trees())
    assert list(trees) == [published.folder]
    assert any(isinstance(output, Page) for output in trees[published.folder])
    Report.objects.filter(pk=published.pk).update(status="frozen")
    ((folder, outputs),) = pages.trees(unit=published.unit.code, year=2018)
    assert (folder, list(outputs)) == (published.folder, [])
    assert list(pages.trees(unit="999", year=2018)) == []
