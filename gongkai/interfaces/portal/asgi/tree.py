"""The folders that are served: a file held open while it is talked about, and where old addresses lead."""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path

from gongkai.base.core.pages import led_on

#: The table of old addresses.
REDIRECTS = "redirects.json"
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f\\]")
CHUNK = 256 * 1024

TYPES = {
    ".html": b"text/html; charset=utf-8",
    ".json": b"application/json; charset=utf-8",
    ".jsonl": b"application/jsonl; charset=utf-8",
    ".xml": b"application/xml; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".csv": b"text/csv; charset=utf-8",
    ".txt": b"text/plain; charset=utf-8",
    ".py": b"text/x-python; charset=utf-8",
    ".svg": b"image/svg+xml; charset=utf-8",
    ".png": b"image/png",
    ".jpg": b"image/jpeg",
    ".jpeg": b"image/jpeg",
    ".gif": b"image/gif",
    ".webp": b"image/webp",
    ".ico": b"image/x-icon",
    ".woff2": b"font/woff2",
    ".woff": b"font/woff",
    ".pdf": b"application/pdf",
    ".ofd": b"application/ofd",
    ".zip": b"application/zip",
    ".doc": b"application/msword",
    ".xls": b"application/vnd.ms-excel",
    ".wps": b"application/vnd.ms-works",
    ".docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class OpenFile:
    """A file of the tree held open, so that all that is said about it is true of the same bytes. Close it."""

    __slots__ = ("facts", "file", "suffix")

    def __init__(self, file: int, facts: os.stat_result, suffix: str) -> None:
        self.file = file
        self.facts = facts
        self.suffix = suffix

    @property
    def etag(self) -> bytes:
        """From time, size and inode: a page is never altered in place, so each version is another inode."""
        facts = self.facts
        return b'"%x-%x-%x"' % (facts.st_mtime_ns, facts.st_size, facts.st_ino)

    def read(self) -> bytes:
        """The whole content."""
        return os.read(self.file, self.facts.st_size)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The content piece by piece, read beside the event loop."""
        left = self.facts.st_size
        while left > 0:
            piece = await asyncio.to_thread(os.read, self.file, min(CHUNK, left))
            if not piece:
                return
            left -= len(piece)
            yield piece

    def close(self) -> None:
        os.close(self.file)


class Tree:
    """A folder whose files may be served, and nothing outside it."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)

    def open(self, address: str) -> OpenFile | None:
        """The file at a clean relative address; None when there is none, or when it lies outside the tree."""
        try:
            file = os.open(f"{self.root}/{address}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None
        facts = os.fstat(file)
        if not stat.S_ISREG(facts.st_mode) or not self._holds(file, address):
            os.close(file)
            return None
        return OpenFile(file, facts, os.path.splitext(address)[1].lower())

    def is_folder(self, address: str) -> bool:
        """Whether the address names a folder of the tree."""
        try:
            return os.path.isdir(f"{self.root}/{address}")
        except ValueError:
            return False

    def _holds(self, file: int, address: str) -> bool:
        # Where the open file really lies; on systems that cannot tell, where its name leads.
        try:
            real = os.readlink(f"/proc/self/fd/{file}")
        except OSError:
            real = os.path.realpath(f"{self.root}/{address}")
        # A page exchanged this very moment is called deleted, and still whole.
        return real.removesuffix(" (deleted)") == f"{self.root}/{address}"


class Moved:
    """Old addresses and where they lead, from a file of the tree that is read again when it is another one."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._etag = b""
        self._rules: dict[str, str] = {}

    def lead(self, path: str) -> str | None:
        """The new address; None when the path is no old one. Asked only where nothing stands."""
        found = self._tree.open(REDIRECTS)
        if found is None:
            return None
        try:
            if found.etag != self._etag:
                rules = json.loads(found.read())
                self._rules, self._etag = rules if isinstance(rules, dict) else {}, found.etag
        except ValueError:
            return None
        finally:
            found.close()
        target = led_on(path, self._rules)
        # Only to this site, whatever the file says.
        return target if target and target[0] == "/" and target[1:2] != "/" and not FORBIDDEN.search(target) else None
