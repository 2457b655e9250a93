"""The tables of the national forms, crossed by rows and columns, out of real tables and out of lines of text.

A row is known by the words before its numbers, its columns by the heads above them; what is printed on the next page goes on under the
heads of the page before. A word or two may be missing from a label: between two rows that are known, in printed order, the likeliest is
taken. What cannot be told apart is left unread, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from gongkai.law.report.crossed import CrossTable, Head
from gongkai.law.report.formats import ReportFormat, format_names, load_format
from gongkai.oversight.annual_report.checker.documents import Grid, Paragraph, Spot, compact
from gongkai.oversight.annual_report.checker.tables import Cell

_NUMBER = re.compile(r"^-?\d{1,15}(?:\.\d{1,6})?$")
_EMPTY = re.compile(r"^(?:[-—/－\\]+|无)?$")
_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．])+")
_SIGNS = re.compile(r"[\s“”\"'‘’、,，.。;；:：()（）]+")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
_ALIKE = 0.6  # of a label between two known ones
_ENOUGH = 12  # figures; fewer are no table of a national form
_NUMBERS_AT_END = re.compile(r"(?:\s+-?\d{1,15}(?:\.\d{1,6})?)+$")


@dataclass(frozen=True)
class Printed:
    """A row as printed: its words before the numbers, from the widest to the nearest; what stands in each place; its heads; where it is.

    ``spot`` is that of the row: a line of text, or a row of a grid whose cells are its columns.
    """

    words: tuple[str, ...]
    cells: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    where: str
    spot: Spot
    torn: bool = False

    def cell(self, place: int) -> Spot:
        """Where the cell in a place of the row is."""
        return self.spot if self.spot.row is None else Spot(self.spot.block, self.spot.row, place)

    @property
    def label(self) -> str:
        return self.words[-1] if self.words else ""


@dataclass
class Crossed:
    """What was read of a form: each figure with its cell, a merged row's too, and what could not be read, in sentences."""

    form: ReportFormat
    figures: dict[str, Cell] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    #: Where the rows stood that were read.
    places: set[str] = field(default_factory=set)


def read_crossed(blocks: Sequence[Paragraph | Grid], year: int) -> Crossed | None:
    """The tables of the national form the document follows; None when it follows none. Of two forms the fuller, then that of the year."""
    rows = list(_rows(blocks))
    forms = [form for form in map(load_format, format_names()) if form.crossed]
    read = [_bind(form, rows) for form in forms]
    best = max(
        read,
        key=lambda one: (len(one.figures), one.form.years[0] <= year <= one.form.years[1]),
        default=None,
    )
    return best if best is not None and len(best.figures) >= _ENOUGH else None


def _rows(blocks: Iterable[Paragraph | Grid]) -> Iterator[Printed]:
    """Every row with a number. A grid as wide as the one before goes on under its heads, or with them, where a page ended among them."""
    heads: list[tuple[str, ...]] = []
    below_heads = False
    numbered: set[int] = set()
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _row_of_text(block, lines)
            continue
        lines.clear()
        width = max((len(row) for row in block.cells), default=0)
        if width != len(heads):
            heads, below_heads = [()] * width, False
        for at, row in enumerate(block.cells):
            cells = tuple(compact(cell) for cell in row)
            if _is_data(cells):
                first = next(place for place, cell in enumerate(cells) if _NUMBER.match(cell))
                words = tuple(cell for cell in cells[:first] if cell and not _EMPTY.match(cell))
                yield Printed(words, cells, tuple(heads), block.where, Spot(block.block, at), block.torn)
                below_heads = True
                numbered = {place for place, cell in enumerate(cells) if _NUMBER.match(cell)}
                continue
            # Nothing where the numbers stand: the end of a label whose row was cut by the end of a page, and no head.
            if below_heads and not any(cells[place] for place in numbered if place < len(cells)):
                continue
            if below_heads:
                heads, below_heads = [()] * width, False
            for place, cell in enumerate(cells):
                heads[place] = (*heads[place], cell) if cell else heads[place]


def _row_of_text(line: Paragraph, before: list[str]) -> Iterator[Printed]:
    """A line that ends with several numbers is a row; the lines before it may hold the beginning of its label."""
    match = _NUMBERS_AT_END.search(f" {line.raw}")
    if match is None:
        before.append(line.text)
        del before[:-3]
        return
    told = line.raw[: max(0, match.start() - 1)]
    label = compact(told)
    # From the widest to the nearest: with the lines before, alone, and without what stands before a gap in it.
    words = [*("".join(before[at:]) + label for at in range(len(before) + 1)), *told.split()[-1:]]
    before.clear()
    yield Printed(
        tuple(word for word in dict.fromkeys(words) if word), ("", *match[0].split()), (), line.where, Spot(line.block)
    )


def _is_data(cells: Sequence[str]) -> bool:
    return any(_NUMBER.match(compact(cell)) for cell in cells)


def _bind(form: ReportFormat, rows: Sequence[Printed]) -> Crossed:
    found = Crossed(form)
    for table in form.crossed:
        if table.side_by_side:
            _bind_side_by_side(table, rows, found)
        else:
            _bind_table(table, rows, found)
    return found


def _bind_side_by_side(table: CrossTable, rows: Sequence[Printed], found: Crossed) -> None:
    heads = [column for _row in table.rows for column in table.columns]
    for row in rows:
        start = _start(heads, row, 0)
        if start is None or (row.words and row.heads):  # in lines of text, what is said before them are the heads
            continue
        if _torn(row, range(start, len(row.cells)), len(heads)):
            found.notes.append(f"{row.where}“{table.title}”的格数与表头对不上，没有参加核对。")
            return
        for at, block in enumerate(table.rows):
            _take(table, block, block.label, row, range(start + at * len(table.columns), len(row.cells)), found)
        return


def _bind_table(table: CrossTable, rows: Sequence[Printed], found: Crossed) -> None:
    known = _known(table)
    order = {head.key: place for place, head in enumerate(known)}
    mine = [(row, start) for row in rows if (start := _start(table.columns, row, 1)) is not None]
    bound: list[Head | None] = [_named(row.words, known) for row, _start in mine]
    for at, (row, _start_at) in enumerate(mine):
        if bound[at] is None and row.words:
            bound[at] = _between(row.label, known, order, bound[:at], bound[at + 1 :])
    for (row, start), head in zip(mine, bound, strict=True):
        if head is None:
            if row.words and len(table.columns) > 1:
                found.notes.append(f"{row.where}“{row.label}”行认不出是哪一项，没有参加核对。")
            continue
        places = range(start, len(row.cells))
        if len(table.columns) > 1 and _torn(row, places, len(table.columns)):
            found.notes.append(f"{row.where}“{row.label}”行的格数与表头对不上，没有参加核对。")
            continue
        filled = [place for place in places if row.cells[place]]
        _take(table, head, row.label, row, places if len(table.columns) > 1 else filled[:1], found)
    read = {key.split(".")[1] for key in found.figures if key.startswith(f"{table.key}.")}
    merged = {part for each in table.merged if each.head.key in read for part in each.of}
    missing = [head.label for head in table.rows if head.key not in read | merged]
    if missing and len(missing) < len(table.rows):
        found.notes.append(f"“{table.title}”没有读到：{'、'.join(missing)}；要用到它们的核对没有做。")


def _torn(row: Printed, places: Sequence[int], columns: int) -> bool:
    """Whether a row has fewer cells than its heads, numbers beyond them or its label among them: none can be told by its place."""
    return (
        len(places) < columns
        or any(_NUMBER.match(row.cells[place]) for place in places[columns:])
        or any(row.cells[place] in row.words for place in places)
        or (row.torn and not all(row.cells[place] for place in places[:columns]))
    )


def _known(table: CrossTable) -> list[Head]:
    """The rows that may be printed, a merged one before the rows it stands for."""
    before = {merged.of[0]: merged.head for merged in table.merged}
    return [head for row in table.rows for head in ((before[row.key], row) if row.key in before else (row,))]


def _named(words: Sequence[str], known: Iterable[Head]) -> Head | None:
    said = {wording(word) for word in words[-4:]} if len(words) > 1 else {wording(word) for word in words}
    nearest = [wording(word) for word in reversed(words)]
    by_label = {wording(label): head for head in known for label in head.labels}
    return next((by_label[word] for word in nearest if word in said and word in by_label), None)


def _between(
    label: str,
    known: Sequence[Head],
    order: dict[str, int],
    before: Sequence[Head | None],
    after: Sequence[Head | None],
) -> Head | None:
    """The likeliest of the rows between the nearest known ones; None when none is likely or two are alike."""
    first = max((order[head.key] for head in before if head), default=-1)
    last = min((order[head.key] for head in after if head), default=len(known))
    likely = sorted(
        ((_likeness(wording(label), head), place) for place, head in enumerate(known) if first < place < last),
        reverse=True,
    )
    if not likely or likely[0][0] < _ALIKE or (len(likely) > 1 and likely[0][0] - likely[1][0] < 0.1):
        return None
    return known[likely[0][1]]


def _likeness(said: str, head: Head) -> float:
    return max(SequenceMatcher(None, said, wording(label), autojunk=False).ratio() for label in head.labels)


@lru_cache(maxsize=20_000)
def wording(label: str) -> str:
    return _SIGNS.sub("", _NUMBERING.sub("", compact(label).replace(" ", "")))


def _start(columns: Sequence[Head], row: Printed, first: int) -> int | None:
    """In which place of the row its first column stands, by the heads above; of a line of text, by how many numbers it has."""
    if not row.heads:
        return 1 if len(row.cells) == len(columns) + 1 else None
    heads = [_head_wordings(head) for head in row.heads]
    wanted = [{wording(label) for label in column.labels} for column in columns]
    for start in range(first, len(heads) - len(columns) + 1):
        if all(heads[start + n] & labels for n, labels in enumerate(wanted)):
            return start
    return None


@lru_cache(maxsize=2_000)
def _head_wordings(parts: tuple[str, ...]) -> frozenset[str]:
    """What a head may say: its lowest cell, or with those above it ("商业" over "企业"); with or without what stands in brackets."""
    said = {"".join(parts[at:]) for at in range(max(0, len(parts) - 3), len(parts))}
    return frozenset(wording(each) for words in said for each in (words, _BRACKETED.sub("", words)))


def _take(table: CrossTable, row: Head, label: str, printed: Printed, places: Sequence[int], found: Crossed) -> None:
    keys = [table.figure(row.key, column.key) for column in table.columns]
    if any(key in found.figures for key in keys):
        found.notes.append(f"{printed.where}又有“{row.label}”一行，文件里可能不止一份报告；只核对先读到的。")
        return
    found.places.add(printed.where)
    for at, (key, column) in enumerate(zip(keys, table.columns, strict=True)):
        cell = printed.cells[places[at]] if at < len(places) else ""
        spot = printed.cell(places[at]) if at < len(places) else printed.spot
        value = Decimal(cell) if _NUMBER.match(cell) else None
        heading = f"“{row.label}”行“{column.label}”列"
        found.figures[key] = Cell(label or row.label, value, table.unit, f"{printed.where}{heading}", spot=spot)
