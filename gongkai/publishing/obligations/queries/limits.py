"""What follows from a limit once it is read: whether it can be checked, which days it asks for, when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.calendar import DueDate, WorkingCalendar, YearNotAnnounced
from gongkai.law.publication_limits import Base, Limit, NotCheckable, OnRequest, Recurring, Term

from ..choices import Checkability

_ASKED = {
    Base.FORMED: gettext_lazy("信息形成日期"),
    Base.CHANGED: gettext_lazy("信息变更日期"),
    Base.OBTAINED: gettext_lazy("信息获取日期"),
    Base.APPROVED: gettext_lazy("批准日期"),
    Base.DECIDED: gettext_lazy("行政决定作出日期"),
    Base.APPLIED: gettext_lazy("收到申请日期"),
    Base.HEARING: gettext_lazy("组织听证日期"),
    Base.PERIOD: gettext_lazy("统计期结束日期"),
}


def checkability_of(limit: Limit) -> Checkability:
    """Whether all of a limit, a part of it, or nothing computes a day."""
    if limit.is_checkable:
        return Checkability.CHECKABLE
    if any(isinstance(rule, Term | Recurring) for rule in limit.rules):
        return Checkability.PARTLY
    if limit.rules and all(isinstance(rule, OnRequest) for rule in limit.rules):
        return Checkability.ON_REQUEST
    return Checkability.NOT_CHECKABLE


def vague_words(limit: Limit) -> str:
    """The words from which no day follows, as the report groups by them; empty for a limit that says them all in days."""
    if limit.is_checkable:
        return ""
    words = [str(rule) for rule in limit.rules if isinstance(rule, NotCheckable | OnRequest)]
    return "；".join(words)[:500] or _("（没有写明）")


def cycle_of(limit: Limit) -> int:
    """Months of the period of the limit's recurring rule; 0 when it has none."""
    return next((int(rule.every) for rule in limit.rules if isinstance(rule, Recurring)), 0)


def asked_days(limit: Limit) -> dict[Base, str]:
    """Which days may be told for this limit, with their Chinese names; of a limit that computes nothing the day of forming."""
    asked: dict[Base, str] = {}
    for rule in limit.rules:
        if isinstance(rule, Term):
            for base in rule.bases:
                name = _("“%(event)s”日期") % {"event": rule.event} if base == Base.EVENT else str(_ASKED[base])
                asked.setdefault(base, name)
    return asked or {Base.FORMED: str(_ASKED[Base.FORMED])}


def future_bases(limit: Limit) -> set[Base]:
    """Bases that may lie ahead: something has to be public before them."""
    return {base for rule in limit.rules if isinstance(rule, Term) and rule.before for base in rule.bases}


def due_of(limit: Limit, days: Mapping[Base, date], calendar: WorkingCalendar) -> DueDate | None:
    """The last day; None when the limit computes none from these days, or needs a year nobody has announced."""
    try:
        return limit.due(days, calendar)
    except YearNotAnnounced:
        return None


def display_end(limit: Limit, start: date, calendar: WorkingCalendar) -> date | None:
    """The first day on which what is shown since ``start`` may be taken down: the later of 公示 and 征求意见; None where none is said."""
    ends = []
    for period in (limit.display, limit.consultation):
        if period is not None:
            try:
                ends.append(period.ends(start, calendar).date)
            except YearNotAnnounced:
                continue
    return max(ends, default=None)


def periods_ended(cycle: int, *, since: date, on: date) -> Iterator[tuple[date, date]]:
    """First and last day of every period of so many months of the calendar year that ended from ``since`` on and before ``on``."""
    month = since.year * 12 + (since.month - 1) // cycle * cycle
    while True:
        first, after = date(month // 12, month % 12 + 1, 1), month + cycle
        last = date(after // 12, after % 12 + 1, 1) - timedelta(days=1)
        if last >= on:
            return
        yield first, last
        month = after


def period_title(first: date, last: date) -> str:
    """2018年, 2018年上半年, 2018年第2季度, 2018年5月; any other period by its days."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and months in (1, 3, 6, 12) and (first.month - 1) % months == 0:
        year = f"{first.year}年"
        return {
            12: year,
            6: year + ("上半年" if first.month == 1 else "下半年"),
            3: f"{year}第{(first.month + 2) // 3}季度",
            1: f"{year}{first.month}月",
        }[months]
    return f"{first.isoformat()}至{last.isoformat()}"
