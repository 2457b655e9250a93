"""哀悼日灰度: the whole public site without colour from one day to another."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Mourning

#: Outbox topic of everything that may change how the site looks today; the payload is empty.
MOURNING_TOPIC = "disclosure.mourning"
#: Longer than any national mourning; a year typed wrong shall not leave the site grey.
LONGEST = timedelta(days=30)


@transaction.atomic
def declare_mourning(*, first: date, last: date, reason: str, by: User, now: datetime) -> Mourning:
    """Have the site shown without colour on these days, both included. Refused for days that are over, and for more than thirty."""
    policies.check_can_declare_mourning(by, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明依据，如公告的名称。"))
    policies.check_fits(reason.strip(), "change_reason")
    if last < first:
        raise Refused(_("截止日期不能早于起始日期。"))
    if last < localdate(now):
        raise Refused(_("这些日子已经过去。"))
    if last - first >= LONGEST:
        raise Refused(_("最多 30 天。"))
    mourning = Mourning.objects.create(
        first_date=first, last_date=last, reason=reason.strip(), declared_by=by, declared_at=now
    )
    record(choices.MOURNING_DECLARED, mourning, by=by, at=now, reason=reason.strip())
    enqueue(MOURNING_TOPIC, f"mourning:{mourning.pk}:first", now=now, at=max(now, _midnight(first)))
    enqueue(MOURNING_TOPIC, f"mourning:{mourning.pk}:last", now=now, at=_midnight(last + timedelta(days=1)))
    return mourning


@transaction.atomic
def end_mourning(mourning: Mourning, *, by: User, now: datetime) -> Mourning:
    """Give the site its colours back before the last day, or cancel days to come."""
    policies.check_can_declare_mourning(by, on=localdate(now))
    mourning = Mourning.objects.select_for_update().get(pk=mourning.pk)
    if mourning.ended_at is not None or mourning.last_date < localdate(now):
        raise Refused(_("已经结束，不必重复操作。"))
    mourning.ended_at = now
    mourning.save(update_fields=["ended_at"])
    record(choices.MOURNING_ENDED, mourning, by=by, at=now)
    enqueue(MOURNING_TOPIC, f"mourning:{mourning.pk}:ended", now=now)
    return mourning


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
