"""What the doors look up. Nothing that is not public is ever asked for."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.publishing.disclosure.models import InformationItem, InformationItemQuerySet


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed by: codes, the days of publication (both included), and words of the document number."""

    unit: str = ""
    column: str = ""
    kind: str = ""
    theme: str = ""
    area: str = ""
    validity: str = ""
    document_number: str = ""
    first: date | None = None
    last: date | None = None


def public_items(by: Narrowed) -> InformationItemQuerySet:
    """The public items that fit, newest first."""
    given = {
        "unit__code": by.unit,
        "column__slug": by.column,
        "kind__code": by.kind,
        "theme": by.theme,
        "key_areas__code": by.area,
        "validity": by.validity,
        "document_number": by.document_number,
    }
    items = InformationItem.objects.public().filter(**{name: value for name, value in given.items() if value})
    if by.first:
        items = items.filter(published_at__gte=_midnight(by.first))
    if by.last:
        items = items.filter(published_at__lt=_midnight(by.last + timedelta(days=1)))
    return items.newest_first()


def page_after(items: InformationItemQuerySet, cursor: str, size: int) -> tuple[list[InformationItem], str]:
    """``size`` items after a cursor, without their texts, and the cursor of the next page, empty at the end. Refused for a broken one."""
    if cursor:
        at, key = _read(cursor)
        items = items.filter(published_at__lte=at).filter(Q(published_at__lt=at) | Q(pk__lt=key))
    found = list(items.select_related("unit", "kind", "column").defer("body")[: size + 1])
    page = found[:size]
    return page, _write(page[-1]) if len(found) > size else ""


def item_of(number: str) -> InformationItem:
    """A public or withdrawn item by its index number. Raises ``InformationItem.DoesNotExist``."""
    return InformationItem.objects.filter(published_at__isnull=False, number=number).get()


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def _write(item: InformationItem) -> str:
    assert item.published_at is not None
    return base64.urlsafe_b64encode(f"{item.published_at.isoformat()} {item.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        at, key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        read: Any = datetime.fromisoformat(at)
        if read.tzinfo is None or not 0 < int(key) < 2**63:
            raise ValueError
    except (ValueError, binascii.Error, UnicodeDecodeError, OverflowError):
        raise Refused(_("翻页标记不对，请从第一页重新开始。")) from None
    return read, int(key)
