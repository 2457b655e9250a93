"""Sending, after the act: at least once. What cannot be sent in some days is given up; it was a convenience, the record stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from gongkai.base.core.tasks import handles

from . import actions, gateways
from .models import Message
from .queries import EXPIRED


@handles(actions.TOPIC)
def send(payload: dict[str, Any]) -> None:
    """Hand one message over, unless that was done."""
    message = Message.objects.filter(pk=payload["message"], sent_at=None, given_up_at=None).first()
    if message is None:
        return
    now = timezone.now()
    if now - message.written_at > timedelta(days=settings.GONGKAI_MESSAGE_DAYS):
        actions.give_up(message, EXPIRED, now=now)
        return
    actions.begin_try(message, now=now)
    try:
        gateways.send(message)
    except gateways.Undeliverable as refusal:
        actions.give_up(message, str(refusal), now=now)
    except gateways.NotSent as trouble:
        actions.mark_trouble(message, str(trouble), now=now)
        raise
    else:
        actions.mark_sent(message, now=timezone.now())
