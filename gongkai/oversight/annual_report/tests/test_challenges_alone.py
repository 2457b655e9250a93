"""What is brought against us about no case of ours is counted in table four of every form, and the list of a figure opens it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.choices.beside import ChallengeGround
from gongkai.casework.applications.models import Challenge
from gongkai.law.report.formats import load_format
from gongkai.law.vocabulary import ReceiptChannel
from gongkai.oversight.statistics.queries import Period, measure, measure_table, records_of, scope_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(department, case_officer):
    """``alone(year)``: one of each kind, filed in May and corrected in June of the year; the numbers they have."""

    def alone(year: int) -> dict[ChallengeKind, str]:
        numbers = {}
        for kind in ChallengeKind:
            by = {"by": case_officer, "now": datetime(year, 12, 1, 2, tzinfo=UTC)}
            one = actions.open_challenge(
                unit=department,
                kind=kind,
                filed=date(year, 5, 7),
                ground=ChallengeGround.UNREGISTERED,
                about="未登记过的申请",
                **by,
            )
            actions.decide(one, outcome=ChallengeOutcome.CORRECTED, decided=date(year, 6, 7), **by)
            numbers[kind] = one.number
        return numbers

    return alone


@pytest.mark.parametrize(("year", "form"), [(2023, "national_2021"), (2020, "national_2019")])
def test_in_the_forms_since_2019(year, form, alone, zone, case_officer):
    numbers = alone(year)
    printed = {key for one in load_format(form).crossed for key in one.figures if key.startswith("t4.")}
    assert {"t4.review.corrected", "t4.suit_direct.corrected"} <= printed
    period, scope = Period.of_year(year), scope_of(zone)
    values = measure_table("t4", period, scope)
    assert {code: value.number for code, value in values.items() if value.number} == {
        "t4.review.corrected": 1,
        "t4.review.total": 1,
        "t4.suit_direct.corrected": 1,
        "t4.suit_direct.total": 1,
    }
    (row,) = records_of("t4.review.corrected", period, scope).rows()
    assert row.number == numbers[ChallengeKind.RECONSIDERATION]
    client = Client()
    client.force_login(case_officer)
    page = client.get(row.desk)
    assert page.status_code == 200
    assert row.number in page.content.decode()


def test_in_the_form_of_2018_and_in_the_text_of_the_report(alone, zone):
    numbers = alone(2018)
    period, scope = Period.of_year(2018), scope_of(zone)
    for table in ("n4", "n5"):
        values = measure_table(table, period, scope)
        assert [values[code].number for code in (table, f"{table}.2")] == [1, 1]
    for code, kind in (
        ("a4.reconsiderations", ChallengeKind.RECONSIDERATION),
        ("a4.lawsuits", ChallengeKind.LAWSUIT),
        ("b.complaints", ChallengeKind.COMPLAINT),
    ):
        assert measure([code], period, scope)[code].number == 1
        (row,) = records_of(code, period, scope).rows()
        assert row.desk == f"/desk/challenges/{numbers[kind]}/"


def test_linked_later_it_is_counted_once_all_the_same(alone, zone, receive, case_officer):
    alone(2023)
    case = receive(ReceiptChannel.IN_PERSON, date(2023, 4, 3))
    for one in Challenge.objects.all():
        actions.link_challenge(one, case, by=case_officer, now=datetime(2023, 12, 1, 2, tzinfo=UTC))
    values = measure_table("t4", Period.of_year(2023), scope_of(zone))
    assert sum(value.number for code, value in values.items() if code.endswith(".corrected")) == 2
