"""One act on many chosen items: each by itself with its own refusal, in steps that may be killed at any instant and go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.law.vocabulary import Validity
from gongkai.publishing.catalogue.models import Column

from .. import choices, policies
from ..choices import BulkKind, WithdrawalKind
from ..models import BulkLine, BulkOperation, InformationItem
from .publication import withdraw
from .shelving import move
from .validity import mark_validity

#: Outbox topic; the payload is ``{"operation": pk}``.
BULK_TOPIC = "disclosure.bulk"
#: Items one call of ``continue_bulk`` goes through: well within a worker's lease.
STEP = 20
#: Items one operation may hold.
MOST = 2000


@transaction.atomic
def start_bulk(
    items: Sequence[InformationItem], kind: BulkKind, given: dict[str, str], *, by: User, now: datetime
) -> BulkOperation:
    """Take note of what is to be done to which items; a worker does it. Refused when what is given would fit none of them."""
    if not items:
        raise Refused(_("请先选择信息。"))
    if len(items) > MOST:
        raise Refused(_("一次最多选 %(most)d 件，已选 %(count)d 件。") % {"most": MOST, "count": len(items)})
    _arguments(kind, given)
    for item in items:
        policies.check_can_see(by, item, on=localdate(now))
    operation = BulkOperation.objects.create(kind=kind, given=given, by=by, started_at=now, total=len(items))
    BulkLine.objects.bulk_create([BulkLine(operation=operation, item=item) for item in items])
    record(choices.BULK_STARTED, operation, by=by, at=now, reason=_said(operation))
    _wake(operation, now=now)
    return operation


@transaction.atomic
def stop_bulk(operation: BulkOperation, *, by: User, now: datetime) -> BulkOperation:
    """Leave the rest of the items as they are. What was done stays done."""
    operation = BulkOperation.objects.select_for_update().get(pk=operation.pk)
    if operation.by_id != by.pk:
        raise NotAllowed(_("批量操作由发起人停止。"))
    if operation.finished_at is not None:
        raise NotAllowed(_("该批量操作已经结束。"))
    operation.stopped_at = operation.finished_at = now
    operation.save(update_fields=["stopped_at", "finished_at"])
    record(choices.BULK_STOPPED, operation, by=by, at=now)
    return operation


def continue_bulk(operation: BulkOperation, *, by: User, now: datetime) -> BulkOperation:
    """Go through the next items and, when some are left, ask to be called again. Each item is one transaction with its line."""
    arguments = _arguments(BulkKind(operation.kind), operation.given)
    waiting = list(operation.lines.filter(done_at=None).order_by("pk").values_list("pk", flat=True)[:STEP])
    for pk in waiting:
        _one(operation, pk, arguments, by=by, now=now)
    return _note(operation, now=now)


@transaction.atomic
def _one(operation: BulkOperation, line_pk: int, arguments: dict[str, Any], *, by: User, now: datetime) -> None:
    locked = BulkOperation.objects.select_for_update().get(pk=operation.pk)
    line = BulkLine.objects.select_related("item").get(pk=line_pk)
    if locked.finished_at is not None or line.done_at is not None:
        return
    try:
        with transaction.atomic():
            _ACTS[BulkKind(operation.kind)](line.item, by=by, now=now, **arguments)
    except Refusal as refusal:
        line.refusal = str(refusal)[:300]
    line.done_at = now
    line.save(update_fields=["done_at", "refusal"])
    locked.done += 1
    locked.save(update_fields=["done"])


@transaction.atomic
def _note(operation: BulkOperation, *, now: datetime) -> BulkOperation:
    operation = BulkOperation.objects.select_for_update().get(pk=operation.pk)
    if operation.finished_at is None and operation.done == operation.total:
        operation.finished_at = now
        operation.save(update_fields=["finished_at"])
    elif operation.finished_at is None:
        _wake(operation, now=now)
    return operation


def _mark(
    item: InformationItem, *, validity: Validity, on: date, reason: str, by: User, now: datetime
) -> InformationItem:
    return mark_validity(item, validity, on=on, reason=reason, by=by, now=now)


_ACTS: dict[BulkKind, Callable[..., InformationItem]] = {
    BulkKind.VALIDITY: _mark,
    BulkKind.WITHDRAW: withdraw,
    BulkKind.MOVE: move,
}


def _arguments(kind: BulkKind, given: dict[str, str]) -> dict[str, Any]:
    """What was given, as the action takes it. Refused when a part is missing or malformed."""
    reason = given.get("reason", "").strip()
    if not reason:
        raise Refused(_("请写明理由，公众会看到它。"))
    try:
        match kind:
            case BulkKind.VALIDITY:
                return {
                    "validity": Validity(given["validity"]),
                    "on": date.fromisoformat(given["on"]),
                    "reason": reason,
                }
            case BulkKind.WITHDRAW:
                return {"kind": WithdrawalKind(given["kind"]), "reason": reason}
            case BulkKind.MOVE:
                return {"column": Column.objects.get(slug=given["column"]), "reason": reason}
    except (KeyError, ValueError, Column.DoesNotExist) as error:
        raise Refused(_("还有内容没有填好：请选定要办理的内容和日期。")) from error


def _said(operation: BulkOperation) -> str:
    return _("%(kind)s，%(total)d 件，%(reason)s") % {
        "kind": BulkKind(operation.kind).label,
        "total": operation.total,
        "reason": operation.given["reason"],
    }


def _wake(operation: BulkOperation, *, now: datetime) -> None:
    enqueue(BULK_TOPIC, f"bulk:{operation.pk}", now=now, operation=operation.pk)
