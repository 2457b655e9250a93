"""What an act means for the public pages of a catalogue: made again once it is committed."""

from __future__ import annotations

from datetime import datetime

from gongkai.base.core.actions import enqueue

from ..models import StandardCatalogue

#: Outbox topic; the payload is ``{"catalogue": code}``.
CATALOGUE_TOPIC = "obligations.catalogue"


def refresh(catalogue: StandardCatalogue, *, now: datetime) -> None:
    """Ask for the public pages of a catalogue anew."""
    enqueue(CATALOGUE_TOPIC, f"{CATALOGUE_TOPIC}:{catalogue.code}", now=now, catalogue=catalogue.code)
