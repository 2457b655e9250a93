"""From receipt to the citizen's rating, one at a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import RequestCategory
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import Rating, Source
from ..models import WorkOrder
from ..queries import answer_due

#: The series of work orders; one for the whole installation.
WORK_ORDERS = "GD"


@transaction.atomic
def receive(
    *,
    unit: Unit,
    source: Source,
    category: RequestCategory,
    subject: str,
    limit_days: int,
    by: User,
    now: datetime,
    received_at: datetime | None = None,
) -> WorkOrder:
    """Take a request in and give it to a unit, to be answered within so many working days (limits are local).

    It counts as received now, or when it came as something else (``received_at``).
    """
    policies.check_can_receive(by, unit, on=localdate(now))
    if not subject.strip():
        raise Refused(_("请写明诉求事项。"))
    if limit_days < 1:
        raise Refused(_("办理时限至少为一个工作日。"))
    received_at = received_at or now
    if received_at > now:
        raise Refused(_("受理时间不能晚于现在。"))
    due = answer_due(received_at=received_at, limit_days=limit_days)
    work_order = WorkOrder.objects.create(
        number=take_numbers(WORK_ORDERS, localdate(now).year)[0],
        unit=unit,
        source=source,
        category=category,
        subject=subject.strip(),
        received_at=received_at,
        due_date=due.date,
        due_is_provisional=due.provisional,
        limit_days=limit_days,
        registered_by=by,
    )
    record(choices.WORK_ORDER_RECEIVED, work_order, by=by, at=now)
    return work_order


@transaction.atomic
def assign(work_order: WorkOrder, *, unit: Unit, reason: str, by: User, now: datetime) -> WorkOrder:
    """Hand an open work order to another unit; the limit runs on."""
    work_order = WorkOrder.objects.select_for_update().get(pk=work_order.pk)
    policies.check_can_assign(by, work_order, on=localdate(now))
    if unit.pk == work_order.unit_id:
        raise Refused(_("该工单已由%(unit)s承办。") % {"unit": unit})
    if not reason.strip():
        raise Refused(_("请写明改派的理由。"))
    before, work_order.unit = work_order.unit, unit
    work_order.save(update_fields=["unit"])
    record(
        choices.WORK_ORDER_ASSIGNED,
        work_order,
        by=by,
        at=now,
        reason=reason.strip(),
        before=before.code,
        after=unit.code,
    )
    return work_order


@transaction.atomic
def close(work_order: WorkOrder, *, result: str, by: User, now: datetime) -> WorkOrder:
    """Answer a request, saying what was done."""
    work_order = WorkOrder.objects.select_for_update().get(pk=work_order.pk)
    policies.check_can_close(by, work_order, on=localdate(now))
    if not result.strip():
        raise Refused(_("请写明办理结果，诉求人要据此了解办理情况。"))
    if now < work_order.received_at:
        raise Refused(_("办结时间不能早于受理时间。"))
    work_order.closed_at, work_order.closed_date, work_order.result = now, localdate(now), result.strip()
    work_order.save(update_fields=["closed_at", "closed_date", "result"])
    record(choices.WORK_ORDER_CLOSED, work_order, by=by, at=now)
    return work_order


@transaction.atomic
def rate(work_order: WorkOrder, *, rating: Rating, by: User, now: datetime) -> WorkOrder:
    """Record at follow-up whether the citizen is satisfied."""
    work_order = WorkOrder.objects.select_for_update().get(pk=work_order.pk)
    policies.check_can_rate(by, work_order, on=localdate(now))
    work_order.rating = rating
    work_order.save(update_fields=["rating"])
    record(choices.WORK_ORDER_RATED, work_order, by=by, at=now, rating=rating.value)
    return work_order


@transaction.atomic
def void(work_order: WorkOrder, *, reason: str, by: User, now: datetime) -> WorkOrder:
    """Declare a work order void: it stays, with the reason, and is counted nowhere."""
    work_order = WorkOrder.objects.select_for_update().get(pk=work_order.pk)
    policies.check_can_void(by, work_order, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"))
    work_order.voided_at, work_order.void_reason = now, reason.strip()
    work_order.save(update_fields=["voided_at", "void_reason"])
    record(choices.WORK_ORDER_VOIDED, work_order, by=by, at=now, reason=reason.strip())
    return work_order


@transaction.atomic
def fix_due_dates(*, because: str, by: User, now: datetime) -> list[WorkOrder]:
    """Reckon the limit of every open work order again after a holiday notice; returns those that changed.

    A limit is never brought forward: who was told a day keeps it, and a provisional one was the earliest possible.
    """
    changed = []
    known = calendar()
    for work_order in WorkOrder.objects.open().select_for_update().order_by("pk"):
        due = answer_due(received_at=work_order.received_at, limit_days=work_order.limit_days, known=known)
        before = work_order.due_date, work_order.due_is_provisional
        work_order.due_date = max(work_order.due_date, due.date)
        work_order.due_is_provisional = due.provisional
        if (work_order.due_date, work_order.due_is_provisional) == before:
            continue
        work_order.save(update_fields=["due_date", "due_is_provisional"])
        record(
            choices.WORK_ORDER_DUE_FIXED,
            work_order,
            by=by,
            at=now,
            reason=because,
            before=before[0].isoformat(),
            after=work_order.due_date.isoformat(),
            provisional=due.provisional,
        )
        changed.append(work_order)
    return changed
