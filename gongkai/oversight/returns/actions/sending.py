"""From the head's consent to the receipt; and the website's table to the public."""

from __future__ import annotations

from contextlib import ExitStack, closing
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.documents.html import render_html
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted
from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.oversight.annual_report.queries import publishing_unit, signed_for
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from .. import choices, policies
from ..choices import Status
from ..models import Return
from ..queries import figures_of, return_document


@transaction.atomic
def approve(owner: Return, *, by: User, now: datetime) -> Return:
    """The head agrees to what was submitted, for oneself or for whom one stands in."""
    owner = _locked(owner)
    policies.check_can_approve(by, owner, on=localdate(now))
    owner.status, owner.approved_by, owner.approved_at = Status.APPROVED, by, now
    owner.on_behalf_of = signed_for(by, owner.unit, on=localdate(now))
    owner.save(update_fields=["status", "approved_by", "approved_at", "on_behalf_of"])
    record(choices.RETURN_APPROVED, owner, by=by, at=now)
    return owner


def approve_on_paper(
    owner: Return, *, approver: str, signed: date, upload: File[bytes], name: str, by: User, now: datetime
) -> Return:
    """Keep the scan that was handed in and record the consent it shows: both or neither. ``approver`` is who signed.

    Refused without a name, for the name of who submitted it, and for a day before it was submitted or after today.
    """
    policies.check_can_record_paper_approval(by, owner, on=localdate(now))
    with closing(accepted(upload, name=name)) as looked_over, transaction.atomic():
        owner = _locked(owner)
        policies.check_can_record_paper_approval(by, owner, on=localdate(now))
        approver = approver.strip()
        if not approver:
            raise Refused(_("请写明签字人。"))
        assert owner.submitted_at is not None
        if not localdate(owner.submitted_at) <= signed <= localdate(now):
            raise Refused(_("签字日期应在送审之后，且不晚于今天。"))
        if approver == str(owner.submitted_by):
            raise Refused(_("%(approver)s填报了%(return)s，须由其他人审批。") % {"approver": approver, "return": owner})
        scan = keep(looked_over, name=name, by=by, now=now)
        owner.status, owner.approved_by, owner.approved_at = Status.APPROVED, by, now
        owner.paper_approver, owner.paper_signed_date, owner.paper_scan = approver, signed, scan
        owner.save(
            update_fields=[
                *("status", "approved_by", "approved_at"),
                *("paper_approver", "paper_signed_date", "paper_scan"),
            ]
        )
        record(choices.RETURN_APPROVED_ON_PAPER, owner, by=by, at=now, signed=signed.isoformat(), scan=scan.sha256)
        return owner


@transaction.atomic
def send(
    owner: Return, *, channel: SendingChannel, sent: date, by: User, now: datetime, receipt_number: str = ""
) -> Return:
    """Record that exactly the approved files were sent."""
    owner = _locked(owner)
    policies.check_can_send(by, owner, on=localdate(now))
    assert owner.approved_date is not None
    if not owner.approved_date <= sent <= localdate(now):
        raise Refused(_("报送日期应在审批之后，且不晚于今天。"))
    owner.status, owner.channel, owner.sent_date, owner.sent_by = Status.SENT, channel, sent, by
    owner.receipt_number = receipt_number.strip()
    owner.save(update_fields=["status", "channel", "sent_date", "sent_by", "receipt_number"])
    hashes = list(owner.files.filter(given_up_at=None).values_list("file__sha256", flat=True))
    record(choices.RETURN_SENT, owner, by=by, at=now, sent=sent.isoformat(), sha256=hashes)
    return owner


def file_receipt(
    owner: Return,
    *,
    number: str,
    received: date,
    by: User,
    now: datetime,
    upload: File[bytes] | None = None,
    name: str = "",
) -> Return:
    """Keep what the superior gave for it: number, day, and the paper where there is one."""
    policies.check_can_file_receipt(by, owner, on=localdate(now))
    with ExitStack() as stack, transaction.atomic():
        looked_over = accepted(upload, name=name) if upload is not None else None
        if looked_over is not None:
            stack.callback(looked_over.close)
        owner = _locked(owner)
        policies.check_can_file_receipt(by, owner, on=localdate(now))
        if not number.strip() and looked_over is None:
            raise Refused(_("请写明回执编号，或者存入回执。"))
        assert owner.sent_date is not None
        if not owner.sent_date <= received <= localdate(now):
            raise Refused(_("回执日期应在报送之后，且不晚于今天。"))
        owner.receipt_number, owner.receipt_date = number.strip() or owner.receipt_number, received
        owner.receipt = keep(looked_over, name=name, by=by, now=now) if looked_over is not None else None
        owner.save(update_fields=["receipt_number", "receipt_date", "receipt"])
        sha256 = owner.receipt.sha256 if owner.receipt else ""
        record(choices.RETURN_RECEIPT_FILED, owner, by=by, at=now, number=owner.receipt_number, sha256=sha256)
        return owner


@transaction.atomic
def publish(owner: Return, *, kind: Kind, column: Column, by: User, now: datetime) -> Return:
    """Draft the website's work table as an item with its files, and send it to secrecy review like any other."""
    owner = _locked(owner)
    policies.check_can_publish(by, owner, on=localdate(now))
    assert owner.submitted_at is not None
    day = localdate(owner.submitted_at)
    document = return_document(owner, figures_of(owner), day=day)
    given = disclosure.ItemFields(
        title=str(owner), kind=kind, column=column, formed_date=day, body=render_html(document, titled=False)
    )
    if owner.item is not None and owner.item.status == ItemStatus.DRAFT:
        for attachment in owner.item.attachments.select_related("file"):
            disclosure.detach(attachment, by=by, now=now)
        item = disclosure.revise(owner.item, given, by=by, now=now)
    else:
        item = disclosure.draft(publishing_unit(owner.unit), given, by=by, now=now)
    for each in owner.files.filter(given_up_at=None).select_related("file"):
        with each.file.content.open() as content:
            disclosure.attach(item, content, name=each.name, by=by, now=now)
    owner.item = disclosure.submit(item, by=by, now=now)
    owner.save(update_fields=["item"])
    record(choices.RETURN_PUBLISHING, owner, by=by, at=now)
    return owner


def _locked(owner: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("unit", "item").get(pk=owner.pk)
