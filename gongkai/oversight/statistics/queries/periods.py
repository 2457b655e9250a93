"""When and where a figure is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import unit_ids_within

#: The office's day: a report's year begins and ends at midnight in Beijing time, wherever the server stands.
OFFICE_TIME = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included. ``start`` and ``end`` are the same span as instants, half-open."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def of_year(cls, year: int) -> Period:
        """1 January to 31 December, the period of an annual report."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def start(self) -> datetime:
        """Midnight at the beginning of the first day."""
        return datetime.combine(self.first, time.min, tzinfo=OFFICE_TIME)

    @property
    def end(self) -> datetime:
        """Midnight after the last day; not part of the period."""
        return datetime.combine(self.last + timedelta(days=1), time.min, tzinfo=OFFICE_TIME)

    @property
    def day_before(self) -> date:
        """The last day that is not yet in the period: what is pending then is carried in."""
        return self.first - timedelta(days=1)

    def until(self, month: int, day: int) -> Period:
        """From the first day to the given day of the same year."""
        return Period(self.first, date(self.first.year, month, day))

    def a_year_earlier(self) -> Period:
        """The same days of the year before; 29 February becomes the 28th."""
        return Period(_year_earlier(self.first), _year_earlier(self.last))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records are counted: a unit and everything below it, by primary keys."""

    unit: Unit
    unit_ids: tuple[int, ...]


def scope_of(unit: Unit) -> Scope:
    """The unit with all below it. One query."""
    return Scope(unit, tuple(unit_ids_within(unit)))


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
