"""Numbers pasted from a table: found by the code or the printed label of their line, whatever stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from gongkai.law.report.crossed import CrossTable, Head
from gongkai.law.report.formats import formats_for

from .registry import Collected, Figure

#: "一、", "（一）", "1." before a printed label.
_SIGN = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）).、．]\s*")
_NOISE = re.compile(r"[\s、，,。；;：:（）()“”\"'《》]")


@dataclass(frozen=True)
class Grid:
    """A table of the form as a unit types it: only the cells that are counted, as the totals follow."""

    table: CrossTable
    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[str, ...]], ...]


@dataclass
class Pasted:
    """What was found: numbers by code as they were written, and a sentence for each line that could not be read."""

    numbers: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def grids(figures: Sequence[Figure], year: int) -> list[Grid]:
    """The tables of the forms of a year whose cells are among these figures."""
    typed = {figure.code for figure in figures if not isinstance(figure, Collected)}
    found, seen = [], set[str]()
    for form in formats_for(year):
        for table in form.crossed:
            columns = [one for one in table.columns if any(_code(table, row, one) in typed for row in table.rows)]
            rows = [
                (row, tuple(_code(table, row, one) for one in columns))
                for row in table.rows
                if columns and all(_code(table, row, one) in typed for one in columns)
            ]
            if rows and rows[0][1][0] not in seen:
                seen.update(code for _row, codes in rows for code in codes)
                found.append(Grid(table, tuple(columns), tuple(rows)))
    return found


def read_number(text: str) -> Decimal | None:
    """A number as people write it: full-width digits, thousands commas. None for a blank; ValueError for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,18}(\.\d+)?", plain):
        raise ValueError(text)
    try:
        return Decimal(plain)
    except InvalidOperation:  # pragma: no cover
        raise ValueError(text) from None


def read_pasted(text: str, figures: Sequence[Figure], year: int) -> Pasted:
    """The numbers of a pasted table: a line is a figure's code or label and its number, or a row of a table and its numbers."""
    lines = _by_label(figures, year)
    pasted = Pasted()
    for place, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()
        if any(cells):
            _read(place, cells, lines, pasted)
    return pasted


def _read(place: int, cells: list[str], lines: Mapping[str, tuple[str, ...]], pasted: Pasted) -> None:
    if not any(map(_is_number, cells)) and len(list(filter(None, cells))) > 2:
        return  # the heads of the columns
    at, codes = next(
        ((at, lines[plain]) for at, cell in enumerate(cells) if (plain := _plain(cell)) in lines), (-1, None)
    )
    if codes is None:
        if any(_is_number(cell) for cell in cells):
            pasted.problems.append(
                _("第%(place)d行“%(text)s”：认不出是哪个指标。") % {"place": place, "text": " ".join(cells)[:40]}
            )
        return
    numbers = cells[at + 1 :]
    while numbers and not numbers[-1]:
        numbers.pop()
    told = {"place": place, "label": cells[at][:20]}
    if len(numbers) == len(codes) + 1 and len(codes) > 1:
        total, numbers = numbers[-1], numbers[:-1]
        if not _adds_up(numbers, total):
            pasted.problems.append(_("第%(place)d行“%(label)s”：各栏之和与总计不符，各栏已填入，请核对。") % told)
    if len(numbers) > len(codes) and len(codes) > 1:
        pasted.problems.append(
            _("第%(place)d行“%(label)s”：应有%(wanted)d个数，粘贴了%(found)d个，没有填入。")
            % {**told, "wanted": len(codes), "found": len(numbers)}
        )
        return
    for code, number in zip(codes, numbers, strict=False):
        if not number:
            continue
        if not _is_number(number):
            pasted.problems.append(
                _("第%(place)d行“%(label)s”：“%(text)s”不是数，没有填入。") % {**told, "text": number[:20]}
            )
            continue
        pasted.numbers[code] = number


def _by_label(figures: Sequence[Figure], year: int) -> dict[str, tuple[str, ...]]:
    """Codes by what their line may be called."""
    named: dict[str, tuple[str, ...]] = {}
    for grid in grids(figures, year):
        for row, codes in grid.rows:
            for label in (row.label, *row.aliases):
                named.setdefault(_plain(label), codes)
    for figure in figures:
        if isinstance(figure, Collected):
            for label in _names(figure):
                named[_plain(label)] = (figure.code,)
        named[_plain(figure.code)] = (figure.code,)
    return named


def _names(figure: Figure) -> Iterator[str]:
    label = str(figure.label)
    yield label
    yield label.partition("·")[0]


def _plain(text: str) -> str:
    return _NOISE.sub("", _SIGN.sub("", unicodedata.normalize("NFKC", text).strip()))


def _is_number(text: str) -> bool:
    try:
        return read_number(text) is not None
    except ValueError:
        return False


def _adds_up(numbers: Sequence[str], total: str) -> bool:
    if not all(_is_number(one) for one in (*numbers, total)):
        return True
    return sum(read_number(one) or 0 for one in numbers) == read_number(total)


def _code(table: CrossTable, row: Head, column: Head) -> str:
    return table.codes[table.figure(row.key, column.key)]
