"""Reckoning limits: of one application when something moved it, of every open one when a holiday notice comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.calendars.queries import calendar, calendar_version
from gongkai.base.core.rows import insert_many, unsaved
from gongkai.law.calendar import WorkingCalendar
from gongkai.law.clocks import Course, Limit, limit_of, opinion_due, part_due
from gongkai.law.deadlines import Regulation
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices
from ..choices import OPEN, Party
from ..models import Application, Consultation, LimitRevision, MovedLimit, Part
from ..queries import course_of, limit_of_application, stops_of

#: Cases reckoned at once: their keys are parameters of one statement.
AT_ONCE = 5000
#: What of a case its limit is reckoned from, what is written of it, and what its event calls it.
RECKONED = (
    *("number", "received_date", "law", "restarted_date", "extended_date", "deferred_date", "ordered_date"),
    *("due_date", "due_is_provisional"),
)
#: The series of revisions, one for each notice that moved anything.
REVISIONS = "QX"


def reckon(application: Application) -> Application:
    """Reckon the limit of an application anew and save it, with the limits of its open parts, inside the act that moved it."""
    limit = limit_of_application(application)
    application.due_date, application.due_is_provisional = limit.date, limit.due.provisional
    application.paused_date, application.calendar_version = limit.paused_since, calendar_version()
    application.save()
    for part in application.parts.filter(done_date=None, returned_date=None):
        due = part_due(assigned=part.assigned_date, days=part.days, limit=limit, calendar=calendar())
        if (part.due_date, part.due_is_provisional) != (due.date, due.provisional):
            part.due_date, part.due_is_provisional = max(part.assigned_date, due.date), due.provisional
            part.save(update_fields=["due_date", "due_is_provisional"])
    return application


@transaction.atomic
def fix_due_dates(*, because: str, by: User, now: datetime) -> list[str]:
    """Reckon every open limit again after a holiday notice: replies, opinions asked for, parts. Returns the numbers of what changed.

    A limit is never brought forward: who was told a day keeps it, and a provisional one was the earliest possible. Cases whose
    facts are alike are reckoned once, and what changed is written a day at a time, so a million take minutes. Which moved, from which
    day to which, stands in a ``LimitRevision``.
    """
    days, version = calendar(), calendar_version()
    _fix_opinions(days)
    known: dict[Course, Limit] = {}
    changed: list[str] = []
    revision: LimitRevision | None = None
    for applications in _open_ones():
        stops = stops_of([application.pk for application in applications])
        limits = {}
        moved: dict[tuple[date, bool], list[Application]] = defaultdict(list)
        before: dict[int, date] = {}
        for application in applications:
            course = course_of(application, stops.get(application.pk, ()))
            limit = known.get(course)
            if limit is None:
                limit = known[course] = limit_of(course, days)
            limits[application.pk] = limit
            assert application.due_date is not None
            due = max(application.due_date, limit.date), limit.due.provisional
            if due != (application.due_date, application.due_is_provisional):
                before[application.pk] = application.due_date
                application.due_date, application.due_is_provisional = due
                moved[due].append(application)
        for (day, provisional), those in moved.items():
            Application.objects.filter(pk__in=[one.pk for one in those]).update(
                due_date=day, due_is_provisional=provisional, calendar_version=version
            )
        record_many(
            event_of(
                choices.APPLICATION_DUE_FIXED,
                application,
                by=by,
                at=now,
                reason=because,
                before=before[application.pk].isoformat(),
                after=day.isoformat(),
                provisional=provisional,
            )
            for (day, provisional), those in moved.items()
            for application in those
        )
        if moved:
            revision = revision or _revision(because, by=by, now=now)
            insert_many(
                [
                    unsaved(
                        MovedLimit,
                        revision_id=revision.pk,
                        application_id=application.pk,
                        before_date=before[application.pk],
                        after_date=day,
                        is_provisional=provisional,
                    )
                    for (day, provisional), those in moved.items()
                    for application in those
                ]
            )
        _fix_parts(limits, days)
        changed += [application.number for those in moved.values() for application in those]
    if revision is not None:
        revision.total = len(changed)
        revision.save(update_fields=["total"])
        record(choices.LIMITS_REVISED, revision, by=by, at=now, reason=because, cases=len(changed))
    return sorted(changed)


def _revision(because: str, *, by: User, now: datetime) -> LimitRevision:
    number = take_numbers(REVISIONS, localdate(now).year)[0]
    return LimitRevision.objects.create(number=number, notice=because[:300], revised_at=now, by=by)


def _open_ones() -> Iterator[list[Application]]:
    after = 0
    while True:
        held = Application.objects.open().filter(pk__gt=after).select_for_update().only(*RECKONED)
        ones = list(held.order_by("pk")[:AT_ONCE])
        if not ones:
            return
        after = ones[-1].pk
        yield ones


def _fix_opinions(days: WorkingCalendar) -> None:
    waiting = (
        Consultation.objects.filter(
            answered_date=None, delivered_date__isnull=False, due_date__isnull=False, application__status__in=OPEN
        )
        .select_related("application")
        .defer("party_name", "grounds")
    )
    moved: dict[date, list[int]] = defaultdict(list)
    for asked in waiting.iterator(chunk_size=AT_ONCE):
        due = opinion_due(
            delivered=asked.delivered_date,
            of_third_party=asked.party == Party.THIRD_PARTY,
            regulation=Regulation(str(asked.application.law)),
            calendar=days,
        )
        if due is not None and asked.due_date is not None and due.date > asked.due_date:
            moved[due.date].append(asked.pk)
    for day, keys in moved.items():
        Consultation.objects.filter(pk__in=keys).update(due_date=day)


def _fix_parts(limits: dict[int, Limit], days: WorkingCalendar) -> None:
    moved: dict[tuple[date, bool], list[int]] = defaultdict(list)
    if not limits:
        return
    those = Part.objects.filter(application__gte=min(limits), application__lte=max(limits))
    for part in those.filter(done_date=None, returned_date=None, application__status__in=OPEN).defer("opinion"):
        if part.application_id not in limits:
            continue
        due = part_due(assigned=part.assigned_date, days=part.days, limit=limits[part.application_id], calendar=days)
        fixed = max(part.due_date, due.date), due.provisional
        if fixed != (part.due_date, part.due_is_provisional):
            moved[fixed].append(part.pk)
    for (day, provisional), keys in moved.items():
        Part.objects.filter(pk__in=keys).update(due_date=day, due_is_provisional=provisional)
