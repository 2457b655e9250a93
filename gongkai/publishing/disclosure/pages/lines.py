"""An item as a line of a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from django.db.models import TextChoices

from gongkai.base.core.pages import Words
from gongkai.base.core.pages import site_text as _
from gongkai.base.core.written import iso_date
from gongkai.law.vocabulary import Validity
from gongkai.publishing.catalogue.queries import page_path

from ..choices import GONE, Status
from ..models import InformationItem, InformationItemQuerySet

#: What of an item its line in a list is made of, besides the short name of its unit, as ``_line`` takes it.
_FIELDS = (
    *("number", "title", "document_number", "published_at", "formed_date", "summary"),
    *("status", "withdrawn_at", "withdrawal_kind", "validity", "changed_at"),
)
#: Marks worth saying wherever the document is named.
MARKED = frozenset({Validity.AMENDED, Validity.EXPIRED, Validity.REPEALED})


class Line(NamedTuple):
    """What a public list says about an item. ``title`` is empty when it may not be shown. A tuple, because an archive makes millions."""

    number: str
    href: str
    title: str
    unit: str
    document_number: str
    published_at: datetime
    withdrawn_at: datetime | None
    formed_date: date | None
    summary: str
    #: 废止, 失效 or 已修改; empty for what is in force or was never in question.
    validity: str
    #: When its text was changed after it was published; None for what stands as it came.
    changed_at: datetime | None

    @property
    def published_day(self) -> str:
        """``2018-03-14``."""
        return iso_date(self.published_at)

    @property
    def withdrawn_day(self) -> str:
        """The same; empty for what stands."""
        return iso_date(self.withdrawn_at)


def words_of(line: Line) -> dict[str, Words]:
    """The line as words of a page."""
    return {
        "href": line.href,
        "title": line.title,
        "number": line.number,
        "unit": line.unit,
        "document_number": line.document_number,
        "validity": line.validity,
        "published_day": line.published_day,
        "withdrawn_day": line.withdrawn_day,
    }


def is_gone(item: InformationItem) -> bool:
    """Whether the law needs it gone: its address answers 410, and nothing says what it was."""
    return item.status == Status.WITHDRAWN and item.withdrawal_kind in GONE


def line(item: InformationItem) -> Line:
    """The item as a line of a list."""
    assert item.published_at is not None
    told = (getattr(item, name) for name in _FIELDS)
    return _line(item.unit.short_name, *told)


def lines_by_key(items: InformationItemQuerySet) -> Iterator[tuple[int, Line]]:
    """The primary keys and lines of a queryset's items, in its order and read as it goes, without making a record of each."""
    for pk, *told in items.values_list("pk", "unit__short_name", *_FIELDS).iterator(chunk_size=1000):
        yield pk, _line(*told)


def _line(
    unit: str,
    number: str | None,
    title: str,
    document_number: str,
    published_at: datetime,
    formed_date: date | None,
    summary: str,
    status: str,
    withdrawn_at: datetime | None,
    withdrawal_kind: str,
    validity: str,
    changed_at: datetime | None,
) -> Line:
    withdrawn = status == Status.WITHDRAWN
    may_name = not (withdrawn and withdrawal_kind in GONE)
    return Line(
        number=number or "",
        href=f"/{page_path(number or '')}.html",
        title=title if may_name else "",
        unit=unit,
        document_number=document_number if may_name else "",
        published_at=published_at,
        withdrawn_at=withdrawn_at if withdrawn else None,
        formed_date=formed_date if may_name else None,
        summary=summary if may_name else "",
        validity=word(Validity, validity) if may_name and validity in MARKED else "",
        changed_at=changed_at,
    )


@cache
def word(vocabulary: type[TextChoices], value: str) -> str:
    """The label of a value, empty for none; remembered, because a page shows six of them."""
    return _(str(vocabulary(value).label)) if value else ""
