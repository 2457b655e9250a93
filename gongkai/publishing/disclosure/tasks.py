"""What the room does when nobody presses a button: what was timed, what lapses, what was asked for many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.base.core.tasks import daily, handles

from . import actions, queries
from .actions.batch import APPROVAL_TOPIC
from .actions.bulk import BULK_TOPIC
from .actions.timing import EXPIRY_TOPIC, SCHEDULE_TOPIC
from .models import ApprovalLine, BulkOperation, InformationItem

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
DAILY_TOPIC = "disclosure.daily"


@handles(SCHEDULE_TOPIC)
def publish_scheduled(payload: dict[str, Any]) -> None:
    """The time of a scheduled publication has come."""
    item, by = InformationItem.objects.get(pk=payload["item"]), User.objects.get(pk=payload["by"])
    actions.publish_as_scheduled(item, at=datetime.fromisoformat(payload["instant"]), by=by, now=timezone.now())


@handles(EXPIRY_TOPIC)
def expire(payload: dict[str, Any]) -> None:
    """The time of a notice is over."""
    item, by = InformationItem.objects.get(pk=payload["item"]), User.objects.get(pk=payload["by"])
    actions.expire(item, at=datetime.fromisoformat(payload["instant"]), by=by, now=timezone.now())


@handles(BULK_TOPIC)
def continue_bulk(payload: dict[str, Any]) -> None:
    """The next items of a bulk operation."""
    operation = BulkOperation.objects.select_related("by").get(pk=payload["operation"])
    if operation.finished_at is None:
        actions.continue_bulk(operation, by=operation.by, now=timezone.now())


@handles(APPROVAL_TOPIC)
def approve_line(payload: dict[str, Any]) -> None:
    """The next consent of a batch, given by who ticked it."""
    line = ApprovalLine.objects.select_related("batch__by").get(pk=payload["line"])
    actions.approve_line(line, by=line.batch.by, now=timezone.now())


@daily(DAILY_TOPIC)
def daily_round(payload: dict[str, Any]) -> None:
    """Documents whose last day is over lapse; what a document repeals or amends is marked on the day it takes effect.

    Done as whoever published the document: it was settled with the publication.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    for item in queries.lapsing(on=today):
        if item.published_by is not None:
            actions.lapse(item, by=item.published_by, now=now)
    for item in queries.taking_effect(on=today):
        if item.published_by is not None:
            actions.end_what_it_ends(item, by=item.published_by, now=now)
