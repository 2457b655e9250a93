"""The index inside the process: tantivy, in a folder of its own."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from gongkai.base.search.engines.base import SearchOverReader
from gongkai.base.search.engines.generations import Generations
from gongkai.base.search.engines.preparing import prepare, preparing
from gongkai.base.search.engines.reading import Reader
from gongkai.base.search.engines.tantivy.parts import fill
from gongkai.base.search.engines.tantivy.reader import TantivyReader
from gongkai.base.search.engines.tantivy.schema import open_index
from gongkai.base.search.engines.tantivy.session import Session
from gongkai.base.search.port import Document, SearchUnavailable


class TantivySearch(SearchOverReader):
    """Search in a folder. One object serves all threads of a process; any process may write, one at a time."""

    def __init__(self, root: Path) -> None:
        self.generations = Generations(root)
        self._opening, self._writing = threading.Lock(), threading.RLock()
        self._open: _Open | None = None
        self._session: Session | None = None

    def reader(self) -> Reader:
        folder = self.generations.current()
        try:
            seen = os.stat(folder / "meta.json")
            state = (folder, seen.st_ino, seen.st_mtime_ns)
            opened = self._open
            if opened is None or opened.state != state:
                with self._opening:
                    opened = self._open = self._at(state, self._open)
            return TantivyReader(opened.index.searcher())
        except (OSError, ValueError) as error:
            raise SearchUnavailable from error

    @staticmethod
    def _at(state: tuple[Path, int, int], before: _Open | None) -> _Open:
        if before is not None and before.state[0] == state[0]:
            before.index.reload()
            return _Open(state, before.index)
        index = open_index(state[0])
        # No thread that watches the folder: the file is looked at when somebody asks.
        index.config_reader("manual")
        index.reload()
        return _Open(state, index)

    def keys(self) -> Iterator[str]:
        reader = self.reader()
        assert isinstance(reader, TantivyReader)
        yield from reader.keys()

    def put_many(self, documents: Iterable[Document], *, processes: int = 1) -> int:
        count = 0
        with preparing(processes) as prepare_all, self._writes(processes) as session:
            for prepared in prepare_all(documents):
                session.put(prepared)
                count += 1
        return count

    def remove(self, keys: Iterable[str]) -> None:
        with self._writes() as session:
            for key in keys:
                session.remove(key)

    def commit(self) -> None:
        with self._writing:
            session, self._session = self._session, None
            if session is not None:
                session.commit(self.generations)

    def clear(self) -> None:
        self.rebuild((), lambda keys: ())

    @contextmanager
    def _writes(self, processes: int = 1) -> Iterator[Session]:
        """The session that is open, or a new one once other processes have ended theirs. A mistake gives all of it up."""
        with self._writing:
            if self._session is None:
                lock = self.generations.lock_for_writing()
                try:
                    # An index that is not there is made by a rebuild, never by a put: a part would pass for the whole.
                    self._session = Session(self.generations.current(), processes, lock)
                except BaseException:
                    lock.close()
                    raise
            try:
                yield self._session
            except BaseException:
                session, self._session = self._session, None
                session.abandon()
                raise

    def rebuild(
        self,
        documents: Iterable[Document],
        again: Callable[[Collection[str]], Iterable[Document]],
        *,
        processes: int = 1,
    ) -> int:
        generations = self.generations
        with generations.rebuilding():
            folder = generations.fresh()
            fill(folder, documents, processes=processes)
            with generations.lock_for_writing():
                changed = generations.changed()
                if changed:
                    session = Session(folder, 1)
                    for key in changed:
                        session.remove(key)
                    for document in again(changed):
                        session.put(prepare(document))
                    session.commit()
                generations.use(folder)
        return self.count()


@dataclass(frozen=True)
class _Open:
    """An index opened for reading: which generation, and which commit of it."""

    state: tuple[Path, int, int]
    index: tantivy.Index
