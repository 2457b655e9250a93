"""Working days: which days count towards a limit, and when a limit ends.

Days off are fixed by 全国年节及纪念日放假办法; which weekends are exchanged for them (调休) is fixed each year by a
notice of the State Council's office (国办发明电 series), and sometimes changed by a later one. A day of a year nobody
has announced is never guessed: asking about it raises `YearNotAnnounced`, and a limit that runs into it ends on a
*provisional* day, the earliest that the notice to come can leave it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_NOTHING: Mapping[date, str] = MappingProxyType({})

WEEKEND = "周末"

FRINGE = (12, 29)
"""The month and day from which the next year's notice may still rule: 元旦 reached back into the year before in the
notices for 2007, 2008, 2012, 2019 and 2023, and never further than 29 December."""


class YearNotAnnounced(LookupError):
    """A day of a year whose arrangement nobody has announced. ``str()`` is a Chinese sentence; ``year`` is the year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"{year}年的节假日安排尚未公布（或未录入），不能判断该年的工作日。")
        self.year = year


class Reason(NamedTuple):
    """A day met while counting, and why it is named: 周末, 春节（国办发明电〔2017〕12号）, why a clock stood still."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True)
class YearArrangement:
    """One version of one year's notice. ``off`` and ``working`` map days to the festival's name.

    ``working`` holds the weekend days made working days. Days may lie in the last days of the year before
    (2006-12-30 and 2006-12-31 were worked for the 元旦 of 2007). A later notice for the same year is a higher version
    and says the whole year again. Raises ValueError when a day is both, or lies outside what a notice may touch.
    """

    year: int
    version: int
    notice: str
    published: date
    off: Mapping[date, str]
    working: Mapping[date, str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "off", MappingProxyType(dict(self.off)))
        object.__setattr__(self, "working", MappingProxyType(dict(self.working)))
        earliest, latest = date(self.year - 1, *FRINGE), date(self.year, 12, 31)
        for day in (*self.off, *self.working):
            if not earliest <= day <= latest:
                raise ValueError(f"{day.isoformat()}不在{self.year}年放假安排可涉及的日期之内。")
            if day in self.off and day in self.working:
                raise ValueError(f"{day.isoformat()}既列为放假又列为上班。")

    def __hash__(self) -> int:
        return hash((self.year, self.version, self.digest))

    @property
    def digest(self) -> str:
        """SHA-256, in hex, of everything the notice says: two arrangements with the same digest are the same."""
        lines = [f"{self.year}.{self.version} {self.notice} {self.published.isoformat()}"]
        lines += [f"{day.isoformat()} off {name}" for day, name in sorted(self.off.items())]
        lines += [f"{day.isoformat()} working {name}" for day, name in sorted(self.working.items())]
        return sha256("\n".join(lines).encode()).hexdigest()

    def because(self, name: str) -> str:
        """The festival with the notice that says so: 春节（国办发明电〔2017〕12号）."""
        return f"{name}（{self.notice}）" if self.notice else name


@dataclass(frozen=True, slots=True)
class DueDate:
    """Where a count of working days ended.

    ``provisional``: the count touched days no notice has settled. Counting on, ``date`` is then the earliest day it
    can end on; counting back (``backwards``), the latest. ``skipped`` are the days passed over, ``shifted`` the
    weekend days that counted because a notice made them working days, in the order walked. ``str()`` is Chinese.
    """

    date: date
    provisional: bool = False
    skipped: tuple[Reason, ...] = ()
    shifted: tuple[Reason, ...] = ()
    backwards: bool = False

    def __str__(self) -> str:
        day = chinese_date(self.date)
        if not self.provisional:
            return day
        return f"暂定，不晚于{day}" if self.backwards else f"暂定，不早于{day}"


class _Ruling(NamedTuple):
    works: bool
    reason: str


@dataclass(frozen=True)
class WorkingCalendar:
    """The notices, asked about days. Of each year the highest version counts; the others are kept for `as_of`."""

    arrangements: tuple[YearArrangement, ...] = field(default=())

    def __init__(self, arrangements: Iterable[YearArrangement] = ()) -> None:
        object.__setattr__(self, "arrangements", tuple(sorted(arrangements, key=lambda a: (a.year, a.version))))

    @cached_property
    def _in_force(self) -> dict[int, YearArrangement]:
        return {arrangement.year: arrangement for arrangement in self.arrangements}

    @cached_property
    def _said(self) -> dict[date, tuple[YearArrangement, bool, str]]:
        """What is said of each day named by a notice in force, with the notice that first said it.

        Of two years' notices that name one day, the later year's prevails.
        """
        first: dict[tuple[int, date, bool, str], YearArrangement] = {}
        said: dict[date, tuple[YearArrangement, bool, str]] = {}
        for arrangement in self.arrangements:
            in_force = arrangement is self._in_force[arrangement.year]
            for works, days in ((False, arrangement.off), (True, arrangement.working)):
                for day, name in days.items():
                    source = first.setdefault((arrangement.year, day, works, name), arrangement)
                    if in_force:
                        said[day] = (source, works, name)
        return said

    @property
    def years(self) -> tuple[int, ...]:
        """The announced years, ascending."""
        return tuple(self._in_force)

    @cached_property
    def version(self) -> str:
        """Names this set of notices, to be kept with every date computed from it: ``2026.1-5f0c3a91``; none: ``""``."""
        if not self._in_force:
            return ""
        last = self._in_force[self.years[-1]]
        digest = sha256("".join(a.digest for a in self._in_force.values()).encode()).hexdigest()
        return f"{last.year}.{last.version}-{digest[:8]}"

    def as_of(self, day: date) -> WorkingCalendar:
        """The calendar as somebody knew it on ``day``: only the notices published by then."""
        return WorkingCalendar(a for a in self.arrangements if a.published <= day)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``, by the notices so far; raises `YearNotAnnounced`, never guesses."""
        return self._rule(day).works

    def explain(self, day: date) -> str:
        """Why ``day`` is or is not a working day, in a few Chinese words; raises `YearNotAnnounced`."""
        return self._rule(day).reason

    def add_working_days(
        self, start: date, n: int, *, exclude_first_day: bool = True, uncounted: Mapping[date, str] = _NOTHING
    ) -> DueDate:
        """The ``n``-th working day after ``start``, or before it when ``n`` is negative ("N working days before").

        The day of the event is not counted, as in all counting of procedural time (条例 is silent); with
        ``exclude_first_day=False`` a start that is a working day is day one. ``n == 0`` is the start itself.
        ``uncounted`` are days on which the clock stood still, with the reason. Days after the last announced year
        count as working unless the statute fixes them as off, and the result is provisional; days of any other
        year nobody announced raise `YearNotAnnounced`.
        """
        step = _DAY if n > 0 else -_DAY
        day = start if exclude_first_day or n == 0 else start - step
        left, provisional = abs(n), False
        skipped: list[Reason] = []
        shifted: list[Reason] = []
        while left:
            day += step
            is_open = self._is_open(day)
            provisional = provisional or is_open
            works, reason = _bound(day) if is_open else self._rule(day)
            if not works:
                skipped.append(Reason(day, reason))
            elif day in uncounted:
                skipped.append(Reason(day, uncounted[day]))
            else:
                left -= 1
                if day.weekday() >= 5 and not is_open:
                    shifted.append(Reason(day, reason))
        return DueDate(day, provisional, tuple(skipped), tuple(shifted), backwards=n < 0)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        The inverse of `add_working_days`: ``working_days_between(d, add_working_days(d, n).date) == n`` for n ≠ 0
        within announced years. Raises `YearNotAnnounced`.
        """
        if end < start:
            return -sum(self.is_working_day(end + _DAY * i) for i in range((start - end).days))
        return sum(self.is_working_day(start + _DAY * i) for i in range(1, (end - start).days + 1))

    def _rule(self, day: date) -> _Ruling:
        if day in self._said:
            arrangement, works, name = self._said[day]
            return _Ruling(works, arrangement.because(f"{name}调休上班" if works else name))
        if day.year not in self._in_force:
            raise YearNotAnnounced(day.year)
        return _Ruling(False, WEEKEND) if day.weekday() >= 5 else _Ruling(True, "工作日")

    def _is_open(self, day: date) -> bool:
        """Whether a notice still to come will rule on ``day``: the last announced year's fringe and all after it."""
        return bool(self._in_force) and day >= date(self.years[-1], *FRINGE)


def _bound(day: date) -> _Ruling:
    """What ends a count soonest on a day still open: it works unless the statute itself fixes it as off."""
    name = fixed_day_off(day)
    return _Ruling(name is None, f"{name}（全国年节及纪念日放假办法）" if name else "安排尚未公布")


def fixed_day_off(day: date) -> str | None:
    """The name of a day off fixed by the sun's calendar whatever the year's notice says, or None.

    全国年节及纪念日放假办法 art. 2: 1 January, 1 May and 1-3 October since 2008 (国务院令第513号); 2 May too since 2025
    (国务院令第795号). The festivals of the moon and 清明 are off as well but move, so they are left to the notices.
    """
    if (day.month, day.day) == (1, 1):
        return "元旦"
    if day.month == 5 and (day.day == 1 or (day.day == 2 and day.year >= 2025)):
        return "劳动节"
    if day.month == 10 and day.day <= 3:
        return "国庆节"
    return None


def chinese_date(day: date) -> str:
    """2018年3月7日, as GB/T 9704 writes dates: Arabic digits, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def weekday_name(day: date) -> str:
    """周一 … 周日."""
    return f"周{_WEEKDAYS[day.weekday()]}"
