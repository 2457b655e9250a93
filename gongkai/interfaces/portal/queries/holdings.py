"""What a unit has published of each kind, counted month by month like the shelves, so that no page ever scans the archive for a number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Kind
from gongkai.publishing.disclosure.models import InformationItem

from ..models import ShelfMonth
from .archive import bounds, month_of
from .shelves import Group

#: The group of these counts among the months: nothing is shelved under it. Their slug is the unit and the kind: ``117/budget``.
HOLDINGS = "holdings"


def recount_holdings(items: Iterable[InformationItem]) -> None:
    """Count anew what the units of these items published in the months of these items; their ``unit`` and ``kind`` are read."""
    together: dict[tuple[Unit, date], list[InformationItem]] = defaultdict(list)
    for item in items:
        together[item.unit, month_of(item)].append(item)
    for (unit, month), those in together.items():
        standing, slugs = InformationItem.objects.published_in(*bounds(month)).filter(unit=unit), _slugs(unit)
        # One that was changed may have been of another kind before; of the others no more than their own kinds can have moved.
        kinds = {item.kind for item in those if item.version == 1}
        if None not in kinds and all(item.version == 1 for item in those):
            standing = standing.filter(kind__in=kinds)
            slugs = [f"{unit.code}/{kind.code}" for kind in kinds if kind]
        counts = standing.order_by().values_list("kind__code").annotate(Count("pk"))
        ShelfMonth.objects.filter(group=HOLDINGS, slug__in=slugs, month=month).delete()
        _note({(f"{unit.code}/{code or ''}", month): count for code, count in counts})


def count_all_holdings() -> None:
    """Count everything anew, in one query over the ledger."""
    ShelfMonth.objects.filter(group=HOLDINGS).delete()
    rows = (
        InformationItem.objects.public()
        .order_by()
        .values_list("unit__code", "kind__code", TruncMonth("published_at"))
        .annotate(Count("pk"))
    )
    _note({(f"{unit}/{kind or ''}", month.date()): count for unit, kind, month, count in rows})


def holdings(unit: Unit | None = None) -> dict[str, int]:
    """How many items are public, by the code of their kind: of one unit, or of the whole site."""
    months: Any = ShelfMonth.objects.filter(group=HOLDINGS)
    if unit is not None:
        months = months.filter(slug__in=_slugs(unit))
    found: dict[str, int] = defaultdict(int)
    for slug, count in months.order_by().values_list("slug").annotate(Sum("count")):
        found[slug.partition("/")[2]] += count
    return dict(found)


def counted(group: Group) -> dict[str, int]:
    """How many public items lie on each shelf of a group, by its slug."""
    months: Any = ShelfMonth.objects.filter(group=group).order_by().values_list("slug")
    return {slug: count for slug, count in months.annotate(Sum("count")) if count}


def _slugs(unit: Unit) -> list[str]:
    # Named one by one, because neither database uses its index for the beginning of a text under every collation.
    return [f"{unit.code}/{kind}" for kind in ("", *Kind.objects.values_list("code", flat=True))]


def _note(counts: Mapping[tuple[str, date], int]) -> None:
    ShelfMonth.objects.bulk_create(
        [
            ShelfMonth(group=HOLDINGS, slug=slug, month=month, count=count, withdrawn=0)
            for (slug, month), count in counts.items()
        ],
        batch_size=500,
    )
