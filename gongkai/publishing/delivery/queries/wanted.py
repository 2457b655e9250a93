"""What a platform should hold of an item, by the ledger as it is now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256

from ..choices import Act
from ..models import Delivery
from .articles import article


@dataclass(frozen=True)
class Wanted:
    """What is to be asked of the platform; the article and its fingerprint are empty unless something is to stand there."""

    act: Act
    article: dict[str, Any]
    fingerprint: str = ""


def articles_of(keys: Collection[int]) -> dict[int, InformationItem]:
    """These items with all that their articles need, in as many queries as for one."""
    return (
        InformationItem.objects.select_related("unit", "kind", "column")
        .prefetch_related("attachments__file", "relations__to_item")
        .in_bulk(keys)
    )


def wanted(delivery: Delivery, item: InformationItem, columns: Mapping[int, str]) -> Wanted:
    """The article the platform should show, or that it should show none; ``columns`` is ``columns_of`` the platform."""
    theirs = columns.get(item.column_id or 0)
    if item.status != Status.PUBLISHED or theirs is None:
        return Wanted(Act.REMOVE if delivery.fingerprint else Act.NONE, {})
    said = _handed_over(item, theirs)
    return Wanted(Act.UPDATE if delivery.fingerprint else Act.PUT, said, sha256(canonical_json(said)))


def _handed_over(item: InformationItem, theirs: str) -> dict[str, Any]:
    said = article(item, address=_address)
    hashes = {place: one.file.sha256 for place, one in enumerate(item.attachments.all(), 1)}
    return {
        **said,
        "classify_main": theirs,
        "content": item.body,
        "source": item.source_name,
        "validity": item.get_validity_display() if item.validity else "",
        "details": [list(pair) for pair in item.public_details],
        "attachment": [{**one, "sha256": hashes[one["id"]]} for one in said["attachment"]],
    }


def _address(path: str) -> str:
    """Our own address of it while there is a portal."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{path}" if settings.GONGKAI_PORTAL else ""
