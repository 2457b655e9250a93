"""What the room does at midnight when nobody presses a button."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import daily

from . import actions

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
DRAFTS_TOPIC = "applications.drafts"


@daily(DRAFTS_TOPIC)
def erase_drafts(payload: dict[str, Any]) -> None:
    """Drafts whose time is over are erased with their files; a killed round is made up for by the next."""
    actions.erase_drafts(now=timezone.now())
