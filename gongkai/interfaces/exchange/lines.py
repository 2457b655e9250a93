"""Reading JSON lines (JSONL, plain or gzip): one document a line, with the fields of a portal's export.

``title``, ``body`` (plain text) and the dates ``date_written`` and ``date_published`` (2018-03-14) are read, and ``doc_number``,
``agency``, ``category`` and ``url`` where there are any. What cannot be read is refused line by line; nothing here stops a file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law import document_numbers

GZIP = b"\x1f\x8b"
#: The longest line read, in bytes; a longer one is refused without being held in memory.
LONGEST_LINE = 16 * 1024 * 1024
#: No document of a modern portal is older; an older date is a slip of the pen.
FIRST_YEAR = 1900
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class RawLine:
    """A line as it stands in the file: its number from 1, its bytes (empty when too long), and how far the file was read."""

    number: int
    content: bytes
    position: int


@dataclass(frozen=True)
class Document:
    """What one line says. ``body`` is HTML, a paragraph a line."""

    line: int
    title: str
    document_number: str
    source_name: str
    category: str
    formed_date: date | None
    published_date: date | None
    body: str

    @cached_property
    def content_sha256(self) -> str:
        """The same for the same document, in whatever file and on whatever line it stands."""
        told = (self.title, self.document_number, str(self.formed_date), str(self.published_date), self.body)
        return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()


class BrokenOff(Exception):
    """The file ends in the middle of its compression: what came before was read."""


def file_sha256(path: Path) -> str:
    """Lower-case hexadecimal SHA-256 of a file as it lies there."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def raw_lines(path: Path) -> Iterator[RawLine]:
    """The lines of a plain or gzip file, blank ones left out but counted. Raises BrokenOff where a gzip file is damaged."""
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        compressed = raw.read(len(GZIP)) == GZIP
        raw.seek(0)
        file = stack.enter_context(gzip.GzipFile(fileobj=raw)) if compressed else raw
        try:
            for number, content in enumerate(_bounded(file), start=1):
                if content.strip() or not content:
                    yield RawLine(number, content, raw.tell())
        except (EOFError, OSError, zlib.error) as error:
            raise BrokenOff from error


def _bounded(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """Lines with their ends; an empty one stands for a line that is too long."""
    while line := file.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield b""


def document_of(raw: RawLine) -> Document:
    """What a line says. Refused, with a sentence, when it cannot be read."""
    given = _object_of(raw.content)
    title = " ".join(_text(given, "title").split())
    if not title:
        raise Refused(_("缺少标题（title）。"))
    return Document(
        line=raw.number,
        title=title,
        document_number=_document_number(_text(given, "doc_number")),
        source_name=_text(given, "agency") or _host(_text(given, "url")),
        category=_text(given, "category"),
        formed_date=_date(given, "date_written"),
        published_date=_date(given, "date_published"),
        body=_paragraphs(_text(given, "body")),
    )


def _object_of(content: bytes) -> dict[str, Any]:
    if not content:
        raise Refused(_("该行超过 %(limit)d MB。") % {"limit": LONGEST_LINE // 1024**2})
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(_("不是 UTF-8 编码的文字。")) from error
    except (ValueError, RecursionError) as error:
        raise Refused(_("不是完整的 JSON。")) from error
    if not isinstance(given, dict):
        raise Refused(_("应为一个 JSON 对象。"))
    return given


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused(_("“%(name)s”应为文字。") % {"name": name})
    return value.strip()


def _date(given: dict[str, Any], name: str) -> date | None:
    said = _text(given, name)
    if not said:
        return None
    match = _DAY.fullmatch(said)
    if match is None:
        raise Refused(_("“%(name)s”应写作 2018-03-14 的样式，不能是“%(said)s”。") % {"name": name, "said": said[:40]})
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise Refused(_("“%(name)s”写的 %(said)s 这一天不存在。") % {"name": name, "said": said}) from error
    if day.year < FIRST_YEAR:
        raise Refused(
            _("“%(name)s”写的 %(said)s 早于 %(year)d 年。") % {"name": name, "said": said, "year": FIRST_YEAR}
        )
    return day


def _document_number(said: str) -> str:
    """In its prescribed form where it can be read, else as it was written: old numbers follow older rules."""
    try:
        return str(document_numbers.parse(said))
    except document_numbers.NotADocumentNumber:
        return said


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in text.splitlines() if line.strip())
