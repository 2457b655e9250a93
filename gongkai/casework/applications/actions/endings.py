"""Ends that are no answers, what comes after an end, and taking a record out of the figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record as record_event
from gongkai.base.core.errors import Refused
from gongkai.law.outcomes import rule_of
from gongkai.law.vocabulary import Outcome

from .. import choices, policies
from ..choices import Status
from ..models import Application, Challenge, Fee
from ..queries import current_reply
from .limits import reckon
from .replies import compose, give_up

Record = TypeVar("Record", Application, Fee, Challenge)


@transaction.atomic
def close(application: Application, *, outcome: Outcome, reason: str, by: User, now: datetime) -> Application:
    """End an application that needs no answer: taken back, not amended or not paid in time (art. 30; 国办函〔2020〕109号 art. 6)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_close(by, application, on=localdate(now))
    if not rule_of(outcome).lapse:
        raise Refused(_("“%(outcome)s”须以答复办结，不能直接终止。") % {"outcome": outcome.label})
    if not reason.strip():
        raise Refused(_("请写明终止的理由。"))
    end = compose(application, outcome, reason=reason, by=by, now=now)
    policies.check_ends(application, outcome, on=localdate(now), draft=end)
    return end_without_reply(application, outcome, reason=reason.strip(), by=by, now=now)


def end_without_reply(
    application: Application, outcome: Outcome, *, reason: str, by: User | None, now: datetime
) -> Application:
    """Put the end of a locked application on record, inside the act that ends it: ``close``, or its applicant takes it back."""
    under_way = current_reply(application)
    if under_way is not None:
        give_up(under_way, reason=reason[:300], now=now)
    application.status, application.paused_date = Status.CLOSED, None
    if application.reopened_date is None:
        application.outcome, application.outcome_reason = outcome, reason
        application.closed_date = localdate(now)
    application.save(update_fields=["status", "paused_date", "outcome", "outcome_reason", "closed_date"])
    record_event(choices.APPLICATION_CLOSED, application, by=by, at=now, reason=reason, outcome=outcome.value)
    return application


def withdraw(application: Application, *, by: User, now: datetime, reason: str = "") -> Application:
    """The applicant takes the application back, whatever stage it is at; counted as 其他处理."""
    return close(application, outcome=Outcome.OTHER_OTHER, reason=reason or _("申请人撤回申请"), by=by, now=now)


@transaction.atomic
def reopen(
    application: Application, *, reason: str, by: User, now: datetime, ordered: date | None = None
) -> Application:
    """Deal with an ended application again: our own correction, or a new answer ordered by a decision or a judgment.

    Its limit starts anew today, or is the day that was ``ordered``. The first end stays the one the tables count.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_reopen(by, application, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明重新办理的理由（自行纠正，或者决定书、判决书的文号）。"))
    if ordered is not None and ordered < localdate(now):
        raise Refused(_("责令答复的期限不能早于今天。"))
    application.status = Status.RECEIVED
    application.reopened_date = application.restarted_date = localdate(now)
    application.deferred_date, application.ordered_date = None, ordered
    reckon(application)
    record_event(
        choices.APPLICATION_REOPENED,
        application,
        by=by,
        at=now,
        reason=reason.strip(),
        due_date=str(application.due_date),
    )
    return application


@transaction.atomic
def archive(application: Application, *, by: User, now: datetime) -> Application:
    """Close the file of an ended application: 登记、审核、办理、答复、归档 are on record (art. 45)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_archive(by, application, on=localdate(now))
    application.status, application.archived_date = Status.ARCHIVED, localdate(now)
    application.save(update_fields=["status", "archived_date"])
    record_event(choices.APPLICATION_ARCHIVED, application, by=by, at=now)
    return application


@transaction.atomic
def void(record: Record, *, reason: str, by: User, now: datetime) -> Record:
    """Declare an application, a charge or a challenge void: it stays, with the reason, and is counted nowhere."""
    model = type(record)
    record = model._default_manager.select_for_update().get(pk=record.pk)
    policies.check_can_void(by, record, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"))
    record.voided_at, record.void_reason = now, reason.strip()
    record.save(update_fields=["voided_at", "void_reason"])
    record_event(_VOIDED[model], record, by=by, at=now, reason=reason.strip())
    return record


_VOIDED = {
    Application: choices.APPLICATION_VOIDED,
    Fee: choices.FEE_VOIDED,
    Challenge: choices.CHALLENGE_VOIDED,
}
