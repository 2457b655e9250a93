"""A new holiday notice moves open limits, in its own transaction: either both stand or neither."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from gongkai.base.accounts.models import User
from gongkai.base.calendars.models import Arrangement, arrangement_announced

from . import actions


@receiver(arrangement_announced, dispatch_uid="work_orders.fix_due_dates")
def on_arrangement_announced(*, arrangement: Arrangement, by: User, now: datetime, **_: Any) -> None:
    actions.fix_due_dates(because=str(arrangement), by=by, now=now)
