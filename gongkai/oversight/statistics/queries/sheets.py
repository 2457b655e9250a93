"""The sheet of a unit: every number asked of it for a span of days, what was handed in and what is in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit

from ..models import Asked, HandedIn, OffSystem
from .handed_in import asked_of, form_leaves
from .periods import Period
from .registry import Collected, Figure

#: What the column of numbers takes.
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True)
class Line:
    """One figure of a sheet. ``latest`` may wait for a signature while ``in_force`` is what the reports count."""

    figure: Figure
    latest: HandedIn | None
    in_force: HandedIn | None

    @property
    def waits(self) -> bool:
        """Whether what was handed in last is not signed yet."""
        return self.latest is not None and self.latest.signed_at is None


def sheet_of(unit: Unit, period: Period) -> list[Line]:
    """Every line of a unit's sheet, in printed order; what was handed in and is asked no longer stands at the end."""
    versions: dict[str, list[HandedIn]] = defaultdict(list)
    found = HandedIn.objects.for_days(period.first, period.last).filter(unit=unit)
    for number in found.select_related("entered_by", "signed_by").order_by("version"):
        versions[number.code].append(number)
    lines = []
    for figure in asked_of(unit, period.first.year):
        of_figure = versions.get(figure.code, [])
        in_force = [one for one in of_figure if one.signed_at is not None and one.superseded_at is None]
        lines.append(Line(figure, of_figure[-1] if of_figure else None, in_force[0] if in_force else None))
    return lines


def unsigned(unit: Unit, period: Period) -> list[HandedIn]:
    """What waits for a signature: the last version of each number that has none."""
    return [line.latest for line in sheet_of(unit, period) if line.latest is not None and line.waits]


@dataclass(frozen=True)
class Progress:
    """How far a unit is with its sheet."""

    unit: Unit
    off_system: bool
    asked: int
    entered: int
    signed: int

    @property
    def missing(self) -> int:
        """Numbers that are not signed yet."""
        return self.asked - self.signed


def progress(units: Sequence[Unit], period: Period) -> list[Progress]:
    """The units something is asked of, those that lack most first; three queries however many units there are."""
    year, ids = period.first.year, [unit.pk for unit in units]
    asked: Mapping[int, set[str]] = defaultdict(set)
    for unit_id, code in Asked.objects.of_year(year).filter(unit__in=ids).values_list("unit_id", "code"):
        asked[unit_id].add(code)
    off = set(OffSystem.objects.of_year(year).filter(unit__in=ids).values_list("unit_id", flat=True))
    for unit_id in off:
        asked[unit_id].update(form_leaves(year))
    entered: Mapping[int, set[str]] = defaultdict(set)
    signed: Mapping[int, set[str]] = defaultdict(set)
    rows = HandedIn.objects.for_days(period.first, period.last).of_units(ids).filter(superseded_at=None)
    for unit_id, code, signed_at in rows.values_list("unit_id", "code", "signed_at"):
        if code in asked[unit_id]:
            entered[unit_id].add(code)
            if signed_at is not None:
                signed[unit_id].add(code)
    found = [
        Progress(unit, unit.pk in off, len(asked[unit.pk]), len(entered[unit.pk]), len(signed[unit.pk]))
        for unit in units
        if asked[unit.pk]
    ]
    return sorted(found, key=lambda one: (-one.missing, one.unit.code))


def check_number(figure: Figure, number: Decimal) -> None:
    """Refused unless it is a number the figure may have: never negative, whole for a count, at most two digits for money."""
    name = {"figure": figure.label}
    if not number.is_finite() or number < 0 or number >= LARGEST:
        raise Refused(_("“%(figure)s”应当是零或正数。") % name)
    if round(number, decimals_of(figure)) != number:
        if decimals_of(figure):
            raise Refused(_("“%(figure)s”最多两位小数。") % name)
        raise Refused(_("“%(figure)s”应当是整数。") % name)


def decimals_of(figure: Figure) -> int:
    """How many digits after the point a number handed in for the figure may have."""
    if isinstance(figure, Collected):
        return figure.decimals
    return 0 if not hasattr(figure, "field") else 2


def history_of(number: HandedIn) -> list[HandedIn]:
    """Every version of a number, the first one first."""
    found = HandedIn.objects.for_days(number.first_date, number.last_date).filter(unit=number.unit, code=number.code)
    return list(found.select_related("entered_by", "signed_by", "signed_on_behalf_of").order_by("version"))
