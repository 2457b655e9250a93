"""What has to be handed over: written with the act it follows from, done by the outbox."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.base.core.actions import enqueue
from gongkai.base.core.models import OutboxEntry
from gongkai.base.organisations.queries import unit_ids_within
from gongkai.publishing.disclosure.choices import ApprovalMode
from gongkai.publishing.disclosure.models import InformationItem

from .. import queries
from ..choices import PlatformKind, State
from ..models import Delivery, Platform

#: Outbox topics: hand over what waits for a platform (``{"platform": pk}``); look for public items it was never told of (with ``after``).
PUSH_TOPIC = "delivery.push"
#: Platforms were entered or changed: for whoever names them in public.
PLATFORMS_TOPIC = "delivery.platforms"
SWEEP_TOPIC = "delivery.sweep"
#: Items one sweep goes through before it asks to be called again.
STEP = 500
_BATCH = 400


def queue(items: Collection[InformationItem], *, now: datetime) -> None:
    """These items were published, changed or withdrawn: each platform they belong on has to hold them as they are now.

    Called in the transaction of that act. An item on no column of a platform's is of interest only if the platform has it; one that
    is off is told when it is on again.
    """
    for platform, covered in queries.covering(items):
        columns = queries.columns_of(platform)
        keys = [item.pk for item in covered]
        known = set(Delivery.objects.filter(platform=platform, item__in=keys).values_list("item_id", flat=True))
        _put_in(platform, keys=[key for key in keys if key in known], now=now)
        fresh = [
            item
            for item in covered
            if platform.is_on and item.pk not in known and item.column_id in columns and not item.withdrawn_at
        ]
        _write(platform, fresh, now=now)
        if known or fresh:
            wake(platform, at=now, now=now)


def wake(platform: Platform, *, at: datetime, now: datetime) -> None:
    """Ask for what waits for this platform to be handed over then; one row that waits for its time is enough."""
    if platform.kind != PlatformKind.API or not platform.is_on:
        return
    if at <= now:
        enqueue(PUSH_TOPIC, f"delivery:{platform.pk}", now=now, platform=platform.pk)
        return
    later = f"delivery:{platform.pk}:later"
    waiting = OutboxEntry.objects.pending().filter(object_key=later, available_at__gt=now)
    if not waiting.filter(available_at__lte=at + timedelta(seconds=1)).exists():
        enqueue(PUSH_TOPIC, later, now=now, at=at, platform=platform.pk)


@transaction.atomic
def sweep(platform: Platform, *, after: int, now: datetime) -> None:
    """Look through the next public items for those this platform was never told of. Goes on by itself, and where it was if killed."""
    platform = Platform.objects.select_for_update().select_related("unit").get(pk=platform.pk)
    if not platform.is_on:
        return
    columns = queries.columns_of(platform)
    items = list(
        InformationItem.objects.public()
        .filter(pk__gt=after, unit__in=unit_ids_within(platform.unit))
        .select_related("unit")
        .defer("body")
        .order_by("pk")[:STEP]
    )
    known = set(
        Delivery.objects.filter(platform=platform, item__in=[item.pk for item in items]).values_list(
            "item_id", flat=True
        )
    )
    fresh = [
        item
        for item in items
        if item.pk not in known
        and item.column_id in columns
        and item.approval_mode != ApprovalMode.ELSEWHERE
        and item.published_date is not None
        and item.published_date >= platform.since_date
    ]
    _write(platform, fresh, now=now)
    if fresh:
        wake(platform, at=now, now=now)
    if len(items) == STEP:
        enqueue(SWEEP_TOPIC, f"delivery:{platform.pk}:sweep", now=now, platform=platform.pk, after=items[-1].pk)


def _put_in(platform: Platform, *, keys: Collection[int], now: datetime) -> None:
    """Have what the platform was told of before handed over again. What it answers to the old text no longer counts."""
    Delivery.objects.filter(platform=platform, item__in=keys).update(
        state=State.WAITING, queued_at=now, attempts=0, retry_at=None, sentence=""
    )


def _write(platform: Platform, items: Collection[InformationItem], *, now: datetime) -> None:
    # Two may write the same at once (a sweep and a publication): the second finds it there.
    Delivery.objects.bulk_create(
        [Delivery(platform=platform, item=item, queued_at=now) for item in items],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
