"""Tables crossed by rows and columns, as the national forms of 2019 and 2021 print them: a figure is ``<table>.<row>.<column>``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.law.report.identities import Identity, identity


@dataclass(frozen=True)
class Head:
    """A row or a column: its key, its printed label, other labels of the same.

    ``sign`` is the number printed before the label, ``under`` the heads it is printed under, from the widest: cells of one
    wording that touch are one cell. ``unit`` and ``decimals`` are a column's own, where it is not counted as the table is.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    sign: str = ""
    under: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.aliases)

    @property
    def path(self) -> tuple[str, ...]:
        """What is printed of it, from the widest head to its own label."""
        return (*self.under, self.sign + self.label)


@dataclass(frozen=True)
class Merged:
    """A row some print in the place of several: it is their sum."""

    head: Head
    of: tuple[str, ...]


@dataclass(frozen=True)
class CrossTable:
    """One table. ``side_by_side``: its rows stand beside each other in one line of numbers, each with all its columns.

    ``counted_as`` is the name its figures have in the ledger, where that is not ``key``. ``collected``: no ledger holds its
    numbers, they are handed in; ``definition`` tells those who hand them in what is meant. ``corner`` is printed where the
    heads of rows and columns meet. Tables of one key that follow each other are printed as one, each under its title.
    """

    key: str
    title: str
    unit: str
    columns: tuple[Head, ...]
    rows: tuple[Head, ...]
    merged: tuple[Merged, ...] = ()
    side_by_side: bool = False
    counted_as: str = ""
    collected: bool = False
    corner: str = ""
    note: str = ""
    definition: str = ""

    @property
    def figures(self) -> Iterator[str]:
        """The keys of its figures, row by row."""
        return (self.figure(row.key, column.key) for row in self.rows for column in self.columns)

    @property
    def codes(self) -> Mapping[str, str]:
        """The name in the ledger of each of its figures, by key."""
        name = self.counted_as or self.key
        return {
            self.figure(row.key, column.key): f"{name}.{row.key}.{column.key}"
            for row in self.rows
            for column in self.columns
        }

    def figure(self, row: str, column: str) -> str:
        """The key of the figure where a row and a column cross; of a merged row too."""
        return f"{self.key}.{row}.{column}"

    def apart(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same values with a merged row in the place of the rows it stands for, where none of these is printed: all of it in the
        first, nothing in the others. For sums alone, which do not care."""
        told = dict(values)
        for merged in self.merged:
            for column in self.columns:
                parts = [self.figure(part, column.key) for part in merged.of]
                whole = told.pop(self.figure(merged.head.key, column.key), None)
                if whole is not None and not any(part in told for part in parts):
                    told |= dict.fromkeys(parts, 0) | {parts[0]: whole}
        return told


def cross_table(raw: Mapping[str, Any]) -> tuple[CrossTable, tuple[Identity, ...]]:
    """A table and its identities, one for each row or column they are declared for. Raises ValueError for a name that is not in it."""
    table = CrossTable(
        raw["key"],
        raw["title"],
        raw["unit"],
        tuple(map(_head, raw["columns"])),
        tuple(map(_head, raw["rows"])),
        tuple(Merged(_head(entry), tuple(entry["of"])) for entry in raw.get("merged", ())),
        raw.get("side_by_side", False),
        raw.get("counted_as", ""),
        raw.get("collected", False),
        raw.get("corner", ""),
        raw.get("note", ""),
        raw.get("definition", ""),
    )
    down = (
        _spread(entry, column.key, table.figure("{}", column.key))
        for entry in raw.get("each_column", ())
        for column in table.columns
    )
    across = (
        _spread(entry, row.key, table.figure(row.key, "{}")) for entry in raw.get("each_row", ()) for row in table.rows
    )
    identities = (*down, *across)
    unknown = {key for entry in identities for key in entry.keys} - set(table.figures)
    if unknown:
        raise ValueError(f"identities name unknown figures: {sorted(unknown)}")
    return table, identities


def _spread(entry: Mapping[str, Any], name: str, figure: str) -> Identity:
    sides = {side: [figure.format(key) for key in entry[side]] for side in ("left", "right")}
    return identity(**{**entry, **sides, "id": f"{entry['id']}.{name}"})


def _head(raw: Mapping[str, Any]) -> Head:
    return Head(
        raw["key"],
        raw["label"],
        tuple(raw.get("aliases", ())),
        raw.get("sign", ""),
        tuple(raw.get("under", ())),
        raw.get("unit", ""),
        raw.get("decimals", 0),
    )
