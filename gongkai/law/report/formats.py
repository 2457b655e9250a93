"""The printed forms of annual reports, as data: years, parts, tables, rows with their figures, and the identities between them.

A form is a file named as in `load_format("guangdong_2018")`, in `data/` or in a folder named by `look_in`; a new form is a new
file, not new code (docs/handbook/report-forms.md says what may stand in it). `formats_for(2024)` are the forms of a year.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from gongkai.law.report.crossed import CrossTable, cross_table
from gongkai.law.report.identities import Identity, identity
from gongkai.law.report.parts import Part, part


@dataclass(frozen=True)
class Row:
    """A printed row: the figure it shows, its label and unit, and how deep it stands under the row above (0 or 1).

    `aliases` are other printed labels of the same row, `says` are patterns for the same count in a sentence, and `denied`
    are patterns for a sentence that says there was none. `figure` is its name in the ledger, where that is not `key`;
    `collected`: no ledger holds it, it is handed in. `sign` is the number printed before the label, `before` are lines
    printed above it without a number, `printed` is the label as printed where two rows have the same one, `per` divides what
    is counted in a smaller unit (10000 for 元 printed as 万元).
    """

    key: str
    label: str
    unit: str
    indent: int = 0
    aliases: tuple[str, ...] = ()
    says: tuple[re.Pattern[str], ...] = ()
    denied: tuple[re.Pattern[str], ...] = ()
    figure: str = ""
    collected: bool = False
    sign: str = ""
    before: tuple[str, ...] = ()
    per: int = 1
    decimals: int = 0
    printed: str = ""

    @property
    def code(self) -> str:
        """The figure it shows, by its name in the ledger."""
        return self.figure or self.key


@dataclass(frozen=True)
class Table:
    """One appended table (附表): its number, title, column heads and rows in printed order; `note` stands below, figures by name."""

    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class ReportFormat:
    """A form with its tables and identities: tables of one number a row, or crossed by rows and columns (``crossed``).

    ``years`` are the first and the last report year it is used for. ``heading`` is the title of a report in it, with ``{unit}``
    and ``{year}``. Identities name keys, as the checker reads them off a page; ``counted_identities`` name figures of the ledger.
    """

    name: str
    title: str
    years: tuple[int, int]
    tables: tuple[Table, ...]
    crossed: tuple[CrossTable, ...]
    identities: tuple[Identity, ...]
    heading: str = ""
    parts: tuple[Part, ...] = ()
    #: Identities between figures of the ledger that the form has no rows for.
    ledger: tuple[Identity, ...] = ()

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every row by figure key, in printed order."""
        return {row.key: row for table in self.tables for row in table.rows}

    @cached_property
    def figures(self) -> Mapping[str, str]:
        """The figure behind every printed key, in printed order: key → name in the ledger."""
        crossed = {key: code for table in self.crossed for key, code in table.codes.items()}
        return {key: row.code for key, row in self.rows.items()} | crossed

    @property
    def codes(self) -> tuple[str, ...]:
        """Every figure it prints, in a note below a table too, or is held against, by its name in the ledger, in printed order."""
        held_against = (key for entry in self.ledger for key in entry.keys)
        notes = (*(table.note for table in self.tables), *(table.note for table in self.crossed))
        noted = (code.partition("@")[0] for note in notes for code in _NAMED.findall(note))
        return tuple(dict.fromkeys((*self.figures.values(), *held_against, *noted)))

    @cached_property
    def collected(self) -> frozenset[str]:
        """The figures it prints that no ledger holds."""
        crossed = (table for table in self.crossed if table.collected)
        rows = (row.code for row in self.rows.values() if row.collected)
        return frozenset((*rows, *(code for table in crossed for code in table.codes.values())))

    @cached_property
    def counted_identities(self) -> tuple[Identity, ...]:
        """The same identities between the figures of the ledger, and those the form has no rows for."""
        named = (
            replace(
                entry,
                left=tuple(self.figures[key] for key in entry.left),
                right=tuple(self.figures[key] for key in entry.right),
            )
            for entry in self.identities
        )
        return (*named, *self.ledger)


#: A figure by name in a text.
_NAMED = re.compile(r"\{([^{}]+)\}")
_SHIPPED: Traversable = resources.files("gongkai.law.report") / "data"
_folders: list[Traversable] = [_SHIPPED]


def look_in(folder: Path) -> None:
    """Take forms from this folder too; one of the same name stands before those that come with the program."""
    if folder.is_dir() and folder not in _folders:
        _folders.insert(0, folder)
        forget()


def leave(folder: Path) -> None:
    """Take forms from this folder no longer."""
    if folder in _folders:
        _folders.remove(folder)
        forget()


def forget() -> None:
    """Read the files again when next asked."""
    for kept in (load_format, format_names):
        kept.cache_clear()


@cache
def load_format(name: str) -> ReportFormat:
    """The form called `name`. Raises LookupError when there is none, ValueError when its file contradicts itself."""
    source = source_of(name)
    try:
        return _format(tomllib.loads(source.read_text(encoding="utf-8")))
    except (KeyError, ValueError) as wrong:
        raise ValueError(f"{source}: {wrong}") from wrong


def source_of(name: str) -> Traversable:
    """The file of a form. LookupError when there is none."""
    if re.fullmatch(r"[a-z0-9_]+", name):
        for folder in _folders:
            source = folder / f"{name}.toml"
            if source.is_file():
                return source
    raise LookupError(f"no report format {name!r}")


@cache
def format_names() -> tuple[str, ...]:
    """The names of all forms the program knows."""
    files = (entry.name for folder in _folders for entry in folder.iterdir())
    return tuple(sorted({name.removesuffix(".toml") for name in files if name.endswith(".toml")}))


def formats_for(year: int) -> tuple[ReportFormat, ...]:
    """The forms a report on this year may have, by name; empty when none is known."""
    forms = map(load_format, format_names())
    return tuple(form for form in forms if form.years[0] <= year <= form.years[1])


def _format(raw: dict[str, Any]) -> ReportFormat:
    tables = tuple(
        Table(
            table["number"],
            table["title"],
            tuple(table["columns"]),
            tuple(_row(row) for row in table["rows"]),
            table.get("note", ""),
        )
        for table in raw.get("tables", ())
    )
    crossed = [cross_table(table) for table in raw.get("crossed", ())]
    keys = [row.key for table in tables for row in table.rows]
    keys += [key for table, _identities in crossed for key in table.figures]
    if len(set(keys)) != len(keys):
        raise ValueError("a figure key is used by two rows")
    declared = [entry for entry in raw.get("identities", ()) if not entry.get("ledger")]
    identities = (
        *(identity(**entry) for entry in declared),
        *(entry for _table, spread in crossed for entry in spread),
    )
    unknown = {key for entry in identities for key in entry.keys} - set(keys)
    if unknown:
        raise ValueError(f"identities name unknown figures: {sorted(unknown)}")
    parts = tuple(map(part, raw.get("parts", ())))
    standing = {key for one in parts for key in one.tables}
    if lost := standing - {table.key for table, _spread in crossed} - {str(table.number) for table in tables}:
        raise ValueError(f"parts name unknown tables: {sorted(lost)}")
    ledger = ({**entry} for entry in raw.get("identities", ()) if entry.get("ledger"))
    first, last = raw["years"]
    return ReportFormat(
        raw["name"],
        raw["title"],
        (first, last),
        tables,
        tuple(table for table, _identities in crossed),
        identities,
        raw.get("heading", ""),
        parts,
        tuple(identity(**{name: told for name, told in entry.items() if name != "ledger"}) for entry in ledger),
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
        raw.get("figure", ""),
        raw.get("collected", False),
        raw.get("sign", ""),
        tuple(raw.get("before", ())),
        raw.get("per", 1),
        raw.get("decimals", 0),
        raw.get("printed", ""),
    )
