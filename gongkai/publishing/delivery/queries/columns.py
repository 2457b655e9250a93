"""Which platforms an item belongs on, and in which of their columns."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure.choices import ApprovalMode
from gongkai.publishing.disclosure.models import InformationItem

from ..models import Platform, PlatformColumn


def columns_of(platform: Platform) -> dict[int, str]:
    """The platform's column for each of our columns that has one: its own, or that of the nearest column above it."""
    named = dict(PlatformColumn.objects.filter(platform=platform).values_list("column_id", "theirs"))
    above = dict(Column.objects.order_by().values_list("pk", "parent_id"))
    found: dict[int, str] = {}
    for column in above:
        at: int | None = column
        while at is not None and at not in named:
            at = above.get(at)
        if at is not None:
            found[column] = named[at]
    return found


def covering(items: Iterable[InformationItem]) -> list[tuple[Platform, list[InformationItem]]]:
    """Each platform with those of these items it is to be told about: of its units, and published since its day.

    What was entered as published elsewhere stands on that other site already and is left alone.
    """
    own = [item for item in items if item.approval_mode != ApprovalMode.ELSEWHERE and item.published_date]
    found = []
    for platform in Platform.objects.select_related("unit") if own else ():
        covered = [
            item
            for item in own
            if item.unit.path.startswith(platform.unit.path)
            and item.published_date is not None
            and item.published_date >= platform.since_date
        ]
        if covered:
            found.append((platform, covered))
    return found
