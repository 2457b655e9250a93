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
from gongkai.law.report.editions import format_version

from .. import choices, policies
from ..choices import Status
from ..models import FrozenFigure, Report
from ..queries import (
    as_frozen,
    breaks_of,
    build_document,
    check_text,
    check_written,
    compared,
    digest_of,
    measure_report,
)
from .explaining import sign_left
from .signing import give_up_consent


@transaction.atomic
def freeze(report: Report, *, by: User, now: datetime, reason: str = "") -> Report:
    """Keep every figure with the keys of the records it counted, whose number is whose, and the edition of form and calendar.

    Refused when the text is missing or wrong; when numbers do not fit (``queries.breaks_of``) and nobody signed why: a
    ``reason`` given here is signed for all that are left; and when a printed number differs from ours without an explanation.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    policies.check_can_freeze(by, report, on=localdate(now))
    for narrative in report.narratives.order_by("order"):
        check_text(narrative.text)
    check_written(report)
    now = now.replace(microsecond=0)
    values = measure_report(report, with_ids=True, by_unit=True)
    broken = breaks_of(report, values)
    left = [each for each in broken if not each.reason and not each.may_stay]
    if left and not reason.strip():
        raise Refused(
            _("%(why)s须更正，或者写明原因才能定稿。") % {"why": "".join(each.said + each.why for each in left[:3])}
        )
    unexplained = [row for row in compared(report, values) if not row.agrees and not row.claim.reason]
    if unexplained:
        row = unexplained[0]
        raise Refused(
            _("“%(where)s”刊印的%(said)s与核算的%(ours)s不同，须写明原因。")
            % {"where": row.claim.where, "said": row.claim.said, "ours": row.ours}
        )
    sign_left(report, left, reason=reason, by=by, now=now)
    # What no longer is apart needs no note.
    report.explanations.exclude(key__in=[each.key for each in broken]).delete()
    report.status, report.frozen_by, report.frozen_at = Status.FROZEN, by, now
    build_document(report, values, day=localdate(now))
    report.frozen_reason = reason.strip() if left else ""
    report.calendar_version, report.format_version = calendar_version(), format_version(report.format)
    figures = as_frozen(report, values)
    report.figures_sha256 = digest_of(report, figures)
    FrozenFigure.objects.bulk_create(figures)
    report.save()
    kind = choices.REPORT_FROZEN_DESPITE if left else choices.REPORT_FROZEN
    said = [each.said for each in broken]
    record(kind, report, by=by, at=now, reason=report.frozen_reason, broken=said, sha256=report.figures_sha256)
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
    give_up_consent(report, by=by, now=now)
    report.status, report.frozen_by, report.frozen_at, report.frozen_reason = Status.COMPILED, None, None, ""
    report.format_version = report.figures_sha256 = ""
    fields = ["status", "frozen_by", "frozen_at", "frozen_reason", "format_version", "figures_sha256"]
    report.save(update_fields=fields)
    record(choices.REPORT_REOPENED, report, by=by, at=now, reason=reason.strip(), values=values)
    return report
