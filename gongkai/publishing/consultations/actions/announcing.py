"""Telling the public: the row of the log and the row of the outbox that follow from an act, written in its transaction."""

from __future__ import annotations

from datetime import datetime

from gongkai.base.core.actions import enqueue
from gongkai.publishing.transparency_log.actions import Statement, append
from gongkai.publishing.transparency_log.choices import Act

from ..models import Consultation
from ..queries import document_sha256

#: Outbox topic of everything that changes a consultation's public pages; the payload is ``{"number": …}``.
CONSULTATION_TOPIC = "consultations.consultation"


def announce(consultation: Consultation, act: Act, *, reason: str = "", now: datetime) -> None:
    """State in the log what the public reads from now on, and ask for its pages. Call it last: the log's end is a lock."""
    append(
        Statement(
            act=act,
            number=consultation.number,
            unit_name=consultation.unit.name,
            at=now,
            document_sha256=document_sha256(consultation),
            reason=reason,
            path=consultation.path,
        )
    )
    refresh_pages(consultation, now=now)


def refresh_pages(consultation: Consultation, *, now: datetime) -> None:
    """Ask for its pages to be made again."""
    enqueue(CONSULTATION_TOPIC, f"consultation:{consultation.number}", now=now, number=consultation.number)
