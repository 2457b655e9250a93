"""Applications for information whose next act is the user's, and how many stand on the room's other lists."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import holds_any
from gongkai.casework.applications import queries
from gongkai.casework.applications.choices import Tone, Waits
from gongkai.casework.applications.choices import Worklist as CaseList
from gongkai.casework.applications.models import Application
from gongkai.law.calendar import WorkingCalendar

from .rows import SHOWN, Row, Worklist

#: Lists whose number is told beside what waits for the user; what is overdue or due soon stands in lists of its own.
_COUNTED = (CaseList.UNCONFIRMED, CaseList.LAPSED, CaseList.PAUSED, CaseList.PROVISIONAL)


def cases(user: User, *, on: date, calendar: WorkingCalendar) -> list[Worklist]:
    """For whoever holds a case role, and for an approver for whom a reply waits; no list at all for anybody else."""
    found = queries.waiting_for(user, on=on)
    rows = [
        _row(one, on=on, calendar=calendar)
        for one in found.select_related("unit").order_by("due_date", "arrived_date", "pk")[:SHOWN]
    ]
    if not holds_any(user, *queries.CASE_STAFF, on=on):
        return [Worklist("cases", _("公开申请等我办理"), "", rows, found.count())] if rows else []
    counts = queries.counts(user, on=on, calendar=calendar)
    further = [
        (_("%(list)s的申请（%(count)d 件）") % {"list": each.label, "count": counts[each]}, list_url(each))
        for each in _COUNTED
        if counts[each]
    ]
    total = counts[CaseList.MINE]
    if total > len(rows):
        further.insert(0, (_("等我办理的申请（%(count)d 件）") % {"count": total}, list_url(CaseList.MINE)))
    said = "、".join(
        _("%(list)s %(count)d 件") % {"list": each.label, "count": counts[each]} for each in _COUNTED if counts[each]
    )
    empty = _("没有等您办理的申请；%(others)s。") % {"others": said} if said else _("没有等您办理的申请。")
    return [Worklist("cases", _("公开申请等我办理"), empty, rows, total, further=further)]


def list_url(which: CaseList) -> str:
    """Where a list of applications stands."""
    return f"{reverse('applications:list')}?list={which.value}"


def _row(one: Application, *, on: date, calendar: WorkingCalendar) -> Row:
    series, _slash, serial = one.number.partition("/")
    url = reverse("applications:application", kwargs={"series": series, "serial": serial})
    state = f"{one.unit.short_name}，{one.get_status_display()}，{_limit(one, on=on, calendar=calendar)}"
    act = Waits(one.waits).label  # type: ignore[attr-defined]
    return Row(_("公开申请（%(channel)s）") % {"channel": one.kind_label}, one.number, state, str(act), url)


def _limit(one: Application, *, on: date, calendar: WorkingCalendar) -> str:
    if one.due_date is None:
        return _("%(day)s 到达") % {"day": one.arrived_date}
    standing = queries.standing_of(one, on=on, calendar=calendar)
    facts = {"due": one.due_date, "days": abs(standing.left or 0)}
    if standing.tone is Tone.PAUSED:
        return _("计时中止")
    if standing.left is None:
        return _("应于 %(due)s 前答复（暂定，放假安排尚未公布）") % facts
    if standing.tone is Tone.OVERDUE:
        return _("应于 %(due)s 前答复，已超 %(days)d 个工作日") % facts
    return _("应于 %(due)s 前答复，还剩 %(days)d 个工作日") % facts
