"""Appending. Called inside the transaction of the publication, change or withdrawal it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.base.core.rows import insert_many, unsaved
from gongkai.publishing.catalogue.queries import page_path

from .canonical import row_hash
from .choices import Act
from .models import LogEntry, LogHead


@dataclass(frozen=True)
class Statement:
    """What is to be said in the log about one number. ``document_sha256`` is that of the version's canonical JSON.

    ``path`` says where page and JSON stand, without a suffix; empty for an item, whose number says it.
    """

    act: Act
    number: str
    unit_name: str
    at: datetime
    document_sha256: str
    reason: str = ""
    path: str = ""


def append(statement: Statement) -> LogEntry:
    """Add one row at the end of the chain."""
    return append_many([statement])[0]


@transaction.atomic
def append_many(statements: Sequence[Statement]) -> list[LogEntry]:
    """Add rows in the order given. Appenders wait for each other: a chain has one end."""
    LogHead.objects.get_or_create(pk=1)
    head = LogHead.objects.select_for_update().get(pk=1)
    entries = []
    for statement in statements:
        entry = unsaved(
            LogEntry,
            seq=head.seq + 1,
            act=statement.act,
            number=statement.number,
            path=statement.path or page_path(statement.number),
            unit_name=statement.unit_name,
            at=statement.at.replace(microsecond=0),
            reason=statement.reason,
            document_sha256=statement.document_sha256,
            previous_hash=head.hash,
        )
        entry.hash = row_hash(entry.as_row())
        head.seq, head.hash = entry.seq, entry.hash
        entries.append(entry)
    insert_many(entries)
    head.save(update_fields=["seq", "hash"])
    return entries
