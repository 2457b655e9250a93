"""What became of handing something over, and of looking at it afterwards. Recorded in the name of whoever published the item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record

from .. import choices, policies
from ..choices import Act, State
from ..models import Delivery, Platform
from ..queries import articles_of, columns_of, wanted
from .queueing import wake

FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=5), timedelta(minutes=30)


def _back_off(failures: int) -> timedelta:
    """5, 10, 20 … seconds, half an hour at the most."""
    return min(FIRST_DELAY * (1 << min(failures, 12)), LONGEST_DELAY)


@transaction.atomic
def accept(
    delivery: Delivery, *, fingerprint: str, address: str, shown_at: datetime | None, by: User, now: datetime
) -> Delivery:
    """The platform shows it, at this address. When the item has become another meanwhile, it goes on waiting."""
    delivery = _locked(delivery)
    delivery.fingerprint, delivery.address = fingerprint, address
    delivery.delivered_at, delivery.shown_at = now, shown_at or now
    _settle(delivery, State.DELIVERED, fingerprint, now=now)
    record(choices.DELIVERY_ACCEPTED, delivery, by=by, at=now, reason=address, fingerprint=fingerprint)
    return delivery


@transaction.atomic
def removed(delivery: Delivery, *, by: User, now: datetime) -> Delivery:
    """The platform no longer shows it. The address is kept: it is looked at whether it is gone."""
    delivery = _locked(delivery)
    delivery.fingerprint, delivery.delivered_at = "", now
    _settle(delivery, State.REMOVED, "", now=now)
    record(choices.DELIVERY_REMOVED, delivery, by=by, at=now)
    return delivery


@transaction.atomic
def forget(delivery: Delivery, *, by: User, now: datetime) -> Delivery:
    """Nothing is to be handed over after all: it came down before anybody was told of it."""
    delivery = _locked(delivery)
    _settle(delivery, State.NOT_NEEDED, "", now=now)
    return delivery


@transaction.atomic
def refuse(delivery: Delivery, *, fingerprint: str, sentence: str, by: User, now: datetime) -> Delivery:
    """The platform does not take it as it is. Left alone until the item changes or the office has it tried again."""
    delivery = _locked(delivery)
    _settle(delivery, State.REFUSED, fingerprint, now=now, sentence=sentence[:300])
    record(choices.DELIVERY_REFUSED, delivery, by=by, at=now, reason=sentence)
    return delivery


@transaction.atomic
def postpone(delivery: Delivery, *, sentence: str, by: User, now: datetime) -> Delivery:
    """Nothing is settled: it is tried again later, ever more rarely. The trail has one line as long as the answer stays the same."""
    delivery = _locked(delivery)
    said_before, delivery.sentence = delivery.sentence, sentence[:300]
    delivery.retry_at = now + _back_off(delivery.attempts)
    delivery.attempts += 1
    delivery.save(update_fields=["sentence", "retry_at", "attempts"])
    if said_before != delivery.sentence:
        record(choices.DELIVERY_FAILED, delivery, by=by, at=now, reason=sentence)
    return delivery


@transaction.atomic
def retry(delivery: Delivery, *, by: User, now: datetime) -> Delivery:
    """Have it tried again at once."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("platform__unit").get(pk=delivery.pk)
    policies.check_can_retry(by, delivery, on=localdate(now))
    delivery.state, delivery.attempts, delivery.retry_at, delivery.sentence = State.WAITING, 0, None, ""
    delivery.save(update_fields=["state", "attempts", "retry_at", "sentence"])
    Platform.objects.filter(pk=delivery.platform_id).update(paused_until=None)
    record(choices.DELIVERY_RETRIED, delivery, by=by, at=now)
    wake(delivery.platform, at=now, now=now)
    return delivery


@transaction.atomic
def note_trouble(platform: Platform, *, sentence: str, by: User, now: datetime) -> Platform:
    """The platform takes nothing at the moment: all that waits for it waits together, so that one timeout is paid and not hundreds."""
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    said_before, platform.trouble = platform.trouble, sentence[:300]
    platform.paused_until = now + _back_off(platform.failures)
    platform.failures += 1
    platform.save(update_fields=["trouble", "paused_until", "failures"])
    if said_before != platform.trouble:
        record(choices.PLATFORM_TROUBLED, platform, by=by, at=now, reason=sentence)
    return platform


@transaction.atomic
def note_recovery(platform: Platform, *, by: User, now: datetime) -> Platform:
    """The platform answers again."""
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    if platform.failures:
        platform.trouble, platform.failures, platform.paused_until = "", 0, None
        platform.save(update_fields=["trouble", "paused_until", "failures"])
        record(choices.PLATFORM_RECOVERED, platform, by=by, at=now)
    return platform


@transaction.atomic
def note_check(delivery: Delivery, *, differences: Sequence[str], by: User, now: datetime) -> Delivery:
    """What its page was found to say; told in the trail when it is another finding than the last."""
    delivery = _locked(delivery)
    was, said = list(delivery.differences), [one[:400] for one in differences]
    delivery.checked_at, delivery.differences, delivery.is_differing = now, said, bool(said)
    delivery.save(update_fields=["checked_at", "differences", "is_differing"])
    if said and said != was:
        record(choices.DELIVERY_DIFFERS, delivery, by=by, at=now, reason=" ".join(said)[:500])
    elif was and not said:
        record(choices.DELIVERY_AGREES, delivery, by=by, at=now)
    return delivery


def _locked(delivery: Delivery) -> Delivery:
    found = Delivery.objects.select_for_update(of=("self",)).select_related("platform__unit", "item")
    return found.get(pk=delivery.pk)


def _settle(delivery: Delivery, state: State, fingerprint: str, *, now: datetime, sentence: str = "") -> None:
    """The state, unless the ledger wants something else by now than what was handed over: then it waits for its next turn."""
    item = articles_of([delivery.item_id])[delivery.item_id]
    now_wanted = wanted(delivery, item, columns_of(delivery.platform))
    agrees = now_wanted.fingerprint == fingerprint
    delivery.state = state if agrees else State.WAITING
    delivery.attempts, delivery.retry_at, delivery.sentence = 0, None, sentence if agrees else ""
    delivery.is_differing, delivery.differences = False, []
    delivery.save()
    if not agrees and now_wanted.act != Act.NONE:
        wake(delivery.platform, at=now, now=now)
