"""Working time as one line of minutes, so that steps of a course fall into office hours and in order."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gongkai.law.calendar import WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
_MORNING, _AFTERNOON = time(8, 30), time(14, 30)
_MORNING_MINUTES = 210
#: Minutes of a working day: 8:30 to 12:00 and 14:30 to 17:30.
MINUTES = 390


class OfficeHours:
    """The working days from one day to another, numbered; a position is ``number of the day × MINUTES + minute``."""

    def __init__(self, calendar: WorkingCalendar, first: date, last: date) -> None:
        days = (first + timedelta(days=i) for i in range((last - first).days + 1))
        self.days = [day for day in days if calendar.is_working_day(day)]

    def index(self, day: date) -> int:
        """The number of the first working day at or after ``day``."""
        return bisect_left(self.days, day)

    def at(self, position: int) -> datetime:
        """The instant at a position."""
        number, minute = divmod(position, MINUTES)
        start = _MORNING if minute < _MORNING_MINUTES else _AFTERNOON
        offset = minute if minute < _MORNING_MINUTES else minute - _MORNING_MINUTES
        return datetime.combine(self.days[number], start, ZONE) + timedelta(minutes=offset)


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """An instant of a day where the office is."""
    return datetime.combine(day, time(hour, minute), ZONE)
