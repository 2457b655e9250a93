"""Writing a message with the act it follows from, and what became of it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from gongkai.base.core.actions import enqueue

from .choices import Channel
from .models import Message, message_given_up
from .queries import is_open

TOPIC = "messages.send"


def post(*about: object, channel: Channel, to: str, subject: str, body: str, now: datetime) -> Message | None:
    """Write a message inside the transaction of the act; once for what it is ``about``, and not at all while its way is closed."""
    if not is_open(channel) or not to.strip():
        return None
    key = hashlib.sha256("\n".join(map(str, (*about, channel.value))).encode()).hexdigest()
    if known := Message.objects.filter(key=key).first():
        return known
    try:
        with transaction.atomic():
            message = Message.objects.create(
                key=key, channel=channel, recipient=to.strip(), subject=subject, body=body, written_at=now
            )
            enqueue(TOPIC, f"message:{message.pk}", now=now, message=message.pk)
    except IntegrityError:  # somebody wrote the same at the same moment
        return Message.objects.get(key=key)
    return message


def begin_try(message: Message, *, now: datetime) -> None:
    """It is about to be handed over, once more; counted before, so that a killed try is counted too."""
    Message.objects.filter(pk=message.pk).update(tries=F("tries") + 1)


def mark_trouble(message: Message, trouble: str, *, now: datetime) -> None:
    """It did not go out this time; it stays as it is and is tried again."""
    Message.objects.filter(pk=message.pk).update(trouble=trouble[:60])


def mark_sent(message: Message, *, now: datetime) -> None:
    """It went out: whom it reached and what it said are forgotten."""
    Message.objects.filter(pk=message.pk).update(sent_at=now, trouble="", recipient="", subject="", body="")


@transaction.atomic
def give_up(message: Message, failure: str, *, now: datetime) -> None:
    """It cannot go out: why stays, the rest is forgotten, and whoever wrote it is told (``models.message_given_up``)."""
    Message.objects.filter(pk=message.pk).update(
        given_up_at=now, failure=failure[:60], recipient="", subject="", body=""
    )
    message_given_up.send(Message, message=message, now=now)
