"""What was done to an item or an official document is followed by the desk's index: whichever act it was, it left an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from gongkai.base.audit.actions import recorded
from gongkai.base.audit.models import Event
from gongkai.base.core.actions import enqueue
from gongkai.publishing.disclosure.queries import desk_key

#: Outbox topic; the payload is ``{"keys": [...]}``.
DESK_SEARCH_TOPIC = "desk.search"


@receiver(recorded, dispatch_uid="desk.index_follows")
def on_recorded(*, events: Sequence[Event], **_: Any) -> None:
    """Have the index follow, in the transaction of the act."""
    keys = dict.fromkeys(key for event in events if (key := desk_key(event.object_type, event.object_key)))
    if keys:
        enqueue(DESK_SEARCH_TOPIC, "desk-search", now=max(event.at for event in events), keys=list(keys))
