"""The working calendar of this institution."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from gongkai.law.calendar import WorkingCalendar

from .data import carried_calendar
from .models import Arrangement


def calendar(as_of: date | None = None) -> WorkingCalendar:
    """The calendar for `gongkai.law`; with ``as_of``, as somebody knew it on that day (notices issued by then).

    One small query; keep the result while counting many dates. Before set-up has recorded any arrangement, the
    notices the project carries.
    """
    known = _recorded(tuple(Arrangement.objects.order_by("year", "version").values_list("digest", flat=True)))
    return known.as_of(as_of) if as_of else known


def calendar_version() -> str:
    """The name of today's set of arrangements, to be kept beside every date computed from it."""
    return calendar().version


@lru_cache(maxsize=4)
def _recorded(digests: tuple[str, ...]) -> WorkingCalendar:
    # The digests name the content, so a calendar built once for them is never stale.
    if not digests:
        return carried_calendar()
    return WorkingCalendar(arrangement.as_law() for arrangement in Arrangement.objects.in_order())
