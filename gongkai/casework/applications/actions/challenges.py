"""What is brought against an answer, and our own days in it (``law.remedies``)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.remedies import answer_due, evidence_due
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import ChallengeKind, ChallengeOutcome
from ..models import Application, Challenge

#: The series of challenges; one for the whole installation.
CHALLENGES = "ZY"


@transaction.atomic
def challenge(
    *,
    unit: Unit,
    kind: ChallengeKind,
    filed: date,
    by: User,
    now: datetime,
    application: Application | None = None,
    after_reconsideration: bool = False,
) -> Challenge:
    """Put a reconsideration, a lawsuit or a complaint on record, with the application it is about when there is one.

    A lawsuit in which the reconsideration organ stands beside us is one case, and ours (国办公开办函〔2016〕201号).
    """
    policies.check_can_challenge(by, unit, on=localdate(now))
    if filed > localdate(now):
        raise Refused(_("提起日期不能晚于今天。"))
    if application is not None and (application.received_date is None or filed < application.received_date):
        raise Refused(_("提起日期不能早于收到申请的日期。"))
    if after_reconsideration and kind != ChallengeKind.LAWSUIT:
        raise Refused(_("只有行政诉讼才分是否经过复议。"))
    filed_challenge = Challenge.objects.create(
        number=take_numbers(CHALLENGES, filed.year)[0],
        application=application,
        unit=unit,
        kind=kind,
        after_reconsideration=after_reconsideration,
        filed_date=filed,
    )
    record(choices.CHALLENGE_FILED, filed_challenge, by=by, at=now, kind=kind.value)
    return filed_challenge


@transaction.atomic
def receive_copy(filed: Challenge, *, received: date, by: User, now: datetime, simplified: bool = False) -> Challenge:
    """Record when the copy came: from then the days run in which we answer, or hand a court the evidence."""
    filed = Challenge.objects.select_for_update().get(pk=filed.pk)
    policies.check_can_receive_copy(by, filed, on=localdate(now))
    if not filed.filed_date <= received <= localdate(now):
        raise Refused(_("收到副本的日期应在提起之后，且不晚于今天。"))
    if filed.kind == ChallengeKind.RECONSIDERATION:
        try:
            due = answer_due(received=received, calendar=calendar(), simplified=simplified).date
        except ValueError as error:
            raise Refused(str(error)) from error
    else:
        due = evidence_due(received=received)
    filed.copy_date, filed.answer_due_date, filed.simplified = received, due, simplified
    filed.save(update_fields=["copy_date", "answer_due_date", "simplified"])
    record(choices.CHALLENGE_COPY_RECEIVED, filed, by=by, at=now, due_date=due.isoformat())
    return filed


@transaction.atomic
def answer_challenge(filed: Challenge, *, answered: date, by: User, now: datetime) -> Challenge:
    """Record when our answer, or the evidence, was handed in."""
    filed = Challenge.objects.select_for_update().get(pk=filed.pk)
    policies.check_can_answer_challenge(by, filed, on=localdate(now))
    assert filed.copy_date is not None
    assert filed.answer_due_date is not None
    if not filed.copy_date <= answered <= localdate(now):
        raise Refused(_("答复（举证）的日期应在收到副本之后，且不晚于今天。"))
    filed.answered_date = answered
    filed.save(update_fields=["answered_date"])
    record(choices.CHALLENGE_ANSWERED, filed, by=by, at=now, late=answered > filed.answer_due_date)
    return filed


@transaction.atomic
def decide(filed: Challenge, *, outcome: ChallengeOutcome, by: User, now: datetime) -> Challenge:
    """Record how a challenge ended."""
    filed = Challenge.objects.select_for_update().get(pk=filed.pk)
    policies.check_can_decide(by, filed, on=localdate(now))
    if outcome == ChallengeOutcome.PENDING:
        raise Refused(_("请选择审结的结果。"))
    filed.outcome, filed.decided_date = outcome, localdate(now)
    filed.save(update_fields=["outcome", "decided_date"])
    record(choices.CHALLENGE_DECIDED, filed, by=by, at=now, outcome=outcome.value)
    return filed
