"""The example's report: the numbers of 2018, our own sentences, and what the printed report got wrong."""

import json

import pytest
from django.utils.timezone import localdate

from gongkai.base.organisations.models import Unit
from gongkai.interfaces.exchange.example import house, report
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.choices import Status
from gongkai.oversight.annual_report.models import Report

pytestmark = pytest.mark.usefixtures("example_year")

#: Figure and value, as the records of the example give them.
NUMBERS = {
    "a1.total": "7,385",
    "a1.profile": "12",
    "a1.news": "2,240",
    "a1.catalogue": "4,429",
    "a1.weibo": "1,100",
    "a1.wechat": "660",
    "b.posts.repeats": "1,056",
    "b.posts.original": "704",
    "b.kinds.normative": "384",
    "b.kinds.notice": "428",
    "b.kinds.meeting": "60",
    "b.kinds.news": "2,240",
    "b.kinds.budget": "158",
    "b.kinds.work_report": "3",
    "b.kinds.openness_report": "61",
    "b.key_areas": "878",
    "b.key_areas_share": "11.9%",
    "b.tenders": "199",
    "b.procurement": "180",
    "a2.total": "1",
    "a2.network": "1",
    "a2.replied": "0",
    "b.applications.carried_in": "0",
    "b.applications.pending": "1",
    "a3.requests": "2,039",
    "b.requests.inquiry": "86",
    "b.requests.complaint": "1,771",
    "b.requests.report": "128",
    "b.requests.suggestion": "44",
    "b.requests.praise": "10",
    "b.requests.help": "0",
    "b.requests.other": "0",
    "b.requests.last_year": "1,108",
    "b.requests.growth": "84%",
    "b.requests.due": "1,951",
    "b.requests.done": "1,951",
    "b.requests.on_time": "1,950",
    "b.requests.on_time_share": "99.95%",
    "b.requests.rated": "2,039",
    "b.requests.satisfied": "1,903",
    "b.requests.satisfied_share": "93.33%",
    "b.requests.november": "1,845",
    "b.requests.november_closed": "1,828",
    "b.requests.november_pending": "17",
    "a4.reconsiderations": "0",
    "a4.lawsuits": "0",
    "b.complaints": "0",
    "a5.charged": "0",
    "a5.amount": "0",
    "a5.waived_people": "0",
    "a5.waived_amount": "0",
}


@pytest.fixture
def issued() -> Report:
    return report.issue_example_report()


def test_the_report_of_the_year_has_the_numbers_of_the_year(issued):
    figures = queries.frozen_figures(issued)
    assert {code: figures[code].printed for code in NUMBERS} == NUMBERS


def test_it_is_published_on_its_day_by_different_people(issued):
    item = issued.item
    assert (issued.status, localdate(item.published_at).isoformat()) == (Status.PUBLISHED, "2019-03-14")
    assert (item.unit.code, item.column.slug) == (house.OFFICE_CODE, report.COLUMN)
    assert len({issued.frozen_by, item.drafted_by, item.secrecy_reviewed_by, item.approved_by}) == 4


def test_a_second_run_changes_nothing(issued):
    again = report.issue_example_report()
    assert (again.pk, again.item_id, Report.objects.count()) == (issued.pk, issued.item_id, 1)


def test_a_run_that_was_killed_is_taken_up(example_year):
    zone = Unit.objects.get(code=house.ZONE_CODE)
    openness = report.holder(zone, "openness_office")
    begun = actions.compile_report(zone, 2018, by=openness, now=report.ISSUED)
    actions.write_narrative(begun, report.SECTIONS, by=openness, now=report.ISSUED)
    actions.freeze(begun, by=openness, now=report.ISSUED)
    assert report.issue_example_report().status == Status.PUBLISHED


def test_only_soft_identities_are_left_and_the_tables_say_why(issued):
    evaluation = queries.check_identities(issued.format, queries.frozen_figures(issued)).evaluation
    assert [violation.identity.id for violation in evaluation.violations] == ["a1.parts", "a2.flow"]
    tables = [block for block in queries.document_of(issued).blocks if hasattr(block, "note") and block.rows]
    assert "不重复计入总数" in tables[0].note
    assert "结转下年1件" in tables[1].note


def test_published_and_computed_differ_where_the_printed_report_was_wrong(issued):
    rows = queries.compared(issued, queries.frozen_figures(issued))
    differing = {(row.claim.code, row.claim.said, row.ours) for row in rows if not row.agrees}
    assert differing == {
        ("b.kinds.news", "2440", "2,240"),
        ("b.key_areas_share", "11.8%", "11.9%"),
        ("b.requests.on_time_share", "99.93%", "99.95%"),
        ("b.requests.november_closed_share", "100%", "99.08%"),
        ("b.items", "7385", "6,681"),
    }
    assert all(bool(row.claim.reason) != row.agrees for row in rows)


def test_it_has_the_eight_sections_of_the_short_form(issued):
    headings = [narrative.heading for narrative in issued.narratives.order_by("order")]
    assert len(headings) == 9
    order = ("概述", "主动公开", "公共资源", "依申请", "咨询", "收费", "复议", "问题")
    assert headings[0] == ""
    assert all(word in heading for word, heading in zip(order, headings[1:], strict=True))


@pytest.mark.shared
def test_every_number_of_the_printed_report_is_compared(shared_dir):
    seed = json.loads((shared_dir / "domain" / "data" / "seed_figures.json").read_text(encoding="utf-8"))
    printed = {(claim.code, claim.said) for claim in report.PRINTED}
    tables = {"annex1_active": "a1", "annex2_request": "a2"}
    for table, prefix in tables.items():
        for key, (_label, number) in seed[table].items():
            assert (f"{prefix}.{key}", str(number)) in printed
    numbers = {said for _code, said in printed}
    body = seed["body"]
    for number in [*body["by_kind"].values(), body["bids"], body["notice_column"], *body["hotline_year"].values()]:
        assert str(number) in numbers


@pytest.mark.shared
def test_our_sentences_are_our_own(shared_dir):
    (seed,) = (shared_dir / "seeds").glob("*.txt")
    words = "".join(seed.read_text(encoding="utf-8").split())
    for section in report.SECTIONS:
        text = "".join(section.text.split()).replace("《中华人民共和国政府信息公开条例》", "")
        shared = [text[at : at + 14] for at in range(len(text) - 13) if text[at : at + 14] in words]
        assert shared == []
