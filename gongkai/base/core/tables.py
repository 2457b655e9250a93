"""Lists to be taken away: the same rows as CSV, JSON and XLSX, byte for byte the same for the same rows.

A workbook is written here and not by a library, because a list is baked with its page: openpyxl takes ten times as long for a hundred
rows and puts the time into the file (docs/adr/0019). Whatever a cell begins with it is text; only integers are numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from html import escape
from itertools import repeat
from pathlib import PurePosixPath
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.timezone import get_default_timezone

from .pages import Bytes, Page

Cell = str | int | date | datetime | None

#: Format → media type, in the order they are offered.
FORMATS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Rows handed out for one request.
MOST_ROWS = 10_000
#: A cell that begins so is reckoned by a spreadsheet that opens a CSV, instead of shown.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: No spreadsheet takes a longer text.
_LONGEST_CELL = 32_767
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: What an XML cell cannot hold as it is: that, and what has to be escaped.
_TO_FIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff&<>\"']")
#: A cell that begins with one of ``_FORMULA``, among cells joined by ends of lines; finds a little more than that.
_FORMULA_SOMEWHERE = re.compile(r"(?:\A|\n)[=+\-@\t\r]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_UNFIT_NAME = re.compile(r"[\[\]:*?/\\']")
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Table:
    """A list: its title, its columns (name for programs, heading for people), its rows."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Sequence[Cell]]

    def written(self, form: str) -> bytes:
        """The list in one of ``FORMATS``."""
        match form:
            case "csv":
                return _csv(self)
            case "json":
                return _json(self)
            case "xlsx":
                return _xlsx(self)
        raise ValueError(form)

    @cached_property
    def told(self) -> list[list[str | int | None]]:
        """The rows as every format has them: days and instants in words, found once for all of them."""
        return [[cell if cell.__class__ is str else _told(cell) for cell in row] for row in self.rows]


def with_tables(page: Page, table: Table) -> Iterator[Page | Bytes]:
    """A page that is a list, and beside it, under the same name, the list in every format."""
    yield page
    yield from tables(page.path, table)


def tables(path: str, table: Table, forms: Iterable[str] = FORMATS) -> Iterator[Bytes]:
    """A list in every format, or in these, named as its page but for the suffix."""
    for form in forms:
        yield Bytes(str(PurePosixPath(path).with_suffix(f".{form}")), table.written(form))


def handed_out(table: Table, form: str, *, name: str) -> HttpResponse:
    """A list as the answer to a request, to be saved under a name."""
    response = HttpResponse(table.written(form), content_type=FORMATS[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return response


def _told(cell: Cell) -> str | int | None:
    if cell is None or isinstance(cell, str | int):
        return cell
    if isinstance(cell, datetime):
        return cell.astimezone(get_default_timezone()).isoformat(" ", "seconds")[:19]
    return cell.isoformat()


def _csv(table: Table) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([heading for _name, heading in table.columns])
    rows: Iterable[list[str | int | None]] = table.told
    if _FORMULA_SOMEWHERE.search("\n".join([one for row in rows for one in row if one.__class__ is str])):
        rows = [
            ["'" + one if isinstance(one, str) and one.startswith(_FORMULA) else one for one in row] for row in rows
        ]
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig", "replace")  # spreadsheets take UTF-8 for Chinese only when it says so


def _json(table: Table) -> bytes:
    names = [name for name, _heading in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.told]
    told = {"title": table.title, "columns": dict(table.columns), "rows": rows}
    return _ENCODER.encode(told).encode("utf-8", "replace")


def _xlsx(table: Table) -> bytes:
    head = "".join(f'<c t="inlineStr" s="1"><is><t>{_fit(heading)}</t></is></c>' for _name, heading in table.columns)
    rows = table.told
    words = [one for row in rows for one in row if isinstance(one, str)]
    # Nearly always nothing has to be altered, and one look at the whole says so.
    plain = not _TO_FIT.search("".join(words)) and max(map(len, words), default=0) <= _LONGEST_CELL
    fit = str if plain else _fit
    body = "".join([f"<row>{''.join([_cell(one, fit) for one in row])}</row>" for row in rows])
    sheet = (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{_widths(table)}</cols>'
        f"<sheetData><row>{head}</row>{body}</sheetData></worksheet>"
    )
    name = _fit(_UNFIT_NAME.sub(" ", table.title)[:31].strip() or "1")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for place, content in (
            *_around().items(),
            ("xl/workbook.xml", _WORKBOOK.format(name=name)),
            ("xl/worksheets/sheet1.xml", sheet),
        ):
            member = zipfile.ZipInfo(place, _EPOCH)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            package.writestr(member, content.encode("utf-8", "replace"), compresslevel=6)
    return written.getvalue()


def _cell(cell: str | int | None, fit: Callable[[str], str]) -> str:
    if cell.__class__ is int:
        return f"<c><v>{cell}</v></c>"
    return (
        f'<c t="inlineStr"><is><t xml:space="preserve">{fit(str(cell))}</t></is></c>'
        if cell not in (None, "")
        else "<c/>"
    )


def _shown(cell: str | int | None) -> str:
    return "" if cell is None else str(cell)


def _fit(text: str) -> str:
    return escape(_UNFIT.sub("", text)[:_LONGEST_CELL], quote=True)


def _widths(table: Table) -> str:
    """Columns as wide as what stands in them, within reason; a Chinese character takes the room of two."""
    shown = zip(*table.told[:50], strict=True) if table.told else repeat(())
    longest = [
        max(
            len(heading), min(30, max([len(one if one.__class__ is str else _shown(one)) for one in column], default=0))
        )
        for (_name, heading), column in zip(table.columns, shown, strict=False)
    ]
    widths = [min(60, max(8, 2 * length + 2)) for length in longest]
    return "".join(f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1))


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKBOOK = f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets><sheet name="{{name}}" sheetId="1" r:id="rId1"/></sheets></workbook>'


@cache
def _around() -> dict[str, str]:
    """What every workbook has besides its sheet."""
    package = "http://schemas.openxmlformats.org/package/2006"
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{part}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{part}.worksheet+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{part}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_XML}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{_REL}/worksheet"'
            f' Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": (
            f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
            '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" applyFont="1" xfId="0"/></cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        ),
    }
