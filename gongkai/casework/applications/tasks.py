"""What the room does when nobody presses a button."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import daily, handles

from . import actions
from .actions.assigning import ASSIGNMENT_TOPIC
from .actions.making import REDACTION_TOPIC
from .models import Assignment, Redaction

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
DRAFTS_TOPIC = "applications.drafts"


@daily(DRAFTS_TOPIC)
def erase_drafts(payload: dict[str, Any]) -> None:
    """Drafts whose time is over are erased with their files; a killed round is made up for by the next."""
    actions.erase_drafts(now=timezone.now())


@handles(ASSIGNMENT_TOPIC)
def continue_assignment(payload: dict[str, Any]) -> None:
    """The next cases of a bulk assignment; harmless when all are given out already."""
    assignment = Assignment.objects.select_related("by").get(number=payload["number"])
    if assignment.finished_at is None:
        actions.continue_assignment(assignment, by=assignment.by, now=timezone.now())


@handles(REDACTION_TOPIC)
def continue_redacted(payload: dict[str, Any]) -> None:
    """The next pages of a file that is to be given out in part; harmless when it is made already, or was stopped."""
    found = Redaction.objects.select_related("application__unit", "original", "asked_by")
    redaction = found.get(pk=payload["redaction"])
    by = redaction.asked_by
    if by is not None:
        actions.continue_redacted(redaction, by=by, now=timezone.now())
