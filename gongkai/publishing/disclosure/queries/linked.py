"""What is public about an item in the words of schema.org, for machines that read its page."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from typing import Any

from gongkai.base.core.written import iso_instant
from gongkai.law import themes
from gongkai.law.vocabulary import Validity

from ..choices import RelationKind, Status
from ..models import InformationItem, Relation

#: How many characters of a text are shown where it is only named.
WORDS = 120
_TAG = re.compile(r"<[^>]*>")
_FORCE = {
    Validity.IN_FORCE: "InForce",
    Validity.AMENDED: "PartiallyInForce",
    Validity.EXPIRED: "NotInForce",
    Validity.REPEALED: "NotInForce",
}
_SAID_OF = {
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.REPLACES: "legislationRepeals",
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.IMPLEMENTS: "legislationApplies",
}


def first_words(item: InformationItem) -> str:
    """Its summary, or how its text begins."""
    if item.summary:
        return item.summary
    text = " ".join(html.unescape(_TAG.sub(" ", item.body[: WORDS * 20])).split())
    return text if len(text) <= WORDS else f"{text[:WORDS]}…"


def linked(
    item: InformationItem, *, words: str, files: Collection[tuple[str, str]], relations: Collection[Relation]
) -> dict[str, Any]:
    """A policy is ``Legislation``, everything else an ``Article``. ``files`` are addresses and names; empty values may be left out."""
    assert item.published_at is not None
    issuers = [{"@type": "GovernmentOrganization", "name": name} for name in item.issuers]
    said: dict[str, Any] = {
        "@type": "Article",
        "headline": item.title,
        "identifier": item.number,
        "author": issuers,
        "description": words,
        "keywords": "、".join(item.keywords),
        "about": themes.path_of(item.theme) if item.theme else "",
        "datePublished": iso_instant(item.published_at),
        "dateModified": iso_instant(item.changed_at) if item.changed_at else "",
        "associatedMedia": [{"@type": "MediaObject", "name": name, "contentUrl": href} for href, name in files],
    }
    if not (item.validity or (item.kind and item.kind.is_policy)):
        return said
    said |= {
        "@type": "Legislation",
        "legislationIdentifier": item.document_number or item.number,
        "legislationPassedBy": issuers,
        "legislationDate": item.formed_date.isoformat() if item.formed_date else "",
        "legislationLegalForce": _FORCE[Validity(item.validity)] if item.validity else "",
    }
    for relation in relations:
        target, name = relation.to_item, _SAID_OF.get(RelationKind(relation.kind))
        if name and target is not None and target.status == Status.PUBLISHED:
            said.setdefault(name, []).append({"@type": "Legislation", "url": f"/{target.path}.html"})
    return said
