"""Cases of past years, entered from the register that was kept before: in batches, by the law of their day (docs/adr/0005).

What is left of a case is the record and the applicant, as receiving and ending it would have left them, and one event that says it was
entered: who drafted, reviewed and approved then is nobody's account here, so no draft, approval or service is made up for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many
from gongkai.base.calendars.queries import calendar, calendar_version
from gongkai.base.core.rows import insert_many, unsaved
from gongkai.base.core.sealing import fingerprint
from gongkai.base.organisations.models import Unit
from gongkai.law.outcomes import rule_of
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import Status
from ..models import Applicant, Application
from ..queries import Judged, PastCase, judge_past_case
from .receiving import APPLICATIONS


@transaction.atomic
def enter_past_cases(cases: Sequence[PastCase], unit: Unit, *, by: User, now: datetime) -> list[Application]:
    """Enter cases in the order given, all or none: a number of the year of receipt each, the case, its applicant, one event."""
    policies.check_can_receive(by, unit, on=localdate(now))
    days, version = calendar(), calendar_version()
    judged = [judge_past_case(case, on=localdate(now), calendar=days) for case in cases]
    numbers = _numbers(cases)
    applications = [_application(one, number, unit, version, by) for one, number in zip(judged, numbers, strict=True)]
    insert_many(applications, keys=True)
    insert_many([_applicant(case, application) for case, application in zip(cases, applications, strict=True)])
    record_many(
        event_of(
            choices.APPLICATION_ENTERED,
            application,
            by=by,
            at=now,
            law=str(application.law),
            received_date=str(application.received_date),
            due_date=str(application.due_date),
            outcome=application.outcome,
            ended_date=str(application.replied_date or application.closed_date or ""),
        )
        for application in applications
    )
    return applications


def _numbers(cases: Sequence[PastCase]) -> list[str]:
    of_year: dict[int, list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        of_year[case.received.year].append(place)
    numbers = [""] * len(cases)
    for year, places in of_year.items():
        for place, number in zip(places, take_numbers(APPLICATIONS, year, len(places)), strict=True):
            numbers[place] = number
    return numbers


def _application(judged: Judged, number: str, unit: Unit, version: str, by: User) -> Application:
    case = judged.case
    status, replied, closed = Status.RECEIVED, None, None
    if case.outcome:
        lapse = rule_of(case.outcome).lapse
        status = Status.CLOSED if lapse else Status.REPLIED
        replied, closed = (None, case.ended) if lapse else (case.ended, None)
    return unsaved(
        Application,
        number=number,
        unit_id=unit.pk,
        channel=case.channel.value,
        applicant_kind=case.applicant_kind.value,
        arrived_date=case.arrived,
        received_date=case.received,
        law=judged.law.value,
        due_date=judged.due,
        due_is_provisional=judged.provisional,
        calendar_version=version,
        restarted_date=case.restarted,
        extended_date=case.extended,
        registered_by_id=by.pk,
        status=status.value,
        outcome=case.outcome.value if case.outcome else "",
        outcome_reason=case.outcome_reason.strip()[:300],
        replied_date=replied,
        closed_date=closed,
    )


def _applicant(case: PastCase, application: Application) -> Applicant:
    name, contact, identity = case.applicant_name.strip(), case.contact.strip(), case.identity_number.strip()
    return unsaved(
        Applicant,
        application_id=application.pk,
        name=name,
        contact=contact,
        sought=case.sought.strip(),
        identity_number=identity,
        fingerprint=fingerprint(identity) if identity else fingerprint(name, contact),
    )
