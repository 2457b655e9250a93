"""Freezing a report: from then on its numbers, and the records behind them, are what they are."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar_version
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..choices import Status
from ..models import FrozenFigure, Report
from ..queries import as_frozen, build_document, check_identities, check_text, compared, measure_report


@transaction.atomic
def freeze(report: Report, *, by: User, now: datetime, reason: str = "") -> Report:
    """Keep every figure with the keys of the records it counts.

    Refused when the text is missing or wrong, when an identity that must hold does not and nobody signs a ``reason`` for
    it, and when a printed number differs from ours without an explanation.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    policies.check_can_freeze(by, report, on=localdate(now))
    for narrative in report.narratives.order_by("order"):
        check_text(narrative.text)
    now = now.replace(microsecond=0)
    values = measure_report(report, with_ids=True)
    broken = check_identities(report.format, values).hard
    if broken and not reason.strip():
        raise Refused(_("勾稽关系不成立：%(why)s须写明原因才能定稿。") % {"why": "".join(broken)})
    unexplained = [row for row in compared(report, values) if not row.agrees and not row.claim.reason]
    if unexplained:
        row = unexplained[0]
        raise Refused(
            _("“%(where)s”刊印的%(said)s与核算的%(ours)s不同，须写明原因。")
            % {"where": row.claim.where, "said": row.claim.said, "ours": row.ours}
        )
    build_document(report, values, day=localdate(now))
    FrozenFigure.objects.bulk_create(as_frozen(report, values))
    report.status, report.frozen_by, report.frozen_at = Status.FROZEN, by, now
    report.frozen_reason = reason.strip() if broken else ""
    report.calendar_version = calendar_version()
    report.save(update_fields=["status", "frozen_by", "frozen_at", "frozen_reason", "calendar_version"])
    kind = choices.REPORT_FROZEN_DESPITE if broken else choices.REPORT_FROZEN
    record(kind, report, by=by, at=now, reason=report.frozen_reason, broken=list(broken))
    return report


@transaction.atomic
def reopen(report: Report, *, reason: str, by: User, now: datetime) -> Report:
    """Take a frozen report that was never public back into compilation. Its frozen figures are given up; the event keeps their values."""
    report = Report.objects.select_for_update(of=("self",)).select_related("unit", "item").get(pk=report.pk)
    policies.check_can_reopen(by, report, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明退回编制的理由。"))
    values = dict(report.figures.order_by("order").values_list("code", "printed"))
    report.figures.all().delete()
    report.status, report.frozen_by, report.frozen_at, report.frozen_reason = Status.COMPILED, None, None, ""
    report.save(update_fields=["status", "frozen_by", "frozen_at", "frozen_reason"])
    record(choices.REPORT_REOPENED, report, by=by, at=now, reason=reason.strip(), values=values)
    return report
