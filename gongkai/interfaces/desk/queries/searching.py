"""What somebody finds at the desk: what they may see today of items and official documents, by any phrase of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import visible_units
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import Hit, Page, Query, SearchUnavailable, Sort
from gongkai.law.vocabulary import WithholdingGround
from gongkai.publishing.disclosure import queries as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

#: The name of the desk's own index: nothing in it can be reached through the public's.
DESK_INDEX = "desk"
#: What results are narrowed by, in the order shown.
DESK_FACETS = ("unit", "status", "kind", "year")
ROWS = 20
#: The audience of whoever may see no unit: no text is for it.
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class DeskFound:
    """A hit with its record as it is now. ``hit`` is None where nothing of what it said may be shown any more."""

    record: InformationItem | OfficialDocument
    url: str
    hit: Hit | None


def search_desk(
    user: User, text: str, *, on: date, filters: Mapping[str, Collection[str]], sort: Sort, page: int
) -> Page:
    """The page asked for, among what the user may see that day. Raises ``Refusal`` with its sentence."""
    units = visible_units(user, on=on).values_list("code", flat=True)
    return open_search(DESK_INDEX).search(
        Query(
            text=text,
            filters=filters,
            sort=sort,
            page=page,
            size=ROWS,
            audience=[disclosure.desk_audience(code) for code in units] or [_NOBODY],
            facets=DESK_FACETS,
        )
    )


def found_at_desk(user: User, page: Page, *, on: date) -> list[DeskFound]:
    """The hits with their records, as rights and ledger are now: the index follows a moment later."""
    keys = [hit.document.key.partition(":") for hit in page.hits]
    units = visible_units(user, on=on)
    records: dict[str, InformationItem | OfficialDocument] = {}
    for name in ("item", "document"):
        found: QuerySet[Any] = disclosure.desk_found(name).filter(
            pk__in=[pk for kind, _colon, pk in keys if kind == name], unit__in=units
        )
        records |= {f"{name}:{record.pk}": record for record in found.select_related("unit").defer("body")}
    return [
        DeskFound(record, _url(record), None if _silent(record) else hit)
        for hit in page.hits
        if (record := records.get(hit.document.key))
    ]


def _silent(record: InformationItem | OfficialDocument) -> bool:
    """Whether it has become secret: what the index may still hold of it is not shown."""
    taken_down = isinstance(record, InformationItem) and record.withdrawal_kind == WithdrawalKind.SECRECY
    return record.ground == WithholdingGround.STATE_SECRET or taken_down


def _url(record: InformationItem | OfficialDocument) -> str:
    series, _slash, serial = record.registration.partition("/")
    name = "disclosure:item" if isinstance(record, InformationItem) else "disclosure:document"
    return reverse(name, kwargs={"series": series, "serial": serial})


def desk_differences() -> Iterator[str]:
    """One Chinese sentence for each text the desk's index lacks or has too much."""
    search = open_search(DESK_INDEX)
    try:
        indexed = set(search.keys())
        count = search.count()
    except SearchUnavailable:
        yield _("没有工作台检索索引，请执行 gongkai rebuild search。")
        return
    expected = disclosure.desk_keys()
    for key in sorted(expected.keys() - indexed):
        yield _("工作台检索索引中缺少 %(number)s。") % {"number": expected[key]}
    for key in sorted(indexed - expected.keys()):
        yield _("工作台检索索引中多出 %(key)s，账本中没有。") % {"key": key}
    if count != len(indexed):
        yield _("工作台检索索引应有%(expected)d件，实有%(count)d件。") % {"expected": len(indexed), "count": count}
