"""The names of figures. A name is registered once, when the room that knows it is loaded, and never changes its meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from django.utils.translation import gettext_lazy

from .periods import Period, Scope
from .records import Records

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What is said of a collected figure when its heads say all the rest.
COLLECTED = gettext_lazy("没有业务记录的数字，由各单位连同来源系统和签字报送。")
Compute: TypeAlias = Callable[[Period, Scope], Records]


@dataclass(frozen=True)
class Figure:
    """A number with a name: its label and unit (条, 件, 宗, 人, 元, %), and one sentence that says what is counted."""

    code: str
    label: StrOrPromise
    unit: StrOrPromise
    definition: StrOrPromise


@dataclass(frozen=True)
class Counted(Figure):
    """The number of records of one query.

    ``apart`` are rows a form prints in its place, which the ledger cannot tell apart: they are handed in, and never the figure itself.
    """

    records: Compute
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summed(Figure):
    """The sum of a money field over the records of one query, in yuan."""

    records: Compute
    field: str


@dataclass(frozen=True)
class Whole(Figure):
    """The sum of counted figures that never share a record, so a total cannot differ from its parts."""

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Ratio(Figure):
    """One figure as a share of another, rounded half up to ``decimals`` of a percent. Both are kept with it."""

    numerator: str
    denominator: str
    decimals: int


@dataclass(frozen=True)
class Growth(Figure):
    """How much a figure rose over another, in percent of the earlier one. Both are kept with it."""

    current: str
    previous: str
    decimals: int


@dataclass(frozen=True)
class Collected(Figure):
    """A number no ledger of ours holds: units hand it in, each with its source and signature. It is blank until they have."""

    decimals: int = 0


_figures: dict[str, Figure] = {}
_cells: set[str] = set()
_told_apart: list[Counted] = []
FigureType = TypeVar("FigureType", bound=Figure)


def figure(
    code: str, label: StrOrPromise, *, unit: StrOrPromise, definition: StrOrPromise
) -> Callable[[Compute], Compute]:
    """Register the decorated function as the records of a counted figure."""

    def register(records: Compute) -> Compute:
        _register(Counted(code, label, unit, definition, records))
        return records

    return register


def summed(
    code: str, label: StrOrPromise, *, unit: StrOrPromise, definition: StrOrPromise, field: str
) -> Callable[[Compute], Compute]:
    """Register the decorated function as the records over which ``field`` is summed."""

    def register(records: Compute) -> Compute:
        _register(Summed(code, label, unit, definition, records, field))
        return records

    return register


def whole(
    code: str, label: StrOrPromise, *, unit: StrOrPromise, definition: StrOrPromise, parts: tuple[str, ...]
) -> Whole:
    """Register a total of figures registered before it."""
    for part in parts:
        if not isinstance(figure_of(part), Counted | Whole):
            raise ValueError(f"{code}: {part} counts no records")
    return _register(Whole(code, label, unit, definition, parts))


def ratio(
    code: str, label: StrOrPromise, *, definition: StrOrPromise, numerator: str, denominator: str, decimals: int
) -> Ratio:
    """Register a share of one figure in another, both registered before it."""
    figure_of(numerator), figure_of(denominator)
    return _register(Ratio(code, label, "%", definition, numerator, denominator, decimals))


def growth(
    code: str, label: StrOrPromise, *, definition: StrOrPromise, current: str, previous: str, decimals: int
) -> Growth:
    """Register the rise of one figure over another, both registered before it."""
    figure_of(current), figure_of(previous)
    return _register(Growth(code, label, "%", definition, current, previous, decimals))


def collected(
    code: str, label: StrOrPromise, *, unit: StrOrPromise, definition: StrOrPromise, decimals: int = 0
) -> Collected:
    """Register a number that is handed in. It belongs to the forms that print it and is asked for with them."""
    new = _register(Collected(code, label, unit, definition, decimals))
    _cells.add(code)
    return new


def figure_of(code: str) -> Figure:
    """The figure of that name. LookupError when there is none."""
    try:
        return _figures[code]
    except KeyError:
        raise LookupError(f"no figure {code!r}") from None


def register_cell(new: Counted | Whole) -> None:
    """Register a figure that belongs to a table (``tables``) and is asked for with it."""
    _register(new)
    _cells.add(new.code)


def codes() -> tuple[str, ...]:
    """Every name outside of tables, in order of registration: parts before their wholes, numbers before their ratios."""
    return tuple(code for code in _figures if code not in _cells)


def rows_of(found: Figure) -> tuple[str, ...]:
    """What is handed in for a figure: itself, or the rows that are printed in its place where a form collects them."""
    if (
        isinstance(found, Counted)
        and found.apart
        and all(isinstance(_figures.get(row), Collected) for row in found.apart)
    ):
        return found.apart
    return (found.code,)


def counted_with(row: str) -> Counted | None:
    """The figure in whose place a collected row is printed; None for all others."""
    return next((one for one in _told_apart if row in rows_of(one)), None)


def leaves_of(code: str) -> Iterator[Counted | Summed]:
    """The figures whose queries stand behind a number, in the order of its list. A percentage has none: its two numbers have."""
    found = figure_of(code)
    if isinstance(found, Counted | Summed):
        yield found
    elif isinstance(found, Whole):
        for part in found.parts:
            yield from leaves_of(part)


def _register(new: FigureType) -> FigureType:
    if new.code in _figures:
        raise ValueError(f"two figures called {new.code}")
    _figures[new.code] = new
    if isinstance(new, Counted) and new.apart:
        _told_apart.append(new)
    return new
