"""The cells of a file, as text, with what is merged said in each of its cells."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.base.core.errors import Refused

#: What a catalogue may have: more is another kind of table, or a trap.
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 120, 60
_MOST_MERGED = MOST_ROWS * MOST_COLUMNS
_MERGE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}mergeCell"


@dataclass(frozen=True)
class Grid:
    """A sheet: its rows as text; what a merged cell says is said in each of its cells."""

    title: str
    rows: list[list[str]]


def grids(file: IO[bytes], *, name: str) -> list[Grid]:
    """The sheets of an XLSX, or the one of a CSV. Refused, with a sentence, when the file is neither."""
    file.seek(0)
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsx":
        return _workbook(file)
    if suffix == "csv":
        return [_csv(file.read())]
    raise Refused(_("“%(name)s”不是 XLSX 或 CSV 文件。旧版 XLS、WPS 表格请另存为 XLSX。") % {"name": name})


def _workbook(file: IO[bytes]) -> list[Grid]:
    try:
        _check_merges(file)
        file.seek(0)
        book = load_workbook(file, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise Refused(_("该文件不是完整的 XLSX 工作簿，或设有打开密码。")) from error
    return [_sheet(sheet) for sheet in book.worksheets[:MOST_SHEETS] if sheet.max_row]


def _check_merges(file: IO[bytes]) -> None:
    """A merged cell is unfolded when a workbook is read: one over a whole sheet would fill the memory."""
    merged = 0
    with zipfile.ZipFile(file) as archive:
        for part in archive.namelist():
            if not (part.startswith("xl/worksheets/") and part.endswith(".xml")):
                continue
            with archive.open(part) as content:
                try:
                    for _event, element in etree.iterparse(content, events=("end",), resolve_entities=False):
                        if element.tag == _MERGE:
                            merged += _size(element.get("ref") or "A1")
                            if merged > _MOST_MERGED:
                                raise _too_large()
                        element.clear()
                except etree.XMLSyntaxError as error:
                    raise ValueError(str(error)) from error


def _size(ref: str) -> int:
    """Cells of a range; whole columns or rows (A:C) count as too many."""
    left, top, right, bottom = range_boundaries(ref)
    if left is None or top is None or right is None or bottom is None:
        return _MOST_MERGED + 1
    return (right - left + 1) * (bottom - top + 1)


def _sheet(sheet: Any) -> Grid:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise _too_large()
    rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        said = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, merged.max_row):
            for column in range(merged.min_col - 1, merged.max_col):
                rows[row][column] = said
    return Grid(sheet.title, rows)


def _csv(content: bytes) -> Grid:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(_("该文件的文字编码无法识别，请另存为 UTF-8 编码的 CSV 或 XLSX。"))
    head = text[:10_000]
    try:
        rows = _bounded(csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count)))
    except csv.Error as error:
        raise Refused(_("该文件不是完整的 CSV。")) from error
    return Grid("", rows)


def _bounded(rows: Iterable[list[str]]) -> list[list[str]]:
    found = []
    for row in rows:
        found.append([_text(each) for each in row])
        if len(found) > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise _too_large()
    return found


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    # Control characters fit into no page and no XML.
    said = "".join(each for each in str(value) if each in "\n\t" or each.isprintable())
    return said.strip()


def _too_large() -> Refused:
    return Refused(
        _("该表超过 %(rows)d 行或 %(columns)d 列，不像一份标准目录。") % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )
