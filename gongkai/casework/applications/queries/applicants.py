"""The same applicant again, known by fingerprint; nobody's name is needed for it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from gongkai.base.core.sealing import fingerprints
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.law.fees import same_month

from ..choices import OPEN, Status
from ..models import Applicant, Application, ApplicationQuerySet, Diversion, same_parts

#: Within so many days the same words from the same person are one application sent twice rather than a new one.
DOUBLE_DAYS = 3
#: Not ended.
TO_DO = (Status.REGISTERED.value, *OPEN)


def applications_of_same(*identity: str) -> ApplicationQuerySet:
    """Standing applications of one person, by the number of their proof of identity, or by name and contact where there is none."""
    return Application.objects.standing().filter(applicant__fingerprint__in=fingerprints(*identity))


def history_of(application: Application) -> ApplicationQuerySet:
    """The same person's other standing applications to the same unit, the latest first."""
    mark = application.applicant.fingerprint
    same = Application.objects.standing().filter(applicant__fingerprint=mark, unit=application.unit)
    return (same if mark else same.none()).exclude(pk=application.pk).order_by("-arrived_date", "-pk")


def duplicates_of(application: Application) -> list[Application]:
    """Those among them that came within a few days and ask for the same in the same words."""
    return _in_same_words(history_of(application), application.applicant.sought, arrived=application.arrived_date)


def doubles(*identity: str, unit: Unit, sought: str, arrived: date) -> list[Application]:
    """Standing applications to the unit that are this one sent before: same person, same words, a few days apart at most."""
    return _in_same_words(applications_of_same(*identity).filter(unit=unit), sought, arrived=arrived)


def open_already(*, unit: Unit, name: str, identity_number: str, sought: str) -> list[Application]:
    """What the same person, by name and number, has open with the unit in the same words.

    One look-up of a keyed hash of all four, opening nobody's record: it takes as long and says as little to whoever
    does not know them all.
    """
    marks = fingerprints(*same_parts(unit, name, identity_number, sought))
    same = Application.objects.standing().filter(applicant__same_mark__in=marks, status__in=TO_DO)
    return list(same.order_by("arrived_date", "pk"))


def same_words(one: str, other: str) -> bool:
    """Whether two people, or one twice, ask for the same in the same words; blanks and line ends do not matter."""
    return "".join(one.split()) == "".join(other.split())


def _in_same_words(others: ApplicationQuerySet, sought: str, *, arrived: date) -> list[Application]:
    near = timedelta(days=DOUBLE_DAYS)
    those = others.filter(arrived_date__range=(arrived - near, arrived + near))
    return [
        other.application
        for other in Applicant.objects.filter(application__in=those).select_related("application").order_by("pk")
        if same_words(other.sought, sought)
    ]


def diverted_in(year: int, *, units: UnitQuerySet) -> int:
    """How many did not apply to these units that year because a published item answered them first.

    A figure of the desk, never of the annual table: nobody applied (art. 29 counts applications).
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Diversion.objects.diverted_in(first, last).filter(unit__in=units).count()


def items_before_in_month(application: Application) -> int:
    """How many applications of the same person the unit received earlier in the same calendar month (国办函〔2020〕109号 art. 4)."""
    assert application.received_date is not None
    first, _last = same_month(application.received_date)
    day = application.received_date
    earlier = Q(received_date__gte=first, received_date__lt=day) | Q(received_date=day, pk__lt=application.pk)
    return history_of(application).filter(earlier).count()
