"""The yearly work table of a government website (政府网站工作年度报表, annexed to 国办函〔2018〕12号), as data.

How sure each row is stands in its file: the groups and the date are seen in the notice, most rows are not.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class WorkRow:
    """A row of the table (国办函〔2018〕12号): a count of our ledger (``figure``), one handed in (``collected``), or words.

    ``definition`` says what a collected one counts, ``decimals`` how many digits it may have after the point.
    """

    key: str
    label: str
    unit: str = ""
    figure: str = ""
    collected: str = ""
    definition: str = ""
    indent: int = 0
    decimals: int = 0

    @property
    def code(self) -> str:
        """The name of the figure it prints; empty for words."""
        return self.figure or self.collected


@dataclass(frozen=True)
class WorkGroup:
    """Rows under one heading of the table (国办函〔2018〕12号)."""

    title: str
    rows: tuple[WorkRow, ...]


@dataclass(frozen=True)
class WorkTable:
    """The table (国办函〔2018〕12号)."""

    name: str
    title: str
    groups: tuple[WorkGroup, ...]

    @property
    def rows(self) -> tuple[WorkRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)


@cache
def load_work_table() -> WorkTable:
    """The table of 国办函〔2018〕12号. ValueError when its file contradicts itself."""
    source = resources.files("gongkai.law.report") / "data" / "website" / "work_2018.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))
    groups = tuple(WorkGroup(group["title"], tuple(WorkRow(**row) for row in group["rows"])) for group in raw["groups"])
    table = WorkTable(raw["name"], raw["title"], groups)
    keys = [row.key for row in table.rows]
    if len(set(keys)) != len(keys) or any(row.figure and row.collected for row in table.rows):
        raise ValueError("a row of the website table is there twice or counted in two ways")
    return table
