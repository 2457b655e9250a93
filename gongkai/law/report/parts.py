"""The parts of a report in printed order: heading, the text it begins with, the tables and pictures that stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: After a figure's name: the same figure of the year before, and how much it rose or fell since, in words.
LAST, GROWTH = "@last", "@growth"
#: What a text holds where only a person can say it. A report with one of these left in it cannot be frozen.
TO_BE_WRITTEN = "【请"


@dataclass(frozen=True)
class Bar:
    """A bar of a chart: its label and the figures it is the sum of."""

    label: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Bars drawn under each other; ``with_last`` draws those of the year before beside them."""

    key: str
    title: str
    unit: str
    bars: tuple[Bar, ...]
    with_last: bool = False

    @property
    def codes(self) -> Iterator[str]:
        """Every figure it needs, by code."""
        for bar in self.bars:
            for code in bar.figures:
                yield code
                if self.with_last:
                    yield code + LAST


@dataclass(frozen=True)
class Part:
    """One part (部分). ``tables`` are keys of crossed tables or numbers of plain ones."""

    heading: str
    text: str = ""
    tables: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()


def part(raw: Mapping[str, Any]) -> Part:
    """A part as its file tells it."""
    return Part(
        raw["heading"],
        raw.get("text", "").strip(),
        tuple(raw.get("tables", ())),
        tuple(map(_chart, raw.get("charts", ()))),
    )


def _chart(raw: Mapping[str, Any]) -> Chart:
    bars = tuple(Bar(bar["label"], tuple(bar["figures"])) for bar in raw["bars"])
    return Chart(raw["key"], raw["title"], raw["unit"], bars, raw.get("with_last", False))
