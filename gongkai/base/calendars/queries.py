"""The working calendar of this institution."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
    once = _read_once.get()
    if once is None:
        known = _latest()
    elif once:
        known = once[0]
    else:
        once.append(known := _latest())
    return known.as_of(as_of) if as_of else known


#: Within ``calendar_read_once``: nothing yet, or the calendar.
_read_once: ContextVar[list[WorkingCalendar] | None] = ContextVar("calendar_read_once", default=None)


@contextmanager
def calendar_read_once() -> Iterator[None]:
    """Within it the notices are asked for once: for a screen that is only looked at and reckons many days."""
    token = _read_once.set([])
    try:
        yield
    finally:
        _read_once.reset(token)


def _latest() -> WorkingCalendar:
    return _recorded(tuple(Arrangement.objects.order_by("year", "version").values_list("digest", flat=True)))


def calendar_version() -> str:
    """The name of today's set of arrangements, to be kept beside every date computed from it."""
    return calendar().version


@lru_cache(maxsize=4)
def _recorded(digests: tuple[str, ...]) -> WorkingCalendar:
    # The digests name the content, so a calendar built once for them is never stale.
    if not digests:
        return carried_calendar()
    return WorkingCalendar(arrangement.as_law() for arrangement in Arrangement.objects.in_order())
