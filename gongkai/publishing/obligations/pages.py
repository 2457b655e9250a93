"""Standard catalogues on the public site: every row, who publishes it by when, and the items that met it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.core.tables import Table, with_tables
from gongkai.law.vocabulary import PolicyArea
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line

from .choices import How
from .models import Fulfilment, Obligation, Responsibility, StandardCatalogue

#: Rows of a catalogue on one page, and items that met a row.
PART, SHOWN = 100, 5


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the public reads it. ``bearers``: the units of ours its subject means; ``met``: the newest items, of ``total``."""

    obligation: Obligation
    bearers: list[str]
    met: list[Line]
    total: int

    @property
    def carriers(self) -> str:
        """Where it is to be shown: what is marked, else what is printed."""
        required, _optional = self.obligation.carriers
        return "、".join(str(each.label) for each in required) or self.obligation.carriers_text


def index() -> Iterator[Page | Bytes]:
    """Every catalogue in force, by area, and the same as tables; the areas none covers are left out."""
    current = Obligation.objects.current().filter(catalogue=OuterRef("pk"))
    by_area: dict[str, list[StandardCatalogue]] = defaultdict(list)
    for catalogue in StandardCatalogue.objects.filter(Exists(current)).order_by("code"):
        by_area[catalogue.area].append(catalogue)
    groups = [(str(label), by_area[value]) for value, label in PolicyArea.choices if value in by_area]
    page = Page("obligations/index.html", "obligations/index.html", {"groups": groups, "others": by_area.get("", [])})
    columns = (("area", _("领域")), ("name", _("名称")), ("level", _("层级")), ("address", _("地址")))
    rows = [
        (area, each.name, str(each.get_level_display()), f"/{each.folder}/index.html")
        for area, found in [*groups, (_("综合"), by_area.get("", []))]
        for each in found
    ]
    yield from with_tables(page, Table(_("基层政务公开标准目录"), columns, rows))


def catalogues(*, code: str = "") -> Iterator[tuple[str, Iterator[Page | Bytes]]]:
    """(folder, what shall stand in it) of every catalogue, or of one; for one without rows the folder is empty."""
    found = StandardCatalogue.objects.order_by("code")
    for catalogue in found.filter(code=code) if code else found:
        yield catalogue.folder, of_catalogue(catalogue)


def of_catalogue(catalogue: StandardCatalogue) -> Iterator[Page | Bytes]:
    """The pages of a catalogue, a hundred rows each, and each as tables."""
    rows = list(catalogue.obligations.current().select_related("subject", "catalogue").printed_order())
    edition = catalogue.editions.exclude(number=None).order_by("-number").first()
    parts = range(1, (len(rows) - 1) // PART + 2) if rows else range(0)
    bearers = _bearers(catalogue)
    for part in parts:
        shown = rows[(part - 1) * PART : part * PART]
        met = _met(catalogue, {each.row for each in shown})
        told = [
            Row(each, bearers.get(each.subject_id, []), met[each.row][:SHOWN], len(met[each.row])) for each in shown
        ]
        page = Page(
            path_of(catalogue, part),
            "obligations/catalogue.html",
            {
                "catalogue": catalogue,
                "edition": edition,
                "rows": told,
                "total": len(rows),
                "part": part,
                "parts": [(number, path_of(catalogue, number)) for number in parts],
            },
        )
        yield from with_tables(page, _table(catalogue, told))


def _table(catalogue: StandardCatalogue, rows: Collection[Row]) -> Table:
    columns = (
        ("row", _("序号")),
        ("area", _("领域")),
        ("matter", _("公开事项")),
        ("content", _("公开内容")),
        ("limit", _("公开时限")),
        ("subject", _("公开主体")),
        ("bearers", _("本级单位")),
        ("carriers", _("公开渠道")),
        ("mode", _("公开方式")),
        ("basis", _("公开依据")),
        ("met", _("已公开件数")),
    )
    told = []
    for row in rows:
        one = row.obligation
        told.append(
            (
                *(one.row, one.area_label, one.matter, one.content, one.limit_text, one.subject.text),
                *("、".join(row.bearers), row.carriers, str(one.get_mode_display()), one.basis, row.total),
            )
        )
    return Table(catalogue.name, columns, told)


def path_of(catalogue: StandardCatalogue, part: int) -> str:
    """Where a part of a catalogue stands: ``obligations/land-2019/index.html``, ``…/index-2.html``."""
    return f"{catalogue.folder}/index.html" if part == 1 else f"{catalogue.folder}/index-{part}.html"


def codes_of(numbers: Collection[str]) -> list[str]:
    """Codes of the catalogues whose pages name these items."""
    found = Fulfilment.objects.standing().filter(item__number__in=numbers, how=How.ITEM)
    return sorted(set(found.values_list("occasion__catalogue__code", flat=True)))


def _bearers(catalogue: StandardCatalogue) -> dict[int, list[str]]:
    """Subject's primary key → names of the units that bear it now."""
    found: dict[int, list[str]] = defaultdict(list)
    borne = Responsibility.objects.filter(subject__catalogue=catalogue, until_date=None)
    for each in borne.select_related("unit").order_by("unit__code"):
        found[each.subject_id].append(each.unit.name)
    return found


def _met(catalogue: StandardCatalogue, rows: Collection[int]) -> dict[int, list[Line]]:
    """Row's number → the public items that met it, the newest first; each once."""
    found: dict[int, list[Line]] = defaultdict(list)
    linked = (
        Fulfilment.objects.standing()
        .filter(occasion__voided_at=None, occasion__catalogue=catalogue, occasion__row__in=rows)
        .filter(item__status=Status.PUBLISHED)
        .values_list("occasion__row", "item")
        .distinct()
    )
    pairs = list(linked)
    items = InformationItem.objects.select_related("unit").defer("body").in_bulk({item for _row, item in pairs})
    for row, item in sorted(pairs, key=lambda pair: (items[pair[1]].published_at, pair[1]), reverse=True):
        found[row].append(line(items[item]))
    return found
