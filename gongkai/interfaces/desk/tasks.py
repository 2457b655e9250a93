"""Keeping the desk's search index at what the ledger says. Derived: ``gongkai rebuild search`` makes it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.utils import timezone

from gongkai.base.core.actions import finish
from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import handles
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import Document, SearchUnavailable
from gongkai.publishing.disclosure.queries import desk_documents

from .listeners import DESK_SEARCH_TOPIC
from .queries import DESK_INDEX

log = logging.getLogger(__name__)
#: Rows of the outbox that one commit of the index answers at the most, and how many records.
_ROWS, _RECORDS = 200, 1000


@handles(DESK_SEARCH_TOPIC, patient=True)
def index_records(payload: dict[str, Any]) -> None:
    """Put in what these records say now, with those of the rows that wait behind this one: many acts, one commit."""
    keys, answered = dict.fromkeys(payload["keys"]), []
    for entry in _waiting()[:_ROWS]:
        together = keys | dict.fromkeys(entry.payload["keys"])
        if len(together) > _RECORDS:
            break
        keys = together
        answered.append(entry)
    search = open_search(DESK_INDEX)
    try:
        search.count()  # nothing is read for an index that is not there
        documents = list(desk_documents(keys))
        standing = {document.key for document in documents}
        search.put_many(documents)
        search.remove(key for key in keys if key not in standing)
        search.commit()
    except SearchUnavailable:
        # A few texts in a new index would pass for the whole: ``verify`` says that there is none, ``rebuild search`` makes it.
        log.warning("there is no search index of the desk; gongkai rebuild search makes it")
    _done(answered)


def rebuild_desk_search(*, processes: int = 2, advance: Callable[[int], object] = lambda pieces: None) -> int:
    """The desk's index anew, swapped in when it is whole; returns how many texts it holds."""
    waiting = list(_waiting())

    def told(documents: Iterator[Document]) -> Iterator[Document]:
        for document in documents:
            yield document
            advance(1)

    def again(keys: Collection[str]) -> Iterator[Document]:
        return desk_documents(keys)

    count = open_search(DESK_INDEX).rebuild(told(desk_documents()), again, processes=processes)
    _done(waiting)
    return count


def _waiting() -> Any:
    return OutboxEntry.objects.pending().filter(topic=DESK_SEARCH_TOPIC).order_by("pk")


def _done(entries: list[OutboxEntry]) -> None:
    now = timezone.now()
    for entry in entries:
        finish(entry, now=now)
