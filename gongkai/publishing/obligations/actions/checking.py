"""The openness office looks at what units say met their obligations; who recorded something in error takes it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record

from .. import choices, policies
from ..choices import FulfilmentState
from ..models import Fulfilment, Occasion
from .occasions import close
from .publishing import refresh


@transaction.atomic
def accept_fulfilment(fulfilment: Fulfilment, *, by: User, now: datetime) -> Fulfilment:
    """The openness office looked at it and it holds."""
    fulfilment = _locked(fulfilment)
    policies.check_can_check(by, fulfilment, on=localdate(now))
    fulfilment.state, fulfilment.decided_by, fulfilment.decided_at = FulfilmentState.ACCEPTED, by, now
    fulfilment.save(update_fields=["state", "decided_by", "decided_at"])
    record(choices.FULFILMENT_ACCEPTED, fulfilment, by=by, at=now)
    return fulfilment


@transaction.atomic
def return_fulfilment(fulfilment: Fulfilment, *, reason: str, by: User, now: datetime) -> Fulfilment:
    """It does not hold: sent back with the reason, it never counted."""
    fulfilment = _locked(fulfilment)
    policies.check_can_return(by, fulfilment, on=localdate(now))
    return _end(fulfilment, FulfilmentState.RETURNED, reason, choices.FULFILMENT_RETURNED, by=by, now=now)


@transaction.atomic
def void_fulfilment(fulfilment: Fulfilment, *, reason: str, by: User, now: datetime) -> Fulfilment:
    """The unit takes back what it recorded in error."""
    fulfilment = _locked(fulfilment)
    policies.check_can_void_fulfilment(by, fulfilment, on=localdate(now))
    return _end(fulfilment, FulfilmentState.VOIDED, reason, choices.FULFILMENT_VOIDED, by=by, now=now)


def _end(
    fulfilment: Fulfilment, state: FulfilmentState, reason: str, kind: str, *, by: User, now: datetime
) -> Fulfilment:
    said = policies.check_words(reason, _("理由"), 300)
    fulfilment.state, fulfilment.decided_by, fulfilment.decided_at, fulfilment.opinion = state, by, now, said
    fulfilment.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    record(kind, fulfilment, by=by, at=now, reason=said)
    occasion = fulfilment.occasion
    if not occasion.events and not occasion.fulfilments.standing().exists():
        # It was made for this statement alone: without it nothing is known of the year, and the row waits again.
        close(Occasion.objects.select_for_update().get(pk=occasion.pk), reason=said, by=by, now=now)
    refresh(occasion.obligation.catalogue, now=now)
    return fulfilment


def _locked(fulfilment: Fulfilment) -> Fulfilment:
    return (
        Fulfilment.objects.select_for_update(of=("self",))
        .select_related("occasion__unit", "occasion__obligation__catalogue")
        .get(pk=fulfilment.pk)
    )
