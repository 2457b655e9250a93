"""By which way somebody can be reached, and which ways are open."""

from __future__ import annotations

import re

from django.conf import settings

from .choices import Channel

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d{9})(?!\d)")


def is_open(channel: Channel) -> bool:
    """Whether messages of this kind are sent at all: mail has a sender, short messages a gateway."""
    return bool(settings.GONGKAI_MAIL_FROM if channel == Channel.MAIL else settings.GONGKAI_SMS_ADDRESS)


def ways_to(contact: str) -> list[tuple[Channel, str]]:
    """The open ways to somebody of whom this is known: the first address and the first mobile number in it."""
    found: list[tuple[Channel, str]] = []
    if (mail := _MAIL.search(contact)) and is_open(Channel.MAIL):
        found.append((Channel.MAIL, mail.group()))
    if (mobile := _MOBILE.search(contact)) and is_open(Channel.SMS):
        found.append((Channel.SMS, mobile.group(1)))
    return found
