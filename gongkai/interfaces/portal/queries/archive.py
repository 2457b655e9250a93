"""What the archives list: a shelf cut by months, a month cut into parts, oldest first, so that a new item touches the last part alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

from django.db.models import Q, Sum
from django.utils.timezone import localdate, make_aware

from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem, InformationItemQuerySet
from gongkai.publishing.disclosure.pages import Line, lines_by_key

from ..models import ShelfMonth
from .shelves import Group, Shelf

#: Lines in one part of a month's archive.
PART = 100


def bounds(month: date) -> tuple[datetime, datetime]:
    """The first instant of a month (given by its first day) and of the one after."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return make_aware(datetime.combine(month, time.min)), make_aware(datetime.combine(after, time.min))


def month_of(item: InformationItem) -> date:
    """The first day of the month in which an item was published."""
    assert item.published_at is not None
    return localdate(item.published_at).replace(day=1)


def part_of(shelf: Shelf, item: InformationItem, size: int) -> int:
    """In which part of its month's archive an item stands, from 1, with ``size`` lines a part: two indexed counts."""
    month = month_of(item)
    assert item.published_at is not None
    own = (item.published_at, item.pk)
    standing = (
        _standing(shelf, month)
        .filter(published_at__lte=item.published_at)
        .exclude(Q(published_at=item.published_at) & Q(pk__gte=item.pk))
        .count()
    )
    return (standing + sum(key < own for key in _withdrawn(shelf, month))) // size + 1


def part_of_month(shelf: Shelf, month: date, part: int, size: int) -> list[Line]:
    """The lines of one part in order; a withdrawn item keeps its place, so no line ever moves."""
    start, end = (part - 1) * size, part * size
    withdrawn = _withdrawn(shelf, month)
    # At most len(withdrawn) of the lines before this part are withdrawn ones, so counting may begin that much earlier.
    skipped = max(0, start - len(withdrawn))
    standing = _standing(shelf, month).order_by("published_at", "pk").values_list("published_at", "pk")[skipped:end]
    keys = sorted([*standing, *withdrawn])[start - skipped : end - skipped]
    lines = dict(lines_by_key(InformationItem.objects.filter(pk__in=[pk for _at, pk in keys])))
    return [lines[pk] for _at, pk in keys]


def whole_month(shelf: Shelf, month: date, size: int) -> Iterator[list[Line]]:
    """All parts of a month one after the other, as ``part_of_month`` gives each, read in one go."""
    first, end = bounds(month)
    found = InformationItem.objects.filter(
        status__in=(Status.PUBLISHED, Status.WITHDRAWN), published_at__gte=first, published_at__lt=end, **shelf.where
    )
    lines = lines_by_key(found.order_by("published_at", "pk"))
    while part := [line for _pk, line in islice(lines, size)]:
        yield part


def newest(limit: int) -> list[int]:
    """Primary keys of the newest public items, newest first, found through the counted months and never through the whole archive."""
    first = _month_that_suffices(limit)
    if first is None:
        return []
    keys: list[tuple[datetime | None, int]] = []
    months = ShelfMonth.objects.filter(group=Group.COLUMNS, month__gte=first)
    # Column by column, because a database without statistics would take the index of the state, which holds every public item.
    slugs = list(months.order_by().values_list("slug", flat=True).distinct())
    for column in Column.objects.in_bulk(slugs, field_name="slug").values():
        found = InformationItem.objects.public().filter(column=column, published_at__gte=bounds(first)[0])
        keys += found.newest_first().values_list("published_at", "pk")[:limit]
    return [pk for _at, pk in sorted(keys, reverse=True)[:limit]]


def _month_that_suffices(limit: int) -> date | None:
    """The newest month from which on at least so many items are public; the oldest there is when there are fewer."""
    total, first = 0, None
    months = ShelfMonth.objects.filter(group=Group.COLUMNS).order_by("-month").values_list("month")
    for month, count in months.annotate(Sum("count")):
        total, first = total + count, month
        if total >= limit:
            break
    return first


def tally(shelf: Shelf, month: date) -> ShelfMonth:
    """The counts of a month, unsaved."""
    return ShelfMonth(
        group=shelf.group,
        slug=shelf.slug,
        month=month,
        count=_standing(shelf, month).count(),
        withdrawn=len(_withdrawn(shelf, month)),
    )


def _standing(shelf: Shelf, month: date) -> InformationItemQuerySet:
    first, end = bounds(month)
    return InformationItem.objects.published_in(first, end).filter(**shelf.where)


def _withdrawn(shelf: Shelf, month: date) -> list[tuple[datetime, int]]:
    # Few in any archive, and found by state; the shelf is compared here because its index would scan every item on it.
    first, end = bounds(month)
    found = InformationItem.objects.filter(
        status=Status.WITHDRAWN, published_at__gte=first, published_at__lt=end
    ).values_list("published_at", "pk", shelf.group.field)
    return [(at, pk) for at, pk, key in found if at and key == shelf.key]
