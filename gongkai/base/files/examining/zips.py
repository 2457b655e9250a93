"""A ZIP that is itself the attachment: each file inside is examined as if it had been handed in alone."""

from __future__ import annotations

import posixpath
from typing import BinaryIO

from .archives import Archive
from .findings import Examination


def examine(file: BinaryIO, found: Examination, out: BinaryIO) -> None:
    archive = Archive(file, found)
    replaced: dict[str, bytes | None] = {
        name: found.inside(name, posixpath.splitext(name)[1].lower(), archive.read(name)) for name in archive.names
    }
    archive.rewrite(out, replaced)
