"""A month of due dates: how many cases fall due on each day, and which days are worked."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.calendar import WorkingCalendar, YearNotAnnounced

from .cases import visible_applications


@dataclass(frozen=True)
class Day:
    """One day of a month: whether it is worked (None while no notice says), why, and the open cases that fall due on it."""

    date: date
    in_month: bool
    works: bool | None
    reason: str
    total: int = 0
    paused: int = 0
    provisional: int = 0
    late: int = 0

    @property
    def is_exceptional(self) -> bool:
        """A weekend that is worked, or a weekday that is not: what nobody can tell from the day of the week."""
        return self.works is not None and self.works is (self.date.weekday() >= 5)


def month_of(
    user: User, first: date, *, on: date, calendar: WorkingCalendar, unit: Unit | None = None
) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the open cases the user may see that fall due. One query."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    due = visible_applications(user, on=on).open().filter(due_date__range=(weeks[0][0], weeks[-1][-1]))
    if unit is not None:
        due = due.filter(unit=unit)
    stands = Q(paused_date__isnull=False)
    counted: dict[date | None, dict[str, Any]] = {
        row["due_date"]: dict(row)
        for row in due.order_by()
        .values("due_date")
        .annotate(
            total=Count("pk"),
            paused=Count("pk", filter=stands),
            provisional=Count("pk", filter=Q(due_is_provisional=True)),
            late=Count("pk", filter=~stands & Q(due_date__lt=on)),
        )
    }
    return [[_day(day, first, counted.get(day, {}), calendar) for day in week] for week in weeks]


def _day(day: date, first: date, counted: dict[str, Any], calendar: WorkingCalendar) -> Day:
    try:
        works, reason = calendar.is_working_day(day), calendar.explain(day)
    except YearNotAnnounced:
        works, reason = None, ""
    numbers = {name: counted.get(name, 0) for name in ("total", "paused", "provisional", "late")}
    return Day(day, day.month == first.month, works, reason, **numbers)
