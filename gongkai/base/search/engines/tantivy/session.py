"""Writing the in-process index."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import tantivy

from gongkai.base.search.engines.generations import Generations
from gongkai.base.search.engines.preparing import Prepared
from gongkai.base.search.engines.tantivy.schema import NOT_PUBLIC, open_index, schema
from gongkai.base.search.port import PUBLIC, SearchUnavailable, sendable

#: Bytes a writing thread may hold: little for a few texts (it is set aside at once), much for a whole index.
SMALL, LARGE = 20_000_000, 300_000_000


class Session:
    """A writer from its first write to its commit. ``lock`` is given back at the end."""

    def __init__(self, folder: Path, threads: int, lock: IO[str] | None = None, *, heap: int = SMALL) -> None:
        self.lock = lock
        self.touched: list[str] = []
        try:
            index = open_index(folder)
            self.writer = index.writer(heap * threads, threads)
        except (OSError, ValueError) as error:
            raise SearchUnavailable from error

    def put(self, prepared: Prepared, *, new: bool = False) -> None:
        if not new:
            self.remove(prepared.key)
        named = {name: [value] for name, value in prepared.facets.items()}
        hidden = [] if PUBLIC in prepared.audience else [NOT_PUBLIC]
        self.writer.add_document(
            tantivy.Document.from_dict(
                {
                    "key": prepared.key,
                    "text": prepared.tokens.text,
                    "title": prepared.tokens.title,
                    "attachments": prepared.tokens.attachments,
                    "characters": prepared.tokens.characters,
                    "words": prepared.tokens.words,
                    "numbers": prepared.numbers,
                    "audience": prepared.audience + hidden,
                    **named,
                    "published": prepared.published,
                    # The library multiplies a score by log2(2 + what is stored here).
                    "weight": 2.0**prepared.weight - 2.0,
                    "facts": prepared.facts,
                    "body_text": prepared.body,
                    "attachments_text": prepared.attachments,
                },
                schema(),
            )
        )

    def remove(self, key: str) -> None:
        self.writer.delete_documents_by_term("key", sendable(key))
        self.touched.append(key)

    def abandon(self) -> None:
        """Forget what was put and removed, and let other writers in."""
        self.writer.rollback()
        del self.writer
        if self.lock is not None:
            self.lock.close()

    def commit(self, generations: Generations | None = None) -> None:
        try:
            if generations is not None:
                # Before the commit: noted and not written is asked for once too often, written and not noted would be lost.
                generations.note_changed(self.touched)
            self.writer.commit()
            self.writer.wait_merging_threads()
        except (OSError, ValueError) as error:
            raise SearchUnavailable from error
        finally:
            if self.lock is not None:
                self.lock.close()
