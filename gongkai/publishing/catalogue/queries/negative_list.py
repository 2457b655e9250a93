"""The negative list: what an item falls under, and what has to be looked at again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from ..choices import EntryState
from ..models import Column, Kind, NegativeEntry, NegativeEntryQuerySet

#: How long before its day an entry is on the worklist.
AHEAD = timedelta(days=30)


def matching(kind: Kind | None, column: Column | None, texts: Collection[str]) -> list[NegativeEntry]:
    """The entries in force under which an item of this kind and column with these texts (plain, not HTML) falls; one query."""
    return [
        entry
        for entry in NegativeEntry.objects.in_force()
        if entry.current and entry.current.concerns(kind.code if kind else "", column.slug if column else "", texts)
    ]


def due_for_review(*, on: date) -> NegativeEntryQuerySet:
    """Entries to be looked at again within a month, those overdue first (条例 art. 18)."""
    return NegativeEntry.objects.due(on + AHEAD)


def published_list() -> NegativeEntryQuerySet:
    """Everything the public may know of the list: entries in force, then those taken off it, each with its adopted versions."""
    return (
        NegativeEntry.objects.exclude(state=EntryState.DRAFT)
        .filter(current__isnull=False)
        .select_related("current")
        .prefetch_related("versions")
        .order_by("state", "code")
    )
