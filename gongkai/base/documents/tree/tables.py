"""Tables: columns, head and rows, with merged cells; a table that is not filled exactly cannot be built."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.documents.tree.inlines import Inline, Inlines, check_line, check_printable, inlines

Align: TypeAlias = Literal["left", "center", "right"]
ALIGNMENTS = ("left", "center", "right")
HEADER_SCOPES = ("", "row", "col")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how its cells stand, and its width as a share (2 is twice as wide as 1)."""

    align: Align = "left"
    width: float = 1.0

    def __post_init__(self) -> None:
        if self.align not in ALIGNMENTS:
            raise Refused(_("表格的列只能左对齐、居中或者右对齐。"))
        if not 0 < self.width <= 1000:
            raise Refused(_("表格的列宽应大于0，不超过1000。"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; may be empty. ``indent`` counts characters (an “其中：” row has 1 or 2).

    ``header`` makes it a head of its row or column; cells of ``Table.header`` are heads of their columns already.
    """

    content: Inlines = ()
    align: Align | None = None
    indent: int = 0
    header: Literal["", "row", "col"] = ""
    colspan: int = 1
    rowspan: int = 1

    @classmethod
    def of(
        cls,
        *parts: str | Inline,
        align: Align | None = None,
        indent: int = 0,
        header: Literal["", "row", "col"] = "",
        colspan: int = 1,
        rowspan: int = 1,
    ) -> Cell:
        return cls(inlines(*parts), align, indent, header, colspan, rowspan)

    def __post_init__(self) -> None:
        if self.align is not None and self.align not in ALIGNMENTS:
            raise Refused(_("单元格只能左对齐、居中或者右对齐。"))
        if self.header not in HEADER_SCOPES:
            raise Refused(_("单元格只能是行的表头或者列的表头。"))
        if not 0 <= self.indent <= 8:
            raise Refused(_("单元格的缩进应在0到8个字之间。"))
        if self.colspan < 1 or self.rowspan < 1:
            raise Refused(_("单元格至少占一行一列。"))


Row: TypeAlias = tuple[Cell, ...]


def row(*cells: str | Inline | Cell) -> Row:
    """A row; a string or an inline alone becomes a cell."""
    return tuple(cell if isinstance(cell, Cell) else Cell.of(cell) for cell in cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``header`` rows are repeated on every page; ``repeated=False`` where they are heads of its first rows alone.

    ``caption`` is always said to a screen reader; ``caption_shown=False`` keeps it off the page.
    """

    caption: str
    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    note: str = ""
    caption_shown: bool = True
    repeated: bool = True

    def __post_init__(self) -> None:
        check_line(self.caption, gettext_lazy("表名"))
        check_printable(self.note, gettext_lazy("表注"))
        if not self.columns or not self.header:
            raise Refused(_("表格“%(caption)s”没有列或者没有表头。") % {"caption": self.caption})
        if min(column.width for column in self.columns) < sum(column.width for column in self.columns) / 20.001:
            raise Refused(
                _("表格“%(caption)s”有一列不足版面宽度的二十分之一，放不下文字。") % {"caption": self.caption}
            )
        # Head and body are filled apart: a cell may not reach from the one into the other.
        for part in (self.header, self.rows):
            for _placed in self.placed(part):
                pass

    def placed(self, rows: tuple[Row, ...]) -> Iterator[tuple[int, int, Cell]]:
        """(row, column, cell) from the top left, counted from 0.

        Refused when a row is not filled exactly, or a cell reaches out of the table or over another.
        """
        taken: set[tuple[int, int]] = set()
        for y, cells in enumerate(rows):
            x = 0
            for cell in cells:
                while (y, x) in taken:
                    x += 1
                covered = {(y + down, x + across) for down in range(cell.rowspan) for across in range(cell.colspan)}
                if covered & taken or x + cell.colspan > len(self.columns) or y + cell.rowspan > len(rows):
                    raise self._uneven()
                taken |= covered
                yield y, x, cell
                x += cell.colspan
        if len(taken) != len(rows) * len(self.columns):
            raise self._uneven()

    def _uneven(self) -> Refused:
        return Refused(_("表格“%(caption)s”的行列不齐，单元格有空缺、重叠或者越出表格。") % {"caption": self.caption})
