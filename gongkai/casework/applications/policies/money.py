"""信息处理费 and the charges before it: asked for, let off, paid."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed

from ..choices import Status
from ..models import Application, FeeNotice
from .grounds import check_follows, check_handles, check_stands


def check_can_charge(user: User, application: Application, *, on: date) -> None:
    """Charges are recorded by whoever handles the application."""
    check_stands(application)
    check_handles(user, application.unit, on=on)


def check_can_notify_fee(user: User, application: Application, *, on: date) -> None:
    """Asked for once, within the limit for the reply (国办函〔2020〕109号 art. 6)."""
    check_follows(application, Status.UNPAID, _("通知收费"))
    check_handles(user, application.unit, on=on)
    if application.fee_notices.exists():
        raise NotAllowed(_("一件申请只能按一种方式计收一次，该申请已经通知过收费。"))
    if application.due_date is not None and on > application.due_date:
        raise NotAllowed(_("收费通知应在答复期限内发出，期限已经届满。"))


def check_can_deliver_fee_notice(user: User, notice: FeeNotice, *, on: date) -> None:
    """When the notice arrived is recorded once: the days to pay are counted from the day after."""
    check_stands(notice.application)
    if notice.delivered_date is not None:
        raise NotAllowed(_("收费通知的送达日期已经登记。"))
    check_handles(user, notice.application.unit, on=on)


def check_can_pay(user: User, notice: FeeNotice, *, on: date) -> None:
    """A payment is recorded once, after the notice arrived."""
    check_stands(notice.application)
    if notice.application.status != Status.UNPAID or notice.paid_date is not None:
        raise NotAllowed(_("该申请没有待缴纳的费用。"))
    if notice.delivered_date is None:
        raise NotAllowed(_("请先登记收费通知的送达日期。"))
    check_handles(user, notice.application.unit, on=on)
