"""What holds of every occasion, whatever its dates: properties, and who may be told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Carrier, Role
from gongkai.publishing.obligations import actions, queries
from gongkai.publishing.obligations.choices import FulfilmentState, How, Status
from gongkai.publishing.obligations.models import Fulfilment, Occasion

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def status(occasion: Occasion, on: date) -> str:
    return queries.status_of(occasion, on=on)


def told(occasion: Occasion, on: date) -> str:
    counting = occasion.fulfilments.counting(on=on)
    return queries.said(occasion, status(occasion, on), counting, on=on, calendar=calendar())


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)


def add(days: int, start: date = date(2018, 6, 1)) -> date:
    return start + timedelta(days=days)


#: Days of 2018 and 2019, both announced.
days = st.dates(date(2018, 1, 2), date(2019, 11, 30))
fulfilments = st.lists(st.tuples(st.integers(0, 5), st.dates(date(2018, 1, 2), date(2019, 12, 20))), max_size=5)


class TestProperties:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        formed=st.lists(days, min_size=1, max_size=4, unique=True), met=fulfilments, looks=st.lists(days, min_size=2)
    )
    def test_an_unmet_occasion_never_goes_back_from_late_to_due_as_days_pass(
        self, formed, met, looks, row, department, drafter
    ):
        with transaction.atomic():
            made = record_all(row("notice"), department, formed, drafter)
            say_met(made, met, drafter)
            for occasion in made:
                seen = [status(occasion, day) for day in sorted(looks)]
                assert set(seen) <= {Status.DUE, Status.LATE, Status.MET}
                for before, after in pairwise(seen):
                    # Once met it stays met: what meets it here is never taken down.
                    assert not (before == Status.MET and after != Status.MET)
                    assert not (before == Status.LATE and after == Status.DUE)
                for day in looks:
                    unmet = status(occasion, day) != Status.MET
                    assert not unmet or (status(occasion, day) == Status.LATE) == (day > occasion.due_date)
            transaction.set_rollback(True)

    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        formed=st.lists(days, min_size=2, max_size=5, unique=True),
        met=fulfilments,
        one=st.tuples(st.integers(0, 5), days),
        on=days,
    )
    def test_a_fulfilment_more_changes_nothing_for_others_and_makes_nothing_worse(
        self, formed, met, one, on, row, department, drafter
    ):
        better = [Status.LATE, Status.DUE, Status.MET]
        with transaction.atomic():
            made = record_all(row("notice"), department, formed, drafter)
            say_met(made, met, drafter)
            before = {each.pk: status(each, on) for each in made}
            say_met(made, [one], drafter)
            after = {each.pk: status(each, on) for each in made}
            chosen = made[one[0] % len(made)].pk
            assert all(before[pk] == after[pk] for pk in before if pk != chosen)
            assert better.index(after[chosen]) >= better.index(before[chosen])
            transaction.set_rollback(True)


def record_all(obligation, unit, formed, by) -> list[Occasion]:
    return [
        actions.record_occasion(
            obligation, unit, title=f"项目{number}", days={"formed": day}, by=by, now=at(date(2019, 12, 31))
        )
        for number, day in enumerate(formed)
    ]


def say_met(occasions, met, by) -> None:
    """Fulfilments as the actions would write them, without pictures: the files are not what is looked at here."""
    Fulfilment.objects.bulk_create(
        Fulfilment(
            occasion=occasions[which % len(occasions)], how=How.PHOTOGRAPH, carrier=Carrier.WEBSITE, place="某处",
            met_date=day, recorded_by=by, recorded_at=at(day), state=FulfilmentState.RECORDED,
        )
        for which, day in met
    )  # fmt: skip


class TestNobodyElse:
    def test_a_unit_that_does_not_bear_the_row_has_no_clock(self, row, town, appoint, now):
        with pytest.raises(Refused, match="不承担"):
            actions.record_occasion(
                row("notice"), town, title="某项目", days={"formed": date(2018, 5, 28)},
                by=appoint(Role.DRAFTER, town), now=now,
            )  # fmt: skip
