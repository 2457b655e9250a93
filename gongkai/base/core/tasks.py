"""The worker: the only loop that turns committed acts into pages, files and feeds."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from . import actions
from .errors import Refusal

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH = 50
#: How long SQLite's worker sleeps between two looks, in seconds: well under the 0.2 s a clerk should wait.
POLL = 0.05

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_daily: set[str] = set()
_patient: set[str] = set()


def handles(topic: str, *, patient: bool = False) -> Callable[[Handler], Handler]:
    """Register the one function that does the work of ``topic``. It is called at least once and must be idempotent.

    ``patient``: nobody waits for it, so it stands behind everything else that is due. A call of it takes a second at the most, which is
    how long what comes meanwhile may have to wait.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.get(topic, handler) is not handler:
            raise RuntimeError(f"two handlers for {topic}")
        _handlers[topic] = handler
        if patient:
            _patient.add(topic)
        return handler

    return register


def daily(topic: str) -> Callable[[Handler], Handler]:
    """Register what is done once a day, the first thing after midnight or when the first worker of the day starts; idempotent like all.

    It looks at everything that came due since it last ran, so days without a worker are made up for.
    """
    _daily.add(topic)
    return handles(topic)


def begin_day() -> date:
    """Write today's rows of everything that is daily, unless they are there; returns today."""
    now = timezone.now()
    actions.begin_day(sorted(_daily), day=timezone.localdate(now), now=now)
    return timezone.localdate(now)


def work_once(*, owner: str = "", limit: int = BATCH, lease: timedelta = LEASE) -> int:
    """Claim one batch and do it; returns how many rows were taken up. A failing row is kept and never stops the others."""
    entries = actions.claim(owner=owner or _owner(), now=timezone.now(), lease=lease, limit=limit)
    for entry in sorted(entries, key=lambda entry: entry.topic in _patient):
        handler = _handlers.get(entry.topic)
        try:
            if handler is None:
                raise LookupError(f"nobody handles {entry.topic}")
            handler(entry.payload)
        except Refusal as refusal:  # its sentence is all there is to say
            log.error("outbox row %s (%s) waits: %s", entry.pk, entry.topic, refusal)
            actions.fail(entry, error=str(refusal), now=timezone.now())
        except Exception as error:  # whatever a handler raises must not take the other rows with it
            log.exception("outbox row %s (%s) failed", entry.pk, entry.topic)
            actions.fail(entry, error=repr(error), now=timezone.now())
        else:
            actions.finish(entry, now=timezone.now())
    return len(entries)


def drain() -> int:
    """Do everything that is due now; returns how many rows were taken up. For set-up, commands and tests."""
    total = 0
    while taken := work_once():
        total += taken
    return total


def run_worker(stop: threading.Event) -> None:
    """Work until ``stop`` is set: at once when woken (PostgreSQL), after a short sleep otherwise."""
    owner = _owner()
    listening: Any = None
    today: date | None = None
    while not stop.is_set():
        try:
            close_old_connections()
            if today != timezone.localdate():
                today = begin_day()
            # Django replaces its connection now and then, and a new one does not listen.
            if connection.vendor == "postgresql" and (listening is None or listening is not connection.connection):
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {actions.CHANNEL}")
                listening = connection.connection
            if not work_once(owner=owner):
                _wait(stop)
        except Exception:  # a lost database is waited for; the rows are still there when it is back
            log.exception("the worker could not reach its ledger; trying again in a second")
            connection.close()
            stop.wait(1)


def _wait(stop: threading.Event) -> None:
    if connection.vendor == "postgresql":
        # One second at most: rows whose back-off ends send no notice.
        for _notice in connection.connection.notifies(timeout=1.0, stop_after=1):
            pass
    else:
        stop.wait(POLL)


def _owner() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{threading.get_native_id()}"
