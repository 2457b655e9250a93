"""The answer before it goes out: drafted, reviewed, approved by three people, or sent back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.queries import stands_in_for
from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import Need, article_of, needs_of, rule_of
from gongkai.law.vocabulary import Outcome, Role

from .. import choices, policies
from ..choices import ApprovalMode, Status
from ..models import Application, Reply
from ..queries import CLASSIFIED_REASON, current_reply
from .enclosures import destroy_enclosures
from .redactions import forget_redactions


@transaction.atomic
def draft(
    application: Application,
    *,
    outcome: Outcome,
    by: User,
    now: datetime,
    reason: str = "",
    weighing: str = "",
    earlier_reply: str = "",
    redacted_file: StoredFile | None = None,
) -> Reply:
    """Draft an answer. Refused as long as something is missing that the law or the yearly table wants on record for this end."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_draft(by, application, on=localdate(now))
    if rule_of(outcome).lapse:
        raise Refused(_("“%(outcome)s”不是答复，请用“终止”。") % {"outcome": outcome.label})
    if outcome == Outcome.REFUSE_SECRET and not reason.strip():
        reason = CLASSIFIED_REASON
    reply = compose(
        application,
        outcome,
        reason=reason,
        weighing=weighing,
        earlier_reply=earlier_reply,
        redacted_file=redacted_file,
        by=by,
        now=now,
    )
    policies.check_ends(application, outcome, on=localdate(now), draft=reply)
    reply.save()
    _move(application, Status.DRAFTED)
    record(choices.REPLY_DRAFTED, application, by=by, at=now, outcome=outcome.value, serial=reply.serial)
    return reply


def compose(
    application: Application,
    outcome: Outcome,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    weighing: str = "",
    earlier_reply: str = "",
    redacted_file: StoredFile | None = None,
) -> Reply:
    """The unsaved answer, the next of its application, with the article of the text it follows."""
    last = application.replies.aggregate(last=Max("serial"))["last"] or 0
    return Reply(
        application=application,
        serial=last + 1,
        outcome=outcome,
        article=article_of(outcome, Regulation(str(application.law))),
        reason=reason.strip(),
        weighing=weighing.strip(),
        earlier_reply=earlier_reply.strip(),
        redacted_file=redacted_file,
        drafted_by=by,
        drafted_at=now,
    )


@transaction.atomic
def review(application: Application, *, by: User, now: datetime) -> Reply:
    """Pass a draft on to the approver."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_review(by, application, on=localdate(now))
    reply = _under_way(application)
    reply.reviewed_by, reply.reviewed_at = by, now
    reply.save(update_fields=["reviewed_by", "reviewed_at"])
    _move(application, Status.REVIEWED)
    record(choices.REPLY_REVIEWED, application, by=by, at=now, serial=reply.serial)
    return reply


@transaction.atomic
def approve(application: Application, *, by: User, now: datetime) -> Reply:
    """Agree to a reviewed answer, for oneself or for whom one stands in. What it needs is looked at once more."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_approve(by, application, on=localdate(now))
    reply = _under_way(application)
    reply.on_behalf_of = stands_in_for(by, Role.APPROVER, application.unit, on=localdate(now))
    _approve(application, reply, ApprovalMode.SYSTEM, by=by, now=now)
    record(choices.REPLY_APPROVED, application, by=by, at=now, serial=reply.serial)
    return reply


@transaction.atomic
def record_paper_approval(
    application: Application, *, approver: str, signed: date, scan: StoredFile, by: User, now: datetime
) -> Reply:
    """Record a consent signed on paper, with its scan: ``approver`` is who signed, ``by`` who records it."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_record_paper_approval(by, application, on=localdate(now))
    reply = _under_way(application)
    if not approver.strip():
        raise Refused(_("请写明纸质审批的签字人。"))
    if not localdate(reply.drafted_at) <= signed <= localdate(now):
        raise Refused(_("签字日期应在拟稿之后，且不晚于今天。"))
    if approver.strip() == reply.drafted_by.name:
        raise Refused(_("纸质审批的签字人不能是拟稿人本人。"))
    reply.paper_approver, reply.paper_signed_date, reply.paper_scan = approver.strip(), signed, scan
    _approve(application, reply, ApprovalMode.PAPER, by=by, now=now)
    record(choices.REPLY_APPROVED_ON_PAPER, application, by=by, at=now, serial=reply.serial, scan=scan.sha256)
    return reply


@transaction.atomic
def return_draft(application: Application, *, reason: str, by: User, now: datetime) -> Reply:
    """Send an answer back before it went out: it stays, and another is drafted."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_return(by, application, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明退回的理由，拟稿人要据此修改。"))
    reply = _under_way(application)
    give_up(reply, reason=reason.strip(), now=now)
    _move(application, Status.RECEIVED)
    record(choices.REPLY_RETURNED, application, by=by, at=now, reason=reason.strip(), serial=reply.serial)
    return reply


def give_up(reply: Reply, *, reason: str, now: datetime) -> None:
    """Mark an answer as one that never went out."""
    reply.returned_at, reply.return_reason = now, reason
    reply.save(update_fields=["returned_at", "return_reason"])


def _approve(application: Application, reply: Reply, mode: ApprovalMode, *, by: User, now: datetime) -> None:
    policies.check_ends(application, Outcome(reply.outcome), on=localdate(now), draft=reply)
    reply.approval_mode, reply.approved_by, reply.approved_at = mode, by, now
    reply.save()
    if Need.NO_CONTENT in needs_of(reply.outcome, Regulation(str(application.law))):
        _forget_content(application, by=by, now=now)
    _move(application, Status.APPROVED)


def _forget_content(application: Application, *, by: User, now: datetime) -> None:
    """What was asked for is a state secret: nothing of it stays here, only that there was one (保密法 2024 art. 31)."""
    application.applicant.sought = application.applicant.asked_in_full = ""
    application.applicant.save(update_fields=["sought", "asked_in_full"])
    forget_redactions(application, by=by, now=now)
    application.amendments.update(items="")
    application.consultations.update(grounds="")
    application.parts.update(opinion="")
    application.searches.update(keywords="")
    application.letters.update(content="")
    destroy_enclosures(application.enclosures.all())


def _under_way(application: Application) -> Reply:
    reply = current_reply(application)
    assert reply is not None, "the policy saw it"
    return reply


def _move(application: Application, status: Status) -> None:
    application.status = status
    application.save(update_fields=["status"])
