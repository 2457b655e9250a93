"""A whole index written by several processes: each writes an index of its own, whose segments are then laid together.

A segment of the library is a set of files that knows nothing of other segments; an index is a folder of segments, and their list in
``meta.json``. Written apart, the texts cross from process to process once, as they were handed in, and every core cuts and indexes.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import tantivy

from gongkai.base.core.processes import die_with
from gongkai.base.search.engines.preparing import BATCH, prepare
from gongkai.base.search.engines.tantivy.schema import schema
from gongkai.base.search.engines.tantivy.session import LARGE, Session
from gongkai.base.search.port import Document
from gongkai.base.search.segment import words

#: Batches that wait for a process while it is at another.
_AHEAD = 2
#: The list of segments, and that of all files, of an index.
_META, _MANAGED = "meta.json", ".managed.json"
#: A text on its way from process to process: its fields alone, which are packed and unpacked in a third of the time of a `Document`.
_fields = attrgetter(*(field.name for field in fields(Document)))
#: What the process of a part writes to.
_session: Session


def fill(folder: Path, documents: Iterable[Document], *, processes: int) -> None:
    """Write all the documents into an empty index in the folder. They are read in this process."""
    if processes <= 1:
        _begin(folder)
        _write(documents)
        _end()
        return
    parts = [folder / f"part-{number}" for number in range(processes)]
    words("")  # the dictionary is loaded once, before the children are made
    with ExitStack() as stack:
        writers = [stack.enter_context(_process(part)) for part in parts]
        for done in (_share_out(documents, writers), [writer.submit(_end) for writer in writers]):
            for future in done:
                future.result()
    _lay_together(folder, parts)


def _process(part: Path) -> ProcessPoolExecutor:
    part.mkdir()
    fork = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(1, mp_context=fork, initializer=_begin, initargs=(part, os.getpid()))


def _share_out(documents: Iterable[Document], writers: Sequence[ProcessPoolExecutor]) -> Iterable[Future[None]]:
    """Give each process the next batch as soon as it has done one; what is still under way at the end. A mistake in one ends all."""
    coming = iter(documents)
    waiting: dict[Future[None], ProcessPoolExecutor] = {}
    free = [writer for writer in writers for _ in range(_AHEAD)]
    while batch := list(islice(coming, BATCH)):
        if not free:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                free.append(waiting.pop(future))
                future.result()
        writer = free.pop()
        waiting[writer.submit(_write_fields, list(map(_fields, batch)))] = writer
    return list(waiting)


def _begin(folder: Path, parent: int | None = None) -> None:
    global _session
    if parent is not None:
        die_with(parent)
        gc.freeze()  # what came with the fork is never rubbish: not to be looked through again and again
    tantivy.Index(schema(), str(folder))
    _session = Session(folder, 1, heap=LARGE)


def _write(documents: Iterable[Document]) -> None:
    for document in documents:
        _session.put(prepare(document), new=True)


def _write_fields(texts: Iterable[tuple[Any, ...]]) -> None:
    _write(Document(*text) for text in texts)


def _end() -> None:
    global _session
    _session.commit()
    del _session


def _lay_together(folder: Path, parts: Sequence[Path]) -> None:
    """One index of the segments of all the parts. Nobody reads the folder yet: whoever is killed here leaves a folder to be swept."""
    metas = [json.loads((part / _META).read_text(encoding="utf-8")) for part in parts]
    for part in parts:
        for file in part.iterdir():
            if not file.name.startswith(".") and file.name != _META:
                file.rename(folder / file.name)
            else:
                file.unlink()
        part.rmdir()
    files = [file.name for file in folder.iterdir()]
    whole = metas[0] | {
        "segments": [segment for meta in metas for segment in meta["segments"]],
        "opstamp": max(meta["opstamp"] for meta in metas),
    }
    for name, said in ((_META, whole), (_MANAGED, [*files, _META])):
        with (folder / name).open("w", encoding="utf-8") as listing:
            json.dump(said, listing)
            listing.flush()
            os.fsync(listing.fileno())
