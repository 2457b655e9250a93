"""Rows of a file with their line numbers, whatever kind of table it is."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.base.core.errors import Refused

from ..lines import LONGEST_LINE, BrokenOff, file_sha256, raw_lines
from .columns import DOCUMENTS, Columns

#: How far down a heading is looked for: above it stand the register's name and its unit.
HEADING_WITHIN = 30
#: What a workbook may unpack to, in bytes: more is no register.
LARGEST_WORKBOOK = 1024**3
_ZIP = b"PK\x03\x04"

Cells = dict[str, str]


@dataclass
class Table:
    """A file as a table: its rows as (line, cells by field), or the sentence why a line cannot be read; filled while it is read."""

    source_sha256: str
    rows: Iterator[tuple[int, Cells | str]]
    #: Rows there are at most, for a bar; None where only reading tells.
    total: int | None = None
    #: Columns nobody asked for, by their names; sheets that were passed over.
    unused: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def open_table(path: Path, name: str = "", columns: Columns = DOCUMENTS) -> Table:
    """Open an XLSX, CSV or JSONL file (gzip too); ``name`` tells the last two apart. Refused when it is no table with named columns."""
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_ZIP):
        return _workbook(path, columns)
    bare = (name or path.name).lower().removesuffix(".gz")
    if bare.endswith((".jsonl", ".json", ".ndjson")):
        return _json_lines(path, columns)
    if bare.endswith((".csv", ".tsv", ".txt")):
        return _csv(path, columns)
    raise Refused(_("“%(name)s”不是 XLSX、CSV 或 JSONL 文件。旧版 XLS 请另存为 XLSX。") % {"name": name or path.name})


def _workbook(path: Path, columns: Columns) -> Table:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST_WORKBOOK:
            raise Refused(_("该工作簿解开后超过 %(limit)d MB。") % {"limit": LARGEST_WORKBOOK // 1024**2})
        # Merged cells are told only of a workbook read as a whole.
        book = load_workbook(path, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError) as error:
        raise Refused(_("该文件不是完整的 XLSX 工作簿，或设有打开密码。")) from error
    table = Table(file_sha256(path), iter(()))
    for sheet in book.worksheets:
        rows = _sheet_rows(sheet)
        heading = next((place for place, row in enumerate(rows[:HEADING_WITHIN]) if columns.is_heading(row)), None)
        if heading is None or table.total is not None:
            table.passed_over.append(sheet.title)
            continue
        table.unused = _unused(rows[heading], columns)
        table.total = len(rows) - heading - 1
        table.rows = _numbered(rows, heading, columns)
    if table.total is None:
        raise Refused(
            _("没有找到表头：前 %(rows)d 行中应有一行写明“%(name)s”等列名。")
            % {"rows": HEADING_WITHIN, "name": columns.heading}
        )
    return table


def _sheet_rows(sheet: Worksheet) -> list[list[str]]:
    """Every row as text; what one merged cell says is said in each of its rows, for the columns a register merges downwards."""
    rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        said = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row, min(merged.max_row, len(rows)) + 1):
            rows[row - 1][merged.min_col - 1] = said
    return rows


def _numbered(rows: list[list[str]], heading: int, columns: Columns) -> Iterator[tuple[int, Cells | str]]:
    fields = columns.fields_of(rows[heading])
    for place, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {name: row[column] for column, name in fields.items() if column < len(row)}
        # Sums, remarks and rules between months have no title and no number; so have empty lines.
        if any(said.strip() for said in cells.values()) and not columns.is_heading(row):
            yield place, cells


def _csv(path: Path, columns: Columns) -> Table:
    content = b"".join(raw.content for raw in raw_lines(path)) if path.suffix == ".gz" else path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(_("该文件的文字编码无法识别，请另存为 UTF-8 编码的 CSV 或 XLSX。"))
    first = text[:10_000]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=first.count))
    table = Table(file_sha256(path), iter(()), total=text.count("\n") + 1)
    try:
        for _row in range(HEADING_WITHIN):
            heading = next(reader)
            if columns.is_heading(heading):
                table.unused, table.rows = (
                    _unused(heading, columns),
                    _csv_rows(reader, columns, columns.fields_of(heading)),
                )
                return table
    except (StopIteration, csv.Error):
        pass
    raise Refused(
        _("没有找到表头：前 %(rows)d 行中应有一行写明“%(name)s”等列名。")
        % {"rows": HEADING_WITHIN, "name": columns.heading}
    )


def _csv_rows(reader: Any, columns: Columns, fields: dict[int, str]) -> Iterator[tuple[int, Cells | str]]:
    line = reader.line_num + 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, _("该行不是完整的 CSV。")
            line = reader.line_num + 1
            continue
        cells = {name: row[column] for column, name in fields.items() if column < len(row)}
        if any(said.strip() for said in cells.values()) and not columns.is_heading(row):
            yield line, cells
        line = reader.line_num + 1


def _json_lines(path: Path, columns: Columns) -> Table:
    table = Table(file_sha256(path), iter(()))
    table.rows = _objects(path, table, columns)
    return table


def _objects(path: Path, table: Table, columns: Columns) -> Iterator[tuple[int, Cells | str]]:
    try:
        for raw in raw_lines(path):
            if not raw.content:
                yield raw.number, _("该行超过 %(limit)d MB。") % {"limit": LONGEST_LINE // 1024**2}
                continue
            try:
                given = json.loads(raw.content.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                yield raw.number, _("不是完整的 JSON，或不是 UTF-8 编码。")
                continue
            if not isinstance(given, dict):
                yield raw.number, _("应为一个 JSON 对象。")
                continue
            table.unused += [name for name in given if not columns.field_of(name) and name not in table.unused]
            yield raw.number, _cells_of(given, columns)
    except BrokenOff:
        yield 0, _("文件在此处中断，可能没有传完；已读到的各行均已处理，补全后重新导入即可。")


def _cells_of(given: dict[str, Any], columns: Columns) -> Cells:
    cells: Cells = {}
    for name, value in given.items():
        known = columns.field_of(name)
        if known and not cells.get(known):
            cells[known] = "、".join(map(_text, value)) if isinstance(value, list) else _text(value)
    return cells


def _unused(headers: Sequence[str], columns: Columns) -> list[str]:
    return [
        header.strip()
        for place, header in enumerate(headers)
        if header.strip() and place not in columns.fields_of(headers)
    ]


def _text(value: Any) -> str:
    """A cell as somebody would write it: a day without its midnight, a number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
