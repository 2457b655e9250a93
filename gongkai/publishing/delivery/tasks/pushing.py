"""Handing over by the platform's interface. Never more than a few seconds at a time: pages of ours are made by the same worker."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.base.core.tasks import handles
from gongkai.publishing.disclosure.models import InformationItem

from .. import actions, queries
from ..choices import Act, PlatformKind, State
from ..models import Delivery, Platform
from ..outside.addresses import parsed
from ..outside.platform_api import Declined, File, PlatformApi, Unusable
from ..outside.requests import Unreachable

#: Seconds, and deliveries, of one turn at a platform.
TURN, MOST = 5.0, 50


@handles(actions.PUSH_TOPIC)
def push(payload: dict[str, Any]) -> None:
    """Hand over what waits for a platform, the longest waiting first; what cannot be now is tried again later, ever more rarely.

    One outbox row for a platform and not one for a delivery: a platform that hangs costs one timeout, not one for each item.
    """
    platform = Platform.objects.filter(pk=payload["platform"], is_on=True, kind=PlatformKind.API).first()
    if platform is None:
        return
    now = timezone.now()
    if platform.paused_until is None or platform.paused_until <= now:
        _turn(platform, now=now)
    _wake_again(platform)


@handles(actions.SWEEP_TOPIC)
def sweep(payload: dict[str, Any]) -> None:
    """Look for public items a platform was never told of."""
    platform = Platform.objects.filter(pk=payload["platform"]).first()
    if platform is not None:
        actions.sweep(platform, after=payload["after"], now=timezone.now())


def _turn(platform: Platform, *, now: datetime) -> None:
    until = time.monotonic() + TURN
    columns = queries.columns_of(platform)
    due = platform.deliveries.due(at=now).values_list("pk", flat=True)[:MOST]
    for key in list(due):
        if time.monotonic() > until or not _hand_over(platform, key, columns):
            return


def _hand_over(platform: Platform, key: int, columns: Mapping[int, str]) -> bool:
    """One delivery; False when the platform as a whole takes nothing now."""
    delivery = Delivery.objects.get(pk=key)
    if delivery.state != State.WAITING:
        return True
    item = queries.articles_of([delivery.item_id])[delivery.item_id]
    by = item.withdrawn_by or item.published_by or platform.changed_by
    want = queries.wanted(delivery, item, columns)
    try:
        _ask(platform, delivery, item, want, by=by)
    except Unreachable as trouble:
        actions.note_trouble(platform, sentence=str(trouble), by=platform.changed_by, now=timezone.now())
        actions.postpone(delivery, sentence=str(trouble), by=by, now=timezone.now())
        return False
    except Unusable as nonsense:
        actions.postpone(delivery, sentence=str(nonsense), by=by, now=timezone.now())
        return True
    except Declined as declined:
        actions.refuse(delivery, fingerprint=want.fingerprint, sentence=str(declined), by=by, now=timezone.now())
    if platform.failures:
        actions.note_recovery(platform, by=platform.changed_by, now=timezone.now())
        platform.failures = 0
    return True


def _ask(platform: Platform, delivery: Delivery, item: InformationItem, want: queries.Wanted, *, by: User) -> None:
    api = PlatformApi(parsed(platform.api_address), parsed(platform.base_address), queries.token_of(platform))
    number = item.number or ""
    if want.act in (Act.REMOVE, Act.NONE):
        # Asked even where nothing is known to stand: an answer may have been lost with the worker that waited for it.
        api.remove(number)
        if want.act == Act.NONE:
            actions.forget(delivery, by=by, now=timezone.now())
        else:
            actions.removed(delivery, by=by, now=timezone.now())
        return
    with ExitStack() as open_files:
        files = (
            File(
                one.file.sha256,
                one.file.size,
                one.file.media_type,
                open_files.enter_context(one.file.content.open("rb")),
            )
            for one in item.attachments.all()
        )
        shown = api.put(number, want.article, files)
    actions.accept(
        delivery, fingerprint=want.fingerprint, address=shown.address, shown_at=shown.at, by=by, now=timezone.now()
    )


def _wake_again(platform: Platform) -> None:
    """Ask to be called when something is due next."""
    now = timezone.now()
    platform = Platform.objects.get(pk=platform.pk)
    waiting = platform.deliveries.filter(state=State.WAITING)
    if not waiting.exists():
        return
    due = waiting.filter(retry_at=None).exists()
    first = now if due else waiting.order_by("retry_at").values_list("retry_at", flat=True)[0]
    actions.wake(platform, at=max(first or now, platform.paused_until or now), now=now)
