"""A report of many units: whose number is whose, what their own reports say, and what last year's said."""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import Law, Status
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel, Role, UnitKind
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import FrozenFigure, Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.oversight.statistics import actions as statistics
from gongkai.oversight.statistics.queries import collected_codes, measure_table, scope_of
from gongkai.oversight.statistics.queries.periods import Period

from .conftest import BEIJING

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 2, 1, 9, tzinfo=BEIJING)


@pytest.fixture
def village(found_unit, town):
    return found_unit("211", "海港镇前海村", kind=UnitKind.VILLAGE, parent=town)


@pytest.fixture
def units(zone, department, town, village):
    return [zone, department, town, village]


@pytest.fixture
def case(case_officer):
    """``case(unit, received, ended)``: an application from a person, granted on the day it ended."""
    numbers = itertools.count(1)

    def case(unit, received, ended=None, kind=ApplicantKind.NATURAL, outcome=Outcome.GRANTED):
        state = {"status": Status.REPLIED, "outcome": outcome, "replied_date": ended} if ended else {}
        return Application.objects.create(
            number=f"SQ/2023-{next(numbers):05}",
            unit=unit,
            channel=ReceiptChannel.NETWORK,
            applicant_kind=kind,
            arrived_date=received,
            received_date=received,
            due_date=max(received, ended or received),
            law=Law.OF_2019,
            registered_by=case_officer,
            **({"status": Status.RECEIVED} | state),
        )

    return case


@pytest.fixture
def begin(openness_officer):
    """``begin(unit, year)``: its report compiled, with a text of one sentence."""

    def begin(unit, year=2023):
        now = datetime(year + 1, 2, 1, 9, tzinfo=BEIJING)
        report = actions.compile_report(unit, year, by=openness_officer, now=now)
        return actions.write_narrative(
            report, [Section("总体情况", "收到申请{t3.new.total}件。")], by=openness_officer, now=now
        )

    return begin


@pytest.fixture
def freeze(begin, openness_officer):
    """The same, frozen; what nobody was asked for is blank and needs no reason."""

    def freeze(unit, year=2023):
        report = begin(unit, year)
        now = datetime(year + 1, 2, 1, 9, tzinfo=BEIJING)
        return actions.freeze(report, by=openness_officer, now=now)

    return freeze


def shares_of(report, code):
    consolidation = queries.Consolidation(report)
    found = queries.frozen_figures(report) or queries.measure_report(report, by_unit=True)
    return {
        (share.unit.code, share.own): share.number for _depth, share in queries.flattened(consolidation.of(found[code]))
    }


def breaks(report, kind):
    found = queries.breaks_of(report, queries.measure_report(report, by_unit=True))
    return [one for one in found if one.key.startswith(kind)]


class TestShares:
    @pytest.mark.parametrize("seed", range(4))
    def test_of_every_figure_the_shares_add_up_whatever_the_ledger_holds(self, units, zone, case, freeze, seed):
        chosen = random.Random(seed)
        for _number in range(60):
            received = date(2022, 11, 1 + chosen.randrange(28)) if chosen.random() < 0.3 else date(2023, 6, 1)
            ended = chosen.choice([None, date(2023, 7, 3), date(2024, 1, 4), date(2022, 12, 30)])
            if ended is not None and ended < received:
                ended = None
            case(
                chosen.choice(units),
                received,
                ended,
                chosen.choice(ApplicantKind.values),
                chosen.choice([one for one in Outcome if not one.startswith("other")]),
            )
        report = freeze(zone)
        figures = report.figures.filter(denominator=None, number__isnull=False)
        assert figures.count() > 190
        for figure in figures:
            assert sum(float(number) for _unit, number, _typed in figure.shares) == float(figure.number), figure.code
        assert queries.frozen_figures(report)["t3.new.total"].number > 0

    def test_lead_down_the_hierarchy(self, zone, department, town, village, case, freeze):
        for unit in (department, town, town, village):
            case(unit, date(2023, 5, 8))
        report = freeze(zone)
        assert shares_of(report, "t3.new.natural") == {
            ("117", False): 1,
            ("201", False): 3,
            ("201", True): 2,
            ("211", False): 1,
        }

    def test_stay_what_they_were_when_a_record_goes(self, zone, department, town, case, freeze, openness_officer):
        one = case(department, date(2023, 5, 8))
        case(town, date(2023, 5, 8))
        report = freeze(zone)
        applications.void(one, reason="误登", by=openness_officer, now=NOW)
        assert shares_of(report, "t3.new.natural") == {("117", False): 1, ("201", False): 1}
        (difference,) = [one for one in queries.differences(report) if one.code == "t3.new.natural"]
        assert (difference.frozen, difference.now, len(difference.went)) == ("2", "1", 1)

    def test_are_one_query_a_table_however_many_units(self, zone, department, found_unit, case):
        def asked():
            with CaptureQueriesContext(connection) as captured:
                measure_table("t3", Period.of_year(2023), scope_of(zone), by_unit=True)
            return len(captured)

        case(department, date(2023, 5, 8))
        before = asked()
        for number in range(20):
            case(found_unit(f"3{number:02}", f"第{number}局", parent=zone), date(2023, 5, 8))
        assert asked() == before

    def test_the_records_of_one_unit_are_the_list_behind_its_share(self, zone, department, town, case, freeze):
        for unit in (department, town, town):
            case(unit, date(2023, 5, 8))
        report = freeze(zone)
        figures = queries.frozen_figures(report)
        rows = [
            row for part in queries.frozen_rows(figures["t3.new.total"], figures, unit_ids=[town.pk]) for row in part
        ]
        assert [row.unit for row in rows] == ["海港镇人民政府"] * 2


class TestReportsBelow:
    def test_what_a_units_report_says_differently_is_named_and_signed(
        self, zone, town, case, freeze, begin, openness_officer
    ):
        one = case(town, date(2023, 5, 8))
        case(town, date(2023, 5, 8))
        freeze(town)
        applications.void(one, reason="误登", by=openness_officer, now=NOW)
        report = begin(zone)
        (broken,) = breaks(report, "unit:")
        assert broken.key == "unit:201"
        assert "其报告为2，台账现为1" in broken.said
        with pytest.raises(Refused, match="其报告为2"):
            actions.freeze(report, by=openness_officer, now=NOW)
        keys = [one.key for one in queries.breaks_of(report, queries.measure_report(report, by_unit=True))]
        actions.explain(report, keys, reason="海港镇误登一件，已作废", by=openness_officer, now=NOW)
        report = actions.freeze(report, by=openness_officer, now=NOW)
        assert any("海港镇误登一件" in str(note) for note in queries.notes_of(report))

    def test_mended_it_is_gone(self, zone, town, case, freeze, begin, openness_officer):
        case(town, date(2023, 5, 8))
        below = freeze(town)
        case(town, date(2023, 5, 9))
        assert breaks(begin(zone), "unit:")
        below = actions.reopen(below, reason="漏计一件", by=openness_officer, now=NOW)
        actions.freeze(below, by=openness_officer, now=NOW)
        assert breaks(begin(zone), "unit:") == []

    def test_an_explanation_is_for_the_numbers_it_was_signed_for(
        self, zone, town, case, freeze, begin, openness_officer
    ):
        case(town, date(2023, 5, 8))
        freeze(town)
        case(town, date(2023, 5, 9))
        report = begin(zone)
        actions.explain(report, ["unit:201"], reason="补录一件", by=openness_officer, now=NOW)
        assert breaks(report, "unit:")[0].reason == "补录一件"
        case(town, date(2023, 5, 10))
        assert breaks(report, "unit:")[0].reason == ""

    def test_what_fits_is_not_explained(self, zone, town, begin, openness_officer):
        report = begin(zone)
        with pytest.raises(Refused, match="已经相符"):
            actions.explain(report, ["unit:201"], reason="说明", by=openness_officer, now=NOW)
        with pytest.raises(Refused, match="写明理由"):
            actions.explain(report, ["missing:"], reason=" ", by=openness_officer, now=NOW)

    def test_is_signed_by_the_openness_office(self, zone, begin, drafter):
        with pytest.raises(NotAllowed):
            actions.explain(begin(zone), ["missing:"], reason="说明", by=drafter, now=NOW)

    def test_the_same_number_is_shown_beside_its_own(self, zone, town, case, freeze):
        case(town, date(2023, 5, 8))
        below, report = freeze(town), freeze(zone)
        (share,) = queries.Consolidation(report).of(queries.frozen_figures(report)["t3.new.total"])
        assert (share.number, share.reported, share.report, share.differs) == (1, 1, below, False)


class TestYearToYear:
    def test_what_was_carried_out_is_carried_in(self, department, case, freeze, begin):
        case(department, date(2022, 12, 20), date(2023, 1, 6))
        freeze(department, 2022)
        assert breaks(begin(department), "year:") == []

    def test_a_case_that_goes_in_between_is_named_with_both_numbers(
        self, department, case, freeze, begin, openness_officer
    ):
        case(department, date(2022, 12, 20), date(2023, 1, 6))
        gone = case(department, date(2022, 12, 21))
        freeze(department, 2022)
        applications.void(gone, reason="误登", by=openness_officer, now=NOW)
        report = begin(department)
        found = {one.key: one for one in breaks(report, "year:")}
        assert set(found) == {"year:XY.CARRY.natural", "year:XY.CARRY.total"}
        assert "1，上年报告结转下年度2，相差1" in found["year:XY.CARRY.total"].said
        actions.explain(report, list(found), reason="一件误登，已作废", by=openness_officer, now=NOW)
        report = actions.freeze(report, by=openness_officer, now=NOW)
        reasons = [note.reason for note in queries.notes_of(report)]
        assert reasons.count("一件误登，已作废") == 2

    def test_without_a_report_of_last_year_nothing_is_held_against_it(self, department, case, begin):
        case(department, date(2022, 12, 20))
        assert breaks(begin(department), "year:") == []


class TestNumbersNobodyHandedIn:
    def test_stay_blank_and_are_signed(self, zone, department, begin, openness_officer):
        report = begin(zone)
        asked = [figure.code for figure in collected_codes(2023)]
        statistics.ask(department, asked, first_year=2023, by=openness_officer, now=NOW)
        (missing,) = breaks(report, "missing:")
        assert missing.key == "missing:117"
        assert f"有{len(asked)}个数没有报送签字" in missing.said
        with pytest.raises(Refused, match="没有报送签字"):
            actions.freeze(report, by=openness_officer, now=NOW)
        report = actions.freeze(report, by=openness_officer, now=NOW, reason="该局正在机构改革")
        kept = queries.frozen_figures(report)[asked[0]]
        assert (kept.number, kept.printed) == (None, "")
        assert [str(note) for note in queries.notes_of(report)] == [f"{missing.said}说明：该局正在机构改革"]


class TestAsOf:
    def test_an_old_year_frozen_again_is_the_same_to_the_byte(self, zone, town, case, freeze, openness_officer):
        case(town, date(2023, 5, 8), date(2023, 6, 1))
        report = freeze(zone)
        before, rows = (
            report.figures_sha256,
            list(report.figures.values_list("code", "printed", "ids_sha256", "shares")),
        )
        for year in (2021, 2024):
            case(town, date(year, 5, 8), date(year, 6, 1))
        report = actions.reopen(report, reason="核对", by=openness_officer, now=NOW)
        later = datetime(2030, 3, 1, tzinfo=BEIJING)
        report = actions.freeze(report, by=openness_officer, now=later)
        assert report.figures_sha256 == before
        assert list(report.figures.values_list("code", "printed", "ids_sha256", "shares")) == rows

    def test_keeps_the_edition_of_its_form_and_calendar(self, zone, freeze):
        report = freeze(zone)
        assert len(report.format_version) == 64
        assert report.calendar_version
        assert queries.versions_changed(report) == []
        Report.objects.filter(pk=report.pk).update(format_version="0" * 64)
        (said,) = queries.versions_changed(Report.objects.get(pk=report.pk))
        assert "文件在定稿以后改过" in said

    def test_another_number_is_another_digest(self, zone, town, case, freeze):
        case(town, date(2023, 5, 8))
        report = freeze(zone)
        figures = list(report.figures.order_by("order"))
        assert queries.digest_of(report, figures) == report.figures_sha256
        figures[-1].record_count += 1
        assert queries.digest_of(report, figures) != report.figures_sha256


def test_a_frozen_share_cannot_be_altered(zone, town, case, freeze):
    case(town, date(2023, 5, 8))
    freeze(zone)
    figure = FrozenFigure.objects.filter(code="t3.new.natural").get()
    figure.shares = []
    with pytest.raises(TypeError):
        figure.save()


def test_freezing_with_a_reason_is_the_openness_offices_too(zone, begin, appoint):
    with pytest.raises(NotAllowed):
        actions.freeze(begin(zone), by=appoint(Role.DRAFTER, zone), now=NOW)


def test_the_screen_of_a_blank_figure_names_who_lacks(zone, town, begin, openness_officer, client):
    statistics.take_off_system(town, first_year=2023, reason="纸质台账", by=openness_officer, now=NOW)
    report = begin(zone)
    client.force_login(openness_officer)
    where = {"unit": zone.code, "year": report.year, "code": "t3.new.natural"}
    page = client.get(reverse("annual_report:figure", kwargs=where)).content.decode()
    assert f"还没有报送签字的单位：{town.short_name}。" in page
    assert "（自然人）：空白" in page
