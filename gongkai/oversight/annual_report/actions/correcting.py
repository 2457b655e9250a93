"""Publishing what was corrected after a report was public: a dated correction beside it; its own numbers never change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Correction, Report
from ..queries import corrections_due
from .publication import refresh_pages


@transaction.atomic
def publish_correction(report: Report, *, reason: str, by: User, now: datetime) -> Correction:
    """Publish every figure that now differs from the report and from what was published as corrected before.

    Refused without a reason, and when there is nothing to correct.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    policies.check_can_correct(by, report, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明更正的理由，理由随更正一并公开。"))
    lines = corrections_due(report)
    if not lines:
        raise Refused(_("按现在的记录核算，没有需要更正的数字。"))
    correction = Correction.objects.create(
        report=report,
        order=report.corrections.count() + 1,
        reason=reason.strip(),
        lines=lines,
        published_by=by,
        published_at=now,
    )
    record(choices.REPORT_CORRECTED, report, by=by, at=now, reason=correction.reason, lines=lines)
    refresh_pages(report, now=now)
    return correction
