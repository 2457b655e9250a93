"""Telling the public: the rows of the log and of the outbox that follow from an act, written in its transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongkai.base.core.actions import enqueue
from gongkai.publishing.transparency_log.actions import Statement, append_many
from gongkai.publishing.transparency_log.choices import Act

from ..models import InformationItem, items_announced
from ..queries import document_sha256, linked_numbers

#: Outbox topic of everything that changes what is public about one item; the payload is ``{"number": …}``, with ``left`` when
#: the item left shelves on which it stood: ``{"columns": [slugs], "themes": [codes], "areas": [codes], …}``.
ITEM_TOPIC = "disclosure.item"
#: Outbox topic of a reply to a proposal that is kept in the house: the public share is another. No payload.
PROPOSALS_TOPIC = "disclosure.proposals"


@dataclass(frozen=True)
class PublicAct:
    """What was done to a public item, to be said in the log. ``left`` names shelves it stood on until now."""

    item: InformationItem
    act: Act
    reason: str = ""
    left: Mapping[str, list[str]] = field(default_factory=dict)


def announce(acts: Sequence[PublicAct], *, now: datetime) -> None:
    """Append all rows to the log at once and ask for the pages of these items, and of those that link to them, to be made again.

    Call it last, with everything one transaction has to say: the end of the log is the lock every appender waits for, and who holds
    it must not want another.
    """
    items_announced.send(sender=InformationItem, items=[one.item for one in acts], now=now)
    append_many(
        [
            Statement(
                act=one.act,
                number=one.item.number or "",
                unit_name=one.item.unit.name,
                at=now,
                document_sha256=document_sha256(one.item),
                reason=one.reason,
            )
            for one in acts
        ]
    )
    for one in acts:
        more: dict[str, Any] = {"left": dict(one.left)} if any(one.left.values()) else {}
        enqueue(ITEM_TOPIC, f"item:{one.item.number}", now=now, number=one.item.number, **more)
    refresh_linked([one.item for one in acts], now=now)


def refresh_linked(items: Collection[InformationItem], *, now: datetime) -> None:
    """Ask for the pages of all public items that link to these to be made again."""
    said = {item.number for item in items}
    for number in sorted(linked_numbers(items) - said):
        enqueue(ITEM_TOPIC, f"item:{number}", now=now, number=number)
