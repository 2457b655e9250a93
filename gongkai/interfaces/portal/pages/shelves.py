"""A shelf, its months and the parts of each; the key areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from gongkai.base.core.pages import Bytes, Page, Words
from gongkai.base.core.tables import with_tables
from gongkai.base.core.written import iso_date
from gongkai.publishing.catalogue.models import KeyArea
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line

from ..models import ShelfMonth
from ..queries import PART, Group, Shelf, newest, part_of_month
from .library import library
from .tables import of_lines

#: Lines of the newest items on a shelf and on a key area.
NEWEST, AREA = 20, 50


def shelf(shelf: Shelf) -> Iterator[Page | Bytes]:
    """A shelf: its newest items and its months, and the newest as tables. Reads the counted months and never the archive."""
    if shelf.group == Group.POLICIES:
        yield library()
        return
    lines = newest_lines(NEWEST, **shelf.where)
    months = list(ShelfMonth.objects.filter(group=shelf.group, slug=shelf.slug))
    years: dict[int, list[ShelfMonth]] = defaultdict(list)
    for month in months:
        years[month.month.year].append(month)
    page = Page(
        f"{shelf.folder}/index.html",
        "portal/shelf.html",
        {
            "shelf": shelf,
            "children": list(shelf.column.children.all()) if shelf.column else [],
            "lines": lines,
            "years": dict(years),
            "total": sum(month.count for month in months),
        },
    )
    yield from with_tables(page, of_lines(shelf.name, lines))


def archive(shelf: Shelf, month: date, part: int) -> Iterator[Page | Bytes]:
    """One part of a month, oldest first, and the same list as tables to take away."""
    lines = part_of_month(shelf, month, part, PART)
    follows = len(lines) == PART and bool(part_of_month(shelf, month, part + 1, PART))
    yield from archive_of(shelf, month, part, lines, follows=follows)


def archive_of(shelf: Shelf, month: date, part: int, lines: Sequence[Line], *, follows: bool) -> Iterator[Page | Bytes]:
    """The same of lines already read; ``follows`` says whether the month has a further part."""
    page = Page(
        archive_path(shelf, month, part),
        "portal/archive.html",
        {
            "shelf": shelf,
            "month": month,
            "part": part,
            "lines": [_words(line) for line in lines],
            "first": (part - 1) * PART + 1,
            "previous": f"{_part_name(month, part - 1)}.html" if part > 1 else "",
            "following": f"{_part_name(month, part + 1)}.html" if follows else "",
        },
    )
    yield from with_tables(page, of_lines(f"{shelf.name} {_part_name(month, part)}", lines))


def _words(line: Line) -> dict[str, Words]:
    """What ``archive_line.html`` prints of a line."""
    return {
        "href": line.href,
        "title": line.title,
        "number": line.number,
        "document_number": line.document_number,
        "summary": line.summary,
        "formed_day": iso_date(line.formed_date),
        "published_day": line.published_day,
        "withdrawn_day": line.withdrawn_day,
    }


def archive_path(shelf: Shelf, month: date, part: int) -> str:
    """Where a part of a month stands: ``columns/notices/2018-03.html``, ``units/117/2018-03-2.html``."""
    return f"{shelf.folder}/{_part_name(month, part)}.html"


def area(key_area: KeyArea) -> Iterator[Page | Bytes]:
    """The newest items of a key area, and the same as tables."""
    lines = newest_lines(AREA, key_areas=key_area)
    page = Page(f"areas/{key_area.code}/index.html", "portal/area.html", {"area": key_area, "lines": lines})
    yield from with_tables(page, of_lines(key_area.name, lines))


def newest_lines(limit: int, **which: Any) -> list[Line]:
    """The newest public items that fit, as lines; not what is over."""
    items = (
        InformationItem.objects.public().current().filter(**which).newest_first().select_related("unit").defer("body")
    )
    return [line(item) for item in items[:limit]]


def newest_of_all(limit: int, *, body: bool = False) -> list[InformationItem]:
    """The newest public items of the whole site; not what is over, of which there is little among the newest."""
    found = InformationItem.objects.select_related("unit", "kind").current()
    items = (found if body else found.defer("body")).in_bulk(keys := newest(2 * limit))
    return [items[key] for key in keys if key in items][:limit]


def _part_name(month: date, part: int) -> str:
    return f"{month:%Y-%m}" if part == 1 else f"{month:%Y-%m}-{part}"
