"""Tables three and four of the form of 2021: every cell a figure, one query a table, held against counting by hand."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Law, Status
from gongkai.casework.applications.models import Application, Challenge
from gongkai.law.report.formats import load_format
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel
from gongkai.oversight.statistics.queries import (
    Counted,
    Period,
    codes,
    codes_of,
    figure_of,
    leaves_of,
    measure,
    measure_table,
    records_of,
    scope_of,
)

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(2023)
CELLS = {"t3": 175, "t4": 15}


@pytest.fixture
def ledger(department, case_officer):
    """For every kind and every leaf one ended in the year, and some ended, received or pending on each side of it."""
    numbers = itertools.count(1)
    ones = []

    def one(kind, received, ended=None, outcome="", **changes):
        lapsed = outcome in (Outcome.OTHER_NOSUPP, Outcome.OTHER_NOFEE, Outcome.OTHER_OTHER)
        state = {"status": Status.RECEIVED} if not ended else {"status": Status.CLOSED if lapsed else Status.REPLIED}
        if ended:
            state |= {"outcome": outcome, ("closed_date" if lapsed else "replied_date"): ended}
        ones.append(
            Application(
                number=f"SQ/2023-{next(numbers):05}",
                unit=department,
                channel=ReceiptChannel.NETWORK,
                applicant_kind=kind,
                arrived_date=received,
                received_date=received,
                due_date=received,
                law=Law.OF_2019,
                registered_by=case_officer,
                **state | changes,
            )
        )

    for times, kind in enumerate(ApplicantKind.values, start=1):
        for outcome in Outcome.values:
            one(kind, date(2022, 12, 30), date(2023, 1, 1), outcome)
            for _time in range(times):
                one(kind, date(2023, 3, 1), date(2023, 12, 31), outcome)
        one(kind, date(2022, 5, 5), date(2022, 12, 31), Outcome.GRANTED)
        one(kind, date(2023, 12, 31), date(2024, 1, 2), Outcome.PARTIAL)
        one(kind, date(2023, 12, 31))
        one(kind, date(2022, 12, 31))
        one(kind, date(2024, 1, 1))
        one(
            kind,
            date(2023, 6, 1),
            date(2023, 6, 2),
            Outcome.GRANTED,
            voided_at=datetime(2023, 7, 1, tzinfo=UTC),
            void_reason="误登",
        )
    Application.objects.bulk_create(ones)


def by_hand() -> Counter[str]:
    """Table three counted record by record, by other code."""
    cells: Counter[str] = Counter()
    for one in Application.objects.filter(voided_at=None):
        ended = one.replied_date or one.closed_date
        if one.received_date.year > 2023 or (ended and ended.year < 2023):
            continue
        came = "new" if one.received_date.year == 2023 else "carried_in"
        went = [one.outcome, "done_total"] if ended and ended.year == 2023 else ["carried_out"]
        for row in (came, *went):
            for column in (one.applicant_kind, "total"):
                cells[f"t3.{row}.{column}"] += 1
    return cells


@pytest.mark.parametrize(("table", "cells"), CELLS.items())
def test_every_cell_has_its_name_and_no_report_of_another_form_keeps_it(table, cells):
    assert len(codes_of(table)) == cells
    assert not set(codes_of(table)) & set(codes())
    labels = [str(figure_of(code).label) for code in codes_of(table)]
    assert len(set(labels)) == cells
    for code in codes_of(table):
        assert str(figure_of(code).definition).count("。") == 1, code


@pytest.mark.shared
def test_the_cells_are_those_of_the_printed_form(shared_dir):
    form = json.loads((shared_dir / "domain" / "data" / "annual_report_2021.json").read_text(encoding="utf-8"))
    for table, rows in (("table3", "rows"), ("table4", "blocks")):
        printed = [
            f"t{table[-1]}.{row}.{column}" for row, _ in form[table][rows] for column, _ in form[table]["columns"]
        ]
        assert set(printed) == set(codes_of(f"t{table[-1]}"))


class TestThree:
    def test_every_cell_is_what_a_count_by_hand_comes_to(self, ledger, zone):
        values = measure_table("t3", YEAR, scope_of(zone))
        counted = by_hand()
        assert {code: value.number for code, value in values.items()} == {
            code: counted[code] for code in codes_of("t3")
        }
        assert values["t3.granted.corp_other"].number == 7

    def test_one_query_whatever_the_number_of_cells(self, ledger, zone):
        scope = scope_of(zone)
        for with_ids in (False, True):
            with CaptureQueriesContext(connection) as captured:
                measure_table("t3", YEAR, scope, with_ids=with_ids)
            assert len(captured) == 2, "one that counts, and one that asks who is not on the system"

    def test_a_cell_of_the_table_is_the_figure_of_its_name_and_the_length_of_its_list(self, ledger, zone):
        scope = scope_of(zone)
        table = measure_table("t3", YEAR, scope, with_ids=True)
        some = [code for code in codes_of("t3") if code.endswith((".natural", ".corp_other", ".total"))]
        alone = measure(some, YEAR, scope)
        for code in some:
            assert table[code].number == alone[code].number == records_of(code, YEAR, scope).count(), code
            if isinstance(figure_of(code), Counted):
                ids = [pk for keys in (table[code].ids or {}).values() for pk in keys]
                assert ids == [pk for keys in records_of(code, YEAR, scope).ids().values() for pk in keys], code

    def test_what_the_head_of_the_table_asks_for_holds_in_every_column(self, ledger, zone):
        for year in (2022, 2023, 2024):
            values = measure_table("t3", Period.of_year(year), scope_of(zone))
            for column in (*ApplicantKind.values, "total"):
                number = {
                    row: values[f"t3.{row}.{column}"].number
                    for row in ("new", "carried_in", "done_total", "carried_out")
                }
                assert number["new"] + number["carried_in"] == number["done_total"] + number["carried_out"]

    def test_what_is_carried_out_of_a_year_is_carried_into_the_next(self, ledger, zone):
        first, second = (measure_table("t3", Period.of_year(year), scope_of(zone)) for year in (2023, 2024))
        for column in (*ApplicantKind.values, "total"):
            assert first[f"t3.carried_out.{column}"].number == second[f"t3.carried_in.{column}"].number

    def test_a_new_answer_after_a_judgment_is_not_counted_again(self, zone, receive, openness_officer, case_officer):
        def at(month):
            return datetime(2018, month, 4, 2, tzinfo=UTC)

        one = receive(ReceiptChannel.IN_PERSON, date(2018, 3, 1))
        applications.reply(one, outcome=Outcome.GRANTED, by=case_officer, now=at(4))
        before = measure_table("t3", Period.of_year(2018), scope_of(zone))
        applications.reopen(one, reason="判决", by=openness_officer, now=at(7))
        again = measure_table("t3", Period.of_year(2018), scope_of(zone))
        applications.reply(one, outcome=Outcome.GRANTED, by=case_officer, now=at(8))
        after = measure_table("t3", Period.of_year(2018), scope_of(zone))
        assert before == again == after
        assert before["t3.granted.total"].number == 1

    def test_taking_a_record_out_moves_the_cells_that_counted_it_and_no_other(self, ledger, zone, openness_officer):
        one = Application.objects.filter(outcome=Outcome.REFUSE_QUERY, voided_at=None).first()
        before = measure_table("t3", YEAR, scope_of(zone), with_ids=True)
        applications.void(one, reason="误登", by=openness_officer, now=datetime(2024, 1, 5, tzinfo=UTC))
        after = measure_table("t3", YEAR, scope_of(zone), with_ids=True)
        for code, value in before.items():
            held = any(one.pk in keys for leaf in leaves_of(code) for keys in (before[leaf.code].ids or {}).values())
            assert after[code].number == value.number - held, code


class TestFour:
    @pytest.fixture
    def disputes(self, department):
        serial = itertools.count(1)

        def one(kind, filed, outcome=ChallengeOutcome.PENDING, decided=None, after=False):
            Challenge.objects.create(
                number=f"ZY/2023-{next(serial):05}",
                unit=department,
                kind=kind,
                filed_date=filed,
                outcome=outcome,
                decided_date=decided,
                after_reconsideration=after,
            )

        review, suit = ChallengeKind.RECONSIDERATION, ChallengeKind.LAWSUIT
        one(review, date(2022, 11, 1), ChallengeOutcome.UPHELD, date(2023, 1, 5))
        one(review, date(2023, 12, 1), ChallengeOutcome.CORRECTED, date(2024, 1, 9))
        one(review, date(2023, 12, 2))
        one(suit, date(2023, 2, 1), ChallengeOutcome.OTHER, date(2023, 5, 1))
        one(suit, date(2023, 3, 1), ChallengeOutcome.CORRECTED, date(2023, 6, 1), after=True)
        one(suit, date(2022, 3, 1), ChallengeOutcome.UPHELD, date(2022, 6, 1))
        one(suit, date(2024, 1, 1))
        one(ChallengeKind.COMPLAINT, date(2023, 3, 1))

    def test_a_case_is_counted_where_it_ended_or_as_pending(self, disputes, zone):
        values = measure_table("t4", YEAR, scope_of(zone))
        assert {code: value.number for code, value in values.items() if value.number} == {
            "t4.review.upheld": 1,
            "t4.review.pending": 2,
            "t4.review.total": 3,
            "t4.suit_direct.other": 1,
            "t4.suit_direct.total": 1,
            "t4.suit_after.corrected": 1,
            "t4.suit_after.total": 1,
        }

    def test_each_cell_is_the_length_of_its_list(self, disputes, zone):
        scope = scope_of(zone)
        for code, value in measure_table("t4", YEAR, scope).items():
            assert value.number == records_of(code, YEAR, scope).count() == len(records_of(code, YEAR, scope).rows()), (
                code
            )


@pytest.mark.parametrize("table", ["t3", "t4"])
def test_what_we_count_is_named_as_the_form_prints_it(table):
    printed = {key for one in load_format("national_2021").crossed if one.key == table for key in one.figures}
    assert printed == set(codes_of(table))


def test_a_challenge_in_the_list_leads_to_its_screen_with_a_case_of_ours_or_without(
    department: Unit, case_officer: User
) -> None:
    given = {"by": case_officer, "now": datetime(2023, 6, 1, 2, tzinfo=UTC)}
    case = applications.receive(
        unit=department,
        channel=ReceiptChannel.IN_PERSON,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="甲",
        contact="乙",
        sought="丙",
        arrived=date(2023, 6, 1),
        **given,
    )
    said = {"unit": department, "kind": ChallengeKind.RECONSIDERATION, "filed": date(2023, 6, 1)}
    about_it = applications.challenge(application=case, **said, **given)
    about_none = applications.challenge(**said, **given)
    rows = records_of("t4.review.pending", YEAR, scope_of(department)).rows()
    assert [row.desk for row in rows] == [f"/desk/challenges/{one.number}/" for one in (about_it, about_none)]
