"""Forgetting what no longer counts."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import daily

from . import actions
from .policies import window

DAILY_TOPIC = "doors.daily"


@daily(DAILY_TOPIC)
def forget(payload: dict[str, Any]) -> None:
    """Counts of windows that are over."""
    actions.forget_knocks(before=timezone.now() - window())
