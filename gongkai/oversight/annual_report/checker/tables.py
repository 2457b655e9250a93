"""Tables of figures, out of real tables and out of text where each cell stands on its own line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.oversight.annual_report.checker.documents import Grid, Paragraph, Spot, compact
from gongkai.oversight.annual_report.checker.labels import bare, unit_in

_NUMBERED = re.compile(r"^附表([一二三四五六七八九十]|\d{1,2})?[:.、]?(.{0,40})$")
_TITLE = re.compile(r"^[^,。;]{2,36}(?:统计表?|情况表|一览表|汇总表)$")
_HEAD = re.compile(
    r"^(?:统计|主要)?(?:指标|项目|单位|数量|数值|序号|名称|内容|合计|备注|统计数|数据)(?:名称|内容|值)?(?:\([^()]{1,8}\))?$"
)
_NUMBER = re.compile(r"^\d{1,15}(?:\.\d{1,6})?$")
_LABEL_AND_NUMBER = re.compile(r"^(.*[一-龥)])\s+(\d{1,15}(?:\.\d{1,6})?)$")
_DASH = re.compile(r"^(?:[-—/－\\]+|无)$")
_UNITS = {"条", "件", "宗", "项", "次", "篇", "份", "起", "例", "封", "人", "人次", "个", "元", "万元", "场", "期"}
_ROW_TAIL = re.compile(r"(?:数|量|额|费用|人数|率|次数|经费)$")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_PART = re.compile(r"^其中")
_ITEM = re.compile(r"^(?:其中:?)?[((]?(\d{1,2})[)、.)]")
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Cell:
    """A row of a table: its printed label, the number (None when blank), its unit if known, and its place."""

    printed: str
    value: Decimal | None
    unit: str | None
    where: str
    unit_blank: bool = False
    spot: Spot | None = None

    @property
    def label(self) -> str:
        return bare(self.printed)

    @property
    def opens_parts(self) -> bool:
        """Whether the row begins the parts of the row above ("其中")."""
        return bool(_PART.match(self.printed))

    @property
    def item(self) -> int | None:
        """The number the row carries in a numbered list (1. 2. …), if any."""
        match = _ITEM.match(self.printed)
        return int(match[1]) if match else None


@dataclass(frozen=True)
class FigureTable:
    """A table with one number a row. `number` is that of 附表N when printed."""

    number: int | None
    title: str
    rows: tuple[Cell, ...]
    where: str

    @property
    def called(self) -> str:
        return f"附表{self.number}" if self.number else (f"“{self.title}”" if self.title else self.where)


def find_tables(blocks: Sequence[Paragraph | Grid]) -> tuple[list[FigureTable], list[Paragraph]]:
    """The tables of a document and the paragraphs that are not part of one."""
    tables: list[FigureTable] = []
    rest: list[Paragraph] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Grid):
            table = _from_grid(block, [item.text for item in rest[-3:]])
            at += 1
        else:
            table, used = _from_lines(blocks, at)
            if table is None:
                rest.append(block)
            at += used
        if table is not None:
            tables.append(table)
    return tables, rest


def _heading(lines: Sequence[str]) -> tuple[int | None, str, int]:
    """Number and title at the start of `lines`, and how many lines they take (0: no heading)."""
    numbered = _NUMBERED.match(lines[0]) if lines else None
    if numbered is None:
        return (None, lines[0], 1) if lines and _TITLE.match(lines[0]) else (None, "", 0)
    digits = numbered[1]
    number = (_DIGITS.get(digits) or int(digits)) if digits else None
    if numbered[2]:
        return number, numbered[2], 1
    if len(lines) > 1 and not _HEAD.match(_tight(lines[1])):
        return number, lines[1], 2
    return number, "", 1


def _tight(text: str) -> str:
    return text.replace(" ", "")


def _from_lines(blocks: Sequence[Paragraph | Grid], at: int) -> tuple[FigureTable | None, int]:
    """A table told in lines from `at` on, and how many blocks it takes."""
    lines: list[Paragraph] = []
    for block in blocks[at : at + 400]:
        if isinstance(block, Grid):
            break
        lines.append(block)
    number, title, used = _heading([line.text for line in lines[:2]])
    if not used or used >= len(lines):
        return None, 1
    heads, taken = _heads(lines[used:])
    if not heads:
        return None, 1
    used += taken
    has_units = any(head.startswith("单位") for head in heads)
    column_unit = next((unit for unit in map(unit_in, heads) if unit), None)
    called = f"附表{number}" if number else f"“{title}”"
    rows, taken = _rows(lines[used:], has_units=has_units, column_unit=column_unit, called=called)
    if not rows:
        return None, 1
    return FigureTable(number, title, tuple(rows), lines[0].where), used + taken


def _heads(lines: list[Paragraph]) -> tuple[list[str], int]:
    heads: list[str] = []
    for taken, line in enumerate(lines):
        cells = [line.text] if _HEAD.match(_tight(line.text)) else _cells(line.raw)
        if len(cells) == 1 and not _HEAD.match(cells[0]):
            cells = line.raw.split()
        if not all(_HEAD.match(_tight(cell)) for cell in cells):
            return heads, taken
        heads += [_tight(cell) for cell in cells]
    return heads, len(lines)


def _cells(raw: str) -> list[str]:
    """The cells a line holds when it is set as a row: apart by tabs, bars or runs of spaces."""
    return [compact(part) for part in re.split(r"\t+|\s*\|\s*|\s{2,}", raw.strip(" |\t")) if part.strip()] or [
        compact(raw)
    ]


def _rows(lines: list[Paragraph], *, has_units: bool, column_unit: str | None, called: str) -> tuple[list[Cell], int]:
    rows: list[Cell] = []
    label, unit, opened = "", None, 0
    line = lines[0] if lines else None

    def close(value: Decimal | None) -> None:
        where = f"{called}“{bare(label)}”行"
        spot = Spot(line.block) if line else None
        rows.append(Cell(label, value, unit or column_unit, where, unit_blank=has_units and unit is None, spot=spot))

    for taken, line in enumerate(lines):
        cells = _row_cells(line)
        for cell in cells:
            blank = bool(_DASH.match(cell))
            if blank and (has_units or not label):
                label = ""  # a heading row: "一、… | — | —"
            elif _NUMBER.match(cell) or blank:
                if not label:
                    return rows, taken
                close(None if blank else Decimal(cell))
                label, unit = "", None
            elif cell in _UNITS and label:
                unit = cell
            elif len(cell) > _LONGEST_LABEL or re.search(r"[。;!]", cell) or _NUMBERED.match(cell):
                return rows, opened if label else taken
            else:
                if label:
                    if not _ROW_TAIL.search(bare(label)):
                        return rows, opened
                    close(None)
                label, unit, opened = cell, None, taken
    return rows, opened if label else len(lines)


def _row_cells(line: Paragraph) -> list[str]:
    cells = _cells(line.raw)
    if len(cells) > 1 and (_NUMBER.match(cells[-1]) or _DASH.match(cells[-1]) or cells[-1] in _UNITS):
        return cells if len(cells) <= 3 else ["".join(cells[:-1]), cells[-1]]
    apart = _LABEL_AND_NUMBER.match(line.raw)
    return [compact(apart[1]), apart[2]] if apart else [line.text]


def _from_grid(grid: Grid, before: list[str]) -> FigureTable | None:
    cells = [[compact(cell) for cell in row] for row in grid.cells]
    number, title = None, ""
    for start in range(len(before)):
        number, found, used = _heading(before[start:])
        if used and start + used == len(before):
            title = found
            break
    while cells and sum(map(bool, cells[0])) <= 1:
        said = "".join(cells.pop(0))
        found_number, found, used = _heading([said])
        number, title = (found_number or number, found) if used else (number, title or said)
    if not cells:
        return None
    heads = [_tight(cell) for cell in cells[0]]
    headed = sum(bool(_HEAD.match(head)) for head in heads) >= 2
    columns = _columns(heads, cells[1:] if headed else cells)
    if columns is None:
        return None
    name_at, unit_at, value_at = columns
    column_unit = unit_in(heads[value_at]) if headed else None
    called = f"附表{number}" if number else (f"“{title}”" if title else grid.where)
    rows = []
    above = len(grid.cells) - len(cells)
    for at, row in enumerate(cells[1:] if headed else cells, start=above + headed):
        if (
            len(row) <= value_at
            or not row[name_at]
            or not (_NUMBER.match(row[value_at]) or row[value_at] == "" or _DASH.match(row[value_at]))
        ):
            continue
        value = Decimal(row[value_at]) if _NUMBER.match(row[value_at]) else None
        unit = row[unit_at] if unit_at is not None else ""
        if unit_at is not None and value is None and not (unit and row[value_at] == ""):
            continue  # a heading row, or one marked with a dash
        where = f"{called}“{bare(row[name_at])}”行"
        blank = unit_at is not None and not unit
        spot = Spot(grid.block, at, value_at)
        rows.append(Cell(row[name_at], value, unit or column_unit, where, unit_blank=blank, spot=spot))
    filled = [row for row in rows if row.value is not None]
    return FigureTable(number, title, tuple(rows), grid.where) if filled else None


def _columns(heads: list[str], body: list[list[str]]) -> tuple[int, int | None, int] | None:
    """Places of label, unit and number; None for a table with several columns of numbers."""
    numeric = [
        at
        for at in range(len(heads))
        if sum(len(row) > at and bool(_NUMBER.match(row[at])) for row in body) * 2 > len(body)
    ]
    numeric = [at for at in numeric if not heads[at].startswith("序号")]
    unit_at = next((at for at, head in enumerate(heads) if head.startswith("单位")), None)
    if len(numeric) != 1:
        return None
    names = [
        at for at in range(len(heads)) if at not in (numeric[0], unit_at) and not heads[at].startswith(("序号", "备注"))
    ]
    return (names[0], unit_at, numeric[0]) if names else None
