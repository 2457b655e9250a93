"""What the room does at midnight when nobody presses a button. Each handler looks at the ledger as it is."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import daily, handles

from . import actions, queries
from .models import Consultation

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
DAILY_TOPIC = "consultations.daily"


@handles(actions.OPENING_TOPIC)
def open_consultation(payload: dict[str, Any]) -> None:
    """The first day of an approved consultation has begun."""
    consultation = Consultation.objects.select_related("approved_by").get(number=payload["number"])
    if consultation.approved_by is not None:  # returned meanwhile: nobody approves it now
        actions.open_due(consultation, by=consultation.approved_by, now=timezone.now())


@handles(actions.CLOSING_TOPIC)
def close_consultation(payload: dict[str, Any]) -> None:
    """The last day of an open consultation is over."""
    consultation = Consultation.objects.select_related("approved_by").get(number=payload["number"])
    if consultation.approved_by is not None:
        actions.close_due(consultation, by=consultation.approved_by, now=timezone.now())


@daily(DAILY_TOPIC)
def clear_contacts(payload: dict[str, Any]) -> None:
    """Names and contacts whose term is over are cleared, batch after batch; a killed round is made up for by the next."""
    now = timezone.now()
    for consultation in queries.keeping_contacts_too_long(on=timezone.localdate(now)):
        if consultation.approved_by is None:
            continue
        while actions.clear_contacts(consultation, by=consultation.approved_by, now=now):
            pass
