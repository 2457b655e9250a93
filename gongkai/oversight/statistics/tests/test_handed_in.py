"""Numbers that are handed in: by whom, signed by whom, and what they do to a figure."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications.choices import Law, Status
from gongkai.casework.applications.models import Application
from gongkai.law.report.formats import load_format
from gongkai.law.report.identities import evaluate
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, Role
from gongkai.oversight.statistics import actions
from gongkai.oversight.statistics.actions import Entry
from gongkai.oversight.statistics.models import HandedIn, OffSystem
from gongkai.oversight.statistics.queries import (
    Period,
    form_leaves,
    measure,
    measure_table,
    progress,
    records_of,
    scope_of,
    sheet_of,
    unpack,
    unsigned,
)
from gongkai.oversight.statistics.queries.id_lists import pack

from .conftest import LATER, YEAR

pytestmark = pytest.mark.django_db


def value(code, unit, **more):
    return measure([code], YEAR, scope_of(unit), **more)[code]


class TestAFigureNoLedgerHolds:
    def test_is_blank_and_not_zero_until_every_unit_asked_has_signed(self, zone, department, town, asked, give):
        assert (value("x.licences", zone).number, value("x.licences", zone).printed) == (None, "")
        give(department, {"x.licences": 3})
        waiting = value("x.licences", zone)
        assert waiting.number is None
        assert waiting.missing == {town.pk}
        give(town, {"x.licences": 0})
        assert (value("x.licences", zone).number, value("x.licences", zone).missing) == (3, frozenset())
        assert value("x.licences", town).printed == "0"

    def test_nobody_asked_is_blank(self, zone, licences):
        assert value("x.licences", zone).number is None

    def test_counts_only_what_the_head_signed(self, department, asked, give):
        give(department, {"x.licences": 3}, sign=False)
        assert value("x.licences", department).number is None

    def test_keeps_whose_number_is_whose_and_leads_to_it(self, zone, department, town, asked, give):
        give(department, {"x.licences": 3, "x.fees": "12.50"})
        give(town, {"x.licences": 4, "x.fees": "0.55"})
        found = value("x.licences", zone, with_ids=True, by_unit=True)
        assert found.shares == {department.pk: 3, town.pk: 4}
        assert found.handed_in == {department.pk, town.pk}
        assert unpack(pack(found.ids).content) == found.ids
        rows = records_of("x.licences", YEAR, scope_of(zone)).rows()
        assert [(row.unit, row.kind) for row in rows] == [
            ("示范区经济发展局", "行政审批系统"),
            ("海港镇人民政府", "行政审批系统"),
        ]
        assert value("x.fees", zone).printed == "13.05"

    def test_of_two_half_years_there_is_no_year(self, department, asked, give):
        for period in (YEAR.until(6, 30), Period(date(2023, 7, 1), YEAR.last)):
            give(department, {"x.licences": 3}, period=period)
        assert value("x.licences", department).number is None


class TestHandIn:
    @pytest.mark.parametrize(
        ("entry", "why"),
        [
            (Entry("x.licences", Decimal("1.5"), "系统"), "应当是整数"),
            (Entry("x.fees", Decimal("1.555"), "系统"), "最多两位小数"),
            (Entry("x.licences", Decimal(-1), "系统"), "零或正数"),
            (Entry("x.licences", Decimal("NaN"), "系统"), "零或正数"),
            (Entry("x.licences", Decimal(1), " "), "来源系统"),
            (Entry("x.nothing", Decimal(1), "系统"), "没有代码"),
            (Entry("t3.new.natural", Decimal(1), "系统"), "由台账计数"),
            (Entry("t3.new.total", Decimal(1), "系统"), "由其他指标算出"),
        ],
    )
    def test_says_why_not(self, department, asked, heads, entry, why):
        with pytest.raises(Refused, match=why):
            actions.hand_in(department, YEAR, [entry], by=heads[department][0], now=LATER)
        assert not HandedIn.objects.exists()

    def test_what_was_not_asked_of_the_unit_is_refused(self, department, licences, drafter):
        with pytest.raises(Refused, match="没有向"):
            actions.hand_in(department, YEAR, [Entry("x.fees", Decimal(1), "系统")], by=drafter, now=LATER)

    def test_a_year_that_lasts_has_no_number_yet(self, department, asked, heads):
        with pytest.raises(Refused, match="尚未结束"):
            actions.hand_in(
                department,
                Period.of_year(2024),
                [Entry("x.fees", Decimal(1), "系统")],
                by=heads[department][0],
                now=LATER,
            )

    def test_is_for_people_of_the_unit(self, department, town, asked, heads, openness_officer):
        for person in (heads[town][0], heads[department][1], openness_officer):
            with pytest.raises(NotAllowed, match="填报"):
                actions.hand_in(department, YEAR, [Entry("x.fees", Decimal(1), "系统")], by=person, now=LATER)

    def test_a_second_number_is_a_correction(self, department, asked, give):
        give(department, {"x.licences": 3})
        with pytest.raises(Refused, match="更正"):
            give(department, {"x.licences": 4})

    def test_every_row_is_in_the_trail(self, department, asked, give):
        (row,) = give(department, {"x.licences": 3})
        kinds = list(Event.objects.about(row).order_by("pk").values_list("kind", flat=True))
        assert kinds == ["number.handed_in", "number.signed"]


class TestCorrect:
    def test_the_signed_number_stands_until_the_correction_is_signed(self, department, asked, give, heads):
        (first,) = give(department, {"x.licences": 3})
        (second,) = give(department, {"x.licences": 5}, reason="漏计一批", sign=False)
        assert value("x.licences", department).number == 3
        actions.sign(department, YEAR, seen=[second.pk], by=heads[department][1], now=LATER)
        found = value("x.licences", department, with_ids=True)
        assert (found.number, found.ids) == (5, {"statistics.handedin": [second.pk]})
        first.refresh_from_db()
        assert (first.number, first.superseded_at) == (3, LATER)
        assert Event.objects.about(first).filter(kind="number.superseded", reason="漏计一批").exists()

    def test_has_a_reason_and_something_to_correct(self, department, asked, heads):
        writer = heads[department][0]
        entry = Entry("x.licences", Decimal(3), "系统")
        with pytest.raises(Refused, match="还没有报送过"):
            actions.correct(department, YEAR, [entry], reason="漏计", by=writer, now=LATER)
        actions.hand_in(department, YEAR, [entry], by=writer, now=LATER)
        with pytest.raises(Refused, match="写明理由"):
            actions.correct(department, YEAR, [entry], reason=" ", by=writer, now=LATER)

    def test_a_number_is_never_deleted(self, department, asked, give):
        (row,) = give(department, {"x.licences": 3})
        with pytest.raises(TypeError):
            row.delete()


class TestSign:
    def test_is_for_the_head_of_the_unit_and_not_for_who_entered_it(
        self, department, town, asked, appoint, give, heads
    ):
        writer, head = heads[department]
        (row,) = give(department, {"x.licences": 3}, sign=False)
        for person, why in ((writer, "负责人"), (heads[town][1], "负责人")):
            with pytest.raises(NotAllowed, match=why):
                actions.sign(department, YEAR, seen=[row.pk], by=person, now=LATER)
        appoint(Role.APPROVER, department, user=writer)
        with pytest.raises(NotAllowed, match="须由他人签字"):
            actions.sign(department, YEAR, seen=[row.pk], by=writer, now=LATER)
        actions.sign(department, YEAR, seen=[row.pk], by=head, now=LATER)

    def test_the_ledger_itself_holds_that_nobody_signs_their_own(self, department, asked, give):
        (row,) = give(department, {"x.licences": 3}, sign=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            HandedIn.objects.filter(pk=row.pk).update(signed_by=row.entered_by, signed_at=LATER)

    def test_what_changed_since_it_was_seen_is_not_signed(self, department, asked, give, heads):
        (row,) = give(department, {"x.licences": 3}, sign=False)
        give(department, {"x.licences": 30}, reason="少打一个零", sign=False)
        with pytest.raises(Refused, match="又有改动"):
            actions.sign(department, YEAR, seen=[row.pk], by=heads[department][1], now=LATER)

    def test_there_is_something_to_sign(self, department, asked, heads):
        with pytest.raises(Refused, match="没有等待签字"):
            actions.sign(department, YEAR, seen=[], by=heads[department][1], now=LATER)


@pytest.fixture
def cases(department, town, case_officer):
    """Three cases of the department and two of the town, new in the year and not ended."""
    for serial, unit in enumerate([department] * 3 + [town] * 2, start=1):
        Application.objects.create(
            number=f"SQ/2023-{serial:05}",
            unit=unit,
            channel=ReceiptChannel.NETWORK,
            applicant_kind=ApplicantKind.NATURAL,
            arrived_date=YEAR.last,
            received_date=YEAR.last,
            due_date=YEAR.last,
            law=Law.OF_2019,
            status=Status.RECEIVED,
            registered_by=case_officer,
        )


class TestAUnitThatIsNotOnTheSystem:
    @pytest.fixture
    def off(self, town, openness_officer):
        return actions.take_off_system(town, first_year=2023, reason="区镇合并前的系统", by=openness_officer, now=LATER)

    def test_hands_in_every_cell_and_its_ledger_is_not_counted(self, zone, town, department, cases, off, give):
        assert measure_table("t3", YEAR, scope_of(zone))["t3.new.total"].number is None
        give(town, dict.fromkeys(sorted(form_leaves(2023)), 0) | {"t3.new.natural": 7, "t3.carried_out.natural": 7})
        table = measure_table("t3", YEAR, scope_of(zone), with_ids=True, by_unit=True)
        new = table["t3.new.natural"]
        assert (new.number, new.shares) == (10, {department.pk: 3, town.pk: 7})
        assert (new.records, len(new.ids["applications.application"])) == (4, 3)
        assert (table["t3.new.total"].number, table["t3.new.total"].shares) == (10, {department.pk: 3, town.pk: 7})
        assert len(records_of("t3.new.natural", YEAR, scope_of(zone)).rows()) == 4

    def test_names_who_is_missing(self, zone, town, cases, off):
        found = measure_table("t3", YEAR, scope_of(zone))["t3.new.natural"]
        assert (found.number, found.missing) == (None, {town.pk})

    def test_the_year_before_is_counted(self, zone, cases, off):
        assert measure_table("t3", Period.of_year(2022), scope_of(zone))["t3.new.natural"].number == 0

    def test_back_on_the_system_nothing_is_typed(self, zone, town, off, heads, openness_officer):
        actions.end_off_system(off, last_year=2023, reason="已接入", by=openness_officer, now=LATER)
        year = Period.of_year(2024)
        now = datetime(2025, 1, 5, tzinfo=LATER.tzinfo)
        with pytest.raises(Refused, match="由台账计数"):
            actions.hand_in(town, year, [Entry("t3.new.natural", Decimal(1), "纸质台账")], by=heads[town][0], now=now)

    def test_is_said_by_the_openness_office_once(self, town, off, openness_officer, heads):
        with pytest.raises(Refused, match="已登记"):
            actions.take_off_system(town, first_year=2024, reason="再登记", by=openness_officer, now=LATER)
        with pytest.raises(NotAllowed):
            actions.take_off_system(town, first_year=2024, reason="自己登记", by=heads[town][1], now=LATER)
        assert OffSystem.objects.count() == 1

    def test_a_table_asks_three_queries_more_at_most(self, zone, town, department, cases, off):
        with CaptureQueriesContext(connection) as captured:
            measure_table("t3", YEAR, scope_of(zone), with_ids=True, by_unit=True)
        assert len(captured) <= 4


class TestRowsTheLedgerCountsTogether:
    """Of the national table of 2014–2018: two printed rows are one end of a case."""

    @pytest.fixture
    def year(self):
        return Period.of_year(2017)

    @pytest.fixture
    def granted(self, department, case_officer):
        """Two cases of the department that were granted in the year."""
        for serial in (1, 2):
            Application.objects.create(
                number=f"SQ/2017-{serial:05}",
                unit=department,
                channel=ReceiptChannel.NETWORK,
                applicant_kind=ApplicantKind.NATURAL,
                arrived_date=date(2017, 5, 2),
                received_date=date(2017, 5, 2),
                due_date=date(2017, 5, 23),
                replied_date=date(2017, 5, 5),
                outcome="granted",
                law=Law.OF_2007,
                status=Status.REPLIED,
                registered_by=case_officer,
            )

    @pytest.fixture
    def off(self, town, openness_officer):
        return actions.take_off_system(town, first_year=2014, reason="纸质台账", by=openness_officer, now=LATER)

    def test_are_typed_as_they_are_printed_and_never_together(self, town, off, heads, year):
        sheet = [line.figure.code for line in sheet_of(town, year)]
        for rows in (("n3.3.1", "n3.3.2"), ("n3.3.4.2", "n3.3.4.3"), ("n3.3.5", "n3.3.6")):
            assert set(rows) <= set(sheet)
        assert [code for code in sheet if "-" in code] == []
        assert not [code for code in form_leaves(2017) if "-" in code]
        with pytest.raises(Refused, match="由其他指标算出"):
            actions.hand_in(town, year, [Entry("n3.3.1-2", Decimal(1), "台账")], by=heads[town][0], now=LATER)

    def test_are_added_to_what_the_ledger_counts_of_the_others(self, zone, department, town, off, granted, give, year):
        everything = dict.fromkeys(sorted(form_leaves(2017)), 0) | {"n3.3.1": 3, "n3.3.2": 4}
        del everything["n3.3.2"]
        give(town, everything, period=year)
        together = measure_table("n3", year, scope_of(zone))["n3.3.1-2"]
        assert (together.number, together.missing) == (None, {town.pk}), "half of the two is not the two"
        give(town, {"n3.3.2": 4}, period=year)
        table = measure_table("n3", year, scope_of(zone), with_ids=True, by_unit=True)
        together = table["n3.3.1-2"]
        assert (together.number, together.shares) == (9, {department.pk: 2, town.pk: 7})
        assert (together.records, len(together.ids["statistics.handedin"])) == (4, 2)
        assert together.handed_in == {town.pk}
        assert table["n3.3"].number == 9
        assert len(records_of("n3.3.1-2", year, scope_of(zone)).rows()) == 4

    def test_are_blank_while_a_unit_with_such_cases_has_not_told_them_apart(
        self, zone, department, town, off, granted, give, openness_officer, year
    ):
        give(town, dict.fromkeys(sorted(form_leaves(2017)), 0) | {"n3.3.1": 3}, period=year)
        row = measure(["n3.3.1"], year, scope_of(zone))["n3.3.1"]
        assert (row.number, row.missing) == (None, {department.pk})
        actions.ask(department, ["n3.3.1", "n3.3.2"], first_year=2014, by=openness_officer, now=LATER)
        give(department, {"n3.3.1": 2, "n3.3.2": 0}, period=year)
        rows = measure(["n3.3.1", "n3.3.2", "n3.3.1-2"], year, scope_of(zone))
        assert [rows[code].number for code in ("n3.3.1", "n3.3.2", "n3.3.1-2")] == [5, 0, 5]

    def test_of_a_unit_on_the_system_are_held_against_the_ledger(
        self, department, granted, openness_officer, give, year
    ):
        actions.ask(department, ["n3.3.1", "n3.3.2"], first_year=2014, by=openness_officer, now=LATER)
        give(department, {"n3.3.1": 2, "n3.3.2": 1}, period=year)
        form = load_format("national_2014")
        wanted = dict.fromkeys(key for entry in form.ledger for key in entry.keys)
        values = measure(wanted, year, scope_of(department))
        known = {code: value.number for code, value in values.items() if value.number is not None}
        assert [broken.identity.id for broken in evaluate(form.ledger, known).violations] == ["n3.granted"]


class TestAsking:
    def test_what_is_counted_is_never_asked_for(self, department, openness_officer):
        with pytest.raises(Refused, match="由台账计数"):
            actions.ask(department, ["t3.new.natural"], first_year=2023, by=openness_officer, now=LATER)

    def test_is_not_for_the_unit_itself(self, department, licences, heads):
        with pytest.raises(NotAllowed):
            actions.ask(department, licences, first_year=2023, by=heads[department][1], now=LATER)

    def test_ends_with_a_year_and_a_reason(self, department, asked, openness_officer):
        (line, _other) = department.asked_figures.all()
        actions.stop_asking(line, last_year=2023, reason="职能划出", by=openness_officer, now=LATER)
        assert [one.figure.code for one in sheet_of(department, Period.of_year(2024))] == ["x.licences"]

    def test_the_overview_says_who_lacks_what(self, zone, department, town, asked, give):
        give(department, {"x.licences": 3})
        give(town, {"x.licences": 3, "x.fees": 2}, sign=False)
        found = {one.unit: (one.asked, one.entered, one.signed) for one in progress([zone, department, town], YEAR)}
        assert found == {department: (2, 1, 1), town: (2, 2, 0)}
        assert [number.code for number in unsigned(town, YEAR)] == ["x.fees", "x.licences"]
