"""Values of figures: each query asked once, however many figures rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from gongkai.law.report.percents import rounded

from .handed_in import LABEL, Handed
from .periods import Period, Scope
from .records import Records
from .registry import (
    Collected,
    Counted,
    Figure,
    Growth,
    Ratio,
    Summed,
    Whole,
    counted_with,
    figure_of,
    leaves_of,
    rows_of,
)
from .selections import Selection, count, count_by_unit, keys, keys_by_unit, total, total_by_unit

#: What stands in a sentence where a ratio has no denominator.
UNDEFINED = "—"
Number: TypeAlias = "int | Decimal"


@dataclass(frozen=True)
class Measured:
    """A figure's value. A ratio has ``numerator`` and ``denominator`` instead of ``number``; only leaves have ``ids``.

    ``number`` is blank, which is not zero, while a unit whose number belongs in it has not handed one in; ``missing`` are these
    units. ``shares`` say how much of it is each unit's (only when asked for), ``handed_in`` which units typed theirs.
    """

    figure: Figure
    number: int | Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    #: How many records its list has; for a sum this is not its number.
    records: int = 0
    ids: Mapping[str, list[int]] | None = None
    shares: Mapping[int, Number] | None = None
    handed_in: frozenset[int] = field(default=frozenset())
    missing: frozenset[int] = field(default=frozenset())

    @property
    def printed(self) -> str:
        """The value as a reader sees it: "7,385", "12.50", "99.95%", "—" for a share of nothing, "" for a blank."""
        if isinstance(self.figure, Ratio | Growth):
            return _percent(self.numerator or 0, self.denominator or 0, self.figure.decimals)
        if self.number is None:
            return ""
        if isinstance(self.number, Decimal):
            return f"{self.number:,.2f}".removesuffix(".00")
        return f"{self.number:,}"


@dataclass(frozen=True)
class Asking:
    """What is asked for: whose numbers, of which days, with what beside them."""

    handed: Handed
    with_ids: bool = False
    by_unit: bool = False

    @property
    def period(self) -> Period:
        return self.handed.period

    def scope_for(self, code: str) -> Scope:
        """Whose records are counted: not those of units that type the figure."""
        return self.handed.on_system if self.handed.takes_in(code) else self.handed.scope


def records_of(code: str, period: Period, scope: Scope) -> Records:
    """The records behind a figure, those of its parts one after another, and after them the numbers that were handed in."""
    handed = Handed(period, scope)
    found, pks = Records(), []
    leaves = [figure] if isinstance(figure := figure_of(code), Collected) else list(leaves_of(code))
    for leaf in leaves:
        if not isinstance(leaf, Collected):
            found += leaf.records(period, handed.on_system if handed.takes_in(leaf.code) else scope)
        if expected := handed.expected(leaf):
            pks += [given.pk for given in handed.given_for(leaf, expected)]
    return found + handed.rows(pks) if pks else found


def measure(
    wanted: Iterable[str],
    period: Period,
    scope: Scope,
    *,
    with_ids: bool = False,
    by_unit: bool = False,
    handed: Handed | None = None,
) -> dict[str, Measured]:
    """The figures by code, with all they rest on. One query for each leaf, two for a sum, whatever the size of the data.

    ``with_ids`` also fetches the primary keys of every leaf; a count is then the number of its keys. ``by_unit`` also says whose they are.
    ``handed`` is what was handed in, when it was read already for other figures of the same report.
    """
    values: dict[str, Measured] = {}
    asking = Asking(handed or Handed(period, scope), with_ids, by_unit)
    for code in wanted:
        _measure(code, asking, values)
    return values


def complete(wanted: Iterable[str], known: Mapping[str, Measured], asking: Asking) -> dict[str, Measured]:
    """The figures in the order asked for, from values that are known already and what rests on them."""
    values = dict(known)
    return {code: _measure(code, asking, values) for code in wanted}


def _measure(code: str, asking: Asking, values: dict[str, Measured]) -> Measured:
    if code in values:
        return values[code]
    figure = figure_of(code)
    if isinstance(figure, Collected):
        empty: dict[int, Number] = {}
        values[code] = with_handed_in(
            Measured(figure, 0, ids={} if asking.with_ids else None, shares=empty if asking.by_unit else None), asking
        )
    elif isinstance(figure, Counted | Summed):
        values[code] = with_handed_in(_leaf(figure, asking), asking)
    elif isinstance(figure, Whole):
        values[code] = _whole(figure, [_measure(part, asking, values) for part in figure.parts], asking)
    elif isinstance(figure, Ratio):
        top, bottom = (_measure(part, asking, values).number for part in (figure.numerator, figure.denominator))
        known = top is not None and bottom is not None
        values[code] = Measured(figure, numerator=int(top or 0), denominator=int(bottom or 0) if known else 0)
    elif isinstance(figure, Growth):
        now, before = (_measure(part, asking, values).number for part in (figure.current, figure.previous))
        known = now is not None and before is not None
        rise, base = (int(now or 0) - int(before or 0), int(before or 0)) if known else (0, 0)
        values[code] = Measured(figure, numerator=rise, denominator=base)
    return values[code]


def _whole(figure: Whole, parts: list[Measured], asking: Asking) -> Measured:
    """The sum of its parts, blank while one of them is."""
    shares: Counter[int] | None = None
    if asking.by_unit:
        shares = Counter()
        for part in parts:
            shares.update(part.shares or {})
    numbers = [part.number for part in parts]
    return Measured(
        figure,
        None if None in numbers else sum(number for number in numbers if number is not None),
        records=sum(part.records for part in parts),
        shares=shares,
        handed_in=frozenset().union(*(part.handed_in for part in parts)),
        missing=frozenset().union(*(part.missing for part in parts)),
    )


def with_handed_in(counted: Measured, asking: Asking) -> Measured:
    """The figure with what units handed in for it; blank while one of them has not, or nobody is asked for what no ledger holds."""
    figure, handed = counted.figure, asking.handed
    expected = handed.expected(figure)
    if not expected:
        return replace(counted, number=None) if isinstance(figure, Collected) else counted
    expected |= _holding(figure, asking)
    given = handed.given_for(figure, expected)
    handed_in = Counter(one.unit_id for one in given)
    missing = frozenset(unit for unit in expected if handed_in[unit] < len(rows_of(figure)))
    number: int | Decimal | None = None
    if not missing:
        added = sum((one.number for one in given), start=Decimal())
        number = (counted.number or 0) + (int(added) if _whole_number(figure) else added)
    shares, ids = counted.shares, counted.ids
    if shares is not None:
        typed: dict[int, Number] = {}
        for one in given:
            typed[one.unit_id] = typed.get(one.unit_id, 0) + (int(one.number) if _whole_number(figure) else one.number)
        shares = {**shares, **typed}
    if ids is not None and given:
        ids = {**ids, LABEL: sorted(one.pk for one in given)}
    return replace(
        counted,
        number=number,
        records=counted.records + len(given),
        ids=ids,
        shares=shares,
        handed_in=frozenset(handed_in),
        missing=missing,
    )


def _holding(figure: Figure, asking: Asking) -> frozenset[int]:
    """Of a row the ledger counts together with another: the units with such records, whose share of it only they can tell."""
    together = counted_with(figure.code) if isinstance(figure, Collected) else None
    if together is None:
        return frozenset()
    selections = _selections(together.code, asking.period, asking.handed.on_system, True)
    return frozenset(count_by_unit(selections))


def _whole_number(figure: Figure) -> bool:
    return isinstance(figure, Counted) or (isinstance(figure, Collected) and figure.decimals == 0)


def _leaf(figure: Counted | Summed, asking: Asking) -> Measured:
    scope = asking.scope_for(figure.code)
    selections = _selections(figure.code, asking.period, scope, asking.by_unit)
    ids = None
    of_units: Mapping[int, int] | None = None
    if asking.with_ids and asking.by_unit:
        ids, of_units = keys_by_unit(selections)
    elif asking.with_ids:
        ids = keys(selections)
    elif asking.by_unit:
        of_units = count_by_unit(selections)
    known = _known(ids, of_units)
    records = count(selections) if known is None else known
    if not isinstance(figure, Summed):
        return Measured(figure, records, records=records, ids=ids, shares=of_units)
    amounts = total_by_unit(selections) if asking.by_unit else None
    number = sum(amounts.values(), start=Decimal("0.00")) if amounts is not None else total(selections)
    return Measured(figure, number, records=records, ids=ids, shares=amounts)


def _known(ids: Mapping[str, list[int]] | None, of_units: Mapping[int, int] | None) -> int | None:
    """How many records there are, where their keys or their units were asked for."""
    if of_units is not None:
        return sum(of_units.values())
    return None if ids is None else sum(map(len, ids.values()))


@lru_cache(maxsize=1024)
def _selections(code: str, period: Period, scope: Scope, by_unit: bool) -> tuple[Selection, ...]:
    """Kept, because putting the SQL together takes longer than a small ledger takes to answer it."""
    leaf = figure_of(code)
    amount = leaf.field if isinstance(leaf, Summed) else ""
    assert isinstance(leaf, Counted | Summed)
    return leaf.records(period, scope).selections(amount=amount, by_unit=by_unit)


def _percent(numerator: int, denominator: int, decimals: int) -> str:
    if denominator <= 0:
        return UNDEFINED
    sign = "-" if numerator < 0 else ""
    return f"{sign}{rounded(abs(numerator), denominator, decimals)}"
