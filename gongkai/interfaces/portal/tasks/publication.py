"""One act, a bounded set of files: the item's own, its column, its part of the month, its key areas, home, catalogue, feed, log.

Everything is read from the ledger as it is now, under the baker's lock, so a handler may run twice, late or out of order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import FORMATS
from gongkai.base.core.tasks import handles
from gongkai.oversight.annual_report import pages as report_pages
from gongkai.oversight.annual_report.actions.publication import REPORT_TOPIC
from gongkai.publishing.catalogue import pages as catalogue_pages
from gongkai.publishing.catalogue.actions import NEGATIVE_LIST_TOPIC
from gongkai.publishing.catalogue.models import KeyArea
from gongkai.publishing.consultations import pages as consultation_pages
from gongkai.publishing.consultations.actions import CONSULTATION_TOPIC
from gongkai.publishing.consultations.queries import linking_numbers
from gongkai.publishing.disclosure import pages as disclosure_pages
from gongkai.publishing.disclosure.actions.history import ITEMS_TOPIC
from gongkai.publishing.disclosure.actions.mourning import MOURNING_TOPIC
from gongkai.publishing.disclosure.actions.publication import ITEM_TOPIC
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import showing
from gongkai.publishing.obligations import pages as obligation_pages
from gongkai.publishing.obligations.actions import CATALOGUE_TOPIC
from gongkai.publishing.transparency_log import pages as log_pages
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import segment_of

from .. import pages
from ..bakery import Oven, oven
from ..models import ShelfMonth
from ..queries import PART, Group, Shelf, facet_groups, facet_months, month_of, part_of, shelves_of, tally
from ..queries import shelf as find_shelf
from ..rendering import assets
from .indexing import ask_to_index
from .notice import bakes
from .standing import bake_missing, bake_reports_of, bake_standing


@handles(ITEM_TOPIC)
def bake_item(payload: dict[str, Any]) -> None:
    """One item went public, was changed, or came down; ``left`` names shelves on which it stood until then."""
    bake_items({"numbers": [payload["number"]], "left": payload.get("left", {})})


@handles(ITEMS_TOPIC)
def bake_items(payload: dict[str, Any]) -> None:
    """Many items at once: each of them, then every shelf and month they touch once. The index follows with a portal or without: it is
    the desk's too."""
    if settings.GONGKAI_PORTAL:
        _bake_items(payload)
    ask_to_index(payload["numbers"])


def _bake_items(payload: dict[str, Any]) -> None:
    with oven(now=timezone.now()) as baker:
        items = bake_own_pages(baker, payload["numbers"])
        bake_own_pages(baker, showing(payload["numbers"], payload.get("left", {}).get("series", ())))
        # What readers see first is made first.
        bake_shelves(baker, items)
        for item in items if payload.get("left") else ():
            bake_left(baker, item, payload["left"])
        bake_standing(baker, items)
        bake_front(baker)
        bake_archives(baker, items)
        bake_log(baker, payload["numbers"])
        if linking := linking_numbers(payload["numbers"]):  # their pages name the item and say what became of it
            bake_consultations(baker, linking)
        for code in obligation_pages.codes_of(payload["numbers"]):
            bake_obligations(baker, code=code)


@bakes(CONSULTATION_TOPIC)
def bake_consultation(payload: dict[str, Any]) -> None:
    """A consultation opened, was extended, closed, ended, answered or linked: its own pages, its year, the list, the log."""
    with oven(now=timezone.now()) as baker:
        bake_consultations(baker, [payload["number"]])
        bake_log(baker, [payload["number"]])
        bake_front(baker)


@bakes(CATALOGUE_TOPIC)
def bake_catalogue(payload: dict[str, Any]) -> None:
    """A standard catalogue has a new edition, or something in it was met."""
    with oven(now=timezone.now()) as baker:
        bake_obligations(baker, code=payload["catalogue"])


@bakes(MOURNING_TOPIC)
def bake_mourning(payload: dict[str, Any]) -> None:
    """The site turned grey, or got its colours back: one file, whatever the number of pages."""
    now = timezone.now()
    with oven(now=now) as baker:
        baker.put(pages.mourning(timezone.localdate(now)))


@bakes(NEGATIVE_LIST_TOPIC)
def bake_negative_list(payload: dict[str, Any]) -> None:
    """An entry of the negative list was adopted, reviewed or taken off."""
    with oven(now=timezone.now()) as baker:
        baker.put_all(catalogue_pages.negative_list())


@bakes(REPORT_TOPIC)
def bake_report(payload: dict[str, Any]) -> None:
    """A unit's annual report was published or changed."""
    with oven(now=timezone.now()) as baker:
        bake_reports(baker, unit=payload["unit"], year=payload["year"])
        bake_reports_of(baker, payload["unit"])
        bake_front(baker)


def bake_own_pages(baker: Oven, numbers: Collection[str]) -> list[InformationItem]:
    """What stands under the addresses of these items, and nothing else there; returns the items."""
    return bake_outputs(baker, disclosure_pages.of_numbers(numbers))


def bake_outputs(baker: Oven, outputs: Iterable[tuple[InformationItem, list[Page | Bytes]]]) -> list[InformationItem]:
    """The same of items with their outputs."""
    items = []
    for item, own in outputs:
        baker.put_tree(item.path, own)
        for path in disclosure_pages.must_not_stand(item):
            baker.remove(path)
        items.append(item)
    return items


def by_month(items: Iterable[InformationItem]) -> dict[tuple[Shelf, date], list[InformationItem]]:
    """The items of each shelf and month, in the order of their archive."""
    months: dict[tuple[Shelf, date], list[InformationItem]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.published_at, item.pk)):
        for shelf in shelves_of(item):
            months[shelf, month_of(item)].append(item)
    return months


def bake_shelves(baker: Oven, items: Collection[InformationItem]) -> None:
    """Count the months these items are in anew, and bake their shelves and the feeds of their columns."""
    months = by_month(items)
    for shelf, month in months:
        recount(shelf, month)
    for shelf in {shelf for shelf, _month in months}:
        bake_shelf(baker, shelf)


def bake_shelf(baker: Oven, shelf: Shelf) -> None:
    """The first page of a shelf, and its feeds."""
    baker.put_all(pages.shelf(shelf))
    if shelf.group == Group.COLUMNS:
        baker.put_all(pages.shelf_feeds(shelf))


def bake_archives(baker: Oven, items: Collection[InformationItem]) -> None:
    """The parts of the months, the parts of the site map and the key areas in which these items are listed."""
    for (shelf, month), group in by_month(items).items():
        bake_month(baker, shelf, month, first=part_of(shelf, group[0], PART), last=part_of(shelf, group[-1], PART))
        if shelf.group == Group.COLUMNS:
            first, last = (part_of(shelf, item, pages.SITEMAP_PART) for item in (group[0], group[-1]))
            baker.put_all(pages.sitemap(shelf, month, part) for part in range(first, last + 1))
    baker.put(pages.sitemap_index())
    areas: set[KeyArea] = {area for item in items for area in item.key_areas.all()}
    bake_areas(baker, areas)


def bake_left(baker: Oven, item: InformationItem, left: Mapping[str, list[str]]) -> None:
    """The shelves and key areas an item stood on until now, without it; what followed it in its month moves up."""
    month = month_of(item)
    for group in (Group.COLUMNS, Group.THEMES, Group.POLICIES):
        for slug in left.get(group, ()):
            place = find_shelf(group, slug)
            recount(place, month)
            counted = ShelfMonth.objects.get(group=place.group, slug=place.slug, month=month)
            parts = parts_of(counted, PART)
            bake_month(baker, place, month, first=part_of(place, item, PART), last=parts)
            _drop_from(baker, partial(pages.archive_path, place, month), parts + 1)
            if place.group == Group.COLUMNS:
                parts = parts_of(counted, pages.SITEMAP_PART)
                first = part_of(place, item, pages.SITEMAP_PART)
                baker.put_all(pages.sitemap(place, month, part) for part in range(first, parts + 1))
                _drop_from(baker, partial(pages.sitemap_path, place, month), parts + 1)
            if not counted.listed:
                counted.delete()
            bake_shelf(baker, place)
    bake_areas(baker, KeyArea.objects.filter(code__in=left.get("areas", ())))


def bake_areas(baker: Oven, areas: Iterable[KeyArea]) -> None:
    """The newest items of these key areas."""
    for area in areas:
        baker.put_all(pages.area(area))


def _drop_from(baker: Oven, path_of: Callable[[int], str], part: int) -> None:
    """Remove the parts of a list from this one on, with the tables beside them."""
    while (baker.root / (path := path_of(part))).exists():
        baker.remove(path)
        for form in FORMATS:
            baker.remove(str(PurePosixPath(path).with_suffix(f".{form}")))
        part += 1


def bake_month(baker: Oven, shelf: Shelf, month: date, *, first: int, last: int) -> None:
    """The parts of a month from ``first`` on: all to ``last``, then further ones as long as they come out changed."""
    parts = parts_of(ShelfMonth.objects.get(group=shelf.group, slug=shelf.slug, month=month), PART)
    if first > 1 and not (baker.root / pages.archive_path(shelf, month, first)).exists():
        first -= 1  # a new part: the one before learns that another follows it
    for part in range(first, parts + 1):
        changed = [baker.put(output) for output in pages.archive(shelf, month, part)]
        if part >= last and not any(changed):
            return


def parts_of(counted: ShelfMonth, size: int) -> int:
    """How many parts the archive of a month has."""
    return (counted.listed - 1) // size + 1


def bake_log(baker: Oven, numbers: Collection[str]) -> None:
    """The files of the log that hold rows about these numbers, the last file, and the log's page."""
    rows = LogEntry.objects.filter(number__in=numbers).order_by("seq").values_list("number", "seq")
    newest = dict(rows)  # of several rows about a number the last one
    for segment in {segment_of(seq) for seq in newest.values()} | {log_pages.segment_count() or 1}:
        baker.put_all(log_pages.segment(segment))
    baker.put_all([*log_pages.index(), *log_pages.tools()])


def bake_obligations(baker: Oven, *, code: str = "") -> None:
    """The standard catalogues, or one of them, each in its own folder, and the list of them."""
    baker.put_all(obligation_pages.index())
    for folder, outputs in obligation_pages.catalogues(code=code):
        baker.put_tree(folder, outputs)


def bake_reports(baker: Oven, *, unit: str = "", year: int | None = None) -> None:
    """The annual reports, or one of them, each in its own folder; one that is not public has nothing there."""
    for folder, outputs in report_pages.trees(unit=unit, year=year):
        baker.put_tree(folder, outputs)


def bake_consultations(baker: Oven, numbers: Collection[str] | None = None) -> None:
    """What stands under the addresses of these consultations (all when none is named), and the lists they are on."""
    years = set()
    for consultation, outputs in consultation_pages.trees(numbers):
        baker.put_tree(consultation.path, outputs)
        years.add(consultation.year)
    baker.put_all(consultation_pages.lists(years))


def bake_front(baker: Oven) -> None:
    """The pages that show what is newest, whatever changed, and what every page needs to look right."""
    baker.put_all(assets().values())
    baker.put_all([pages.home(), *pages.catalogue(), *pages.feeds(), pages.disclosure(), pages.site_map()])
    baker.put_all([*pages.standing(), *catalogue_pages.negative_list(), *obligation_pages.index(), pages.not_found()])
    bake_missing(baker)
    baker.put_all([pages.mourning(timezone.localdate(baker.now)), *consultation_pages.lists(())])


def recount(shelf: Shelf, month: date) -> None:
    """Count one month of a shelf anew."""
    counted = tally(shelf, month)
    ShelfMonth.objects.update_or_create(
        group=shelf.group,
        slug=shelf.slug,
        month=month,
        defaults={"count": counted.count, "withdrawn": counted.withdrawn},
    )
    if shelf.group == Group.POLICIES:
        with transaction.atomic():
            ShelfMonth.objects.filter(group__in=facet_groups(), month=month).delete()
            ShelfMonth.objects.bulk_create(facet_months(month))
