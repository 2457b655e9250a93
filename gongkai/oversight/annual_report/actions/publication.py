"""Going public: a report is published as an item of disclosure, reviewed and approved like any other."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused
from gongkai.base.documents.fonts import FontsMissing
from gongkai.base.documents.html import render_html
from gongkai.base.files.queries import suffix_of
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.disclosure.models import InformationItem

from .. import choices, policies
from ..choices import Status
from ..models import Report
from ..queries import document_of, publishing_unit, ready_state, report_docx, report_pdf

#: Outbox topic of everything that changes a report's public pages; the payload is ``{"unit": code, "year": year}``.
REPORT_TOPIC = "annual_report.report"


@transaction.atomic
def submit_for_publication(report: Report, *, column: Column, by: User, now: datetime) -> Report:
    """Draft the frozen report as an item with its PDF and DOCX, and send it to secrecy review.

    An item that was returned is written anew. Refused when the catalogue has no such kind or no typeface is installed;
    NotAllowed when ``by`` does not draft for the unit that publishes it.
    """
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("unit", "item", "frozen_by", "scan")
        .get(pk=report.pk)
    )
    policies.check_can_submit(by, report, on=localdate(now))
    document = document_of(report)
    given = disclosure.ItemFields(
        title=report.title,
        kind=_kind(),
        column=column,
        formed_date=document.date,
        body=render_html(document, titled=False),
    )
    item = _draft(report, given, by=by, now=now)
    try:
        files = (("pdf", report_pdf(report, document)), ("docx", report_docx(report, document)))
    except FontsMissing as missing:
        raise Refused(str(missing)) from missing
    for suffix, content in files:
        disclosure.attach(item, ContentFile(content), name=f"{report.title}.{suffix}", by=by, now=now)
    if report.scan is not None and report.scan_is_public:
        name = _("%(title)s（签字盖章件）%(suffix)s") % {"title": report.title, "suffix": suffix_of(report.scan.name)}
        with report.scan.content.open() as scan:
            disclosure.attach(item, scan, name=name, by=by, now=now)
    report.item = disclosure.submit(item, by=by, now=now)
    report.save(update_fields=["item"])
    record(choices.REPORT_SUBMITTED, report, by=by, at=now)
    return report


@transaction.atomic
def mark_published(report: Report, *, by: User, now: datetime) -> Report:
    """Follow the item to the portal. Refused when its text is no longer the frozen report's: numbers are never edited by hand."""
    report = Report.objects.select_for_update(of=("self",)).select_related("unit", "item").get(pk=report.pk)
    expected = disclosure.ItemFields(
        title="", kind=None, column=None, formed_date=None, body=render_html(document_of(report), titled=False)
    )
    if report.item is None or report.item.body != expected.checked().body:
        raise Refused(_("该信息的正文与已定稿的%(report)s不一致，不能发布。请退回后重新送审。") % {"report": report})
    report.first_published_date = report.first_published_date or localdate(now)
    return _follow(report, Status.PUBLISHED, choices.REPORT_PUBLISHED, by=by, now=now)


@transaction.atomic
def mark_retracted(report: Report, *, reason: str, by: User, now: datetime) -> Report:
    """Follow the item off the portal."""
    report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    return _follow(report, ready_state(report), choices.REPORT_RETRACTED, by=by, now=now, reason=reason)


def refresh_pages(report: Report, *, now: datetime) -> None:
    """Have the report's public pages made again: published, retracted, or a record behind it was corrected."""
    enqueue(REPORT_TOPIC, f"report:{report.unit.code}:{report.year}", now=now, unit=report.unit.code, year=report.year)


def _follow(report: Report, status: Status, kind: str, *, by: User, now: datetime, reason: str = "") -> Report:
    report.status = status
    report.save(update_fields=["status", "first_published_date"])
    record(kind, report, by=by, at=now, reason=reason)
    refresh_pages(report, now=now)
    return report


def _draft(report: Report, given: disclosure.ItemFields, *, by: User, now: datetime) -> InformationItem:
    if report.item is None or report.item.status != ItemStatus.DRAFT:
        return disclosure.draft(publishing_unit(report.unit), given, by=by, now=now)
    for attachment in report.item.attachments.select_related("file"):
        disclosure.detach(attachment, by=by, now=now)
    return disclosure.revise(report.item, given, by=by, now=now)


def _kind() -> Kind:
    kind = Kind.objects.filter(code=choices.ITEM_KIND).first()
    if kind is None:
        raise Refused(_("目录中没有“政府信息公开年报”这一信息种类，不能送审。"))
    return kind
