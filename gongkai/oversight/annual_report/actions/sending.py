"""A public report goes to the superior: how, when, what exactly, and the receipt that came back."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted

from .. import choices, policies
from ..choices import SendingChannel
from ..models import Report, Sending


@transaction.atomic
def send(
    report: Report,
    *,
    receiver: str,
    channel: SendingChannel,
    sent: date,
    by: User,
    now: datetime,
    receipt_number: str = "",
) -> Sending:
    """Record that the published report was sent: its item's files with their hashes are what went."""
    report = Report.objects.select_for_update(of=("self",)).select_related("unit", "item").get(pk=report.pk)
    policies.check_can_send(by, report, on=localdate(now))
    assert report.item is not None
    assert report.item.published_at is not None
    if not receiver.strip():
        raise Refused(_("请写明报送给哪个机关。"))
    if not localdate(report.item.published_at) <= sent <= localdate(now):
        raise Refused(_("报送日期应在发布之后，且不晚于今天。"))
    attached = report.item.attachments.select_related("file").order_by("pk")
    sending = Sending.objects.create(
        report=report,
        receiver=receiver.strip(),
        channel=channel,
        sent_date=sent,
        receipt_number=receipt_number.strip(),
        contents=[[attachment.name, attachment.file.sha256] for attachment in attached],
        sent_by=by,
        recorded_at=now,
    )
    record(choices.REPORT_SENT, report, by=by, at=now, receiver=sending.receiver, contents=sending.contents)
    return sending


def file_receipt(sending: Sending, *, upload: File[bytes], name: str, by: User, now: datetime) -> Sending:
    """Keep the receipt the superior gave."""
    policies.check_can_send(by, sending.report, on=localdate(now))
    with closing(accepted(upload, name=name)) as looked_over, transaction.atomic():
        sending = Sending.objects.select_for_update(of=("self",)).select_related("report__unit").get(pk=sending.pk)
        policies.check_can_send(by, sending.report, on=localdate(now))
        if sending.receipt_id is not None:
            raise Refused(_("这次报送的回执已经存入。"))
        sending.receipt = keep(looked_over, name=name, by=by, now=now)
        sending.save(update_fields=["receipt"])
        record(choices.REPORT_RECEIPT_FILED, sending.report, by=by, at=now, receipt=sending.receipt.sha256)
        return sending
