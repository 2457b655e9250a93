"""要求说明理由 (art. 35): applications beyond reason in number or frequency."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Application, ReasonsRequest
from .limits import reckon


@transaction.atomic
def ask_reasons(application: Application, *, basis: str, by: User, now: datetime) -> ReasonsRequest:
    """Ask the applicant for reasons; ``basis`` says what the number and frequency are. The clock goes on."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_ask_reasons(by, application, on=localdate(now))
    if not basis.strip():
        raise Refused(_("请写明申请的数量、频次如何明显超过合理范围。"))
    request = ReasonsRequest.objects.create(
        application=application, asked_date=localdate(now), basis=basis.strip(), asked_by=by
    )
    record(choices.REASONS_ASKED, application, by=by, at=now, reason=basis.strip())
    return request


@transaction.atomic
def judge_reasons(
    application: Application,
    *,
    is_reasonable: bool,
    by: User,
    now: datetime,
    reasons: str = "",
    answered: date | None = None,
    deferred: date | None = None,
) -> ReasonsRequest:
    """Record what the applicant said and whether it is a good reason.

    It is not, or nothing was said: the application may be ended as 大量反复. It is, and there is not time enough: a reasonable later day
    is told (``deferred``) and stands in place of the limit.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_judge_reasons(by, application, on=localdate(now))
    request = application.reasons_request
    # What the applicant said at the door stands where nothing else was taken down.
    reasons, answered = reasons.strip() or request.reasons, answered or request.answered_date
    if is_reasonable and not (reasons and answered):
        raise Refused(_("认定理由合理的，须写明申请人的理由和收到说明的日期。"))
    if deferred is not None and not is_reasonable:
        raise Refused(_("理由不合理的，不确定延迟答复的期限。"))
    assert application.due_date is not None
    if deferred is not None and deferred <= application.due_date:
        raise Refused(_("延迟答复的期限应晚于法定答复期限。"))
    request.is_reasonable, request.reasons = is_reasonable, reasons
    request.answered_date, request.deferred_date = answered, deferred
    request.save(update_fields=["is_reasonable", "reasons", "answered_date", "deferred_date"])
    if deferred is not None:
        application.deferred_date = deferred
        reckon(application)
    record(
        choices.REASONS_JUDGED,
        application,
        by=by,
        at=now,
        is_reasonable=is_reasonable,
        deferred=deferred.isoformat() if deferred else "",
    )
    return request
