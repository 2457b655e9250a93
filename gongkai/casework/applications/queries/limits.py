"""When a reply is due by the notices recorded so far, and why (``law.clocks``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from gongkai.base.calendars.queries import calendar
from gongkai.law.calendar import DueDate
from gongkai.law.clocks import CountedDay, Course, Limit, Standstill, explain, limit_of, standstill
from gongkai.law.deadlines import Regulation

from ..choices import Party
from ..models import Amendment, Application, Consultation, FeeNotice

#: More keys than these are asked for as a range: naming each costs more than reading a few too many.
FEW = 100
#: What a limit is reckoned from beside the case itself, by the names of its relations.
CLOCKS = ("consultations", "amendments", "fee_notices")
AMENDING, PAYING = "等待申请人补正", "等待申请人缴费"


class Facts(NamedTuple):
    """What of a case its limit is reckoned from, and what is written of it: for many at once, where a row of the model costs too much."""

    pk: int
    number: str
    received_date: date
    law: str
    restarted_date: date | None
    extended_date: date | None
    deferred_date: date | None
    ordered_date: date | None
    due_date: date
    due_is_provisional: bool

    @property
    def course(self) -> tuple[object, ...]:
        """What moves the limit: two cases alike in this, and in why they stood still, are due on the same day."""
        return self[2:8]


def stops_of(application_ids: Collection[int]) -> Mapping[int, tuple[Standstill, ...]]:
    """Why the clocks of these applications stood or stand still. Three queries, however many; of many, those between are read too."""
    if not application_ids:
        return {}
    span = Q(application__gte=min(application_ids), application__lte=max(application_ids))
    these = span if len(application_ids) > FEW else Q(application__in=application_ids)
    stops: dict[int, list[Standstill]] = defaultdict(list)
    asked = Consultation.objects.filter(these)
    for pk, party, began, due, answered in asked.values_list(
        "application_id", "party", "asked_date", "due_date", "answered_date"
    ):
        stops[pk].append(_asked(party, began, due, answered))
    waiting = Amendment.objects.filter(these, corrected_date=None)
    for pk, began in waiting.values_list("application_id", "notified_date"):
        stops[pk].append(Standstill(began, None, AMENDING))
    unpaid = FeeNotice.objects.unpaid().filter(these)
    for pk, began in unpaid.values_list("application_id", "issued_date"):
        stops[pk].append(Standstill(began, None, PAYING))
    return {pk: tuple(sorted(found, key=lambda stop: stop.began)) for pk, found in stops.items()}


def stops_of_one(application: Application) -> tuple[Standstill, ...]:
    """The same of one application; asks nothing where what it is reckoned from was read with it (``CLOCKS``)."""
    if not application.pk:
        return ()
    if not set(CLOCKS) <= getattr(application, "_prefetched_objects_cache", {}).keys():
        return stops_of([application.pk]).get(application.pk, ())
    stops = [
        _asked(one.party, one.asked_date, one.due_date, one.answered_date) for one in application.consultations.all()
    ]
    stops += [
        Standstill(one.notified_date, None, AMENDING)
        for one in application.amendments.all()
        if one.corrected_date is None
    ]
    stops += [Standstill(one.issued_date, None, PAYING) for one in application.fee_notices.all() if one.is_unpaid]
    return tuple(sorted(stops, key=lambda stop: stop.began))


def _asked(party: str, began: date, due: date | None, answered: date | None) -> Standstill:
    reason = f"征求{Party(party).label}意见"
    return standstill(asked=began, limit=DueDate(due) if due else None, answered=answered, reason=reason)


def course_of(application: Application | Facts, stops: tuple[Standstill, ...]) -> Course:
    """The facts that move an application's limit. It was received."""
    assert application.received_date is not None
    return Course(
        application.received_date,
        Regulation(str(application.law)),
        application.restarted_date,
        application.extended_date,
        stops,
        application.deferred_date,
        application.ordered_date,
    )


def limit_of_application(application: Application) -> Limit:
    """When its reply is due, with everything that moved it."""
    return limit_of(course_of(application, stops_of_one(application)), calendar())


def reply_due_of(application: Application) -> DueDate:
    """The last day for a reply by the notices recorded so far."""
    return limit_of_application(application).due


def explained(application: Application) -> tuple[CountedDay, ...]:
    """Every day of its limit, with why it counted or not."""
    return explain(limit_of_application(application), calendar())
