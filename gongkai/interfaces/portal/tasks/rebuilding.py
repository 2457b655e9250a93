"""The whole tree again from the ledger alone: unchanged files are left as they are, what should not be there is removed."""

from __future__ import annotations

import gc
import multiprocessing
import os
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, pairwise
from typing import Any, Literal

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Count, Max, Min
from django.db.models.functions import TruncMonth

from gongkai.base.core.actions import finish
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.processes import die_with
from gongkai.publishing.catalogue import pages as catalogue_pages
from gongkai.publishing.catalogue.actions import COLUMN_TOPIC, REDIRECTS_TOPIC
from gongkai.publishing.catalogue.models import KeyArea
from gongkai.publishing.disclosure import pages as disclosure_pages
from gongkai.publishing.disclosure.actions.announcing import PROPOSALS_TOPIC
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line
from gongkai.publishing.disclosure.queries import ON_THE_SITE
from gongkai.publishing.transparency_log import pages as log_pages

from .. import pages
from ..bakery import Oven, files_under, oven
from ..models import BakedFile, ShelfMonth
from ..queries import PART, Group, Shelf, all_shelves, facet_months, shelf, whole_month
from .notice import rebuild_notice
from .publication import (
    CATALOGUE_TOPIC,
    CONSULTATION_TOPIC,
    ITEM_TOPIC,
    ITEMS_TOPIC,
    REPORT_TOPIC,
    bake_areas,
    bake_consultations,
    bake_front,
    bake_obligations,
    bake_outputs,
    bake_reports,
    bake_shelf,
)
from .standing import bake_all_standing

#: How much of each one process bakes in one turn at the tree.
ITEMS, MONTHS, SHELVES, SEGMENTS = 500, 20, 10, 5


#: What acts want of the site: a rebuild does it all.
TOPICS = (
    *(ITEM_TOPIC, ITEMS_TOPIC, REPORT_TOPIC, CONSULTATION_TOPIC, CATALOGUE_TOPIC),
    *(COLUMN_TOPIC, REDIRECTS_TOPIC, PROPOSALS_TOPIC),
)


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild came to: how many files stand, and which were removed."""

    files: int
    removed: tuple[str, ...]


@dataclass(frozen=True)
class _Turn:
    """Work for one process: a range of primary keys of items, counted months, shelves, or files of the log."""

    now: datetime
    what: Literal["items", "months", "shelves", "segments"]
    keys: tuple[Any, ...]
    #: How many pieces of work it is.
    pieces: int


def rebuild(
    *, now: datetime, processes: int = 2, advance: Callable[[int, int], None] = lambda done, all: None
) -> Rebuilt:
    """Bake everything. ``advance`` is told how many pieces of how many are done.

    A rebuild that was killed goes on where it was when started again: what is whole is not written again. What the outbox
    wanted of the site before it began is done by it.
    """
    if not settings.GONGKAI_PORTAL:
        files, gone = rebuild_notice(now=now)
        return Rebuilt(files=files, removed=tuple(gone))
    waiting = list(OutboxEntry.objects.pending().filter(topic__in=TOPICS))
    _count_months(now)
    turns = list(_turns(now))
    total = sum(turn.pieces for turn in turns)
    standing = _Paths()
    done = 0
    for paths, pieces in _bake_turns(turns, processes):
        standing.add(paths)
        done += pieces
        advance(done, total)
    with oven(now=now) as baker:
        bake_areas(baker, KeyArea.objects.all())
        baker.put_all([*log_pages.index(), *log_pages.tools()])
        bake_reports(baker)
        bake_obligations(baker)
        bake_consultations(baker)
        baker.put_all(catalogue_pages.redirects())
        bake_all_standing(baker)
        baker.put(pages.sitemap_index())
        bake_front(baker)
        standing.add(map(hash, baker.note()))
        # What was baked since this began belongs to acts this did not see.
        later = BakedFile.objects.filter(baked_at__gt=now).values_list("path", flat=True)
        standing.add(map(hash, later.iterator(chunk_size=2000)))
        removed = tuple(path for path in files_under(baker.root) if path not in standing)
        for path in removed:
            baker.remove(path)
        known = BakedFile.objects.values_list("path", flat=True).iterator(chunk_size=2000)
        gone = [path for path in known if path not in standing]
        for start in range(0, len(gone), 500):
            BakedFile.objects.filter(path__in=gone[start : start + 500]).delete()
    for entry in waiting:
        finish(entry, now=now)
    return Rebuilt(files=len(standing), removed=removed)


class _Paths:
    """Which files stand, by the hashes of their addresses: two million addresses in eight bytes each.

    The processes are forked from one, so the same address has the same hash in all of them.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._sorted = True

    def add(self, hashes: Iterable[int]) -> None:
        self._hashes.extend(hashes)
        self._sorted = False

    def _sort(self) -> None:
        if not self._sorted:
            self._hashes = array("q", sorted(set(self._hashes)))
            self._sorted = True

    def __len__(self) -> int:
        self._sort()
        return len(self._hashes)

    def __contains__(self, path: str) -> bool:
        self._sort()
        wanted = hash(path)
        place = bisect_left(self._hashes, wanted)
        return place < len(self._hashes) and self._hashes[place] == wanted


def _turns(now: datetime) -> Iterator[_Turn]:
    """Everything there is, cut into turns; the long ones first, so that no process waits for the other in the end."""
    months = list(
        ShelfMonth.objects.filter(group__in=list(Group)).order_by("-count").values_list("pk", "group", "slug")
    )
    for part in _cut([pk for pk, _group, _slug in months], MONTHS):
        yield _Turn(now, "months", part, len(part))
    ends = InformationItem.objects.filter(status__in=ON_THE_SITE).aggregate(Min("pk"), Max("pk"))
    if ends["pk__min"] is not None:
        for first in range(ends["pk__min"], ends["pk__max"] + 1, ITEMS):
            last = min(first + ITEMS - 1, ends["pk__max"])
            yield _Turn(now, "items", (first, last), last - first + 1)
    held = {(group, slug) for _pk, group, slug in months}
    shelves = [
        (place.group.value, place.slug)
        for place in all_shelves()
        if place.group in (Group.COLUMNS, Group.POLICIES) or (place.group, place.slug) in held
    ]
    for part in _cut(shelves, SHELVES):
        yield _Turn(now, "shelves", part, len(part))
    for part in _cut(range(1, log_pages.segment_count() + 1), SEGMENTS):
        yield _Turn(now, "segments", part, len(part))


def _cut(keys: Sequence[Any], size: int) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(keys), size):
        yield tuple(keys[start : start + size])


def _bake_turns(turns: list[_Turn], processes: int) -> Iterator[tuple[array[int], int]]:
    if processes == 1 or len(turns) == 1:
        yield from map(_bake, turns)
        return
    connections.close_all()  # a connection is not shared with a child
    with multiprocessing.get_context("fork").Pool(processes, initializer=_begin, initargs=(os.getpid(),)) as pool:
        yield from pool.imap_unordered(_bake, turns)


def _begin(parent: int) -> None:
    """What each process does first. Searching for circles among what a turn holds takes a twentieth of it and finds hardly any."""
    die_with(parent)
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _bake(turn: _Turn) -> tuple[array[int], int]:
    """Bake one turn's share; returns the hashes of the addresses, and how many pieces it was."""
    with oven(now=turn.now, alone=False) as baker:
        match turn.what:
            case "items":
                bake_outputs(baker, disclosure_pages.of_keys(*turn.keys))
            case "months":
                places = {(place.group, place.slug): place for place in all_shelves()}
                for counted in ShelfMonth.objects.filter(pk__in=turn.keys):
                    _bake_month(baker, places[Group(counted.group), counted.slug], counted.month)
            case "shelves":
                for group, slug in turn.keys:
                    bake_shelf(baker, shelf(group, slug))
            case "segments":
                baker.put_all(chain.from_iterable(map(log_pages.segment, turn.keys)))
        return array("q", map(hash, baker.note())), turn.pieces


def _bake_month(baker: Oven, place: Shelf, month: date) -> None:
    """A whole month read once: its archive, and for a column its part of the site map."""
    seen: list[Line] = []
    for part, (lines, following) in enumerate(pairwise(chain(whole_month(place, month, PART), [[]])), 1):
        baker.put_all(pages.archive_of(place, month, part, lines, follows=bool(following)))
        if place.group == Group.COLUMNS:
            seen += lines
            if len(seen) == pages.SITEMAP_PART or not following:
                number = (part * PART - 1) // pages.SITEMAP_PART + 1
                baker.put(pages.sitemap_of(place, month, number, seen))
                seen = []


def _count_months(now: datetime) -> None:
    """Every month of every shelf, counted in one query over the ledger."""
    with oven(now=now), transaction.atomic():
        ShelfMonth.objects.all().delete()
        ShelfMonth.objects.bulk_create(facet_months(), batch_size=500)
        slugs = {(place.group, place.key): place.slug for place in all_shelves()}
        counts: dict[tuple[Group, str, date], Counter[str]] = defaultdict(Counter)
        rows = (
            InformationItem.objects.filter(status__in=(Status.PUBLISHED, Status.WITHDRAWN))
            .order_by()
            .values_list(*(group.field for group in Group), TruncMonth("published_at"), "status")
            .annotate(Count("pk"))
        )
        for *keys, month, status, count in rows.iterator(chunk_size=2000):
            first = month.date()
            for place in zip(Group, keys, strict=True):
                if place in slugs:
                    counts[place[0], slugs[place], first][status] += count
        months = (
            ShelfMonth(
                group=group,
                slug=slug,
                month=month,
                count=by_status[Status.PUBLISHED],
                withdrawn=by_status[Status.WITHDRAWN],
            )
            for (group, slug, month), by_status in counts.items()
        )
        ShelfMonth.objects.bulk_create(months, batch_size=500)
