"""Recording what was done. Called inside the transaction of the act, so that the event exists if and only if the act does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.dispatch import Signal
from django.utils.translation import gettext as _

from gongkai.base.core.rows import insert_many, unsaved

from .choices import check_declared
from .models import Event

#: Sent with the ``events`` just written, inside the transaction of their act: for what must follow every act, whichever it was.
recorded = Signal()


def record(
    kind: str, thing: models.Model, /, *, by: AbstractBaseUser | None, at: datetime, reason: str = "", **data: Any
) -> Event:
    """Write one event; LookupError when the kind was never declared. ``by`` is None for somebody of the public, who has no account."""
    event = event_of(kind, thing, by=by, at=at, reason=reason, **data)
    event.save()
    recorded.send(Event, events=[event])
    return event


def record_many(events: Iterable[Event]) -> None:
    """Write many unsaved events in one statement, in the order given. For bulk paths."""
    written = list(events)
    insert_many(written)
    recorded.send(Event, events=written)


def event_of(
    kind: str, thing: models.Model, /, *, by: AbstractBaseUser | None, at: datetime, reason: str = "", **data: Any
) -> Event:
    """The unsaved event ``record`` would write."""
    return events_of(kind, thing._meta.model, [(thing.pk, str(thing), data)], by=by, at=at, reason=reason)[0]


def events_of(
    kind: str,
    model: type[models.Model],
    things: Iterable[tuple[Any, str, dict[str, Any]]],
    /,
    *,
    by: AbstractBaseUser | None,
    at: datetime,
    reason: str = "",
) -> list[Event]:
    """The unsaved events of one act on many things of a model, each given as its key, its name and what changed. For bulk paths."""
    check_declared(kind)
    by_key, by_name = (str(by.pk), str(by)) if by else ("", _("公众"))
    label = model._meta.label_lower
    return [
        unsaved(
            Event,
            kind=kind,
            object_type=label,
            object_key=str(key),
            object_name=name[:300],
            by_key=by_key,
            by_name=by_name,
            at=at,
            reason=reason,
            data=data,
        )
        for key, name, data in things
    ]
