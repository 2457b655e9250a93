"""The tables of a form with their figures in them, laid out exactly as the form prints them: merged heads, groups, numbers of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from gongkai.base.documents.tree import Cell, Column, Row, Table
from gongkai.law.report.crossed import CrossTable, Head
from gongkai.law.report.formats import ReportFormat
from gongkai.law.report.formats import Row as FormRow
from gongkai.law.report.formats import Table as FormTable

Path = tuple[str, ...]


@dataclass(frozen=True)
class Printer:
    """What lays out a form's tables. ``number`` makes the cell of a figure from its code, whether it was handed in, and by what it
    is divided; ``words`` puts figures into a note.
    """

    number: Callable[[str, bool, int], Cell]
    words: Callable[[str], str]

    def standing_in(self, form: ReportFormat, names: Sequence[str]) -> Iterator[Table]:
        """The tables of these names, in the order of the form."""
        for table in form.tables:
            if str(table.number) in names:
                yield self.plain(form, table)
        for key, group in groupby(form.crossed, key=lambda table: table.key):
            if key in names:
                yield self.crossed(list(group))

    def plain(self, form: ReportFormat, table: FormTable) -> Table:
        """A table of one number a row, with or without a column of units."""
        with_unit = len(table.columns) == 3
        label = Column("left", 4.5 if any(row.sign for row in table.rows) else 3)
        columns = (label, *([Column("center", 1)] if with_unit else []), Column("right", 1))
        rows: list[Row] = []
        for position, row in enumerate(table.rows):
            rows += [(Cell.of(line, header="row", colspan=len(columns)),) for line in row.before]
            unit = (Cell.of(row.unit),) if with_unit else ()
            side = Cell.of(_row_label(table, position), indent=row.indent, header="row")
            rows.append((side, *unit, self.number(row.code, row.collected, row.per)))
        titled = _("附表%(number)d　%(title)s") % {"number": table.number, "title": table.title}
        return Table(
            caption=titled if len(form.tables) > 1 else table.title,
            columns=columns,
            header=(tuple(Cell.of(column) for column in table.columns),),
            rows=tuple(rows),
            note=self.note([table.note], any(row.collected for row in table.rows)),
        )

    def crossed(self, tables: list[CrossTable]) -> Table:
        """A table crossed by rows and columns; several of one key stand under each other, each under its title."""
        note = self.note([table.note for table in tables], any(table.collected for table in tables))
        if len(tables) > 1:
            return self._sections(tables, note)
        return replace(self._beside(tables[0]) if tables[0].side_by_side else self._grid(tables[0]), note=note)

    def _grid(self, table: CrossTable) -> Table:
        """Rows with their groups at the left, columns with theirs above."""
        stub = max(len(row.path) for row in table.rows)
        heads = _heads([column.path for column in table.columns])
        corner = Cell.of(table.corner, colspan=stub, rowspan=len(heads))
        numbers = ([self._number(table, row, column) for column in table.columns] for row in table.rows)
        rows = zip(_sides([row.path for row in table.rows]), numbers, strict=True)
        # The label of a row is the widest of its heads; before it stand its groups, a few characters each.
        widths = [1.1, 1.35, 4.8][-stub:] if stub <= 3 else [*([1.1] * (stub - 1)), 4.8]
        return Table(
            caption=table.title,
            columns=(*(Column("left", width) for width in widths), *(Column("right") for _column in table.columns)),
            header=((corner, *heads[0]), *(tuple(line) for line in heads[1:])),
            rows=tuple((*side, *line) for side, line in rows),
            caption_shown=False,
        )

    def _beside(self, table: CrossTable) -> Table:
        """All numbers in one line, each row of the table a group of columns."""
        heads = _heads([(*row.path, column.label) for row in table.rows for column in table.columns])
        line = tuple(self._number(table, row, column) for row in table.rows for column in table.columns)
        return Table(
            caption=table.title,
            columns=tuple(Column("center") for _cell in line),
            header=tuple(tuple(cells) for cells in heads),
            rows=(line,),
            caption_shown=False,
        )

    def _sections(self, tables: list[CrossTable], note: str) -> Table:
        across = max(len(table.columns) for table in tables) + 1
        lines: list[Row] = []
        for table in tables:
            spans = _shared(across - 1, len(table.columns))
            lines.append((Cell.of(table.title, colspan=across, header="col"),))
            heads = (
                Cell.of(column.label, colspan=span, header="col")
                for column, span in zip(table.columns, spans, strict=True)
            )
            lines.append((Cell.of(table.corner, header="col"), *heads))
            for row in table.rows:
                numbers = (
                    replace(self._number(table, row, column), colspan=span, align="center")
                    for column, span in zip(table.columns, spans, strict=True)
                )
                lines.append((Cell.of(row.sign + row.label, header="row"), *numbers))
        return Table(
            caption="、".join(table.title for table in tables),
            columns=(Column("left", 1.2), *(Column("center") for _column in range(across - 1))),
            header=tuple(lines[:2]),
            rows=tuple(lines[2:]),
            note=note,
            caption_shown=False,
            repeated=False,
        )

    def _number(self, table: CrossTable, row: Head, column: Head) -> Cell:
        return self.number(table.codes[table.figure(row.key, column.key)], table.collected, 1)

    def note(self, notes: list[str], collected: bool) -> str:
        """What stands below a table: its notes, and what the double line means where numbers were handed in."""
        told = [self.words(note) for note in notes if note]
        if collected:
            told.append(_("注：下加双线的数字没有业务记录，由各单位连同来源系统和签字报送；空白的尚未报送。"))
        return "\n".join(told)


def divided(number: Decimal, per: int) -> str:
    """What is counted in a smaller unit as the form prints it: 125,000 元 by 10,000 is 12.5 (万元)."""
    shared = number / per
    return f"{shared:,f}" if shared else "0"


def _heads(paths: list[Path]) -> list[list[Cell]]:
    """Lines of column heads: the same words side by side are one cell, and the last of a path reaches down to the numbers."""
    depth = max(map(len, paths))
    lines: list[list[Cell]] = [[] for _level in range(depth)]
    for level in range(depth):
        for together in _together(paths, level):
            path = paths[together[0]]
            last = level == len(path) - 1
            lines[level].append(Cell.of(path[level], colspan=len(together), rowspan=depth - level if last else 1))
    return lines


def _sides(paths: list[Path]) -> list[list[Cell]]:
    """For each row the heads at its left, in the same manner turned round."""
    depth = max(map(len, paths))
    lines: list[list[Cell]] = [[] for _path in paths]
    for level in range(depth):
        for together in _together(paths, level):
            place, path = together[0], paths[together[0]]
            last = level == len(path) - 1
            lines[place].append(
                Cell.of(path[level], rowspan=len(together), colspan=depth - level if last else 1, header="row")
            )
    return lines


def _together(paths: list[Path], level: int) -> Iterator[list[int]]:
    """Places whose heads at a level are one cell: the same words under the same heads, and never the last of a path."""
    for place, path in enumerate(paths):
        if level >= len(path):
            continue
        last = level == len(path) - 1
        before = paths[place - 1] if place else ()
        if last or len(before) <= level + 1 or before[: level + 1] != path[: level + 1]:
            many = [place]
            while not last and many[-1] + 1 < len(paths):
                following = paths[many[-1] + 1]
                if len(following) <= level + 1 or following[: level + 1] != path[: level + 1]:
                    break
                many.append(many[-1] + 1)
            yield many


def _shared(room: int, parts: int) -> list[int]:
    """A width shared out evenly in whole columns, the last takes what is left over."""
    each = room // parts
    return [each] * (parts - 1) + [room - each * (parts - 1)]


def _row_label(table: FormTable, position: int) -> str:
    """The label of a row as printed. Where the form gives no numbers, the first row under a total says 其中, and those under it are
    counted.
    """
    row: FormRow = table.rows[position]
    if row.sign or any(one.sign for one in table.rows):
        return row.sign + (row.printed or row.label)
    if not row.indent:
        return row.label
    first = position
    while first and table.rows[first - 1].indent:
        first -= 1
    serial = f"{position - first + 1}.{row.label}"
    return _("其中：%(row)s") % {"row": serial} if position == first else serial
