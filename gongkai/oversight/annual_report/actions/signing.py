"""Consent to a frozen report: the head signs, here or on paper; the openness office above checks; the signed and sealed paper is filed."""

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
from ..choices import SigningKind, Status
from ..models import Report, Signature
from ..queries import signed_for


@transaction.atomic
def sign(report: Report, *, by: User, now: datetime, opinion: str = "") -> Report:
    """The unit's head consents to the frozen report, for oneself or for whom one stands in."""
    report = _locked(report)
    policies.check_can_sign(by, report, on=localdate(now))
    Signature.objects.create(
        report=report,
        kind=SigningKind.HEAD,
        by=by,
        at=now,
        on_behalf_of=signed_for(by, report.unit, on=localdate(now)),
        opinion=opinion.strip(),
    )
    return _goes(report, Status.SIGNED, choices.REPORT_SIGNED, by=by, now=now, reason=opinion.strip())


def sign_on_paper(
    report: Report, *, approver: str, signed: date, upload: File[bytes], name: str, by: User, now: datetime
) -> Report:
    """Keep the scan that was handed in and record the signature it shows: both or neither. ``approver`` is who signed."""
    policies.check_can_record_paper_signature(by, report, on=localdate(now))
    with closing(accepted(upload, name=name)) as looked_over, transaction.atomic():
        report = _locked(report)
        policies.check_can_record_paper_signature(by, report, on=localdate(now))
        approver = approver.strip()
        if not approver:
            raise Refused(_("请写明签字人。"))
        assert report.frozen_at is not None
        if not localdate(report.frozen_at) <= signed <= localdate(now):
            raise Refused(_("签字日期应在定稿之后，且不晚于今天。"))
        if approver in (str(report.compiled_by), str(report.frozen_by)):
            raise Refused(_("%(approver)s编制了这份报告，须由其他人签署。") % {"approver": approver})
        scan = keep(looked_over, name=name, by=by, now=now)
        Signature.objects.create(
            report=report,
            kind=SigningKind.HEAD,
            by=by,
            at=now,
            paper_approver=approver,
            paper_signed_date=signed,
            paper_scan=scan,
        )
        return _goes(report, Status.SIGNED, choices.REPORT_SIGNED_ON_PAPER, by=by, now=now, scan=scan.sha256)


@transaction.atomic
def pass_check(report: Report, *, by: User, now: datetime, opinion: str = "") -> Report:
    """The openness office above finds the signed report in order (条例 2019 art. 49). To send it back is ``reopen``."""
    report = _locked(report)
    policies.check_can_check(by, report, on=localdate(now))
    Signature.objects.create(report=report, kind=SigningKind.CHECK, by=by, at=now, opinion=opinion.strip())
    return _goes(report, Status.CHECKED, choices.REPORT_CHECKED, by=by, now=now, reason=opinion.strip())


def file_scan(report: Report, *, upload: File[bytes], name: str, public: bool, by: User, now: datetime) -> Report:
    """File the signed and sealed paper in place of one filed before; ``public``: it goes to the portal with the item."""
    check = policies.check_can_publish_scan if public else policies.check_can_file_scan
    check(by, report, on=localdate(now))
    with closing(accepted(upload, name=name)) as looked_over, transaction.atomic():
        report = _locked(report)
        check(by, report, on=localdate(now))
        if report.scan_is_public and not public:
            policies.check_can_publish_scan(by, report, on=localdate(now))
        report.scan, report.scan_is_public = keep(looked_over, name=name, by=by, now=now), public
        report.save(update_fields=["scan", "scan_is_public"])
        record(choices.REPORT_SCAN_FILED, report, by=by, at=now, scan=report.scan.sha256, public=public)
        return report


def give_up_consent(report: Report, *, by: User, now: datetime) -> None:
    """Within the act that opens a report again: what was signed and sealed was another text. The events keep all of it."""
    report.signatures.standing().update(given_up_at=now)
    report.scan, report.scan_is_public = None, False
    report.save(update_fields=["scan", "scan_is_public"])


def _locked(report: Report) -> Report:
    related = ("unit", "item", "compiled_by", "frozen_by")
    return Report.objects.select_for_update(of=("self",)).select_related(*related).get(pk=report.pk)


def _goes(
    report: Report, status: Status, kind: str, *, by: User, now: datetime, reason: str = "", **data: str
) -> Report:
    report.status = status
    report.save(update_fields=["status"])
    record(kind, report, by=by, at=now, reason=reason, **data)
    return report
