"""Where the in-process index lies: generations in folders of their own, a file that names the one in use, and the locks of its writers.

    ROOT/current        the name of the generation that readers use; replaced whole, by renaming
    ROOT/4-000007/      a generation: the 7th, in layout 4
    ROOT/writing        locked while a process writes
    ROOT/rebuilding     locked while a process makes a new generation
    ROOT/changed        keys written to the old generation meanwhile, a line each

The locks are the system's (flock): they go with the process that held them, however it ended.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from gongkai.base.search.port import SearchBusy, SearchUnavailable

#: The layout of what is indexed. An index of another layout is not read: it is rebuilt.
LAYOUT = 4
#: Seconds a writer waits for the one before it, and between two tries.
PATIENCE, PAUSE = 30.0, 0.02


class Generations:
    """The folder of an index. Paths only; nothing here knows the engine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path:
        """The folder readers use. Raises `SearchUnavailable` when there is none, or one of another layout."""
        try:
            name = (self.root / "current").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SearchUnavailable from error
        folder = self.root / name
        if not name.startswith(f"{LAYOUT}-") or not folder.is_dir():
            raise SearchUnavailable
        return folder

    def fresh(self) -> Path:
        """A new, empty folder for the generation after all there are."""
        self.root.mkdir(parents=True, exist_ok=True)
        last = max((int(path.name.rpartition("-")[2]) for path in self._folders()), default=0)
        folder = self.root / f"{LAYOUT}-{last + 1:06}"
        folder.mkdir()
        return folder

    def use(self, folder: Path) -> None:
        """Give this generation to the readers and delete the others; who has one open keeps what they have."""
        new = self.root / "current.new"
        with new.open("w", encoding="ascii") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.root / "current")
        self.sweep(keep=folder)

    def sweep(self, keep: Path | None) -> None:
        """Delete every generation but one."""
        for path in self._folders():
            if path != keep:
                shutil.rmtree(path, ignore_errors=True)

    def _folders(self) -> list[Path]:
        return [path for path in self.root.glob("*-*") if path.is_dir() and path.name.rpartition("-")[2].isdigit()]

    def lock_for_writing(self) -> IO[str]:
        """Wait for the other writers. Closing what is returned lets them in. Raises `SearchBusy` after `PATIENCE`."""
        until = time.monotonic() + PATIENCE
        while (lock := self._lock("writing")) is None:
            if time.monotonic() > until:
                raise SearchBusy(_("另一个进程正在写入检索索引，请稍后再试。"))
            time.sleep(PAUSE)
        return lock

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Held by the one process that makes a new generation. Raises `SearchBusy` when there is another."""
        lock = self._lock("rebuilding")
        if lock is None:
            raise SearchBusy(_("检索索引正在由另一个进程重建，请等它完成。"))
        with lock:
            (self.root / "changed").write_text("", encoding="utf-8")
            yield

    def note_changed(self, keys: Sequence[str]) -> None:
        """Tell a rebuild under way that these were written. Called by the holder of the lock for writing."""
        lock = self._lock("rebuilding")
        if lock is not None:  # nobody rebuilds
            lock.close()
            return
        with (self.root / "changed").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(key) + "\n" for key in keys)
            file.flush()
            os.fsync(file.fileno())

    def changed(self) -> list[str]:
        """The keys that were noted, each once. Called by the holder of both locks."""
        with (self.root / "changed").open(encoding="utf-8") as file:
            return list(dict.fromkeys(json.loads(line) for line in file))

    def _lock(self, name: str) -> IO[str] | None:
        self.root.mkdir(parents=True, exist_ok=True)
        file = (self.root / name).open("a", encoding="ascii")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file
