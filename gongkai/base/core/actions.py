"""Writing the outbox and keeping its books. Called inside the transaction of the act it follows from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from .models import OutboxEntry

#: PostgreSQL channel on which waiting workers are woken.
CHANNEL = "gongkai_outbox"
FIRST_DELAY = timedelta(seconds=1)
LONGEST_DELAY = timedelta(minutes=10)


def enqueue(topic: str, object_key: str, *, now: datetime, at: datetime | None = None, **payload: Any) -> OutboxEntry:
    """Add work to be done once the current transaction commits; it exists if and only if the act does.

    With ``at`` it is done at that instant and not before. Give such a row an ``object_key`` of its own: rows of one object are done in
    the order they were written, so one that waits for its time holds up all that come after it.
    """
    entry = OutboxEntry.objects.create(
        topic=topic, object_key=object_key, payload=payload, created_at=now, available_at=at or now
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return entry


@transaction.atomic
def begin_day(topics: Iterable[str], *, day: date, now: datetime) -> None:
    """Write each topic's row for this day, unless it is there. Two workers may write one each: a daily handler finds nothing left to do."""
    for topic in topics:
        key = f"{topic}:{day.isoformat()}"
        if not OutboxEntry.objects.filter(object_key=key).exists():
            enqueue(topic, key, now=now)


@transaction.atomic
def claim(*, owner: str, now: datetime, lease: timedelta, limit: int) -> list[OutboxEntry]:
    """Lease up to ``limit`` due rows to ``owner``, the oldest of each object first; others skip them until the lease ends."""
    due = OutboxEntry.objects.claimable(at=now).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    entries = list(due[:limit])
    for entry in entries:
        entry.lease_owner, entry.lease_until = owner, now + lease
    OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        lease_owner=owner, lease_until=now + lease
    )
    return entries


def finish(entry: OutboxEntry, *, now: datetime) -> None:
    """Mark a row as done."""
    OutboxEntry.objects.filter(pk=entry.pk).update(done_at=now, lease_until=None, last_error="")


def fail(entry: OutboxEntry, *, error: str, now: datetime) -> None:
    """Keep the row, say what went wrong, and try again later: 1, 2, 4 … seconds, ten minutes at the most.

    Nothing happens to a row whose lease ran out meanwhile and went to another worker, or that another worker has done.
    """
    delay = min(FIRST_DELAY * 2 ** min(entry.attempts, 12), LONGEST_DELAY)
    OutboxEntry.objects.pending().filter(pk=entry.pk, lease_owner=entry.lease_owner).update(
        attempts=entry.attempts + 1, last_error=error[:2000], available_at=now + delay, lease_until=None
    )


def prune(*, before: datetime) -> int:
    """Delete rows whose work was done before the given instant; returns how many. The ledger does not need them."""
    return OutboxEntry.objects.filter(done_at__lt=before).delete()[0]
