"""The printed forms of annual reports, as data: tables, rows with their figure keys, and the identities between them.

A form is a file in `data/` named as in `load_format("guangdong_2018")`; a new form is a new file, not new code.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from gongkai.law.report.crossed import CrossTable, cross_table
from gongkai.law.report.identities import Identity, identity


@dataclass(frozen=True)
class Row:
    """A printed row: the figure it shows, its label and unit, and how deep it stands under the row above (0 or 1).

    `aliases` are other printed labels of the same row, `says` are patterns for the same count in a sentence, and `denied`
    are patterns for a sentence that says there was none.
    """

    key: str
    label: str
    unit: str
    indent: int = 0
    aliases: tuple[str, ...] = ()
    says: tuple[re.Pattern[str], ...] = ()
    denied: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class Table:
    """One appended table (附表): its number, title, column heads and rows in printed order."""

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ReportFormat:
    """A form with its tables and identities: tables of one number a row, or crossed by rows and columns (``crossed``).

    ``years`` are the first and the last report year it is used for.
    """

    name: str
    title: str
    years: tuple[int, int]
    tables: tuple[Table, ...]
    crossed: tuple[CrossTable, ...]
    identities: tuple[Identity, ...]

    @property
    def rows(self) -> dict[str, Row]:
        """Every row by figure key, in printed order."""
        return {row.key: row for table in self.tables for row in table.rows}


@cache
def load_format(name: str) -> ReportFormat:
    """The form called `name`. Raises LookupError when there is none, ValueError when its file contradicts itself."""
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise LookupError(f"no report format {name!r}")
    source = resources.files("gongkai.law.report") / "data" / f"{name}.toml"
    if not source.is_file():
        raise LookupError(f"no report format {name!r}")
    return _format(tomllib.loads(source.read_text(encoding="utf-8")))


@cache
def format_names() -> tuple[str, ...]:
    """The names of all forms the program knows."""
    folder = resources.files("gongkai.law.report") / "data"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def _format(raw: dict[str, Any]) -> ReportFormat:
    tables = tuple(
        Table(table["number"], table["title"], tuple(table["columns"]), tuple(_row(row) for row in table["rows"]))
        for table in raw.get("tables", ())
    )
    crossed = [cross_table(table) for table in raw.get("crossed", ())]
    keys = [row.key for table in tables for row in table.rows]
    keys += [key for table, _identities in crossed for key in table.figures]
    if len(set(keys)) != len(keys):
        raise ValueError("a figure key is used by two rows")
    identities = (
        *(identity(**entry) for entry in raw.get("identities", ())),
        *(entry for _table, declared in crossed for entry in declared),
    )
    unknown = {key for entry in identities for key in entry.keys} - set(keys)
    if unknown:
        raise ValueError(f"identities name unknown figures: {sorted(unknown)}")
    first, last = raw["years"]
    return ReportFormat(
        raw["name"], raw["title"], (first, last), tables, tuple(table for table, _identities in crossed), identities
    )


def _row(raw: dict[str, Any]) -> Row:
    return Row(
        raw["key"],
        raw["label"],
        raw["unit"],
        raw.get("indent", 0),
        tuple(raw.get("aliases", ())),
        tuple(re.compile(pattern) for pattern in raw.get("says", ())),
        tuple(re.compile(pattern) for pattern in raw.get("denied", ())),
    )
