"""The library of policies (政策文件库): its first page is a file; every combination of what it is narrowed by is answered by search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from gongkai.base.core.pages import Page
from gongkai.base.core.tables import FORMATS
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line

from ..models import ShelfMonth
from ..queries import Choice, Group, facet_counts, facet_titles, newest_policies, of_policies, value_names

#: Where a narrowed list is answered.
NARROWED = "/search/policies/"
#: The facets in the order shown, and how many values of each.
FACETS, SHOWN = ("validity", "year", "unit", "theme", "kind"), 12
NEWEST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A policy in a list of the library. ``validity`` is said of everything that has one, what is in force too."""

    line: Line
    validity: str


def library() -> Page:
    """The newest policies, what they may be narrowed by with the number of each, and the months. Never reads the archive."""
    shelf = of_policies()
    months = list(ShelfMonth.objects.filter(group=Group.POLICIES))
    years: dict[int, list[ShelfMonth]] = defaultdict(list)
    for month in months:
        years[month.month.year].append(month)
    rows = rows_of(newest_policies(NEWEST))
    total = sum(month.count for month in months)
    return Page(
        "policies/index.html",
        "portal/policies.html",
        {
            "shelf": shelf,
            "rows": rows,
            "total": total,
            "facets": _facets(),
            "sorts": [(_("最新"), "", True), (_("最早"), f"{NARROWED}?sort=oldest", False)],
            "following": f"{NARROWED}?page=2" if total > len(rows) else "",
            "taken": [(form.upper(), f"{NARROWED}?format={form}") for form in FORMATS if total],
            "years": dict(years),
        },
    )


def rows_of(items: Collection[InformationItem]) -> list[Row]:
    """These items as rows of the library, in their order."""
    return [Row(line(item), str(item.get_validity_display()) if item.validity else "") for item in items]


def _facets() -> list[tuple[str, Sequence[Choice]]]:
    titles, counts = facet_titles(), facet_counts()
    facets = []
    for facet in FACETS:
        counted = counts[facet][:SHOWN]
        names = value_names(facet, [value for value, _count in counted])
        choices = [
            Choice(names.get(value, value), count, f"{NARROWED}?{urlencode({facet: value})}")
            for value, count in counted
        ]
        facets.append((titles[facet], choices))
    return [(title, choices) for title, choices in facets if choices]
