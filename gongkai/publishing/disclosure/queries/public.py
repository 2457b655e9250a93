"""What is public about an item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from typing import Any

from gongkai.publishing.catalogue.models import KeyArea
from gongkai.publishing.transparency_log.canonical import canonical_json, sha256

from ..models import Attachment, InformationItem, InformationItemQuerySet, Relation


def public_document(
    item: InformationItem,
    *,
    key_areas: Iterable[str] | None = None,
    attachments: Iterable[Attachment] | None = None,
    relations: Iterable[Relation] | None = None,
) -> dict[str, Any]:
    """The version the public may hash: everything that is public about an item, by stable codes, nothing about persons.

    ``key_areas`` (codes), ``attachments`` and ``relations`` spare three queries an item where a caller holds them already.
    """
    if key_areas is None:
        key_areas = item.key_areas.values_list("code", flat=True)
    if attachments is None:
        attachments = item.attachments.select_related("file")
    if relations is None:
        relations = item.relations.select_related("to_item")
    return {
        "number": item.number,
        "title": item.title,
        "unit": item.unit.code,
        "kind": item.kind.code if item.kind else None,
        "column": item.column.slug if item.column else None,
        "key_areas": sorted(key_areas),
        "openness": item.openness,
        "audience": item.audience,
        "summary": item.summary,
        "joint_issuers": item.joint_issuers,
        "theme": item.theme,
        "genre": item.genre,
        "grouping": item.grouping,
        "keywords": item.keywords,
        "details": [
            {"name": each["name"], "label": each["label"], "value": each["value"]}
            for each in item.details
            if each["public"]
        ],
        "document_number": item.document_number,
        "formed_date": item.formed_date.isoformat() if item.formed_date else None,
        "published_at": f"{item.published_at.astimezone(UTC).isoformat()[:19]}Z" if item.published_at else None,
        "source": item.source_name,
        "body": item.body,
        "attachments": [
            {"name": attachment.name, "sha256": attachment.file.sha256, "size": attachment.file.size}
            for attachment in attachments
        ],
        **_standing(item),
        "relations": sorted(
            (
                {"kind": one.kind, "document": (one.to_item.number or "") if one.to_item else one.to_text}
                for one in relations
            ),
            key=lambda said: (said["kind"], said["document"]),
        ),
    }


def _standing(item: InformationItem) -> dict[str, Any]:
    """Which version it is, and whether the document still applies. The successor by its number: what it is called may have to go."""
    return {
        "version": item.version,
        "changed_at": item.changed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if item.changed_at else None,
        "validity": item.validity,
        "validity_date": item.validity_date.isoformat() if item.validity_date else None,
        "validity_reason": item.validity_reason,
        "successor": item.successor.number if item.successor else None,
        "effective_date": item.effective_date.isoformat() if item.effective_date else None,
        "lapse_date": item.lapse_date.isoformat() if item.lapse_date else None,
    }


def public_json(item: InformationItem) -> bytes:
    """The canonical JSON served beside the page."""
    return canonical_json(public_document(item))


def document_sha256(item: InformationItem) -> str:
    """The hash the transparency log states for the item as it is now."""
    return sha256(public_json(item))


def keys_of(items: InformationItemQuerySet) -> InformationItemQuerySet:
    """Their primary keys as a question, for use inside another: five hundred keys written out cost more than what is asked of them."""
    return items.order_by().values("pk")  # type: ignore[return-value]


def attachments_of(items: InformationItemQuerySet) -> Mapping[int, Sequence[Attachment]]:
    """The attachments of each of these items with their files, by primary key, in their order. One query."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    for one in Attachment.objects.filter(item__in=keys_of(items)).select_related("file").order_by("pk"):
        found[one.item_id].append(one)
    return found


def key_areas_of(items: InformationItemQuerySet) -> Mapping[int, Sequence[KeyArea]]:
    """The key areas of each of these items, by primary key, in the order of the catalogue. One query."""
    found: dict[int, list[KeyArea]] = defaultdict(list)
    chosen = InformationItem.key_areas.through.objects.filter(informationitem__in=keys_of(items))
    for one in chosen.select_related("keyarea").order_by("keyarea__order", "keyarea__code"):
        found[one.informationitem_id].append(one.keyarea)
    return found
