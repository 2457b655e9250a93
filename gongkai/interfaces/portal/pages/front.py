"""The front of the site: home, the whole catalogue, the sentence for a missing page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import with_tables
from gongkai.base.organisations.models import Unit
from gongkai.law import themes
from gongkai.oversight.annual_report.models import Report
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.delivery.models import Platform
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import line
from gongkai.publishing.disclosure.queries import in_mourning

from ..models import ShelfMonth
from ..queries import Group
from ..rendering import assets
from .shelves import newest_lines, newest_of_all
from .tables import of_places

#: Lines of the newest items on the home page, and in each of its lists.
HOME, HOME_LIST = 8, 6
#: What people come for, as the home page lists it below the newest: kinds by their codes.
HOME_KINDS = ("normative", "notice")


@dataclass(frozen=True, slots=True)
class Place:
    """A shelf of the catalogue with the items on it and below it, counted from the months."""

    slug: str
    name: str
    count: int
    below: list[Place]


def home() -> Page:
    """What people come for: the newest, the policies, the notices, the catalogue, the key areas."""
    kinds = Kind.objects.in_bulk(HOME_KINDS, field_name="code")
    lists = [(kinds[code], newest_lines(HOME_LIST, kind=kinds[code])) for code in HOME_KINDS if code in kinds]
    return Page(
        "index.html",
        "portal/home.html",
        {
            "newest": [line(item) for item in newest_of_all(HOME)],
            "lists": [(kind, lines, _column_of(kind)) for kind, lines in lists if lines],
            "areas": list(KeyArea.objects.all()),
            "groups": _groups(),
            "report": Report.objects.public().select_related("unit").first(),
        },
    )


def catalogue() -> Iterator[Page | Bytes]:
    """Every shelf with its count: by column, by unit, by theme; each a page and tables."""
    for folder, template, title, groups in (
        ("columns", "catalogue", _("公开目录"), _groups()),
        ("units", "units", _("公开目录：按单位查找"), [(_("发文机关"), _units())]),
        ("themes", "themes", _("公开目录：按主题查找"), [(_("主题分类"), _themes())]),
    ):
        page = Page(f"{folder}/index.html", f"portal/{template}.html", {"groups": groups})
        yield from with_tables(page, of_places(title, groups, folder))


def site_map() -> Page:
    """The site map people read."""
    return Page("sitemap.html", "portal/sitemap.html", {"groups": _groups(), "areas": list(KeyArea.objects.all())})


def not_found() -> Page:
    """What is shown for an address where nothing stands."""
    return Page("404.html", "portal/404.html")


def elsewhere() -> list[Page | Bytes]:
    """All that is shown where there is no portal: where the information is to be read."""
    platforms = list(Platform.objects.on())
    return [*assets().values(), Page("index.html", "portal/elsewhere.html", {"platforms": platforms}), not_found()]


def mourning(day: date) -> Bytes:
    """What makes every page grey on days of mourning, and nothing on all others: one file that all pages ask for."""
    return Bytes("mourning.css", b"html { filter: grayscale(1); }\n" if in_mourning(day) else b"")


def _column_of(kind: Kind) -> Column | None:
    """The column that shows mostly this kind, so that a list can say where the rest is: that of its newest item."""
    newest = InformationItem.objects.public().filter(kind=kind).newest_first().select_related("column").first()
    return newest.column if newest else None


def _groups() -> list[tuple[str, list[Place]]]:
    counts = _counts(Group.COLUMNS)
    below: dict[int | None, list[Column]] = defaultdict(list)
    for shelf in Column.objects.all():
        below[shelf.parent_id].append(shelf)

    def stand(shelf: Column) -> Place:
        children = [stand(child) for child in below[shelf.pk]]
        return Place(shelf.address, shelf.name, counts.get(shelf.slug, 0) + sum(c.count for c in children), children)

    groups = [
        (str(group.label), [stand(shelf) for shelf in below[None] if shelf.group == group]) for group in ColumnGroup
    ]
    return [(label, shelves) for label, shelves in groups if shelves]


def _units() -> list[Place]:
    """The units with their own counts, the lower ones below those they belong to; one that has published nothing has no page."""
    counts = _counts(Group.UNITS)
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.order_by("code"):
        below[unit.parent_id].append(unit)

    def stand(unit: Unit) -> Place:
        count = counts.get(unit.code, 0)
        return Place(unit.code if count else "", unit.name, count, [stand(child) for child in below[unit.pk]])

    return [stand(unit) for unit in below[None]]


def _themes() -> list[Place]:
    """The subject classes that hold something."""
    counts = _counts(Group.THEMES)
    places = []
    for theme in themes.tree():
        children = [Place(code, name, counts[code], []) for code, name in theme.classes if counts.get(code)]
        if children:
            places.append(Place("", theme.name, sum(child.count for child in children), children))
    return places


def _counts(group: Group) -> dict[str, int]:
    months: Any = ShelfMonth.objects.filter(group=group).order_by().values_list("slug")
    return dict(months.annotate(Sum("count")))
