"""What stands at an address of its own and says how things are: guides, the section of each unit, annual reports, replies to proposals."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.utils import timezone

from gongkai.base.core.pages import Bytes, Page
from gongkai.base.organisations.models import Unit
from gongkai.oversight.annual_report.choices import ITEM_KIND as REPORT_KIND
from gongkai.publishing.catalogue.choices import PROPOSAL_KIND
from gongkai.publishing.disclosure.actions.announcing import PROPOSALS_TOPIC
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import guide_of

from .. import pages
from ..bakery import Oven, oven
from ..models import BakedFile
from ..queries import Group, count_all_holdings, counted, recount_holdings
from .notice import bakes


@bakes(PROPOSALS_TOPIC)
def bake_proposals(payload: dict[str, Any]) -> None:
    """A reply was kept in the house: the public share is another."""
    with oven(now=timezone.now()) as baker:
        baker.put(pages.proposals())


def bake_standing(baker: Oven, items: Collection[InformationItem]) -> None:
    """The pages that sum up these items: of their units, and of their kinds. Their counts are made anew; the shelves' have been."""
    recount_holdings(items)
    for unit in {item.unit for item in items}:
        bake_unit(baker, unit)
    # What was changed may have been of another kind before.
    kinds = {item.kind.code for item in items if item.kind}
    changed = any(item.version > 1 for item in items)
    if changed or REPORT_KIND in kinds:
        baker.put_all(pages.annual_reports())
    if changed or PROPOSAL_KIND in kinds:
        baker.put(pages.proposals())


def bake_unit(baker: Oven, unit: Unit) -> None:
    """A unit's section, and its guide if it has one."""
    baker.put(pages.disclosure(unit))
    item = guide_of(unit)
    if item is not None:
        baker.put(pages.guide(item))
    else:
        baker.remove(pages.guide_path(unit))


def bake_reports_of(baker: Oven, unit: str) -> None:
    """A report of a unit was published: the list of all reports, and the unit's section where it has one."""
    baker.put_all(pages.annual_reports())
    if unit in counted(Group.UNITS):
        baker.put(pages.disclosure(Unit.objects.get(code=unit)))


def bake_missing(baker: Oven) -> None:
    """Pages others lead to, before anything is on them. What a killed worker wrote and did not note is written again."""
    makers: dict[str, Callable[[], Iterable[Page | Bytes]]] = {
        "reports/index.html": pages.annual_reports,
        "proposals/index.html": lambda: [pages.proposals()],
        "policies/index.html": lambda: [pages.library()],
    }
    noted = set(BakedFile.objects.filter(path__in=makers).values_list("path", flat=True))
    for path, make in makers.items():
        if path not in noted or not (baker.root / path).exists():
            baker.put_all(make())


def bake_all_standing(baker: Oven) -> None:
    """All of them, counted anew."""
    count_all_holdings()
    for unit in Unit.objects.filter(code__in=counted(Group.UNITS)).order_by("code"):
        bake_unit(baker, unit)
    baker.put_all([*pages.annual_reports(), pages.proposals()])
