"""After a report is public: its numbers stay, a correction is published beside them; and the screens of what does not fit."""

import pytest
from django.urls import reverse

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.oversight.annual_report import actions, pages, queries
from gongkai.oversight.annual_report.actions import REPORT_TOPIC
from gongkai.oversight.annual_report.models import Correction, Explanation

from .conftest import COMPILED, SECTIONS

pytestmark = pytest.mark.django_db


def screen(name, report, **more):
    return reverse(f"annual_report:{name}", kwargs={"unit": report.unit.code, "year": report.year, **more})


@pytest.fixture
def enter(client):
    def enter(user):
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def one_less(published, take_out):
    """One request of the public report was voided since."""
    figures = queries.frozen_figures(published)
    ((label, pks),) = queries.key_sets(figures["b.requests.undone"], figures)
    take_out(label, pks[0])
    return published


class TestPublishCorrection:
    def test_says_what_changed_and_leaves_the_report_as_it_was(self, one_less, staff):
        before = {code: figure.printed for code, figure in queries.frozen_figures(one_less).items()}
        rows = OutboxEntry.objects.filter(topic=REPORT_TOPIC).count()
        correction = actions.publish_correction(one_less, reason="一宗重复登记", by=staff.officer, now=COMPILED)
        lines = {line["code"]: (line["frozen"], line["corrected"]) for line in correction.lines}
        assert lines["b.requests.undone"] == ("1", "0")
        assert {code: figure.printed for code, figure in queries.frozen_figures(one_less).items()} == before
        assert OutboxEntry.objects.filter(topic=REPORT_TOPIC).count() == rows + 1
        page = next(page for page in pages.of_report(one_less) if page.path.endswith("corrections.html"))
        assert [each.reason for each in page.context["published"]] == ["一宗重复登记"]

    def test_is_published_once_for_what_changed(self, one_less, staff, take_out):
        actions.publish_correction(one_less, reason="一宗重复登记", by=staff.officer, now=COMPILED)
        with pytest.raises(Refused, match="没有需要更正"):
            actions.publish_correction(one_less, reason="再发一次", by=staff.officer, now=COMPILED)
        figures = queries.frozen_figures(one_less)
        ((label, pks),) = queries.key_sets(figures["a1.news"], figures)
        take_out(label, pks[0])
        second = actions.publish_correction(one_less, reason="撤下一条", by=staff.officer, now=COMPILED)
        codes = {line["code"] for line in second.lines}
        assert (second.order, "a1.news" in codes, "b.requests.undone" in codes) == (2, True, False)

    def test_has_a_reason(self, one_less, staff):
        with pytest.raises(Refused, match="理由"):
            actions.publish_correction(one_less, reason=" ", by=staff.officer, now=COMPILED)

    def test_is_for_a_public_report_by_the_openness_office(self, frozen, staff, take_out):
        with pytest.raises(NotAllowed, match="尚未公开"):
            actions.publish_correction(frozen, reason="更正", by=staff.officer, now=COMPILED)

    def test_others_may_not(self, one_less, staff):
        for person in (staff.drafter, staff.approver):
            with pytest.raises(NotAllowed):
                actions.publish_correction(one_less, reason="更正", by=person, now=COMPILED)

    def test_is_never_altered(self, one_less, staff):
        correction = actions.publish_correction(one_less, reason="一宗重复登记", by=staff.officer, now=COMPILED)
        for act in (correction.save, correction.delete):
            with pytest.raises(TypeError):
                act()


class TestScreens:
    def test_a_correction_is_published_from_the_desk(self, one_less, enter, staff):
        desk = enter(staff.officer)
        page = desk.get(screen("corrections", one_less)).content.decode()
        assert "有待发布的更正" in page
        assert desk.post(screen("corrections", one_less), {"reason": ""}).status_code == 409
        assert desk.post(screen("corrections", one_less), {"reason": "一宗重复登记"}).status_code == 302
        assert Correction.objects.get().reason == "一宗重复登记"
        assert "第 1 次更正" in desk.get(screen("corrections", one_less)).content.decode()

    @pytest.mark.parametrize(
        ("who", "status"),
        [("supervisor", (200, 403)), ("auditor", (200, 403)), ("case_officer", (403, 403)), ("founder", (403, 403))],
    )
    def test_who_reads_and_who_acts(self, one_less, enter, request, who, status):
        desk = enter(request.getfixturevalue(who))
        for name, given in (("corrections", {"reason": "更正"}), ("breaks", {"reason": "说明", "key": "unit:201"})):
            asked = desk.get(screen(name, one_less)).status_code, desk.post(screen(name, one_less), given).status_code
            assert asked == status, name

    def test_a_break_is_signed_at_the_desk_and_noted_in_the_report(self, department, small_year, enter, staff):
        one, two = (
            actions.write_narrative(
                actions.compile_report(department, year, by=staff.officer, now=COMPILED.replace(year=year + 1)),
                SECTIONS,
                by=staff.officer,
                now=COMPILED.replace(year=year + 1),
            )
            for year in (2017, 2018)
        )
        actions.freeze(one, by=staff.officer, now=COMPILED.replace(year=2018))
        one.figures.filter(code="b.applications.pending").update(number=7)
        desk = enter(staff.officer)
        page = desk.get(screen("breaks", two)).content.decode()
        assert "上年报告结转下年度7" in page
        assert desk.post(screen("breaks", two), {"reason": "误登"}).status_code == 409
        given = {"reason": "上年误登六件", "key": "year:XY.PENDING"}
        assert desk.post(screen("breaks", two), given).status_code == 302
        assert Explanation.objects.get().reason == "上年误登六件"
        report = actions.freeze(two, by=staff.officer, now=COMPILED)
        assert "上年误登六件" in str(queries.document_of(report).blocks)
        assert "上年误登六件" in desk.get(screen("breaks", report)).content.decode()

    def test_a_figure_shows_whose_it_is_and_lists_the_records_of_one(self, frozen, enter, staff, department):
        desk = enter(staff.officer)
        address = screen("figure", frozen, code="a3.requests")
        answer = desk.get(address)
        (row,) = answer.context["shares"]
        assert (row["share"].unit, row["share"].number) == (department, 11)
        rows = desk.get(address, {"unit": department.code}).context["rows"]
        assert len(rows) == 11
        assert desk.get(address, {"unit": "999"}).status_code == 404
        assert desk.get(address, {"unit": frozen.unit.code}).status_code == 200

    def test_before_it_is_frozen_too(self, written, enter, staff, department):
        desk = enter(staff.officer)
        address = screen("figure", written, code="a3.requests")
        assert [row["share"].number for row in desk.get(address).context["shares"]] == [11]
        assert len(desk.get(address, {"unit": department.code}).context["rows"]) == 11


def test_the_public_page_of_a_figure_shows_whose_it_is(published):
    page = next(page for page in pages.of_report(published) if page.path.endswith("/a3.requests.html"))
    ((depth, share, href),) = page.context["shares"]
    assert (depth, share.unit.code, share.number, href) == (0, "117", 11, "")
