"""Entering documents that were written elsewhere: as drafts, or as items that were already public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.core.rows import insert_many, unsaved
from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.disclosure.actions import HistoricalItem, ItemFields, draft, enter_history

from ..lines import Document
from ..models import ImportedLine


@dataclass(frozen=True)
class Destination:
    """Where the documents of a file go. ``kinds`` are found by the name of a document's category; ``kind`` is for the rest."""

    unit: Unit
    column: Column
    kind: Kind | None
    kinds: dict[str, Kind]
    #: Named as the source where a document names none; empty to refuse such a one.
    source_name: str
    published: bool
    #: SHA-256 of the file.
    source_sha256: str


@dataclass
class Outcome:
    """What became of a batch: how many items were entered; for each other line a Chinese sentence."""

    entered: int = 0
    repeated: list[tuple[Document, str]] = field(default_factory=list)
    refused: list[tuple[Document, str]] = field(default_factory=list)


def enter_documents(documents: Sequence[Document], to: Destination, *, by: User, now: datetime) -> Outcome:
    """Enter each document once. A refused one is reported and keeps out nobody else; what is entered is remembered with its line."""
    outcome, readable = Outcome(), []
    for document in documents:
        if to.published and document.published_date is None:
            outcome.refused.append((document, _("没有发布日期（date_published），不能作为已发布信息录入。")))
        else:
            readable.append(document)
    _enter(readable, to, outcome, by=by, now=now)
    return outcome


def _enter(documents: list[Document], to: Destination, outcome: Outcome, *, by: User, now: datetime) -> None:
    """All in one transaction; when one is refused, each half by itself, until the refused stand alone."""
    try:
        repeated = _enter_all(documents, to, by=by, now=now)
    except Refusal as refusal:
        if len(documents) == 1:
            outcome.refused.append((documents[0], str(refusal)))
            return
        middle = len(documents) // 2
        _enter(documents[:middle], to, outcome, by=by, now=now)
        _enter(documents[middle:], to, outcome, by=by, now=now)
    else:
        outcome.repeated += repeated
        outcome.entered += len(documents) - len(repeated)


@transaction.atomic
def _enter_all(documents: list[Document], to: Destination, *, by: User, now: datetime) -> list[tuple[Document, str]]:
    # Whoever else imports for this unit waits here, and then finds these lines remembered.
    Unit.objects.select_for_update(no_key=True).get(pk=to.unit.pk)
    new, repeated = _without_repeated(documents)
    if to.published:
        items = enter_history([_historical(document, to) for document in new], by=by, now=now)
    else:
        items = [draft(to.unit, _fields(document, to), by=by, now=now) for document in new]
    insert_many(
        [
            unsaved(
                ImportedLine,
                source_sha256=to.source_sha256,
                line=document.line,
                content_sha256=document.content_sha256,
                item_id=item.pk,
            )
            for document, item in zip(new, items, strict=True)
        ]
    )
    return repeated


def _without_repeated(documents: list[Document]) -> tuple[list[Document], list[tuple[Document, str]]]:
    hashes = {document.content_sha256: document for document in documents}
    known = {
        entered.content_sha256: str(entered.item)
        for entered in ImportedLine.objects.filter(content_sha256__in=hashes).select_related("item")
    }
    new, repeated = [], []
    first: dict[str, int] = {}
    for document in documents:
        sha256 = document.content_sha256
        if sha256 in known:
            repeated.append((document, _("与已录入的%(item)s相同，未再录入。") % {"item": known[sha256]}))
        elif sha256 in first:
            repeated.append((document, _("与第 %(line)d 行相同，未再录入。") % {"line": first[sha256]}))
        else:
            first[sha256] = document.line
            new.append(document)
    return new, repeated


def _historical(document: Document, to: Destination) -> HistoricalItem:
    assert document.published_date is not None
    # The hour is not told; the day begins at midnight.
    published_at = datetime.combine(document.published_date, time(), get_default_timezone())
    return HistoricalItem(to.unit, _fields(document, to), published_at)


def _fields(document: Document, to: Destination) -> ItemFields:
    return ItemFields(
        title=document.title,
        kind=to.kinds.get(document.category, to.kind),
        column=to.column,
        # A portal's export often has the day of publication alone; a document is never younger than that.
        formed_date=document.formed_date or document.published_date,
        body=document.body,
        document_number=document.document_number,
        source_name=document.source_name or to.source_name,
    )
