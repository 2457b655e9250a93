"""Texts made ready for an index, in this process or in several: the cutting into words and pairs is most of the work."""

from __future__ import annotations

import json
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils import timezone

from gongkai.base.search import ranking
from gongkai.base.search.port import CODES, Document, sendable
from gongkai.base.search.queries import folded_number
from gongkai.base.search.segment import Tokens, tokens, words

#: Texts handed from one process to another at once.
BATCH = 200
_NAMES = ("key", "title", "number", "document_number", "path")
#: The year is read off the day of publication.
_CODES = tuple(name for name in CODES if name != "year")
_names, _codes = attrgetter(*_NAMES), attrgetter(*_CODES)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: Stands for no date: before every day that can be asked for.
UNDATED = -(2**60)


class Prepared(NamedTuple):
    """A text with everything an engine stores and indexes of it. ``facts`` is JSON of all but the long texts; all three are UTF-8."""

    key: str
    tokens: Tokens
    numbers: list[str]
    facets: dict[str, str]
    audience: list[str]
    published: int
    weight: float
    facts: bytes
    body: bytes
    attachments: bytes


def prepare(document: Document) -> Prepared:
    """One text, made ready."""
    published = timezone.localtime(document.published_at) if document.published_at else None
    codes = {name: sendable(value) for name, value in zip(_CODES, _codes(document), strict=True) if value}
    numbers = [folded_number(number) for number in (document.number, document.document_number) if number]
    facts: dict[str, Any] = dict(zip(_NAMES, _names(document), strict=True)) | codes
    facts["audience"] = document.audience
    facts["published_at"] = document.published_at and document.published_at.isoformat()
    return Prepared(
        key=sendable(document.key),
        tokens=tokens(document),
        numbers=[number for number in numbers if number],
        facets=codes | {"year": str(published.year)} if published else codes,
        audience=list(document.audience),
        published=int(published.timestamp()) if published else UNDATED,
        weight=ranking.weight(document.validity, published),
        facts=_ENCODER.encode(facts).encode("utf-8", "replace"),
        body=document.body.encode("utf-8", "replace"),
        attachments=document.attachments.encode("utf-8", "replace"),
    )


def as_handed_in(facts: str | bytes, body: str, attachments: str) -> Document:
    """The document that was prepared."""
    said: dict[str, Any] = json.loads(facts)
    at = said.pop("published_at")
    return Document(
        **said | {"audience": tuple(said["audience"])},
        published_at=datetime.fromisoformat(at) if at else None,
        body=body,
        attachments=attachments,
    )


@contextmanager
def preparing(processes: int) -> Iterator[Callable[[Iterable[Document]], Iterator[Prepared]]]:
    """A way to prepare many, in their order. The documents are read in this process, a little ahead of what is taken."""
    if processes <= 1:
        yield lambda documents: map(prepare, documents)
        return
    words("")  # the dictionary is loaded once, before the children are made
    with multiprocessing.get_context("fork").Pool(processes) as pool:

        def prepare_all(documents: Iterable[Document]) -> Iterator[Prepared]:
            coming = iter(documents)
            waiting = deque[Any]()
            while batch := list(islice(coming, BATCH)):
                waiting.append(pool.apply_async(_prepare_batch, (batch,)))
                if len(waiting) > 2 * processes:
                    yield from waiting.popleft().get()
            while waiting:
                yield from waiting.popleft().get()

        yield prepare_all


def _prepare_batch(documents: Sequence[Document]) -> list[Prepared]:
    return [prepare(document) for document in documents]
