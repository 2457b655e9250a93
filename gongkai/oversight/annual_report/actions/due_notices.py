"""Notices that ask for reports earlier than the law does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.report.due import latest_due
from gongkai.law.vocabulary import UnitKind

from .. import choices, policies
from ..models import DueNotice


@transaction.atomic
def enter_due_notice(
    unit: Unit,
    *,
    year: int,
    due: date,
    number: str,
    issuer: str,
    by: User,
    now: datetime,
    unit_kind: UnitKind | None = None,
) -> DueNotice:
    """Record a notice for ``unit`` and all below it. Refused when it is later than the law's last day: no notice moves that."""
    policies.check_can_set_due(by, unit, on=localdate(now))
    if not number.strip() or not issuer.strip():
        raise Refused(_("请写明通知的文号和发文机关。"))
    if due <= date(year, 12, 31):
        raise Refused(_("报送期限应在%(year)d年结束以后。") % {"year": year})
    latest = latest_due(year, unit_kind)
    if due > latest:
        raise Refused(_("报送期限不能晚于法定期限%(latest)s。") % {"latest": latest.isoformat()})
    notice = DueNotice.objects.create(
        unit=unit,
        unit_kind=unit_kind or "",
        year=year,
        due_date=due,
        number=number.strip(),
        issuer=issuer.strip(),
        entered_by=by,
        entered_at=now,
    )
    record(choices.DUE_NOTICE_ENTERED, notice, by=by, at=now, year=year, due=due.isoformat(), unit=unit.code)
    return notice


@transaction.atomic
def cancel_due_notice(notice: DueNotice, *, reason: str, by: User, now: datetime) -> DueNotice:
    """Take a notice back with a reason; the law's day stands again."""
    notice = DueNotice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=notice.pk)
    policies.check_can_set_due(by, notice.unit, on=localdate(now))
    if notice.cancelled_at is not None:
        raise Refused(_("该通知已经撤销。"))
    if not reason.strip():
        raise Refused(_("请写明撤销通知的理由。"))
    notice.cancelled_at, notice.cancelled_reason = now, reason.strip()
    notice.save(update_fields=["cancelled_at", "cancelled_reason"])
    record(choices.DUE_NOTICE_CANCELLED, notice, by=by, at=now, reason=notice.cancelled_reason)
    return notice
