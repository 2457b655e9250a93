"""Opening, closing and the days between.

The days stand on the consultation; the outbox only wakes somebody at midnight, who looks at it as it is then. A row that comes twice,
late, or for a day that was changed meanwhile finds nothing to do.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status
from ..models import Consultation
from .announcing import announce, refresh_pages

#: Outbox topics; the payload is ``{"number": …, "day": ISO date}``.
OPENING_TOPIC = "consultations.open"
CLOSING_TOPIC = "consultations.close"


@transaction.atomic
def open_due(consultation: Consultation, *, by: User, now: datetime) -> bool:
    """Show the draft to the public once its first day has come; whether there was anything to do. ``by`` is who approved it.

    When nobody woke in time the whole term moves by the days that were lost: the public gets all of it.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    today, opens, closes = localdate(now), consultation.opens_date, consultation.closes_date
    if consultation.status != Status.APPROVED or opens is None or closes is None or opens > today:
        return False
    now = now.replace(microsecond=0)
    late = today - opens
    consultation.status, consultation.opened_at = Status.OPEN, now
    consultation.opens_date, consultation.closes_date = opens + late, closes + late
    consultation.save(update_fields=["status", "opened_at", "opens_date", "closes_date"])
    if late:
        said = _("原定 %(opens)s 开始，晚了 %(days)d 日，截止日期顺延至 %(closes)s") % {
            "opens": opens,
            "days": late.days,
            "closes": consultation.closes_date,
        }
        record(choices.CONSULTATION_OPENED_LATE, consultation, by=by, at=now, reason=said)
    else:
        record(choices.CONSULTATION_OPENED, consultation, by=by, at=now)
    _wake(CLOSING_TOPIC, consultation, consultation.closes_date + timedelta(days=1), now=now)
    announce(consultation, Act.PUBLISHED, reason=_("公开征求意见"), now=now)
    return True


@transaction.atomic
def close_due(consultation: Consultation, *, by: User, now: datetime) -> bool:
    """Close what is past its last day; whether there was anything to do. ``by`` is who approved it."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    closes = consultation.closes_date
    if consultation.status != Status.OPEN or closes is None or localdate(now) <= closes:
        return False
    consultation.status, consultation.closed_at = Status.CLOSED, now
    consultation.save(update_fields=["status", "closed_at"])
    record(choices.CONSULTATION_CLOSED, consultation, by=by, at=now)
    refresh_pages(consultation, now=now)
    return True


@transaction.atomic
def extend(consultation: Consultation, *, closes: date, reason: str, by: User, now: datetime) -> Consultation:
    """Give the public more time, saying why. Refused when the new last day is not later than the present one."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_extend(by, consultation, on=localdate(now))
    before = consultation.closes_date
    assert before is not None
    if closes <= before:
        raise Refused(_("新的截止日期须晚于现在的截止日期 %(before)s。") % {"before": before})
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明延长期限的理由，公众会看到它。"))
    check_line(reason, _("理由"), 300)
    policies.check_names_nobody(reason, _("理由"))
    consultation.closes_date = closes
    consultation.save(update_fields=["closes_date"])
    said = _("截止日期由 %(before)s 延至 %(closes)s：%(why)s") % {"before": before, "closes": closes, "why": reason}
    record(choices.CONSULTATION_EXTENDED, consultation, by=by, at=now, reason=said)
    _wake(CLOSING_TOPIC, consultation, closes + timedelta(days=1), now=now)
    announce(consultation, Act.CHANGED, reason=said, now=now.replace(microsecond=0))
    return consultation


def wake_to_open(consultation: Consultation, *, now: datetime) -> None:
    """Have somebody look at an approved consultation when its first day begins."""
    assert consultation.opens_date is not None
    _wake(OPENING_TOPIC, consultation, consultation.opens_date, now=now)


def _wake(topic: str, consultation: Consultation, day: date, *, now: datetime) -> None:
    # A key of its own for each day: rows of one object are done in the order they were written, and one that waits holds up the rest.
    at = max(make_aware(datetime.combine(day, time())), now)
    key = f"{topic}:{consultation.number}:{day.isoformat()}"
    enqueue(topic, key, now=now, at=at, number=consultation.number, day=day.isoformat())
