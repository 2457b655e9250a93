"""How things stand on a day: occasions by status, units' obligations without one, the matrix, and what cannot be checked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gongkai.base.organisations.models import Unit, UnitQuerySet

from ..choices import COMPUTABLE, OF_OCCASIONS, Checkability, Status
from ..models import Fulfilment, Obligation, Occasion, OccasionQuerySet, StandardCatalogue


@dataclass(frozen=True)
class Selection:
    """What a list is narrowed to. ``units``: those whose work the person may see. ``year``: of the event, or of the period's end."""

    units: UnitQuerySet
    unit: Unit | None = None
    area: str = ""
    catalogue: StandardCatalogue | None = None
    text: str = ""
    year: int | None = None

    @property
    def chosen_units(self) -> QuerySet[Unit]:
        """The units, or the one that was asked for if it may be seen."""
        return self.units.filter(pk=self.unit.pk) if self.unit else self.units

    def rows(self, prefix: str = "") -> Q:
        """The condition on the rows; ``prefix`` leads to the obligation."""
        found = Q()
        if self.area:
            found &= Q(**{f"{prefix}area": "" if self.area == OTHER_AREAS else self.area})
        if self.catalogue:
            found &= Q(**{f"{prefix}catalogue": self.catalogue})
        if self.text:
            said = Q()
            for name in ("matter1", "matter2", "matter3", "content"):
                said |= Q(**{f"{prefix}{name}__icontains": self.text})
            found &= said
        return found


#: The area of rows that are in none of the 26.
OTHER_AREAS = "other"


@dataclass(frozen=True)
class VagueWords:
    """Words of limits that cannot be checked, how many rows say so, and for how many units that is."""

    words: str
    checkability: Checkability
    rows: int


def occasions(selection: Selection, *, on: date) -> OccasionQuerySet:
    """Standing occasions with their status, those with the earliest limit first."""
    found = Occasion.objects.standing().of_units(selection.chosen_units).filter(selection.rows("obligation__"))
    if selection.year:
        found = found.filter(started_date__year=selection.year)
    return found.with_status(on=on).order_by(F("due_date").asc(nulls_last=True), "pk")


def pairs(selection: Selection, status: Status, *, on: date) -> Any:
    """Rows in force with each unit that bears them (``bearer``), without an occasion that says more: waiting, or not checkable.

    A row waits while nothing is known of this year; one that recurs until its first period ended. What cannot be checked is not listed
    for a unit that met it this year all the same.
    """
    first = date(on.year, 1, 1)
    borne = Q(subject__responsibilities__until_date=None) | Q(subject__responsibilities__until_date__gt=on)
    rows = (
        Obligation.objects.in_force(on)
        .filter(selection.rows())
        .filter(
            borne,
            subject__responsibilities__since_date__lte=on,
            subject__responsibilities__unit__in=selection.chosen_units,
        )
        .annotate(bearer=F("subject__responsibilities__unit"))
    )
    known = (
        Occasion.objects.standing()
        .filter(
            Q(started_date__gte=first) | Q(obligation__cycle__gt=0),
            catalogue=OuterRef("catalogue"),
            row=OuterRef("row"),
            unit=OuterRef("bearer"),
        )
        .order_by()
    )
    if status == Status.WAITING:
        rows = rows.filter(~Exists(known), checkability__in=COMPUTABLE)
    else:
        met = known.filter(Exists(Fulfilment.objects.counting(on=on).filter(occasion=OuterRef("pk"))))
        rows = rows.filter(~Exists(met)).exclude(checkability__in=COMPUTABLE)
    return rows.order_by("catalogue__code", "order", "row", "bearer")


def tally(selection: Selection, *, on: date) -> dict[Status, int]:
    """How many rows each status of the list has: three queries."""
    found_occasions: Any = occasions(selection, on=on).order_by()
    by_status = dict(found_occasions.values_list("status").annotate(n=Count("pk")))
    found = {status: by_status.get(status, 0) for status in OF_OCCASIONS}
    found |= {status: pairs(selection, status, on=on).count() for status in (Status.WAITING, Status.NOT_CHECKABLE)}
    return {status: found[status] for status in Status}


def matrix(selection: Selection, *, on: date) -> dict[tuple[int, str], dict[str, int]]:
    """(unit's primary key, area) → status → how many occasions: one query."""
    counted: Any = occasions(selection, on=on).order_by()
    found: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for unit, area, status, n in counted.values_list("unit", "obligation__area", "status").annotate(n=Count("pk")):
        found[unit, area][status] = n
    return found


def uncheckable(selection: Selection, *, on: date) -> list[VagueWords]:
    """The words of limits in force that give no day, the most frequent first."""
    rows = Obligation.objects.in_force(on).filter(selection.rows()).exclude(checkability=Checkability.CHECKABLE)
    counted = rows.order_by().values_list("vague", "checkability").annotate(n=Count("pk")).order_by("-n", "vague")
    return [VagueWords(words, Checkability(kind), n) for words, kind, n in counted]


def unmet_of(units: QuerySet[Unit], *, on: date, until: date) -> tuple[OccasionQuerySet, OccasionQuerySet]:
    """What is late, and what is due up to a day, for a worklist; earliest limit first."""
    unmet = (
        Occasion.objects.unmet(on=on)
        .of_units(units)
        .select_related("unit", "obligation__catalogue")
        .order_by("due_date", "pk")
    )
    return unmet.in_status(Status.LATE), unmet.in_status(Status.DUE).filter(due_date__lte=until)
