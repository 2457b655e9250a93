"""How an occasion stands, as a sentence with a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from gongkai.law.calendar import WorkingCalendar, YearNotAnnounced

from ..choices import How, Status
from ..models import Fulfilment, Occasion, OccasionQuerySet


def met_on(occasion: Occasion, counting: Iterable[Fulfilment]) -> date | None:
    """The day from which enough carriers showed it; None when not enough do. ``counting``: its fulfilments that count."""
    first: dict[str, date] = {}
    for each in counting:
        if each.is_showing:
            first[each.carrier] = min(each.met_date, first.get(each.carrier, each.met_date))
    days = sorted(first.values())
    needed = occasion.obligation.carriers_needed
    return days[needed - 1] if len(days) >= needed else None


def status_of(occasion: Occasion, *, on: date) -> Status:
    """How one occasion stands on a day."""
    found: Any = Occasion.objects.filter(pk=occasion.pk).with_status(on=on)
    return Status(found.values_list("status", flat=True).get())


def with_counting(found: OccasionQuerySet, *, on: date) -> Any:
    """Occasions with what counts for each of them that day as ``counting``: one query more, however many there are."""
    counting = Fulfilment.objects.counting(on=on).select_related("item")
    return found.prefetch_related(Prefetch("fulfilments", counting, to_attr="counting"))


def said(
    occasion: Occasion, status: str, counting: Iterable[Fulfilment], *, on: date, calendar: WorkingCalendar
) -> str:
    """The sentence of an occasion with this status on a day."""
    fulfilments = list(counting)
    due = occasion.due_date
    match status:
        case Status.MET:
            return _met(occasion, met_on(occasion, fulfilments))
        case Status.NOTHING | Status.NOT_APPLICABLE:
            how = How.NOTHING if status == Status.NOTHING else How.NOT_APPLICABLE
            words = next((each.words for each in fulfilments if each.how == how), "")
            return _("%(how)s：%(words)s") % {"how": how.label, "words": words}
        case Status.LATE:
            assert due is not None
            return _("应于 %(due)s 前公开，已逾期 %(days)d 天") % {"due": due, "days": (on - due).days}
        case Status.DUE:
            assert due is not None
            return _due(due, may_move=occasion.due_may_move, on=on, calendar=calendar)
    return _("时限没有可以计算的日期，不能核对是否按期")


def _met(occasion: Occasion, day: date | None) -> str:
    if day is None or occasion.due_date is None:
        return _("已于 %(day)s 公开") % {"day": day}
    if day > occasion.due_date and not occasion.due_may_move:
        return _("已于 %(day)s 公开，晚于期限 %(due)s") % {"day": day, "due": occasion.due_date}
    return _("已于 %(day)s 公开，未超过期限 %(due)s") % {"day": day, "due": occasion.due_date}


def _due(due: date, *, may_move: bool, on: date, calendar: WorkingCalendar) -> str:
    if may_move:
        return _("期限暂定不早于 %(due)s，待放假安排公布后确定") % {"due": due}
    if due == on:
        return _("应于 %(due)s 前公开，今天到期") % {"due": due}
    try:
        left = calendar.working_days_between(on, due)
    except YearNotAnnounced:
        return _("应于 %(due)s 前公开") % {"due": due}
    return _("应于 %(due)s 前公开，还剩 %(days)d 个工作日") % {"due": due, "days": left}
