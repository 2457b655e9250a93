"""Money: what was charged, asked for under 国办函〔2020〕109号, let off and paid. Collecting it is the treasury's."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.law.fees import Basis, NoFee, PaymentPeriod, assess, payment_due

from .. import choices, policies
from ..choices import FeeBasis, Status
from ..models import Application, Fee, FeeNotice
from ..queries import items_before_in_month
from .limits import reckon


@transaction.atomic
def charge(
    application: Application, *, amount: Decimal, by: User, now: datetime, waived_amount: Decimal = Decimal(0)
) -> Fee:
    """Record what was charged for an application, in yuan, and what of it was waived."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_charge(by, application, on=localdate(now))
    if amount < 0 or waived_amount < 0 or not (amount or waived_amount):
        raise Refused(_("收取金额和减免金额不能为负，也不能都为零。"))
    return _charged(application, amount, waived_amount, by=by, now=now)


@transaction.atomic
def notify_fee(
    application: Application,
    *,
    basis: FeeBasis,
    quantity: int,
    by: User,
    now: datetime,
    waived_amount: Decimal = Decimal(0),
    waiver_reason: str = "",
) -> FeeNotice:
    """Ask for a 信息处理费: by items (those of the same person's month before it are known here) or by the pages of this one.

    The application waits for the payment; what is let off in full is waited for by nobody, and is counted as waived.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_notify_fee(by, application, on=localdate(now))
    before = items_before_in_month(application) if basis == FeeBasis.ITEMS else 0
    assert application.received_date is not None
    try:
        found = assess(
            basis=Basis(basis.value),
            received=application.received_date,
            quantity=quantity,
            before=before,
            waived=waived_amount,
        )
    except NoFee as error:
        raise Refused(str(error)) from error
    if waived_amount and not waiver_reason.strip():
        raise Refused(_("请写明减免的理由。"))
    notice = FeeNotice.objects.create(
        application=application,
        basis=basis,
        quantity=quantity,
        before=before,
        full_amount=found.full,
        waived_amount=waived_amount,
        waiver_reason=waiver_reason.strip(),
        issued_date=localdate(now),
        issued_by=by,
    )
    if found.payable:
        application.status = Status.UNPAID
        reckon(application)
    else:
        _charged(application, Decimal(0), waived_amount, by=by, now=now)
    record(choices.FEE_NOTIFIED, application, by=by, at=now, payable=str(found.payable), waived=str(waived_amount))
    return notice


@transaction.atomic
def deliver_fee_notice(notice: FeeNotice, *, delivered: date, by: User, now: datetime) -> FeeNotice:
    """Record when the notice arrived: the days to pay are counted from the day after (art. 6)."""
    notice = FeeNotice.objects.select_for_update().get(pk=notice.pk)
    policies.check_can_deliver_fee_notice(by, notice, on=localdate(now))
    if not notice.issued_date <= delivered <= localdate(now):
        raise Refused(_("送达日期应在发出通知之后，且不晚于今天。"))
    period = PaymentPeriod(settings.GONGKAI_PAYMENT_DAYS, settings.GONGKAI_PAYMENT_IN_WORKING_DAYS)
    due = payment_due(delivered=delivered, calendar=calendar(), period=period)
    notice.delivered_date, notice.due_date = delivered, due.date
    notice.save(update_fields=["delivered_date", "due_date"])
    record(choices.FEE_NOTICE_DELIVERED, notice.application, by=by, at=now, due_date=due.date.isoformat())
    return notice


@transaction.atomic
def pay(notice: FeeNotice, *, amount: Decimal, paid: date, receipt_number: str, by: User, now: datetime) -> FeeNotice:
    """Record the payment by its 财政票据: the limit starts anew, counted from the day after (art. 7). A wrong sum is refused."""
    notice = FeeNotice.objects.select_for_update().get(pk=notice.pk)
    application = notice.application = Application.objects.select_for_update().get(pk=notice.application_id)
    policies.check_can_pay(by, notice, on=localdate(now))
    if amount != notice.payable:
        raise Refused(_("应缴%(due)s元，所记为%(given)s元，请核对。") % {"due": notice.payable, "given": amount})
    if not receipt_number.strip():
        raise Refused(_("请填写财政票据号。"))
    assert notice.delivered_date is not None
    if not notice.delivered_date <= paid <= localdate(now):
        raise Refused(_("缴费日期应在通知送达之后，且不晚于今天。"))
    notice.paid_date, notice.receipt_number = paid, receipt_number.strip()
    notice.save(update_fields=["paid_date", "receipt_number"])
    _charged(application, amount, notice.waived_amount, by=by, now=now, day=paid)
    application.status, application.restarted_date = Status.RECEIVED, paid
    reckon(application)
    record(choices.FEE_PAID, application, by=by, at=now, paid=paid.isoformat(), due_date=str(application.due_date))
    return notice


def _charged(
    application: Application, amount: Decimal, waived: Decimal, *, by: User, now: datetime, day: date | None = None
) -> Fee:
    fee = Fee.objects.create(
        application=application,
        charged_date=day or localdate(now),
        amount=amount,
        waived=waived > 0,
        waived_amount=waived,
    )
    record(choices.FEE_CHARGED, fee, by=by, at=now, amount=str(amount), waived_amount=str(waived))
    return fee
