"""The answer reaches the applicant: served with proof after approval, or given on the spot."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.models import StoredFile
from gongkai.law.outcomes import rule_of
from gongkai.law.vocabulary import Outcome

from .. import choices, policies
from ..choices import ApprovalMode, ServiceMethod, Status, Supply
from ..models import Application, Reply, Service
from ..queries import current_reply
from .replies import compose


@transaction.atomic
def reply(application: Application, *, outcome: Outcome, by: User, now: datetime, reason: str = "") -> Application:
    """Give what is asked for on the spot (art. 33 para. 1). Whatever is not given in full goes through draft, review and approval."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_reply(by, application, on=localdate(now))
    if rule_of(outcome).lapse:
        raise Refused(_("“%(outcome)s”不是答复，请用“终止”。") % {"outcome": outcome.label})
    if outcome != Outcome.GRANTED:
        raise Refused(_("当场答复只限予以公开；其他答复须写明理由，经拟稿、审核、审批后送达。"))
    given = compose(application, outcome, reason=reason, by=by, now=now)
    policies.check_ends(application, outcome, on=localdate(now), draft=given)
    given.approval_mode, given.approved_by, given.approved_at = ApprovalMode.AT_ONCE, by, now
    given.save()
    return _served(application, given, ServiceMethod.DIRECT, localdate(now), by=by, now=now)


@transaction.atomic
def serve(
    application: Application,
    *,
    method: ServiceMethod,
    served: date,
    by: User,
    now: datetime,
    tracking_number: str = "",
    proof: StoredFile | None = None,
) -> Application:
    """Record how and when an approved answer was posted or signed for; the application is replied to on that day.

    By post (EMS) it has its number; otherwise proof is kept. Electronically only where the applicant asked for it.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_serve(by, application, on=localdate(now))
    given = current_reply(application)
    assert given is not None
    assert given.approved_at is not None
    approved = given.paper_signed_date or localdate(given.approved_at)
    if not approved <= served <= localdate(now):
        raise Refused(_("寄出或者签收的日期应在审批之后，且不晚于今天。"))
    if method == ServiceMethod.POST and not tracking_number.strip():
        raise Refused(_("邮寄送达的，请填写邮件号。"))
    if method != ServiceMethod.POST and proof is None:
        raise Refused(_("请附送达凭证（签收单、委托书或者发送记录）。"))
    if method == ServiceMethod.ELECTRONIC and application.supply not in (Supply.ELECTRONIC, Supply.ANY):
        raise Refused(_("申请人没有要求以电子方式获取，不能电子送达。"))
    return _served(
        application, given, method, served, by=by, now=now, tracking_number=tracking_number.strip(), proof=proof
    )


def _served(
    application: Application,
    given: Reply,
    method: ServiceMethod,
    served: date,
    *,
    by: User,
    now: datetime,
    tracking_number: str = "",
    proof: StoredFile | None = None,
) -> Application:
    Service.objects.create(
        reply=given, method=method, served_date=served, tracking_number=tracking_number, proof=proof, served_by=by
    )
    application.status = Status.REPLIED
    if application.reopened_date is None:
        # What comes after a reopening stands beside the first end, which is the one that is counted.
        application.outcome, application.outcome_reason = given.outcome, given.reason[:300]
        application.replied_date = served
    application.save(update_fields=["status", "outcome", "outcome_reason", "replied_date"])
    assert application.due_date is not None
    record(
        choices.APPLICATION_REPLIED,
        application,
        by=by,
        at=now,
        outcome=given.outcome,
        serial=given.serial,
        late=served > application.due_date,
    )
    return application
