"""Whose number is whose: the figures of a report of many units, through the hierarchy down to the unit that keeps the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from gongkai.base.organisations.models import Unit
from gongkai.oversight.statistics.queries import Measured

from ..models import FrozenFigure, Report

Number: TypeAlias = "int | Decimal"


@dataclass(frozen=True)
class Share:
    """What a unit has of a figure, with all below it. ``reported`` is what its own report says, where it has one.

    ``own`` is the unit itself without those below it; ``handed_in`` that the number was typed, not counted.
    """

    unit: Unit
    number: Number
    handed_in: bool = False
    own: bool = False
    reported: Number | None = None
    report: Report | None = None
    below: tuple[Share, ...] = ()

    @property
    def printed(self) -> str:
        return printed(self.number)

    @property
    def reported_printed(self) -> str:
        """What its own report says; empty when it has none, or is blank in it."""
        return "" if self.reported is None else printed(self.reported)

    @property
    def differs(self) -> bool:
        """Whether its own report says something else."""
        return self.reported is not None and self.reported != self.number


def as_kept(value: Measured, codes: Mapping[int, str]) -> list[list[str | int]]:
    """The shares of a figure as they are frozen; ``codes`` are the codes of the units by key."""
    return [
        [codes[unit_id], str(number), int(unit_id in value.handed_in)]
        for unit_id, number in sorted((value.shares or {}).items(), key=lambda pair: codes[pair[0]])
        if number or unit_id in value.handed_in
    ]


@dataclass(frozen=True)
class Shared:
    """A unit's plain share by code, as frozen or as measured."""

    number: Number
    handed_in: bool


def shares_in(figure: FrozenFigure | Measured, codes: Mapping[int, str]) -> dict[str, Shared]:
    """The shares of a figure by code of the unit."""
    kept = figure.shares if isinstance(figure, FrozenFigure) else as_kept(figure, codes)
    return {str(code): Shared(plain(Decimal(str(number))), bool(typed)) for code, number, typed in kept or ()}


@dataclass
class Consolidation:
    """A report and the reports of the units below it. A fixed number of queries, however many units and figures are asked about."""

    report: Report
    #: Only reports that stand on the portal, for its pages.
    public_only: bool = False
    _children: dict[str, dict[str, Number | None]] = field(default_factory=dict, init=False)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The unit and all below it by code, parents before children."""
        return {unit.code: unit for unit in Unit.objects.within(self.report.unit).order_by("path")}

    @cached_property
    def codes(self) -> dict[int, str]:
        """Codes by key."""
        return {unit.pk: code for code, unit in self.units.items()}

    @cached_property
    def reports(self) -> dict[str, Report]:
        """The frozen reports below on the same year in the same form, by code of the unit."""
        found = Report.objects.filter(
            unit__path__startswith=self.report.unit.path,
            year=self.report.year,
            format=self.report.format,
            frozen_at__isnull=False,
        ).exclude(unit=self.report.unit_id)
        if self.public_only:
            found = found.public()
        return {report.unit.code: report for report in found.select_related("unit")}

    @cached_property
    def reported(self) -> dict[str, dict[str, Number | None]]:
        """What these say: by code of the unit, then of the figure."""
        numbers: dict[str, dict[str, Number | None]] = {code: {} for code in self.reports}
        by_report = {report.pk: code for code, report in self.reports.items()}
        rows = FrozenFigure.objects.filter(report__in=by_report, denominator=None).order_by()
        for report_id, code, number in rows.values_list("report_id", "code", "number"):
            numbers[by_report[report_id]][code] = None if number is None else plain(number)
        return numbers

    def of(self, figure: FrozenFigure | Measured) -> list[Share]:
        """The shares of the unit itself and of each directly below it, with what is below these; empty where there is but one unit."""
        found = shares_in(figure, self.codes)
        if len(self.units) == 1 or not found:
            return []
        code = figure.code if isinstance(figure, FrozenFigure) else figure.figure.code
        return self._below(self.report.unit, code, found)

    def of_unit(self, unit: Unit, found: Mapping[str, Shared]) -> Number:
        """What a unit has with all below it."""
        return sum(
            (share.number for code, share in found.items() if self.units[code].path.startswith(unit.path)), start=0
        )

    def _below(self, unit: Unit, code: str, found: Mapping[str, Shared]) -> list[Share]:
        shares = []
        if unit.code in found:
            shares.append(Share(unit, found[unit.code].number, found[unit.code].handed_in, own=True))
        for child in self._direct(unit):
            within = {key: share for key, share in found.items() if self.units[key].path.startswith(child.path)}
            reported = self.reported.get(child.code, {}).get(code)
            if not within and reported in (None, 0):
                continue
            alone = set(within) <= {child.code}
            shares.append(
                Share(
                    child,
                    sum((share.number for share in within.values()), start=0),
                    handed_in=any(share.handed_in for share in within.values()),
                    reported=reported,
                    report=self.reports.get(child.code),
                    below=() if alone else tuple(self._below(child, code, within)),
                )
            )
        return shares

    def _direct(self, unit: Unit) -> Sequence[Unit]:
        return self._by_parent.get(unit.pk, ())

    @cached_property
    def _by_parent(self) -> dict[int | None, list[Unit]]:
        found: dict[int | None, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(unit.parent_id, []).append(unit)
        return found


def flattened(shares: Iterable[Share], depth: int = 0) -> list[tuple[int, Share]]:
    """The shares one under another, each with how deep it stands."""
    return [pair for share in shares for pair in ((depth, share), *flattened(share.below, depth + 1))]


def plain(number: Number) -> Number:
    """A count as an integer, whatever it was kept as; fen stay."""
    return int(number) if number == int(number) else number


def printed(number: Number) -> str:
    """A number as a reader sees it."""
    return f"{number:,}" if isinstance(number, int) else f"{number:,.2f}"
