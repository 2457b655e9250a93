"""What a list of the first screen is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

#: How many rows of a list stand on the first screen; the rest is one press away.
SHOWN = 10


@dataclass(frozen=True)
class Row:
    """One thing to do: what it is, where it stands, and the next act with its address."""

    title: str
    number: str
    state: str
    act: str
    url: str


@dataclass(frozen=True)
class Worklist:
    """A list of the first screen. ``name`` is for addresses and styles; ``more_url`` leads to all ``total`` rows."""

    name: str
    title: str
    empty: str
    rows: list[Row]
    total: int
    more_url: str = ""
    #: Label and address of lists that hold the rest, where there is more than one.
    further: list[tuple[str, str]] = field(default_factory=list)
