"""Numbers that are handed in: whom they are asked of, which are signed, and whose are still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from gongkai.base.organisations.models import Unit
from gongkai.law.report.formats import formats_for

from ..models import Asked, HandedIn, OffSystem
from .periods import Period, Scope
from .records import Listing, Records, list_as
from .registry import Collected, Counted, Figure, Summed, figure_of, leaves_of, rows_of

#: The label under which the keys of handed-in numbers stand among those of a figure's records.
LABEL = HandedIn._meta.label_lower


def _stands(superseded_at: object) -> bool:
    return superseded_at is None


list_as(
    HandedIn,
    Listing(
        number="reference",
        at="signed_at",
        kind="source",
        desk="statistics:handed_in",
        desk_number="reference",
        standing="superseded_at",
        is_standing=_stands,
    ),
)


@dataclass(frozen=True)
class Given:
    """A signed number of one unit."""

    pk: int
    unit_id: int
    number: Decimal


@dataclass(frozen=True)
class Handed:
    """What was handed in for a period within a scope. Each part is one query, asked when it is first needed."""

    period: Period
    scope: Scope

    @cached_property
    def off(self) -> frozenset[int]:
        """Units whose cases are not in the ledger that year."""
        return frozenset(off_system(self.scope.unit_ids, self.period.first.year))

    @cached_property
    def printed(self) -> frozenset[str]:
        """The figures behind the forms of the year."""
        return form_leaves(self.period.first.year)

    @cached_property
    def on_system(self) -> Scope:
        """The scope whose records are counted: without the units that are not on the system."""
        if not self.off:
            return self.scope
        return Scope(self.scope.unit, tuple(pk for pk in self.scope.unit_ids if pk not in self.off))

    @cached_property
    def asked(self) -> Mapping[str, frozenset[int]]:
        """The units asked for each number no ledger holds."""
        units: dict[str, set[int]] = defaultdict(set)
        rows = Asked.objects.of_year(self.period.first.year).filter(unit__in=self.scope.unit_ids)
        for code, unit_id in rows.order_by().values_list("code", "unit_id"):
            units[code].add(unit_id)
        return {code: frozenset(of) for code, of in units.items()}

    @cached_property
    def given(self) -> Mapping[str, list[Given]]:
        """The signed numbers by code."""
        rows: dict[str, list[Given]] = defaultdict(list)
        found = HandedIn.objects.in_force().for_days(self.period.first, self.period.last)
        for code, pk, unit_id, number in (
            found.of_units(self.scope.unit_ids).order_by("pk").values_list("code", "pk", "unit_id", "number")
        ):
            rows[code].append(Given(pk, unit_id, number))
        return rows

    def rows(self, pks: Iterable[int]) -> Records:
        """Handed-in numbers as records of a list."""
        return Records(HandedIn.objects.filter(pk__in=list(pks)))

    def takes_in(self, code: str) -> bool:
        """Whether units not on the system hand in this figure: those their form prints, and only where there are such units."""
        return bool(self.off) and not self.printed.isdisjoint(rows_of(figure_of(code)))

    def expected(self, figure: Figure) -> frozenset[int]:
        """The units whose number belongs in the figure."""
        off = self.off if self.takes_in(figure.code) else frozenset()
        return off | self.asked.get(figure.code, frozenset()) if isinstance(figure, Collected) else off

    def given_for(self, figure: Figure, units: Collection[int]) -> list[Given]:
        """The signed numbers of these units that belong in the figure: one each, or one for each row printed in its place."""
        return [one for row in rows_of(figure) for one in self.given.get(row, ()) if one.unit_id in units]


def off_system(unit_ids: Iterable[int], year: int) -> set[int]:
    """Those of the units that are not on the system that year."""
    rows = OffSystem.objects.of_year(year).filter(unit__in=list(unit_ids))
    return set(rows.order_by().values_list("unit_id", flat=True))


def form_leaves(year: int) -> frozenset[str]:
    """The figures that stand behind the forms of a year: what a unit that is not on the system is asked for, row by printed row."""
    return frozenset(leaf for code in _printed(year) for leaf in _leaves(code))


def asked_of(unit: Unit, year: int) -> list[Figure]:
    """The numbers a unit hands in for a year, in the order of registration: those asked of it, and off the system those of the form."""
    asked = set(Asked.objects.of_year(year).filter(unit=unit).values_list("code", flat=True))
    codes = [code for code in _printed(year) if code in asked]
    codes += sorted(asked.difference(codes))
    if off_system([unit.pk], year):
        codes += [leaf for code in _printed(year) for leaf in _leaves(code)]
    return [figure_of(code) for code in dict.fromkeys(codes)]


def collected_codes(year: int) -> list[Figure]:
    """The numbers no ledger holds that the forms of a year print."""
    figures = (_figure(code) for code in dict.fromkeys(_printed(year)))
    return [figure for figure in figures if isinstance(figure, Collected)]


def _printed(year: int) -> list[str]:
    return [code for form in formats_for(year) for code in form.codes]


def _leaves(code: str) -> list[str]:
    try:
        return [row for leaf in leaves_of(code) for row in rows_of(leaf)]
    except LookupError:  # a form may print what nobody counts
        return []


def _figure(code: str) -> Figure | None:
    try:
        return figure_of(code)
    except LookupError:
        return None


def is_typed(figure: Figure, *, off: bool) -> bool:
    """Whether a unit may hand in this figure: what no ledger holds, and off the system also what the ledger counts and a form prints."""
    return isinstance(figure, Collected) or (
        off and isinstance(figure, Counted | Summed) and rows_of(figure) == (figure.code,)
    )
