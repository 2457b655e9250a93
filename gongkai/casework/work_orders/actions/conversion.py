"""From an enquiry to an application and back, keeping the day it came: nobody loses time by having gone to the wrong window."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.models import Application
from gongkai.law.deadlines import BeforeRegulation, receipt_date
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel, RequestCategory

from .. import choices, policies
from ..choices import Source
from ..models import WorkOrder
from .handling import close, receive


@transaction.atomic
def to_application(
    work_order: WorkOrder,
    *,
    channel: ReceiptChannel,
    applicant_kind: ApplicantKind,
    applicant_name: str,
    contact: str,
    sought: str,
    by: User,
    now: datetime,
    confirmed: date | None = None,
) -> Application:
    """Deal with what was asked as an enquiry as an application: it arrived when the work order did, which is answered with its number.

    Where the law wants a confirmation and there is none yet, the application waits for it and no clock runs (条例 art. 31).
    """
    work_order = WorkOrder.objects.select_for_update().get(pk=work_order.pk)
    policies.check_can_close(by, work_order, on=localdate(now))
    arrived = localdate(work_order.received_at)
    given: dict[str, Any] = {
        "unit": work_order.unit,
        "channel": channel,
        "applicant_kind": applicant_kind,
        "applicant_name": applicant_name,
        "contact": contact,
        "sought": sought,
        "arrived": arrived,
    }
    try:
        waits = receipt_date(channel, arrived=arrived, confirmed=confirmed) is None
    except BeforeRegulation as error:
        raise Refused(str(error)) from error
    if waits:
        application = applications.register(**given, by=by, now=now)
    else:
        application = applications.receive(**given, confirmed=confirmed, by=by, now=now)
    result = _("已转为政府信息公开申请办理，登记编号%(number)s。") % {"number": application.number}
    work_order = close(work_order, result=result, by=by, now=now)
    record(choices.WORK_ORDER_TO_APPLICATION, work_order, by=by, at=now, application=application.number)
    return application


@transaction.atomic
def from_application(application: Application, *, subject: str, limit_days: int, by: User, now: datetime) -> WorkOrder:
    """Deal with an application that is an enquiry as one, as its applicant agreed: it was received when the application arrived."""
    arrived = datetime.combine(application.arrived_date, time(9), tzinfo=get_default_timezone())
    work_order = receive(
        unit=application.unit,
        source=Source.PORTAL,
        category=RequestCategory.INQUIRY,
        subject=subject,
        limit_days=limit_days,
        by=by,
        now=now,
        received_at=min(arrived, now),
    )
    reason = _("经申请人同意转为咨询办理，工单%(number)s") % {"number": work_order.number}
    applications.close(application, outcome=Outcome.OTHER_OTHER, reason=reason, by=by, now=now)
    record(choices.WORK_ORDER_FROM_APPLICATION, work_order, by=by, at=now, application=application.number)
    return work_order
