"""Writing the tree: each file whole and renamed into place, with its compressed twin, and noted in the manifest.

A reader never sees half a page, and never a twin of another version: the old twin goes first, then the page is exchanged, then the new
twin comes, with the very time stamp of its page. One baker at a time reads the ledger and writes what it found (a lock on the tree), so an
older view never overwrites a newer one.
"""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
import os
import re
import shutil
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from isal import isal_zlib

from gongkai.base.core.errors import Refused
from gongkai.base.core.pages import Bytes, Page

from .models import BakedFile
from .rendering import always, environment, page_bytes

#: Where unfinished files lie; neither served nor compared.
WORKSHOP = ".oven"
COMPRESSED = (".html", ".json", ".jsonl", ".xml", ".css", ".js", ".svg", ".csv", ".txt")
#: Below this many bytes a twin saves nothing.
WORTH_COMPRESSING = 512
#: Of igzip, Intel's gzip: a quarter of the time of zlib's level 6 for twins a fourteenth larger (docs/adr/0023).
LEVEL = 2
#: How a disk says that it is full, or that its owner may have no more of it.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
#: An address of the site: no empty, hidden or dotted name in it, no zero byte.
_ADDRESS = re.compile(r"(?:[^/.\0][^/\0]*/)*[^/.\0][^/\0]*")


class Oven:
    """One baker's turn at the tree. Get it from ``oven``."""

    def __init__(self, root: Path, *, now: datetime) -> None:
        self.root = root
        self.now = now
        self._root = str(root)
        # A folder of its own for its drafts: two processes that fill and empty the same one wait for each other, and pay for it twice.
        self._bench = f"{self._root}/{WORKSHOP}/{os.getpid()}-{threading.get_native_id()}"
        self._always = always()
        self._templates = environment()
        self._baked: dict[str, tuple[str, int]] = {}
        self._removed: set[str] = set()

    def put(self, output: Page | Bytes) -> bool:
        """Bake one file; whether anything on disk had to change."""
        path = output.path
        if not _ADDRESS.fullmatch(path):
            raise ValueError(f"not an address of the public site: {path!r}")
        content = page_bytes(output, self._always, self._templates) if isinstance(output, Page) else output.content
        self._baked[path] = (hashlib.sha256(content).hexdigest(), len(content))
        self._removed.discard(path)
        target = f"{self._root}/{path}"
        twinned = len(content) >= WORTH_COMPRESSING and path.endswith(COMPRESSED)
        standing = _read(target)
        if standing == content and _twin_is_whole(target, content, twinned=twinned):
            return False
        self._write(target, content, twinned=twinned, new=standing is None)
        return True

    def put_all(self, outputs: Iterable[Page | Bytes]) -> None:
        """Bake several files."""
        for output in outputs:
            self.put(output)

    def put_tree(self, folder: str, outputs: Iterable[Page | Bytes]) -> None:
        """Bake everything that shall stand in a folder, and remove what stands there besides."""
        wanted = set()
        for output in outputs:
            self.put(output)
            wanted.add(output.path)
        self.keep_only(folder, wanted)

    def keep_only(self, folder: str, wanted: Collection[str]) -> None:
        """Remove from a folder everything that is not wanted."""
        if not os.path.isdir(f"{self._root}/{folder}"):
            return
        for path in list(files_under(self.root, folder)):
            if path not in wanted:
                self.remove(path)

    def remove(self, path: str) -> None:
        """Take a file and its twin off the site; nothing when there is none."""
        target = f"{self._root}/{path}"
        self._baked.pop(path, None)
        self._removed.add(path)
        if not os.path.lexists(target):  # then it has no twin either: a twin comes after its page and goes before it
            return
        _unlink(f"{target}.gz")
        if _unlink(target):
            _drop_empty(os.path.dirname(target), up_to=self._root)

    @transaction.atomic
    def note(self) -> list[str]:
        """Bring the manifest up to what was baked and removed since the last note; returns what was baked."""
        baked = list(self._baked)
        for removed in _groups(self._removed):
            BakedFile.objects.filter(path__in=removed).delete()
        _note(((path, *told) for path, told in self._baked.items()), self.now)
        self._baked.clear()
        self._removed.clear()
        return baked

    def leave(self) -> None:
        """Clear its place in the workshop."""
        with suppress(OSError):  # it wrote nothing, or something stayed: whoever is alone here next sweeps it out
            os.rmdir(self._bench)

    def _write(self, target: str, content: bytes, *, twinned: bool, new: bool) -> None:
        draft = f"{self._bench}/draft"  # one name for all its drafts: the folder stays as small as it is
        try:
            stamp = _draft(draft, content)
            if twinned:
                _draft(f"{draft}.gz", _squeezed(content), stamp=stamp)
            if not (new and twinned):
                _unlink(f"{target}.gz")
            _exchange(draft, target)
            if twinned:
                _exchange(f"{draft}.gz", f"{target}.gz")
        except BaseException as error:  # a full disk above all: what will not be public does not stay on it
            _unlink(draft)
            _unlink(f"{draft}.gz")
            if isinstance(error, OSError) and error.errno in _FULL:
                raise Refused(_("磁盘已满，网页没有写完；已写好的不受影响，腾出空间后会接着写。")) from error
            raise


@contextmanager
def oven(*, now: datetime, alone: bool = True) -> Iterator[Oven]:
    """A turn at the public tree. Alone by default; ``alone=False`` lets others of that kind bake other files meanwhile."""
    root = Path(settings.GONGKAI_PUBLIC_ROOT)
    workshop = root / WORKSHOP
    workshop.mkdir(parents=True, exist_ok=True)
    with (workshop / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if alone:  # nobody else is at work, so what lies here was left by somebody who was killed
            for left in workshop.iterdir():
                if left.is_dir():
                    shutil.rmtree(left)
                elif left.name != "lock":
                    left.unlink()
        baker = Oven(root, now=now)
        try:
            yield baker
        except BaseException:
            with suppress(DatabaseError):  # a full disk takes no note either; what went wrong first is what is told
                baker.note()
            raise
        finally:
            baker.leave()
        baker.note()


def twin_of(path: Path) -> Path:
    """Where the compressed twin of a file stands."""
    return path.with_name(path.name + ".gz")


def files_under(root: Path, folder: str = "") -> Iterator[str]:
    """The addresses of the files below a folder of the tree, in order: no twins, nothing unfinished."""
    top = str(root)
    for directory, folders, names in os.walk(f"{top}/{folder}" if folder else top):
        if directory == top and WORKSHOP in folders:
            folders.remove(WORKSHOP)
        folders.sort()
        below = f"{directory[len(top) + 1 :]}/".lstrip("/")
        present = set(names)
        for name in sorted(names):
            if not (name.endswith(".gz") and name.removesuffix(".gz") in present):
                yield below + name


def _read(target: str) -> bytes | None:
    """What stands there now; None when nothing does, or nothing that can be read."""
    try:
        file = os.open(target, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    with open(file, "rb") as opened:
        return opened.read()


def _twin_is_whole(target: str, content: bytes, *, twinned: bool) -> bool:
    twin = f"{target}.gz"
    try:
        if not twinned:
            return not os.path.lexists(twin)
        if os.stat(twin).st_mtime_ns != os.stat(target).st_mtime_ns:
            return False
        return gzip.decompress(_read(twin) or b"") == content
    except (OSError, EOFError, zlib.error):
        return False


def _draft(draft: str, content: bytes, *, stamp: int | None = None) -> int:
    """Write a draft, with a time stamp of its own or the given one; returns the stamp."""
    try:
        file = os.open(draft, _NEW, 0o666)
    except FileNotFoundError:  # the first of its baker
        os.makedirs(os.path.dirname(draft), exist_ok=True)
        file = os.open(draft, _NEW, 0o666)
    try:
        left = content
        while left:  # a disk that is nearly full takes a part first, and refuses the rest
            left = left[os.write(file, left) :]
        if stamp is None:
            return os.fstat(file).st_mtime_ns
        os.utime(file, ns=(stamp, stamp))
        return stamp
    finally:
        os.close(file)


def _squeezed(content: bytes) -> bytes:
    """The content as a gzip file without name or time."""
    return isal_zlib.compress(content, LEVEL, wbits=31)


def _exchange(draft: str, target: str) -> None:
    """Put the draft in the place of what stands there, all at once."""
    try:
        os.replace(draft, target)
    except FileNotFoundError:  # the first file in its folder
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.replace(draft, target)


def _unlink(target: str) -> bool:
    """Remove a file; whether there was one."""
    if not os.path.lexists(
        target
    ):  # asked first, because nearly always there is none, and a refused removal costs more
        return False
    try:
        os.unlink(target)
    except FileNotFoundError:
        return False
    return True


def _drop_empty(folder: str, *, up_to: str) -> None:
    while folder != up_to:
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


def _note(files: Iterable[tuple[str, str, int]], now: datetime) -> None:
    """Enter these files: path, hash, size; what is as it was keeps its time. As values, because a bake has two million of them."""
    written = connection.ops.adapt_datetimefield_value(now)
    table = BakedFile._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (path, sha256, size, baked_at) VALUES (%s, %s, %s, %s)"  # noqa: S608
            " ON CONFLICT (path) DO UPDATE SET"
            " sha256 = excluded.sha256, size = excluded.size, baked_at = excluded.baked_at"
            f" WHERE {table}.sha256 <> excluded.sha256 OR {table}.size <> excluded.size",
            [(*file, written) for file in files],
        )


def _groups(paths: Iterable[str], size: int = 500) -> Iterator[list[str]]:
    every = list(paths)
    for start in range(0, len(every), size):
        yield every[start : start + size]
