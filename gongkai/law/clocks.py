"""The clock of one application: what starts it, stops it, starts it anew and lengthens it, and why it ends on the day it does.

``deadlines`` knows each limit by itself; here they meet. 条例 2019 arts 30, 32–35 and 国办函〔2020〕109号 art. 7; art. 24 of 2007.
Facts go in as a `Course`; `limit_of` answers with a `Limit`, `explain` with every day that counted or did not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from .calendar import DueDate, WorkingCalendar, YearNotAnnounced
from .deadlines import THIRD_PARTY_DAYS, Pause, Regulation, regulation_on, third_party_due

_DAY = timedelta(days=1)
NOT_ANNOUNCED = "安排尚未公布，暂按工作日"
DEFERRED = "另行确定的答复期限"


@dataclass(frozen=True, slots=True)
class Standstill:
    """A question on account of which the clock stands still; ``ended`` is None while nobody knows when it will go on.

    A question whose answer has a limit ends by itself on that limit's last day (`standstill`), so nothing has to be done for
    the clock to go on.
    """

    began: date
    ended: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.ended is not None and self.ended < self.began:
            raise ValueError("中止计时的结束日期不能早于开始日期。")


@dataclass(frozen=True, slots=True)
class Course:
    """What happened to an application that moves its limit.

    ``restarted``: the last day on which the limit began anew, by a corrected application (art. 30) or by payment (109号 art. 7).
    ``extended``: the day the extension was decided; one decided before a restart lengthens the limit it was decided for, not
    the new one. ``deferred``: the reasonable day told under art. 35. ``exclude_first_day``: whether the day of an event is
    not counted, as in all procedural time; 条例 is silent. ``ordered``: the day by which a decision or a judgment told the organ to
    answer anew; it stands whatever the rest comes to.
    """

    received: date
    regulation: Regulation | None = None
    restarted: date | None = None
    extended: date | None = None
    standstills: tuple[Standstill, ...] = ()
    deferred: date | None = None
    ordered: date | None = None
    exclude_first_day: bool = True

    def __post_init__(self) -> None:
        days = [day for day in (self.restarted, self.extended, self.deferred) if day]
        if days and min(days) < self.received:
            raise ValueError("补正、缴费、延期和延迟答复的日期不能早于收到申请之日。")

    @property
    def text(self) -> Regulation:
        """The text the application follows: given, or that of the day of its first receipt (art. 56)."""
        return self.regulation or regulation_on(self.received)

    @property
    def start(self) -> date:
        """The day from which the limit is reckoned."""
        return self.restarted or self.received

    @property
    def is_extended(self) -> bool:
        """Whether the limit that runs now was lengthened."""
        return self.extended is not None and self.extended >= self.start

    @property
    def paused_since(self) -> date | None:
        """Since when the clock stands still without a known end, or None."""
        return min(
            (stop.began for stop in self.standstills if stop.ended is None and stop.began >= self.start), default=None
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """When a reply is due and how that came about.

    While the clock stands still without a known end (``paused_since``), ``due`` is the earliest day it can be: as if it went on
    at once. ``own`` is the limit of 条例 itself where another day was told under art. 35 or ordered.
    """

    start: date
    days: int
    due: DueDate
    own: DueDate
    uncounted: tuple[Pause, ...]
    paused_since: date | None = None

    @property
    def date(self) -> date:
        """The last day."""
        return self.due.date

    @property
    def is_deferred(self) -> bool:
        """Whether a day told under art. 35, or ordered, stands in place of the limit of 条例."""
        return self.due is not self.own


def standstill(*, asked: date, limit: DueDate | None, answered: date | None, reason: str) -> Standstill:
    """The time a question takes: to its answer, or to the last day for one, whichever comes first (arts 32, 33 para. 3, 34).

    Without an answer and without a limit its end is not known.
    """
    ends = [day for day in (answered, limit.date if limit else None) if day is not None]
    return Standstill(asked, max(asked, min(ends)) if ends else None, reason)


def opinion_due(
    *, delivered: date | None, of_third_party: bool, regulation: Regulation, calendar: WorkingCalendar
) -> DueDate | None:
    """The last day for an opinion: 15 working days from receipt of the inquiry, third party (art. 32) and other organ (art. 34) alike.

    None under the text of 2007, which sets no limit, and while nobody knows when the inquiry arrived. What silence means differs:
    see `silence_is_consent`.
    """
    if delivered is None or regulation is Regulation.OF_2007:
        return None
    if of_third_party:
        return third_party_due(inquiry_received=delivered, calendar=calendar, regulation=regulation)
    return calendar.add_working_days(delivered, THIRD_PARTY_DAYS)


def silence_is_consent(*, of_third_party: bool, regulation: Regulation) -> bool:
    """Another organ that does not answer in time counts as consenting (art. 34); for a third party the organ decides (art. 32)."""
    return not of_third_party and regulation is Regulation.OF_2019


def limit_of(course: Course, calendar: WorkingCalendar) -> Limit:
    """When a reply is due: 20 working days and at most 20 more, 15 and 15 under the text of 2007 (art. 33; art. 24 of 2007).

    Counted from receipt, or anew from the corrected application (art. 30) or payment (109号 art. 7); days on which the clock
    stood still are given back (art. 33 para. 3), a later day told under art. 35 stands in place of the result.
    """
    pauses = tuple(Pause(stop.began, stop.ended, stop.reason) for stop in course.standstills if stop.ended is not None)
    days = course.text.reply_days + (course.text.extension_days if course.is_extended else 0)
    own = calendar.add_working_days(
        course.start, days, exclude_first_day=course.exclude_first_day, uncounted=_uncounted(pauses)
    )
    due = DueDate(course.deferred) if course.deferred and course.deferred > own.date else own
    if course.ordered:
        due = DueDate(course.ordered)
    return Limit(course.start, days, due, own, pauses, course.paused_since)


def may_extend(course: Course, *, on: date, calendar: WorkingCalendar) -> bool:
    """Whether the limit may still be lengthened on a day: once for an application, and not after it has run out (art. 33)."""
    limit = limit_of(course, calendar)
    return course.extended is None and (limit.paused_since is not None or on <= limit.date)


class CountedDay(NamedTuple):
    """One day of a limit: the how-manieth working day it was, or None where it did not count, and why."""

    date: date
    number: int | None
    reason: str


def explain(limit: Limit, calendar: WorkingCalendar) -> tuple[CountedDay, ...]:
    """Every day after the start up to the last, with why each counted or not, for a letter, a desk or a court.

    A limit that was deferred under art. 35 is explained up to the end of the limit of 条例, then the day that was told.
    """
    skipped = dict(limit.own.skipped)
    if limit.is_deferred and limit.date < limit.own.date:
        return (CountedDay(limit.date, None, DEFERRED),)
    explained: list[CountedDay] = []
    number = 0
    first = limit.start if _starts_on_its_own_day(limit, skipped, calendar) else limit.start + _DAY
    for offset in range((limit.own.date - first).days + 1):
        day = first + _DAY * offset
        if day in skipped:
            explained.append(CountedDay(day, None, skipped[day]))
        else:
            number += 1
            explained.append(CountedDay(day, number, _why_it_works(day, calendar)))
    if limit.is_deferred:
        explained.append(CountedDay(limit.date, None, DEFERRED))
    return tuple(explained)


def remaining(limit: Limit, *, on: date, calendar: WorkingCalendar) -> int:
    """Working days left after a day, today's own not counted; below zero once the limit has run out.

    While the clock stands still those that were left when it stopped are left. Raises `YearNotAnnounced` when the days since the limit
    ran out lie in a year nobody announced.
    """
    if limit.paused_since is not None:
        on = min(on, limit.paused_since)
    if on > limit.date:
        return -calendar.working_days_between(limit.date, on)
    if limit.is_deferred:
        return calendar.working_days_between(on, limit.date)
    return sum(day.number is not None and day.date > on for day in explain(limit, calendar))


def part_due(*, assigned: date, days: int, limit: Limit, calendar: WorkingCalendar) -> DueDate:
    """When a unit asked to deal with a part hands it back: so many working days, and never after the reply itself is due.

    The organ's own order of work (条例 2019 art. 45 asks for one); no text sets the number.
    """
    own = calendar.add_working_days(assigned, days, uncounted=_uncounted(limit.uncounted))
    return own if own.date <= limit.date else replace(limit.due)


def _uncounted(pauses: Iterable[Pause]) -> dict[date, str]:
    return {day: f"计时中止（{pause.reason}）" for pause in pauses for day in pause.days()}


def _starts_on_its_own_day(limit: Limit, skipped: dict[date, str], calendar: WorkingCalendar) -> bool:
    """Whether the day of the event was itself counted: then one working day fewer lies after it."""
    after = sum(limit.start + _DAY * i not in skipped for i in range(1, (limit.own.date - limit.start).days + 1))
    return after < limit.days


def _why_it_works(day: date, calendar: WorkingCalendar) -> str:
    try:
        return calendar.explain(day)
    except YearNotAnnounced:
        return NOT_ANNOUNCED
