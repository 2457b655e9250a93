"""补正: asking for it, and taking it in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..choices import Status
from ..models import Amendment, Application
from .limits import reckon


@transaction.atomic
def ask_amendment(application: Application, *, items: str, due: date, by: User, now: datetime) -> Amendment:
    """Tell the applicant, once and in full, what to correct and by when; the clock waits (art. 30)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_ask_amendment(by, application, on=localdate(now))
    if not items.strip():
        raise Refused(_("请一次性写明需要补正的全部事项。"))
    if due <= localdate(now):
        raise Refused(_("补正期限应当合理，且晚于今天。"))
    amendment = Amendment.objects.create(
        application=application, notified_date=localdate(now), items=items.strip(), due_date=due, notified_by=by
    )
    application.status = Status.AMENDING
    reckon(application)
    record(choices.AMENDMENT_ASKED, application, by=by, at=now, due_date=due.isoformat())
    return amendment


@transaction.atomic
def receive_amendment(
    application: Application, *, sought: str, corrected: date, by: User, now: datetime
) -> Application:
    """Take the corrected application in: the limit starts anew on the day it came (art. 30). What is sought now is what counts."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_receive_amendment(by, application, on=localdate(now))
    amendment = application.amendments.select_for_update().get(corrected_date=None)
    if not sought.strip():
        raise Refused(_("请写明补正后所需的信息。"))
    if not amendment.notified_date <= corrected <= localdate(now):
        raise Refused(_("收到补正的日期应在补正通知之后，且不晚于今天。"))
    return restart(
        application, amendment, choices.AMENDMENT_RECEIVED, sought=sought, corrected=corrected, by=by, now=now
    )


def restart(
    application: Application,
    amendment: Amendment,
    kind: str,
    *,
    sought: str,
    corrected: date,
    by: User | None,
    now: datetime,
) -> Application:
    """Put a correction of a locked application on record, inside the act that takes it in: an officer's, or its applicant's own."""
    amendment.corrected_date = corrected
    amendment.save(update_fields=["corrected_date"])
    application.applicant.sought = sought.strip()
    application.applicant.save(update_fields=["sought"])
    application.status, application.restarted_date = Status.RECEIVED, corrected
    reckon(application)
    record(
        kind,
        application,
        by=by,
        at=now,
        corrected=corrected.isoformat(),
        late=corrected > amendment.due_date,
        due_date=str(application.due_date),
    )
    return application
