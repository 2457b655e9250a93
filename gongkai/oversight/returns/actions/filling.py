"""From what the superior asked to what is put before the head."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.documents.xlsx import render_xlsx
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted
from gongkai.base.organisations.models import Unit
from gongkai.law.report.website import load_work_table
from gongkai.oversight.statistics import actions as statistics

from .. import choices, policies
from ..choices import WEBSITE_TABLE, Span, Status
from ..models import Return, ReturnFile
from ..queries import (
    check_situation,
    codes_in,
    form_names,
    form_of,
    measure_return,
    period_of,
    return_pdf,
    sent_document,
)


def ask(
    unit: Unit,
    *,
    year: int,
    span: Span,
    title: str,
    form: str,
    issuer: str,
    number: str,
    asked: date,
    due: date,
    by: User,
    now: datetime,
    upload: File[bytes] | None = None,
    name: str = "",
) -> Return:
    """Enter what the superior asks of a unit, with its letter, and begin the return.

    Refused for an unknown form, a website table of half a year, or a last day before the letter came.
    """
    policies.check_can_ask(by, unit, on=localdate(now))
    if form not in dict(form_names()):
        raise Refused(_("没有这种报表格式。"))
    if form == WEBSITE_TABLE and span != Span.YEAR:
        raise Refused(_("政府网站工作年度报表按全年填报。"))
    if not title.strip() or not issuer.strip() or not number.strip():
        raise Refused(_("请写明报送的名称、要求报送的机关和来文文号。"))
    if not asked <= localdate(now):
        raise Refused(_("来文日期不能晚于今天。"))
    if due < asked:
        raise Refused(_("报送期限不能早于来文日期。"))
    with ExitStack() as stack, transaction.atomic():
        looked_over = accepted(upload, name=name) if upload is not None else None
        if looked_over is not None:
            stack.callback(looked_over.close)
        unit = Unit.objects.select_for_update().get(pk=unit.pk)  # serial numbers of one unit, one after another
        last = Return.objects.filter(unit=unit, year=year).aggregate(last=Max("serial"))["last"] or 0
        owner = Return.objects.create(
            unit=unit,
            year=year,
            span=span,
            serial=last + 1,
            title=title.strip(),
            format=form,
            issuer=issuer.strip(),
            asked_number=number.strip(),
            asked_date=asked,
            asked_file=keep(looked_over, name=name, by=by, now=now) if looked_over is not None else None,
            due_date=due,
            entered_by=by,
            entered_at=now,
        )
        if (
            form == WEBSITE_TABLE
        ):  # what no ledger holds is handed in on the unit's sheet, and stands in the table once it is signed
            statistics.ask(
                unit,
                [row.collected for row in load_work_table().rows if row.collected],
                first_year=year,
                by=by,
                now=now,
            )
        record(choices.RETURN_ASKED, owner, by=by, at=now, number=owner.asked_number, due=due.isoformat())
        return owner


@transaction.atomic
def write(owner: Return, *, text: str, words: Mapping[str, str], by: User, now: datetime) -> Return:
    """Write the situation report and the rows that are words. Refused as the text of an annual report is."""
    owner = _locked(owner)
    policies.check_can_write(by, owner, on=localdate(now))
    check_situation(text)
    known = form_of(owner.format).keys
    owner.text = text.strip()
    owner.words = {key: value.strip()[:200] for key, value in words.items() if key in known and value.strip()}
    owner.save(update_fields=["text", "words"])
    record(choices.RETURN_WRITTEN, owner, by=by, at=now)
    return owner


@transaction.atomic
def submit(owner: Return, *, by: User, now: datetime) -> Return:
    """Keep the numbers as they are now, make the workbook and the PDF of them, and put both before the head.

    Refused while the period is not over, when a report of figures has no situation report, and when one names a figure that is blank.
    """
    owner = _locked(owner)
    policies.check_can_submit(by, owner, on=localdate(now))
    if now < period_of(owner).end:
        raise Refused(_("%(return)s的时段还没有结束，不能送审。") % {"return": owner})
    if owner.format != WEBSITE_TABLE and not owner.text.strip():
        raise Refused(_("请先写情况报告。"))
    check_situation(owner.text)
    measured = measure_return(owner)
    for code in codes_in(owner.text):
        if not measured[code].printed:
            label = measured[code].figure.label
            raise Refused(_("情况报告写明的“%(label)s”还是空白，等报送齐了再送审，或者改写这一句。") % {"label": label})
    owner.values = {code: [value.printed, value.records] for code, value in measured.items()}
    stamp = now.replace(microsecond=0)
    document = sent_document(owner, measured, day=localdate(now))
    made = (("xlsx", render_xlsx(document, stamp=stamp)), ("pdf", return_pdf(document, stamp=stamp)))
    for order, (suffix, content) in enumerate(made):
        name = f"{owner}.{suffix}"
        kept = keep(ContentFile(content), name=name, by=by, now=now)
        ReturnFile.objects.create(owner=owner, order=order, name=name, file=kept)
    owner.status, owner.submitted_by, owner.submitted_at = Status.SUBMITTED, by, now
    owner.save(update_fields=["values", "status", "submitted_by", "submitted_at"])
    hashes = list(owner.files.filter(given_up_at=None).values_list("file__sha256", flat=True))
    record(choices.RETURN_SUBMITTED, owner, by=by, at=now, sha256=hashes)
    return owner


@transaction.atomic
def give_back(owner: Return, *, reason: str, by: User, now: datetime) -> Return:
    """Back to be filled in. Its numbers, files and consent are given up; the events keep the values and the hash of a scan."""
    owner = _locked(owner)
    policies.check_can_give_back(by, owner, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    values = owner.values
    owner.files.filter(given_up_at=None).update(given_up_at=now)
    owner.status, owner.values = Status.DRAFT, {}
    owner.submitted_by = owner.submitted_at = owner.approved_by = owner.approved_at = owner.on_behalf_of = None
    owner.paper_approver, owner.paper_signed_date, owner.paper_scan = "", None, None
    owner.save()
    record(choices.RETURN_RETURNED, owner, by=by, at=now, reason=reason.strip(), values=values)
    return owner


@transaction.atomic
def cancel(owner: Return, *, reason: str, by: User, now: datetime) -> Return:
    """The superior no longer asks, or it was entered by mistake."""
    owner = _locked(owner)
    policies.check_can_cancel(by, owner, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明取消的理由。"))
    owner.status, owner.ended_reason = Status.CANCELLED, reason.strip()
    owner.save(update_fields=["status", "ended_reason"])
    record(choices.RETURN_CANCELLED, owner, by=by, at=now, reason=owner.ended_reason)
    return owner


def _locked(owner: Return) -> Return:
    return Return.objects.select_for_update(of=("self",)).select_related("unit", "item").get(pk=owner.pk)
