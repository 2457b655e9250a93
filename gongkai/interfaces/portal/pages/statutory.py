"""政府信息公开专栏 as 国办公开办函〔2019〕61号 lays it out: guide, rules, what is public by law, annual reports, how to apply.

One for the whole site and one for each unit that publishes; beside them each unit's guide at an address of its own, the annual reports of
every unit and year, and the replies to proposals with their public share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import Table, with_tables
from gongkai.base.organisations.models import Unit
from gongkai.law.statutory_content import GUIDE_ELEMENTS, OTHER, Heading, headings
from gongkai.law.vocabulary import UnitKind
from gongkai.oversight.annual_report.choices import ITEM_KIND as REPORT_KIND
from gongkai.oversight.annual_report.models import Report
from gongkai.publishing.catalogue.choices import RULES_KIND
from gongkai.publishing.catalogue.data import kinds_under_headings
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line
from gongkai.publishing.disclosure.queries import (
    answer_of,
    guide_of,
    guides,
    opinions_said,
    public_shares,
    replies_to_proposals,
)

from ..queries import Group, counted, holdings
from .shelves import newest_lines

#: Rules of openness, and replies to proposals, listed on one page; the rest is a press away.
RULES, REPLIES = 50, 50
_LONG = ("classification", "arrangement", "access")
_YEAR = re.compile(r"(20\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is public under a heading of the statute: how many, and where they are."""

    heading: Heading
    count: int
    places: list[tuple[str, str]]


@dataclass(slots=True)
class ReportsOfUnit:
    """A unit's reports on one year: name and address of each."""

    unit: Unit
    links: list[tuple[str, str]] = field(default_factory=list)


def disclosure(unit: Unit | None = None) -> Page:
    """The section for the whole site (None) or for one unit."""
    rules: dict[str, Any] = {"kind__code": RULES_KIND}
    context: dict[str, Any] = {"unit": unit, "entries": _entries(unit)}
    if unit is None:
        return Page(
            "disclosure/index.html",
            "portal/disclosure.html",
            context
            | {
                "guide": None,
                "guides": [(guide.unit, guide.changed_at or guide.published_at) for guide in _guides()],
                "rules": newest_lines(RULES, **rules),
                "reports": [],
                "report": Report.objects.public().select_related("unit").first(),
                "units": _units(),
            },
        )
    guide = guide_of(unit)
    return Page(
        f"disclosure/{unit.code}/index.html",
        "portal/disclosure.html",
        context
        | {
            "guide": guide,
            "contact": _contact(guide) if guide else [],
            "rules": newest_lines(RULES, unit=unit, **rules),
            "reports": [(year, group.links) for year, groups in _reports(unit) for group in groups],
        },
    )


def guide_path(unit: Unit) -> str:
    """Where a unit's guide stands, whatever the number of the item it is: ``guide/117/index.html``."""
    return f"guide/{unit.code}/index.html"


def guide(item: InformationItem) -> Page:
    """A unit's disclosure guide at its standing address."""
    texts = [(GUIDE_ELEMENTS[name], answer_of(item, name)) for name in _LONG]
    return Page(
        guide_path(item.unit),
        "portal/guide.html",
        {
            "item": item,
            "href": line(item).href,
            "texts": [(label, text) for label, text in texts if text],
            "contact": _contact(item),
            "files": item.attachments.exists(),
        },
    )


def annual_reports() -> Iterator[Page | Bytes]:
    """The annual reports of every unit and year, and the same list as tables."""
    years = _reports()
    columns = (("year", _("年份")), ("unit", _("单位")), ("title", _("标题")), ("address", _("地址")))
    rows = [
        (year, group.unit.name, name, href) for year, groups in years for group in groups for name, href in group.links
    ]
    page = Page("reports/index.html", "portal/annual_reports.html", {"years": years})
    yield from with_tables(page, Table(_("政府信息公开年报"), columns, rows))


def proposals() -> Page:
    """Replies to proposals: the public share of each year and session, and the newest replies."""
    replies = replies_to_proposals().select_related("unit").defer("body")[:REPLIES]
    return Page(
        "proposals/index.html",
        "portal/proposals.html",
        {
            "shares": [(share, opinions_said(share)) for share in public_shares()],
            "replies": [_reply(item) for item in replies],
        },
    )


def _reply(item: InformationItem) -> tuple[Line, list[str]]:
    said = [answer_of(item, name) for name in ("category", "number", "session", "reply_form", "opinion")]
    category, number, session, form, opinion = (str(one) for one in said)
    about = [f"{session}{category}{number}", _("复文%(form)s") % {"form": form} if form else ""]
    return line(item), [*(one for one in about if one), *([_("反馈：%(said)s") % {"said": opinion}] if opinion else [])]


def _entries(unit: Unit | None) -> list[Entry]:
    """Every heading with its count, in the order of the statute; an empty one stays. A kind of the house's own is under 其他."""
    counts = holdings(unit)
    heading_of = {kind: code for code, kinds in kinds_under_headings().items() for kind in kinds}
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in sorted(counts):
        kinds[heading_of.get(kind, OTHER)].append(kind)
    shelves = _shelves() if unit is None else {}
    return [
        Entry(heading, sum(counts[kind] for kind in kinds[heading.code]), _places(kinds[heading.code], shelves, unit))
        for heading in headings(UnitKind(unit.kind) if unit else UnitKind.ZONE)
    ]


def _shelves() -> dict[str, list[Column]]:
    """By kind, the columns that say they hold it and hold something."""
    held = counted(Group.COLUMNS)
    found: dict[str, list[Column]] = defaultdict(list)
    for column in Column.objects.filter(slug__in=held).prefetch_related("kinds"):
        for kind in column.kinds.all():
            found[kind.code].append(column)
    return found


def _places(kinds: list[str], shelves: dict[str, list[Column]], unit: Unit | None) -> list[tuple[str, str]]:
    """Where the items of these kinds are: their columns where columns say what they hold, else the list search makes of them."""
    if not kinds:
        return []
    if all(shelves.get(kind) for kind in kinds):
        columns = {column.slug: column.name for kind in kinds for column in shelves[kind]}
        return [(name, f"/columns/{slug}/index.html") for slug, name in columns.items()]
    asked = [("kind", kind) for kind in kinds] + ([("unit", unit.code)] if unit else [])
    return [(_("查看清单"), f"/search/?{urlencode([*asked, ('sort', 'newest')])}")]


def _guides() -> Iterator[InformationItem]:
    """The guide of each unit that has one, once."""
    seen: set[int] = set()
    for item in guides().defer("body"):
        if item.unit_id not in seen:
            seen.add(item.unit_id)
            yield item


def _contact(item: InformationItem) -> list[tuple[str, str]]:
    """How to reach the unit's openness office, by the words of art. 12."""
    found = [(label, str(answer_of(item, name))) for name, label in GUIDE_ELEMENTS.items() if name not in _LONG]
    return [(label, said) for label, said in found if said]


def _units() -> list[tuple[Unit, int]]:
    """The units that publish, with how many items each; those above come first."""
    counts = counted(Group.UNITS)
    return [(unit, counts[unit.code]) for unit in Unit.objects.filter(code__in=counts).order_by("path")]


def _reports(of: Unit | None = None) -> list[tuple[int, list[ReportsOfUnit]]]:
    """Years, the latest first, with the units that have a report on them."""
    reports = Report.objects.public().select_related("unit")
    items = InformationItem.objects.public().filter(kind__code=REPORT_KIND).select_related("unit").defer("body")
    if of is not None:
        reports, items = reports.filter(unit=of), items.filter(unit=of)
    years: dict[int, dict[str, ReportsOfUnit]] = defaultdict(dict)

    def add(year: int, unit: Unit, name: str, href: str) -> None:
        years[year].setdefault(unit.path, ReportsOfUnit(unit)).links.append((name, href))

    own = set()
    for report in reports:
        own.add(report.item_id)
        name = _("%(unit)s %(year)d 年度政府信息公开工作年度报告") % {"unit": report.unit.name, "year": report.year}
        add(report.year, report.unit, name, f"/{report.folder}/index.html")
    for item in items.order_by("published_at", "pk"):
        if item.pk not in own:
            add(_year_of(item), item.unit, item.title, line(item).href)
    return [(year, [years[year][path] for path in sorted(years[year])]) for year in sorted(years, reverse=True)]


def _year_of(item: InformationItem) -> int:
    """The year a report is on: as entered, as its title says, or else the year before it was published (条例 art. 49)."""
    said = str(answer_of(item, "year"))
    if said.isdigit() and len(said) == 4:
        return int(said)
    if found := _YEAR.search(item.title):
        return int(found[1])
    assert item.published_at is not None
    return localdate(item.published_at).year - 1
