"""Putting a report together: its year, its text, and what a printed report said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.oversight.statistics.queries import Period, figure_of

from .. import choices, policies
from ..models import Claim, Narrative, Report
from ..queries import Section, check_text

#: The last year reported in the form that precedes 国办公开办函〔2019〕60号.
LAST_YEAR_OF_FORM = 2018


@dataclass(frozen=True)
class PrintedNumber:
    """What a report printed elsewhere says of one figure, where, and why ours differs (empty when it agrees)."""

    code: str
    said: str
    where: str
    reason: str = ""


@transaction.atomic
def compile_report(unit: Unit, year: int, *, by: User, now: datetime) -> Report:
    """Begin a unit's report on a year, or check the one begun: its text names only figures that exist.

    Refused when the year is not over, when its form is not known, or when the text is wrong.
    """
    policies.check_can_compile(by, unit, on=localdate(now))
    if year > LAST_YEAR_OF_FORM:
        raise Refused(_("%(year)d年度的报告格式尚未录入，只能编制2018年度及以前的报告。") % {"year": year})
    if now < Period.of_year(year).end:
        raise Refused(_("%(year)d年尚未结束，不能编制该年度的报告。") % {"year": year})
    report = Report.objects.select_for_update().filter(unit=unit, year=year).first()
    if report is None:
        report = Report.objects.create(
            unit=unit, year=year, format=choices.FORMAT_OF_2018, compiled_by=by, compiled_at=now
        )
    else:
        policies.check_can_write(by, report, on=localdate(now))
        for narrative in report.narratives.order_by("order"):
            check_text(narrative.text)
        report.compiled_by, report.compiled_at = by, now
        report.save(update_fields=["compiled_by", "compiled_at"])
    record(choices.REPORT_COMPILED, report, by=by, at=now)
    return report


@transaction.atomic
def write_narrative(report: Report, sections: Sequence[Section], *, by: User, now: datetime) -> Report:
    """Write the text anew. Refused for an unknown figure, a number typed by hand, or a percentage without its two numbers."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_can_write(by, report, on=localdate(now))
    if not sections:
        raise Refused(_("报告的正文不能为空。"))
    for section in sections:
        check_text(section.text)
    report.narratives.all().delete()
    Narrative.objects.bulk_create(
        Narrative(report=report, order=order, heading=section.heading, text=section.text)
        for order, section in enumerate(sections)
    )
    record(choices.REPORT_NARRATED, report, by=by, at=now, sections=len(sections))
    return report


@transaction.atomic
def write_claims(report: Report, claims: Sequence[PrintedNumber], *, by: User, now: datetime) -> Report:
    """Write anew what a report printed elsewhere said. Refused for an unknown figure."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    policies.check_can_write(by, report, on=localdate(now))
    for claim in claims:
        try:
            figure_of(claim.code)
        except LookupError:
            raise Refused(_("没有代码为“%(code)s”的指标。") % {"code": claim.code}) from None
    report.claims.all().delete()
    Claim.objects.bulk_create(
        Claim(
            report=report, order=order, code=claim.code, said=claim.said, where=claim.where, reason=claim.reason.strip()
        )
        for order, claim in enumerate(claims)
    )
    record(choices.REPORT_COMPARED, report, by=by, at=now, claims=len(claims))
    return report
