"""What happens at a time that was set: publication, the end of a notice, the end of a document's term.

The instant stands on the item; the outbox only wakes somebody then, who looks at the item as it is. A row that comes twice, late, or for
a time that was changed meanwhile finds nothing to do.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refusal, Refused
from gongkai.law.vocabulary import Validity
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status
from ..models import InformationItem
from .announcing import PublicAct, announce
from .publication import publish
from .review import approve

#: Outbox topics; the payload is ``{"item": pk, "at": ISO instant, "by": pk of who set it}``.
SCHEDULE_TOPIC = "disclosure.schedule"
EXPIRY_TOPIC = "disclosure.expiry"


@transaction.atomic
def schedule(item: InformationItem, *, at: datetime, by: User, now: datetime) -> InformationItem:
    """Have an approved item published at an instant to come, as if ``by`` pressed the button then. A new time replaces the one before."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_schedule(by, item, on=localdate(now))
    item.scheduled_at = _to_come(at, now=now)
    item.save(update_fields=["scheduled_at"])
    _wake(SCHEDULE_TOPIC, item, at=item.scheduled_at, by=by, now=now)
    record(choices.ITEM_SCHEDULED, item, by=by, at=now, reason=_minute(item.scheduled_at))
    return item


@transaction.atomic
def approve_and_schedule(item: InformationItem, *, at: datetime, by: User, now: datetime) -> InformationItem:
    """Approve, and have it published at an instant to come. What is not proactive, or has another level to pass, is only approved."""
    _to_come(at, now=now)
    item = approve(item, by=by, now=now)
    return schedule(item, at=at, by=by, now=now) if item.status == Status.APPROVED else item


@transaction.atomic
def unschedule(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Call a scheduled publication off; the item stays approved."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_unschedule(by, item, on=localdate(now))
    item.scheduled_at = None
    item.save(update_fields=["scheduled_at"])
    record(choices.ITEM_UNSCHEDULED, item, by=by, at=now)
    return item


@transaction.atomic
def publish_as_scheduled(item: InformationItem, *, at: datetime, by: User, now: datetime) -> InformationItem:
    """Publish an item whose time has come, with the rights ``by`` has now. Refused, it stays approved and the trail says why.

    Nothing happens when the item is no longer approved, or its time is no longer ``at``: of any number of calls comes one publication.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    if item.status != Status.APPROVED or item.scheduled_at != at or at > now:
        return item
    try:
        with transaction.atomic():
            return publish(item, by=by, now=now)
    except Refusal as refusal:
        record(choices.ITEM_SCHEDULE_FAILED, item, by=by, at=now, reason=str(refusal))
        return item


@transaction.atomic
def set_expiry(item: InformationItem, *, at: datetime | None, by: User, now: datetime) -> InformationItem:
    """Say when a notice is over (None: not at a set time). Its page stays and says so; the lists of what is new leave it out."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_set_expiry(by, item, on=localdate(now))
    item.expires_at = _to_come(at, now=now) if at is not None else None
    item.save(update_fields=["expires_at"])
    if item.expires_at is None:
        record(choices.ITEM_EXPIRY_DROPPED, item, by=by, at=now)
    else:
        _wake(EXPIRY_TOPIC, item, at=item.expires_at, by=by, now=now)
        record(choices.ITEM_EXPIRY_SET, item, by=by, at=now, reason=_minute(item.expires_at))
    return item


@transaction.atomic
def expire(item: InformationItem, *, at: datetime, by: User, now: datetime) -> bool:
    """Mark a public item whose time is over as no longer in force; whether there was anything to do."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    if item.status != Status.PUBLISHED or item.expires_at != at or at > now:
        return False
    if item.validity and not Validity(item.validity).applies:
        return False
    item.validity, item.validity_date = Validity.EXPIRED, localdate(at)
    item.validity_reason = _("发布时设定的期限已到")
    item.save(update_fields=["validity", "validity_date", "validity_reason"])
    said = _("失效（%(at)s）：发布时设定的期限已到") % {"at": _minute(at)}
    record(choices.ITEM_VALIDITY_MARKED, item, by=by, at=now, reason=said, validity=Validity.EXPIRED)
    announce([PublicAct(item, Act.CHANGED, said)], now=now.replace(microsecond=0))
    return True


def _to_come(at: datetime, *, now: datetime) -> datetime:
    at = at.replace(second=0, microsecond=0)
    if at <= now:
        raise Refused(_("时间须在将来，现在是 %(now)s。") % {"now": _minute(now)})
    return at


def _wake(topic: str, item: InformationItem, *, at: datetime, by: User, now: datetime) -> None:
    # A key of its own for each time: rows of one object are done in the order they were written, and a row that waits for its
    # instant would hold up everything written after it.
    key = f"{topic}:{item.pk}:{at.isoformat()}"
    enqueue(topic, key, now=now, at=at, item=item.pk, instant=at.isoformat(), by=by.pk)


def _minute(at: datetime) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")
