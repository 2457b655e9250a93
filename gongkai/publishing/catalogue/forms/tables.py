"""Rows out of a table somebody hands in: XLSX, CSV, or pasted from either."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any
from zipfile import BadZipFile

import openpyxl
from django.core.files.base import File
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.base.core.errors import Refused
from gongkai.base.files.policies import accepted
from gongkai.base.files.queries import suffix_of

MOST_BYTES, MOST_ROWS, MOST_CELLS = 5 * 1024 * 1024, 30_000, 20
_ENCODINGS = ("utf-8-sig", "gb18030")
Rows = list[tuple[int, list[str]]]


def rows_of(upload: File[bytes], *, name: str) -> Rows:
    """Number of the line, from 1, and its cells, trimmed; empty lines left out. Refused, with a sentence, when it cannot be read."""
    if suffix_of(name) not in (".xlsx", ".csv", ".txt"):
        raise Refused(_("表格应为 XLSX 或 CSV 文件，不能是“%(name)s”。") % {"name": name[:60]})
    if upload.size > MOST_BYTES:
        raise Refused(_("表格文件最大 %(most)d MB。") % {"most": MOST_BYTES // 1024**2})
    accepted(upload, name=name).close()  # a bomb, a broken file and one that is not what its name says go no further
    upload.seek(0)
    return _sheet(upload) if suffix_of(name) == ".xlsx" else rows_pasted(_decoded(upload.read()))


def rows_pasted(text: str) -> Rows:
    """The same out of a text whose cells stand between tabs or commas."""
    text = text.replace("\x00", "")
    sample = text[:2000]
    delimiter = "\t" if "\t" in sample else ","
    if delimiter == ",":
        text = text.replace("，", ",")
    try:
        return _numbered(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(_("表格有一格超过 13 万字，或引号没有成对，读不出来。")) from error


def _sheet(upload: File[bytes]) -> Rows:
    try:
        book = openpyxl.load_workbook(io.BytesIO(upload.read()), read_only=True, data_only=True)
        try:
            rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_CELLS) if book.worksheets else ()
            return _numbered(rows)
        finally:
            book.close()
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise Refused(_("这个 XLSX 文件读不出来，请另存为 CSV 再试。")) from error


def _numbered(rows: Iterable[Iterable[Any]]) -> Rows:
    found: Rows = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise Refused(_("表格超过 %(most)d 行，请分成几个文件。") % {"most": MOST_ROWS})
        cells = ["" if cell is None else str(cell).strip() for cell in row][:MOST_CELLS]
        if any(cells):
            found.append((number, cells))
    return found


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("CSV 文件应为 UTF-8 或 GB18030 编码。"))
