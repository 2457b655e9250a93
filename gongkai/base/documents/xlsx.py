"""The tables of a document as XLSX: a sheet a table, heads merged as printed, numbers as numbers, no formulas.

The same document and stamp give the same bytes.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import tostring

from gongkai.base.core.errors import Refused
from gongkai.base.documents.ooxml import settled
from gongkai.base.documents.tree import Cell, Document, Figure, Table, plain

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?|-?\d+(?:\.\d+)?")
_UNFIT_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_CHARACTERS = 110  # of width, shared out among the columns of a table
_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def render_xlsx(document: Document, *, stamp: datetime) -> bytes:
    """The tables of the document; refused when it has none. ``stamp`` (aware) is the date inside the file."""
    if stamp.tzinfo is None:
        raise Refused(_("文件的时间必须注明时区。"))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    if not tables:
        raise Refused(_("文件中没有表格，不能生成XLSX。"))
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _sheet(book, table)
    at = stamp.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.creator, properties.created = document.title, document.issuer, at
    buffer = BytesIO()
    book.save(buffer)
    # The library dates a file by the clock when it saves it.
    properties.modified = at
    return settled(buffer.getvalue(), {"docProps/core.xml": tostring(properties.to_tree())})


def _sheet(book: Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(_UNFIT_NAME.sub(" ", table.caption)[:_LONGEST_NAME])
    sheet.append([table.caption])
    sheet["A1"].font = Font(bold=True)
    across = len(table.columns)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=across)
    first = 2
    for rows, head in ((table.header, True), (table.rows, False)):
        for y, x, cell in table.placed(rows):
            _cell(sheet, table, cell, y + first, x + 1, head or cell.header == "col")
        first += len(rows)
    if table.note:
        sheet.cell(first, 1, table.note).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=first, start_column=1, end_row=first, end_column=across)
        sheet.row_dimensions[first].height = 15 * (1 + table.note.count("\n") + len(table.note) // 60)
    share = _CHARACTERS / sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = max(6, column.width * share)
    if table.repeated:
        sheet.freeze_panes = sheet.cell(2 + len(table.header), 1)
        sheet.print_title_rows = f"1:{1 + len(table.header)}"


def _cell(sheet: Any, table: Table, cell: Cell, row: int, column: int, heading: bool) -> None:
    place = sheet.cell(row, column)
    text = plain(cell.content)
    figures = [item for item in cell.content if isinstance(item, Figure)]
    if len(figures) == 1 and figures[0].text == text and _NUMBER.fullmatch(text):
        number = Decimal(text.replace(",", ""))
        place.value = int(number) if number == int(number) else float(number)
        place.number_format = "#,##0" if number == int(number) else "#,##0.######"
        if figures[0].handed_in:
            place.font = Font(underline="double")
    elif text:
        # Whatever it begins with it is text, and no formula.
        place.value, place.data_type = text, "s"
    if heading:
        place.font = Font(bold=True)
    align = cell.align or ("center" if heading else table.columns[column - 1].align)
    place.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=cell.indent)
    covered = sheet.iter_rows(row, row + cell.rowspan - 1, column, column + cell.colspan - 1)
    for one in chain.from_iterable(covered):
        one.border = _FRAME
    if cell.colspan > 1 or cell.rowspan > 1:
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + cell.rowspan - 1, end_column=column + cell.colspan - 1
        )
