"""What the library of policies holds, by each facet: counted month by month, so that no publication counts the archive."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from gongkai.publishing.catalogue.models import Kind
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

from ..models import ShelfMonth
from .archive import bounds
from .shelves import Group

#: The facets of the library: what each is called among the counted months, and the field of an item it counts.
FACETS = {
    "kind": ("policy:kind", "kind__code"),
    "unit": ("policy:unit", "unit__code"),
    "theme": ("policy:theme", "theme"),
    "validity": ("policy:valid", "validity"),
}


def facet_groups() -> list[str]:
    """What the facets are called among the counted months."""
    return [group for group, _field in FACETS.values()]


def facet_months(month: date | None = None) -> list[ShelfMonth]:
    """The public policies of a month, or of every month, by each value of each facet; unsaved. A query for each facet."""
    items = InformationItem.objects.filter(status=Status.PUBLISHED, kind__is_policy=True)
    if month is not None:
        first, end = bounds(month)
        items = items.filter(published_at__gte=first, published_at__lt=end)
    counted = []
    for group, field in FACETS.values():
        rows = items.order_by().values_list(field, TruncMonth("published_at")).annotate(Count("pk"))
        counted += [
            ShelfMonth(group=group, slug=value, month=at.date(), count=count, withdrawn=0)
            for value, at, count in rows
            if value
        ]
    return counted


def facet_counts() -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with the number of policies, most first; years the newest first. Read from the counted months."""
    found: dict[str, list[tuple[str, int]]] = {}
    for facet, (group, _field) in FACETS.items():
        rows = ShelfMonth.objects.filter(group=group).order_by().values_list("slug").annotate(Sum("count"))
        found[facet] = sorted(((str(slug), int(count)) for slug, count in rows), key=lambda row: (-row[1], row[0]))
    years: dict[int, int] = {}
    for month, count in ShelfMonth.objects.filter(group=Group.POLICIES).values_list("month", "count"):
        years[month.year] = years.get(month.year, 0) + count
    found["year"] = [(str(year), count) for year, count in sorted(years.items(), reverse=True) if count]
    return found


def newest_policies(limit: int) -> list[InformationItem]:
    """The newest public policies, whether they still apply or not; kind by kind, so that each query reads its index from the end."""
    keys: list[tuple[datetime | None, int]] = []
    for kind in Kind.objects.filter(is_policy=True):
        found = InformationItem.objects.public().filter(kind=kind).newest_first()
        keys += found.values_list("published_at", "pk")[:limit]
    wanted = [pk for _at, pk in sorted(keys, reverse=True)[:limit]]
    items = InformationItem.objects.select_related("unit").defer("body").in_bulk(wanted)
    return [items[pk] for pk in wanted]
