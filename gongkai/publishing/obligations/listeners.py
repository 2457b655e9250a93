"""A new holiday notice moves the limits of open occasions, in its own transaction: either both stand or neither."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from gongkai.base.accounts.models import User
from gongkai.base.calendars.models import Arrangement, arrangement_announced

from . import actions


@receiver(arrangement_announced, dispatch_uid="obligations.fix_limits")
def on_arrangement_announced(*, arrangement: Arrangement, by: User, now: datetime, **_: Any) -> None:
    actions.fix_limits(because=str(arrangement), by=by, now=now)
