"""How a limit came about, in order: what started it, stopped it, started it anew, lengthened it; and what an arrival comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.calendars.queries import calendar
from gongkai.law.calendar import DueDate
from gongkai.law.deadlines import Regulation, confirmation_is_late, receipt_date, regulation_on, reply_due
from gongkai.law.vocabulary import ReceiptChannel

from ..choices import Party
from ..models import Application


@dataclass(frozen=True)
class Moved:
    """One thing that moved a limit: when, what, and until when where it took time."""

    day: date
    what: str
    until: date | None = None


def course_told(application: Application) -> list[Moved]:
    """Everything that moved the limit of a received application, by day."""
    assert application.received_date is not None
    regulation = Regulation(str(application.law))
    told = [
        Moved(application.received_date, _("收到申请，次日起算，%(days)d 个工作日") % {"days": regulation.reply_days})
    ]
    for amendment in application.amendments.all():
        told.append(Moved(amendment.notified_date, _("通知补正，计时中止"), amendment.corrected_date))
        if amendment.corrected_date:
            told.append(Moved(amendment.corrected_date, _("收到补正，期限重新起算")))
    for asked in application.consultations.all():
        ends = [day for day in (asked.answered_date, asked.due_date) if day]
        told.append(
            Moved(
                asked.asked_date,
                _("征求%(party)s意见，其间不计") % {"party": Party(asked.party).label},
                min(ends) if ends else None,
            )
        )
    for notice in application.fee_notices.all():
        if not (notice.is_unpaid or notice.paid_date):
            continue
        told.append(Moved(notice.issued_date, _("通知缴费，计时中止"), notice.paid_date))
        if notice.paid_date:
            told.append(Moved(notice.paid_date, _("缴费，期限重新起算")))
    if application.extended_date:
        told.append(
            Moved(
                application.extended_date, _("同意延期，增加 %(days)d 个工作日") % {"days": regulation.extension_days}
            )
        )
    if application.reopened_date:
        told.append(Moved(application.reopened_date, _("重新办理，期限重新起算")))
    if application.deferred_date:
        told.append(Moved(application.deferred_date, _("依第三十五条确定的延迟答复期限")))
    if application.ordered_date:
        told.append(Moved(application.ordered_date, _("决定书、判决书责令答复的期限")))
    return sorted(told, key=lambda moved: moved.day)


@dataclass(frozen=True)
class Arrival:
    """What the days of an arrival come to: the day of receipt, or None while it waits for confirmation."""

    received: date | None
    regulation: Regulation
    due: DueDate | None
    is_late: bool


def arrival_of(
    channel: ReceiptChannel, *, arrived: date, signed: date | None = None, confirmed: date | None = None
) -> Arrival:
    """The day of receipt by the channel (条例 art. 31), the text it follows and when the reply is due. Raises `BeforeRegulation`."""
    received = receipt_date(channel, arrived=arrived, signed=signed, confirmed=confirmed)
    if received is None:
        return Arrival(None, regulation_on(arrived), None, False)
    late = (
        channel is ReceiptChannel.LETTER
        and signed is None
        and confirmed is not None
        and confirmation_is_late(arrived=arrived, confirmed=confirmed)
    )
    return Arrival(received, regulation_on(received), reply_due(received=received, calendar=calendar()), late)
