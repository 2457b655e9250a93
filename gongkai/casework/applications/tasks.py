"""What the room does when nobody presses a button."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import handles

from . import actions
from .actions.assigning import ASSIGNMENT_TOPIC
from .models import Assignment


@handles(ASSIGNMENT_TOPIC)
def continue_assignment(payload: dict[str, Any]) -> None:
    """The next cases of a bulk assignment; harmless when all are given out already."""
    assignment = Assignment.objects.select_related("by").get(number=payload["number"])
    if assignment.finished_at is None:
        actions.continue_assignment(assignment, by=assignment.by, now=timezone.now())
