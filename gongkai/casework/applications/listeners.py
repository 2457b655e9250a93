"""A new holiday notice moves open limits, an act is told to its applicant, what never reached them is noted; in its own transaction:
either both stand or neither."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import recorded
from gongkai.base.audit.models import Event
from gongkai.base.calendars.models import Arrangement, arrangement_announced
from gongkai.base.messages.models import Message, message_given_up

from . import actions


@receiver(arrangement_announced, dispatch_uid="applications.fix_due_dates")
def on_arrangement_announced(*, arrangement: Arrangement, by: User, now: datetime, **_: Any) -> None:
    actions.fix_due_dates(because=str(arrangement), by=by, now=now)


@receiver(recorded, dispatch_uid="applications.tell_applicants")
def on_recorded(*, events: Sequence[Event], **_: Any) -> None:
    actions.tell_applicants(events)


@receiver(message_given_up, dispatch_uid="applications.note_undelivered")
def on_message_given_up(*, message: Message, now: datetime, **_: Any) -> None:
    actions.note_undelivered(message, now=now)
