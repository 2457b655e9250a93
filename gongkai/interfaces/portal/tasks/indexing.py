"""Keeping the search index at what is public. Derived like the pages: ``gongkai rebuild search`` makes it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.utils import timezone

from gongkai.base.core.actions import enqueue
from gongkai.base.core.tasks import handles
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import Document, SearchUnavailable
from gongkai.publishing.disclosure.queries import number_of, search_documents, search_key

log = logging.getLogger(__name__)

#: Outbox topic; the payload is ``{"numbers": [...]}``.
SEARCH_TOPIC = "portal.search"


def ask_to_index(numbers: Collection[str]) -> None:
    """Have the index follow what became of these items. In the worker's own time: pages come first."""
    enqueue(SEARCH_TOPIC, "search", now=timezone.now(), numbers=list(numbers))


@handles(SEARCH_TOPIC, patient=True)
def index_items(payload: dict[str, Any]) -> None:
    """Put in what is public now of these items, take out the rest."""
    numbers = payload["numbers"]
    search = open_search()
    try:
        search.count()  # nothing is read for an index that is not there
        documents = list(search_documents(numbers))
        standing = {document.number for document in documents}
        search.put_many(documents)
        search.remove(search_key(number) for number in numbers if number not in standing)
        search.commit()
    except SearchUnavailable:
        # A few texts in a new index would pass for the whole: ``verify`` says that there is none, ``rebuild search`` makes it.
        log.warning("there is no search index; gongkai rebuild search makes it")


def rebuild_search(*, processes: int = 2, advance: Callable[[int], object] = lambda pieces: None) -> int:
    """The whole index anew, swapped in when it is whole; returns how many texts it holds."""

    def told(documents: Iterator[Document]) -> Iterator[Document]:
        for document in documents:
            yield document
            advance(1)

    def again(keys: Collection[str]) -> Iterator[Document]:
        return search_documents([number for key in keys if (number := number_of(key))])

    return open_search().rebuild(told(search_documents()), again, processes=processes)
