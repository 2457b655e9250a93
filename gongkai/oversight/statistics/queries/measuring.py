"""Values of figures: each query asked once, however many figures rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.law.report.percents import rounded

from .periods import Period, Scope
from .records import Records
from .registry import Counted, Figure, Growth, Ratio, Summed, Whole, figure_of, leaves_of
from .selections import Selection, count, keys, total

#: What stands in a sentence where a ratio has no denominator.
UNDEFINED = "—"


@dataclass(frozen=True)
class Measured:
    """A figure's value. A ratio has ``numerator`` and ``denominator`` instead of ``number``; only leaves have ``ids``."""

    figure: Figure
    number: int | Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    #: How many records its list has; for a sum this is not its number.
    records: int = 0
    ids: Mapping[str, list[int]] | None = None

    @property
    def printed(self) -> str:
        """The value as a reader sees it: "7,385", "12.50", "99.95%", "—" for a share of nothing."""
        if isinstance(self.figure, Ratio | Growth):
            return _percent(self.numerator or 0, self.denominator or 0, self.figure.decimals)
        if isinstance(self.figure, Summed):
            return f"{self.number or 0:,.2f}".removesuffix(".00")
        return f"{self.number:,}"


def records_of(code: str, period: Period, scope: Scope) -> Records:
    """The records behind a figure, those of its parts one after another."""
    return sum((leaf.records(period, scope) for leaf in leaves_of(code)), start=Records())


def measure(wanted: Iterable[str], period: Period, scope: Scope, *, with_ids: bool = False) -> dict[str, Measured]:
    """The figures by code, with all they rest on. One query for each leaf, two for a sum, whatever the size of the data.

    ``with_ids`` also fetches the primary keys of every leaf; a count is then the number of its keys.
    """
    values: dict[str, Measured] = {}
    for code in wanted:
        _measure(code, period, scope, with_ids, values)
    return values


def complete(wanted: Iterable[str], known: Mapping[str, Measured], period: Period, scope: Scope) -> dict[str, Measured]:
    """The figures in the order asked for, from values that are known already and what rests on them."""
    values = dict(known)
    return {code: _measure(code, period, scope, False, values) for code in wanted}


def _measure(code: str, period: Period, scope: Scope, with_ids: bool, values: dict[str, Measured]) -> Measured:
    if code in values:
        return values[code]
    figure = figure_of(code)
    if isinstance(figure, Counted | Summed):
        values[code] = _leaf(figure, period, scope, with_ids)
    elif isinstance(figure, Whole):
        records = sum(_measure(part, period, scope, with_ids, values).records for part in figure.parts)
        values[code] = Measured(figure, records, records=records)
    elif isinstance(figure, Ratio):
        top, bottom = (
            int(_measure(part, period, scope, with_ids, values).number or 0)
            for part in (figure.numerator, figure.denominator)
        )
        values[code] = Measured(figure, numerator=top, denominator=bottom)
    elif isinstance(figure, Growth):
        current, previous = (
            int(_measure(part, period, scope, with_ids, values).number or 0)
            for part in (figure.current, figure.previous)
        )
        values[code] = Measured(figure, numerator=current - previous, denominator=previous)
    return values[code]


def _leaf(figure: Counted | Summed, period: Period, scope: Scope, with_ids: bool) -> Measured:
    selections = _selections(figure.code, period, scope)
    ids = keys(selections) if with_ids else None
    records = count(selections) if ids is None else sum(map(len, ids.values()))
    number = total(selections) if isinstance(figure, Summed) else records
    return Measured(figure, number, records=records, ids=ids)


@lru_cache(maxsize=512)
def _selections(code: str, period: Period, scope: Scope) -> tuple[Selection, ...]:
    """Kept, because putting the SQL together takes longer than a small ledger takes to answer it."""
    leaf = figure_of(code)
    amount = leaf.field if isinstance(leaf, Summed) else ""
    return records_of(code, period, scope).selections(amount=amount)


def _percent(numerator: int, denominator: int, decimals: int) -> str:
    if denominator <= 0:
        return UNDEFINED
    sign = "-" if numerator < 0 else ""
    return f"{sign}{rounded(abs(numerator), denominator, decimals)}"
