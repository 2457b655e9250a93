"""Writing the in-process index."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import tantivy

from gongkai.base.search.engines.generations import Generations
from gongkai.base.search.engines.preparing import Prepared
from gongkai.base.search.engines.tantivy.schema import NOT_PUBLIC, open_index
from gongkai.base.search.port import PUBLIC, SearchUnavailable, sendable
from gongkai.base.search.segment import Tokens

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
        # Field by field: half the time of handing over a dictionary that the library compares with the schema.
        document = tantivy.Document()
        text = document.add_text
        text("key", prepared.key)
        for name, tokens in zip(Tokens._fields, prepared.tokens, strict=True):
            if tokens:
                text(name, tokens)
        for number in prepared.numbers:
            text("numbers", number)
        for name in prepared.audience:
            text("audience", name)
        if PUBLIC not in prepared.audience:
            text("audience", NOT_PUBLIC)
        for name, code in prepared.facets.items():
            text(name, code)
        document.add_integer("published", prepared.published)
        # The library multiplies a score by log2(2 + what is stored here).
        document.add_float("weight", 2.0**prepared.weight - 2.0)
        document.add_bytes("facts", prepared.facts)
        document.add_bytes("body_text", prepared.body)
        if prepared.attachments:
            document.add_bytes("attachments_text", prepared.attachments)
        self.writer.add_document(document)

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
