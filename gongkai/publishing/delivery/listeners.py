"""What was said in public is to be handed over, noted in the same transaction: either both stand or neither."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from gongkai.publishing.disclosure.models import InformationItem, items_announced

from . import actions


@receiver(items_announced, dispatch_uid="delivery.queue")
def on_items_announced(*, items: Collection[InformationItem], now: datetime, **_: Any) -> None:
    actions.queue(items, now=now)
