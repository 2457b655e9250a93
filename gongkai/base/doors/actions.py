"""Counting knocks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from .models import Knock
from .policies import check_not_too_often, window
from .queries import client_key


def knock(*, door: str, address: str, now: datetime) -> None:
    """Count that somebody came to this door from this address; ``TooOften`` when it was once too often. Before any work is done."""
    since = _began(now)
    check_not_too_often(_count(door, client_key(address), since), since=since)


@transaction.atomic
def forget_knocks(*, before: datetime) -> int:
    """Delete what no longer counts; returns how many rows."""
    return Knock.objects.filter(since__lt=before).delete()[0]


@transaction.atomic
def _count(door: str, client: str, since: datetime) -> int:
    knock, _created = Knock.objects.get_or_create(door=door, client=client, since=since)
    Knock.objects.filter(pk=knock.pk).update(count=F("count") + 1)
    return Knock.objects.values_list("count", flat=True).get(pk=knock.pk)


def _began(now: datetime) -> datetime:
    """The beginning of the window in which ``now`` lies: all counts begin at the same instants."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return now - (now - midnight) % window()
