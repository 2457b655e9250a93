"""What is public about a consultation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gongkai.publishing.transparency_log.canonical import canonical_json, sha256

from ..choices import Status
from ..models import Consultation
from .comments import groups, tally


def public_document(consultation: Consultation) -> dict[str, Any]:
    """The version the public may hash: draft, term, ways, links and, once published, the result. Nothing about who commented.

    That a term is over is told by its last day, so closing changes nothing here.
    """
    document: dict[str, Any] = {
        "number": consultation.number,
        "unit": consultation.unit.code,
        "kind": consultation.kind,
        "title": consultation.title,
        "background": consultation.background,
        "body": consultation.body,
        "files": [
            {"name": one.name, "sha256": one.file.sha256, "size": one.file.size}
            for one in consultation.files.select_related("file")
        ],
        "opens_date": consultation.opens_date.isoformat() if consultation.opens_date else None,
        "closes_date": consultation.closes_date.isoformat() if consultation.closes_date else None,
        "short_term_reason": consultation.short_term_reason,
        "post_address": consultation.post_address,
        "phone": consultation.phone,
        "email": consultation.email,
        "opened_at": _instant(consultation.opened_at),
        "ended_at": _instant(consultation.ended_at),
        "ended_reason": consultation.ended_reason,
        "announcement": _number(consultation, "announcement"),
        "final_item": _number(consultation, "final_item"),
        "interpretation": _number(consultation, "interpretation"),
        "result": None,
    }
    if consultation.status == Status.ANSWERED:
        document["result"] = _result(consultation)
    return document


def document_sha256(consultation: Consultation) -> str:
    """The hash the transparency log states for the consultation as it is now."""
    return sha256(canonical_json(public_document(consultation)))


def _result(consultation: Consultation) -> dict[str, Any]:
    counted = tally(consultation)
    return {
        "published_at": _instant(consultation.answered_at),
        "text": consultation.result,
        "received": counted.received,
        "duplicates": counted.duplicates,
        "channels": {one.value: one.count for one in counted.channels},
        "outcomes": {one.value: one.count for one in counted.outcomes},
        "dispositions": [
            {"gist": one.gist, "outcome": one.outcome, "reason": one.reason, "comments": getattr(one, "total")}  # noqa: B009
            for one in groups(consultation)
        ],
    }


def _number(consultation: Consultation, link: str) -> str | None:
    item = getattr(consultation, link)
    return item.number if item else None


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
