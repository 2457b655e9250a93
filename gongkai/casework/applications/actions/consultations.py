"""征求意见 of third parties (art. 32) and other organs (arts 33, 34): asked, arrived, answered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.law.clocks import opinion_due
from gongkai.law.deadlines import Regulation

from .. import choices, policies
from ..choices import Opinion, Party
from ..models import Application, Consultation
from .limits import reckon


@transaction.atomic
def consult(application: Application, *, party: Party, party_name: str, by: User, now: datetime) -> Consultation:
    """Ask for an opinion in writing; from today the clock stands still until it comes or its term ends."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_consult(by, application, on=localdate(now))
    if not party_name.strip():
        raise Refused(_("请写明向谁征求意见。"))
    asked = Consultation.objects.create(
        application=application,
        party=party,
        party_name=party_name.strip(),
        asked_date=localdate(now),
        asked_by=by,
    )
    reckon(application)
    record(choices.CONSULTATION_ASKED, application, by=by, at=now, party=party.value)
    return asked


@transaction.atomic
def deliver_consultation(asked: Consultation, *, delivered: date, by: User, now: datetime) -> Consultation:
    """Record when the question arrived: under the text of 2019 fifteen working days are counted from then."""
    asked = _locked(asked)
    policies.check_can_deliver_consultation(by, asked, on=localdate(now))
    if not asked.asked_date <= delivered <= localdate(now):
        raise Refused(_("对方收到的日期应在征求意见之后，且不晚于今天。"))
    due = opinion_due(
        delivered=delivered,
        of_third_party=asked.party == Party.THIRD_PARTY,
        regulation=Regulation(str(asked.application.law)),
        calendar=calendar(),
    )
    asked.delivered_date, asked.due_date = delivered, due.date if due else None
    asked.save(update_fields=["delivered_date", "due_date"])
    reckon(asked.application)
    record(choices.CONSULTATION_DELIVERED, asked.application, by=by, at=now, due_date=str(asked.due_date or ""))
    return asked


@transaction.atomic
def answer_consultation(
    asked: Consultation, *, opinion: Opinion, answered: date, by: User, now: datetime, grounds: str = ""
) -> Consultation:
    """Record the opinion and when it came: the clock goes on. Who objects gives reasons (art. 32)."""
    asked = _locked(asked)
    policies.check_can_answer_consultation(by, asked, on=localdate(now))
    if not asked.asked_date <= answered <= localdate(now):
        raise Refused(_("收到意见的日期应在征求意见之后，且不晚于今天。"))
    if opinion != Opinion.AGREES and not grounds.strip():
        raise Refused(_("不同意公开的，须写明对方的理由。"))
    asked.opinion, asked.answered_date, asked.grounds = opinion, answered, grounds.strip()
    asked.save(update_fields=["opinion", "answered_date", "grounds"])
    reckon(asked.application)
    record(
        choices.CONSULTATION_ANSWERED,
        asked.application,
        by=by,
        at=now,
        opinion=opinion.value,
        due_date=str(asked.application.due_date),
    )
    return asked


def _locked(asked: Consultation) -> Consultation:
    asked = Consultation.objects.select_for_update().get(pk=asked.pk)
    asked.application = Application.objects.select_for_update().get(pk=asked.application_id)
    return asked
