"""The register of official documents: limits, and the worklists that follow from them.

No due date is stored. The last day to publish never falls as the day it is counted from rises, so "overdue today" is "counted from
such a day or before", one comparison on an index; a new notice of days off moves every limit at once, with nothing to rewrite.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.calendar import DueDate, WorkingCalendar, YearNotAnnounced
from gongkai.law.deadlines import PUBLICATION_DAYS, BeforeRegulation, Regulation, publication_due, regulation_on
from gongkai.law.vocabulary import Openness, Role

from ..choices import CopyPlace, DocumentStatus, Status
from ..models import InformationItem, OfficialDocument, OfficialDocumentQuerySet

#: Who keeps a unit's register: its drafters, and the openness office above it.
REGISTRARS = (Role.DRAFTER, Role.OPENNESS_OFFICE)
#: Who assesses anew what is withheld: the unit's approver, and the openness office above it.
ASSESSORS = (Role.APPROVER, Role.OPENNESS_OFFICE)
#: States in which an item is still on its way or public.
LIVE = (Status.DRAFT, Status.SUBMITTED, Status.SECRECY_REVIEWED, Status.APPROVED, Status.PUBLISHED)
#: How long before its date a reassessment stands on the list, in days.
REASSESSMENT_NOTICE = 30


@dataclass(frozen=True)
class Limit:
    """Until when a document is to be public. ``left`` is in working days, negative when over; None where the calendar ends."""

    due: DueDate
    article: str
    left: int | None

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0

    def __str__(self) -> str:
        facts = {"due": self.due.date.isoformat(), "days": abs(self.left or 0)}
        if self.due.provisional or self.left is None:
            return _("应于 %(due)s 前公开（暂定，放假安排尚未公布）") % facts
        if self.is_over:
            return _("应于 %(due)s 前公开，已超 %(days)d 个工作日") % facts
        return _("应于 %(due)s 前公开，还剩 %(days)d 个工作日") % facts


def limit_of(document: OfficialDocument, *, on: date, calendar: WorkingCalendar) -> Limit | None:
    """Until when a document is to be public: twenty working days (条例 2019 art. 26; 2007 art. 18), by the text of its day.

    None where no text sets a limit: it is not to be public, or is older than 条例; or where its year's days off are not recorded.
    """
    if not document.is_open or document.counted_from is None:
        return None
    try:
        due = publication_due(formed=document.counted_from, calendar=calendar)
        regulation = regulation_on(document.counted_from)
    except (BeforeRegulation, YearNotAnnounced):
        return None
    article = "第十八条" if regulation is Regulation.OF_2007 else "第二十六条"
    return Limit(due, f"《政府信息公开条例》（{regulation.order}）{article}", _left(on, due.date, calendar))


def _left(on: date, due: date, calendar: WorkingCalendar) -> int | None:
    try:
        return calendar.working_days_between(on, due)
    except YearNotAnnounced:
        return None


def counted_from_before(due: date, calendar: WorkingCalendar) -> date:
    """The latest day from which the twenty working days end before ``due``: what was counted from it, or earlier, is over on ``due``."""
    return calendar.add_working_days(due, -PUBLICATION_DAYS).date - timedelta(days=1)


def not_yet_public(units: UnitQuerySet) -> OfficialDocumentQuerySet:
    """Issued, open by their own openness, and nowhere to be read: the earliest limit first."""
    return (
        OfficialDocument.objects.to_be_public()
        .not_yet_public()
        .filter(unit__in=units, counted_from__gte=Regulation.OF_2007.in_force_from)
        .order_by("counted_from", "pk")
    )


def overdue_documents(units: UnitQuerySet, *, on: date, calendar: WorkingCalendar) -> OfficialDocumentQuerySet:
    """Those of ``not_yet_public`` whose last day is behind us."""
    return not_yet_public(units).filter(counted_from__lte=counted_from_before(on, calendar))


def documents_due(units: UnitQuerySet, *, on: date, until: date, calendar: WorkingCalendar) -> OfficialDocumentQuerySet:
    """Those of ``not_yet_public`` whose last day is ``on``, ``until`` or between."""
    return not_yet_public(units).filter(
        counted_from__gt=counted_from_before(on, calendar),
        counted_from__lte=counted_from_before(until + timedelta(days=1), calendar),
    )


def awaiting_office(units: UnitQuerySet) -> OfficialDocumentQuerySet:
    """Policy documents proposed as not public, which the openness office passes first (国办发〔2016〕80号 一(一)); the oldest first."""
    return OfficialDocument.objects.filter(status=DocumentStatus.AWAITING, unit__in=units).order_by("pk")


def returned_documents(units: UnitQuerySet) -> OfficialDocumentQuerySet:
    """Documents the openness office returned (退文), to be mended by their units."""
    return OfficialDocument.objects.filter(status=DocumentStatus.RETURNED, unit__in=units).order_by("reviewed_at", "pk")


def to_reassess(units: UnitQuerySet, *, until: date) -> OfficialDocumentQuerySet:
    """What is withheld and is to be assessed anew by a day (条例 2019 art. 18); the earliest first."""
    return OfficialDocument.objects.filter(
        status=DocumentStatus.REGISTERED, openness=Openness.WITHHELD, reassess_date__lte=until, unit__in=units
    ).order_by("reassess_date", "pk")


def copies_due(units: UnitQuerySet, place: CopyPlace) -> OfficialDocumentQuerySet:
    """What is public and of which the archive or the library has no copy yet (条例 2019 art. 25; 2007 art. 16)."""
    return (
        OfficialDocument.objects.to_be_public()
        .already_public()
        .filter(unit__in=units, **{f"{place}_date": None})
        .order_by("counted_from", "pk")
    )


def live_item_of(document: OfficialDocument) -> InformationItem | None:
    """The item of a document that is on its way or public, if there is one."""
    return document.items.filter(status__in=LIVE, revises=None).order_by("pk").first()


def is_public(document: OfficialDocument) -> bool:
    """Whether the public can read it: an item of it is published, or it stands on a site that is not ours."""
    return document.public_date is not None or document.items.filter(status=Status.PUBLISHED).exists()


def listed_documents(
    user: User,
    *,
    on: date,
    status: str = "",
    openness: str = "",
    unit: Unit | None = None,
    year: int | None = None,
    policy: bool = False,
    text: str = "",
) -> OfficialDocumentQuerySet:
    """The register as the user may see it, narrowed; the latest issued first."""
    documents = OfficialDocument.objects.of_visible(visible_units(user, on=on)).select_related("unit")
    given = {"status": status, "openness": openness, "unit": unit, "number_year": year}
    documents = documents.filter(**{name: value for name, value in given.items() if value})
    if policy:
        documents = documents.filter(is_policy=True)
    if text:
        # Numbers from their beginning, by their indexes; words anywhere in the title.
        documents = documents.filter(
            Q(title__icontains=text) | Q(registration__startswith=text) | Q(document_number__icontains=text)
        )
    return documents.order_by("-issued_date", "-pk")


def kept_units(user: User, *, on: date) -> UnitQuerySet:
    """Units whose register the user keeps."""
    return units_of(user, *REGISTRARS, on=on)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
