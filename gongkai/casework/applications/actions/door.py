"""What an applicant does with their own application through the citizens' door: take it back, amend it, give reasons that
were asked for, confirm an answer, rate it.

Whoever calls these has shown the number and its code. Words of theirs are sealed; events name the number alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Outcome

from .. import choices, policies
from ..choices import EnclosureKind, IdentityCheck, Status
from ..models import Acknowledgement, Application, QueryCode, Rating, ReasonsRequest, Withdrawal
from ..queries import code_digest, new_token, query_code_of, served_reply, submission_key_of
from .amendments import restart
from .enclosures import enclose, look_over
from .endings import end_without_reply


@transaction.atomic
def issue_query_code(application: Application, *, check: str, by: User, now: datetime) -> str:
    """A new code for who has proved to be its applicant, instead of none or of one that was lost. Told once, kept nowhere."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_issue_code(by, application, on=localdate(now))
    if check not in IdentityCheck.values:
        raise Refused(_("请选择怎样核对了申请人的身份。"))
    token = new_token()
    code, salt = query_code_of(token), secrets.token_hex(16)
    given = {"salt": salt, "digest": code_digest(code, salt=salt), "issued_at": now}
    QueryCode.objects.update_or_create(
        application=application,
        defaults=given,
        create_defaults=given | {"submission_key": submission_key_of(token)},
    )
    record(choices.QUERY_CODE_ISSUED, application, by=by, at=now, reason=str(IdentityCheck(check).label))
    return code


@transaction.atomic
def take_back(application: Application, *, reason: str, by: None = None, now: datetime) -> Application:
    """Its applicant takes it back. Not yet confirmed, it was never received: it is void and counted nowhere; else it ends (其他处理)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_take_back(application)
    Withdrawal.objects.create(application=application, reason=reason.strip(), withdrawn_at=now)
    record(choices.APPLICATION_TAKEN_BACK, application, by=by, at=now)
    if application.status != Status.REGISTERED:
        return end_without_reply(application, Outcome.OTHER_OTHER, reason=_("申请人撤回申请"), by=by, now=now)
    application.voided_at, application.void_reason = now, _("申请人在确认收到之前撤回")
    application.save(update_fields=["voided_at", "void_reason"])
    record(choices.APPLICATION_VOIDED, application, by=by, at=now, reason=application.void_reason)
    return application


def amend(
    application: Application, *, sought: str, files: Sequence[File[bytes]] = (), by: None = None, now: datetime
) -> Application:
    """Its applicant corrects it within the term: received the moment it is sent, and the limit starts anew that day (art. 30).

    Whether it is clear now is the officer's to say; where it is not, that is an end of its own (无法提供：补正后仍不明确).
    """
    if not sought.strip():
        raise Refused(_("请写明补正后所需的信息。"))
    policies.check_enclosures(files)
    if _is_amended(application, sought=sought, now=now):
        return application
    with ExitStack() as opened:
        looked_over = look_over([(EnclosureKind.AMENDMENT, one) for one in files], opened)
        with transaction.atomic():
            application = Application.objects.select_for_update().get(pk=application.pk)
            if _is_amended(application, sought=sought, now=now):
                return application
            policies.check_can_amend(application, on=localdate(now))
            enclose(looked_over, application=application, now=now)
            amendment = application.amendments.select_for_update().get(corrected_date=None)
            return restart(
                application,
                amendment,
                choices.APPLICATION_AMENDED,
                sought=sought,
                corrected=localdate(now),
                by=by,
                now=now,
            )


@transaction.atomic
def explain_reasons(application: Application, *, reasons: str, by: None = None, now: datetime) -> ReasonsRequest:
    """Its applicant says why so many are asked for (art. 35), once; whether that is a good reason is the openness office's to say."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_explain(application)
    if not reasons.strip():
        raise Refused(_("请写明理由。"))
    asked = application.reasons_request
    asked.reasons, asked.answered_date = reasons.strip(), localdate(now)
    asked.save(update_fields=["reasons", "answered_date"])
    record(choices.REASONS_EXPLAINED, application, by=by, at=now)
    return asked


@transaction.atomic
def acknowledge(application: Application, *, by: None = None, now: datetime) -> Acknowledgement:
    """Its applicant says that the answer has arrived."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_acknowledge(application)
    served = served_reply(application)
    assert served is not None
    said = Acknowledgement.objects.create(reply=served, acknowledged_at=now)
    record(choices.REPLY_ACKNOWLEDGED, application, by=by, at=now, serial=served.serial)
    return said


@transaction.atomic
def rate(application: Application, *, score: int, words: str = "", by: None = None, now: datetime) -> Rating:
    """Its applicant says how it was dealt with, once: one to five, and words if there are any."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_rate(application)
    if not 1 <= score <= 5:
        raise Refused(_("请选择一至五分。"))
    rating = Rating.objects.create(application=application, score=score, words=words.strip(), rated_at=now)
    record(choices.APPLICATION_RATED, application, by=by, at=now, score=score)
    return rating


def _is_amended(application: Application, *, sought: str, now: datetime) -> bool:
    """The same words were taken in today: somebody pressed twice."""
    taken_in = application.amendments.filter(corrected_date=localdate(now)).exists()
    return taken_in and application.applicant.sought == sought.strip()
