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
from ..choices.beside import CHALLENGE_LINKED, CHALLENGE_SEEN, ChallengeGround
from ..models import Application, Challenge

#: The series of challenges; one for the whole installation.
CHALLENGES = "ZY"
#: The day 条例 came into force: nothing can be brought about openness before it.
FIRST = date(2008, 5, 1)


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
def open_challenge(
    *,
    unit: Unit,
    kind: ChallengeKind,
    filed: date,
    ground: ChallengeGround,
    about: str,
    by: User,
    now: datetime,
    after_reconsideration: bool = False,
    organ: str = "",
    organ_number: str = "",
) -> Challenge:
    """Put a challenge on record that is about no case of ours: made before the system, never registered, or about something else.

    It says what it is about instead, has the same days and outcomes, and can be linked with a case that is found later.
    """
    # Whoever opens one for this unit at the same time waits here, and then finds it.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    policies.check_can_challenge(by, unit, on=localdate(now))
    if filed < FIRST:
        raise Refused(_("提起日期早于《政府信息公开条例》施行之日（2008年5月1日），请核对。"))
    if not about.strip():
        raise Refused(_("请写明争议针对什么：何人、何时、以何种方式提出的何事。"))
    organ, organ_number = organ.strip(), organ_number.strip()
    if known := _known(unit, kind, filed, about.strip(), organ_number):
        raise Refused(_("该争议已登记为 %(number)s，不必重复登记。") % {"number": known.number})
    opened = challenge(unit=unit, kind=kind, filed=filed, after_reconsideration=after_reconsideration, by=by, now=now)
    opened.ground, opened.about, opened.organ, opened.organ_number = ground, about.strip(), organ, organ_number
    opened.save(update_fields=["ground", "about", "organ", "organ_number"])
    return opened


@transaction.atomic
def link_challenge(filed: Challenge, application: Application, *, by: User, now: datetime) -> Challenge:
    """The case a challenge is about was found: it stands below it from now on, in the history of both, counted as before."""
    filed = Challenge.objects.select_for_update().get(pk=filed.pk)
    policies.check_can_link(by, filed, on=localdate(now))
    if application.unit_id != filed.unit_id or application.voided_at is not None:
        raise Refused(_("%(unit)s没有这一编号的有效申请，请核对。") % {"unit": filed.unit})
    if application.received_date is None or filed.filed_date < application.received_date:
        raise Refused(_("提起日期不能早于收到申请的日期。"))
    filed.application = application
    filed.save(update_fields=["application"])
    record(CHALLENGE_LINKED, filed, by=by, at=now, reason=application.number, ground=filed.ground)
    return filed


@transaction.atomic
def see_challenge(filed: Challenge, *, by: User, now: datetime) -> str:
    """What a challenge is about in words, for somebody who deals with it; the look is written down."""
    policies.check_can_see_challenged(by, filed, on=localdate(now))
    about = str(Challenge.objects.only("about").get(pk=filed.pk).about)
    record(CHALLENGE_SEEN, filed, by=by, at=now)
    return about


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
def decide(
    filed: Challenge, *, outcome: ChallengeOutcome, by: User, now: datetime, decided: date | None = None
) -> Challenge:
    """Record how a challenge ended, and on which day: today unless told otherwise. Table four counts it in the year of that day."""
    filed = Challenge.objects.select_for_update().get(pk=filed.pk)
    policies.check_can_decide(by, filed, on=localdate(now))
    if outcome == ChallengeOutcome.PENDING:
        raise Refused(_("请选择审结的结果。"))
    decided = decided or localdate(now)
    if not filed.filed_date <= decided <= localdate(now):
        raise Refused(_("审结日期应在提起之后，且不晚于今天。"))
    filed.outcome, filed.decided_date = outcome, decided
    filed.save(update_fields=["outcome", "decided_date"])
    record(choices.CHALLENGE_DECIDED, filed, by=by, at=now, outcome=outcome.value)
    return filed


def _known(unit: Unit, kind: ChallengeKind, filed: date, about: str, organ_number: str) -> Challenge | None:
    """The same one on record already: by its number elsewhere, or filed the same day about the same in the same words."""
    same = Challenge.objects.standing().filter(unit=unit, kind=kind)
    if organ_number and (known := same.filter(organ_number=organ_number).first()):
        return known
    of_day = same.filter(filed_date=filed, organ_number=organ_number).exclude(ground="")
    return next((one for one in of_day if "".join(one.about.split()) == "".join(about.split())), None)
