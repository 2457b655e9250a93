"""The bulk path: many requests that have already gone their way, entered with the dates and persons of that way.

Leaves the same ledger as receiving, closing and rating each of them (a test holds the two side by side), in a few statements for hundreds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many
from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import Rights, load_rights
from gongkai.law.vocabulary import RequestCategory, Role
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices
from ..choices import Rating, Source
from ..models import WorkOrder
from ..policies import FOLLOWING_UP, HANDLING
from ..queries import answer_due
from .handling import WORK_ORDERS


@dataclass(frozen=True)
class HistoricalWorkOrder:
    """A request of the past with who did what when; without ``closed_at`` it is still open, without ``rating`` unrated."""

    unit: Unit
    source: Source
    category: RequestCategory
    subject: str
    limit_days: int
    received_at: datetime
    received_by: User
    closed_at: datetime | None = None
    closed_by: User | None = None
    result: str = ""
    rating: Rating | None = None
    rated_at: datetime | None = None
    rated_by: User | None = None


@transaction.atomic
def enter_history(entries: Sequence[HistoricalWorkOrder], *, by: User, now: datetime) -> list[WorkOrder]:
    """Enter requests, oldest first. All or none: Refused or NotAllowed names the first subject that cannot be entered.

    ``by`` enters and must hold the openness office's post over each unit; the events name the persons of the course.
    """
    persons = {user for entry in entries for user in (entry.received_by, entry.closed_by, entry.rated_by) if user}
    rights = load_rights({*persons, by})
    for entry in entries:
        _check(entry, rights, by=by, now=now)
    ordered = sorted(entries, key=lambda entry: entry.received_at)
    known = calendar()
    work_orders = []
    for entry in ordered:
        due = answer_due(received_at=entry.received_at, limit_days=entry.limit_days, known=known)
        work_orders.append(
            WorkOrder(
                unit=entry.unit,
                source=entry.source,
                category=entry.category,
                subject=entry.subject.strip(),
                received_at=entry.received_at,
                due_date=due.date,
                due_is_provisional=due.provisional,
                limit_days=entry.limit_days,
                registered_by=entry.received_by,
                closed_at=entry.closed_at,
                closed_date=localdate(entry.closed_at) if entry.closed_at else None,
                result=entry.result.strip(),
                rating=entry.rating or "",
            )
        )
    by_year = defaultdict(list)
    for work_order in work_orders:
        by_year[localdate(work_order.received_at).year].append(work_order)
    for year, group in by_year.items():
        for work_order, number in zip(group, take_numbers(WORK_ORDERS, year, len(group)), strict=True):
            work_order.number = number
    WorkOrder.objects.bulk_create(work_orders, batch_size=500)
    record_many(
        event for work_order, entry in zip(work_orders, ordered, strict=True) for event in _events_of(work_order, entry)
    )
    return work_orders


def _check(entry: HistoricalWorkOrder, rights: Rights, *, by: User, now: datetime) -> None:
    name = {"subject": entry.subject.strip()[:40] or _("（无事项）")}
    if not entry.subject.strip() or entry.limit_days < 1:
        raise Refused(_("工单“%(subject)s”缺少诉求事项或办理时限。") % name)
    if entry.closed_at is not None and (entry.closed_by is None or not entry.result.strip()):
        raise Refused(_("工单“%(subject)s”已办结，但缺少办结人或办理结果。") % name)
    if entry.rating is not None and (entry.closed_at is None or entry.rated_at is None or entry.rated_by is None):
        raise Refused(_("工单“%(subject)s”有回访评价，但尚未办结，或缺少回访时间、回访人。") % name)
    times = [time for time in (entry.received_at, entry.closed_at, entry.rated_at, now) if time]
    if times != sorted(times):
        raise Refused(_("工单“%(subject)s”各环节的时间先后不对，或在未来。") % name)
    if not rights.holds(by, Role.OPENNESS_OFFICE, entry.unit, on=localdate(now)):
        raise NotAllowed(_("录入%(unit)s的历史工单须由政务公开工作机构办理。") % {"unit": entry.unit})
    steps = (
        (entry.received_by, entry.received_at, HANDLING),
        (entry.closed_by, entry.closed_at, HANDLING),
        (entry.rated_by, entry.rated_at, FOLLOWING_UP),
    )
    for user, time, roles in steps:
        if user and time and not any(rights.holds(user, role, entry.unit, on=localdate(time)) for role in roles):
            raise NotAllowed(_("工单“%(subject)s”的经办人当时不在相应岗位上。") % name)


def _events_of(work_order: WorkOrder, entry: HistoricalWorkOrder) -> Iterator[Event]:
    yield event_of(choices.WORK_ORDER_RECEIVED, work_order, by=entry.received_by, at=entry.received_at)
    if entry.closed_at and entry.closed_by:
        yield event_of(choices.WORK_ORDER_CLOSED, work_order, by=entry.closed_by, at=entry.closed_at)
    if entry.rating and entry.rated_at and entry.rated_by:
        yield event_of(
            choices.WORK_ORDER_RATED, work_order, by=entry.rated_by, at=entry.rated_at, rating=entry.rating.value
        )
