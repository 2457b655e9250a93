"""Finding consultations: at the desk, on the public site, by what they point to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import visible_units

from ..models import Consultation, ConsultationQuerySet


def listed(
    user: User, *, on: date, status: str = "", unit: Unit | None = None, kind: str = "", text: str = ""
) -> ConsultationQuerySet:
    """The consultations the person may see, the latest first."""
    found = Consultation.objects.filter(unit__in=visible_units(user, on=on)).select_related("unit")
    if status:
        found = found.filter(status=status)
    if unit is not None:
        found = found.filter(unit=unit)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(number__icontains=text))
    return found.order_by("-pk")


def find(number: str) -> Consultation | None:
    """The consultation of a number that the public may know of; None for any other."""
    return Consultation.objects.public().select_related("unit").filter(number=number).first()


def public_years() -> list[int]:
    """The years in which consultations opened, the latest first."""
    return [day.year for day in Consultation.objects.public().dates("opens_date", "year", order="DESC")]


def linking(numbers: Collection[str]) -> ConsultationQuerySet:
    """Public consultations whose pages name one of these items, by their index numbers."""
    named = (
        Q(announcement__number__in=numbers) | Q(final_item__number__in=numbers) | Q(interpretation__number__in=numbers)
    )
    return Consultation.objects.public().filter(named).order_by("pk")


def linking_numbers(numbers: Collection[str]) -> list[str]:
    """The numbers of the consultations ``linking`` finds."""
    return list(linking(numbers).values_list("number", flat=True))
