"""Signing why numbers of a report do not fit: the reason is published with it as a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Explanation, Report
from ..queries import Break, breaks_of, measure_report


@transaction.atomic
def explain(report: Report, keys: Sequence[str], *, reason: str, by: User, now: datetime) -> list[Explanation]:
    """Sign one reason for these breaks, in place of what was signed for them before.

    Refused without a reason, and for what is not, or no longer, broken: then there is nothing to explain.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.pk)
    policies.check_can_write(by, report, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明理由，理由作为注释随报告公开。"))
    broken = {each.key: each for each in breaks_of(report, measure_report(report, by_unit=True))}
    if not keys or any(key not in broken for key in keys):
        raise Refused(_("请选择仍不相符的数，已经相符的不必说明。"))
    return sign_left(report, [broken[key] for key in keys], reason=reason, by=by, now=now)


def sign_left(report: Report, left: Sequence[Break], *, reason: str, by: User, now: datetime) -> list[Explanation]:
    """The same inside the act that freezes, for breaks that are known."""
    signed = []
    for each in left:
        report.explanations.filter(key=each.key).delete()
        explanation = Explanation.objects.create(
            report=report, key=each.key, said=each.said, reason=reason.strip(), signed_by=by, signed_at=now
        )
        record(choices.REPORT_EXPLAINED, report, by=by, at=now, reason=explanation.reason, said=each.said, key=each.key)
        signed.append(explanation)
    return signed
