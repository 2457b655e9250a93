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
from gongkai.law.report.formats import ReportFormat, format_names, formats_for, load_format
from gongkai.oversight.statistics.queries import Period, figure_of

from .. import choices, policies
from ..models import Claim, Narrative, Report
from ..queries import Section, check_text, usual_form


@dataclass(frozen=True)
class PrintedNumber:
    """What a report printed elsewhere says of one figure, where, and why ours differs (empty when it agrees)."""

    code: str
    said: str
    where: str
    reason: str = ""


@transaction.atomic
def compile_report(unit: Unit, year: int, *, by: User, now: datetime, form: str = "") -> Report:
    """Begin a unit's report on a year in one of the forms of that year, each part with the text it begins with; or check the one
    begun: its text names only figures that exist.

    ``form`` is the name of the form, the usual one when it is empty; a report begun already is changed to it. Refused when the
    year is not over, when no form of it is known or not that one, or when the text is wrong.
    """
    policies.check_can_compile(by, unit, on=localdate(now))
    chosen = _form(year, form)
    if now < Period.of_year(year).end:
        raise Refused(_("%(year)d年尚未结束，不能编制该年度的报告。") % {"year": year})
    report = Report.objects.select_for_update().filter(unit=unit, year=year).first()
    if report is None:
        report = Report.objects.create(unit=unit, year=year, format=chosen.name, compiled_by=by, compiled_at=now)
        _begin_text(report, chosen)
    else:
        policies.check_can_write(by, report, on=localdate(now))
        if form and form != report.format:
            report.format = chosen.name
            _begin_text(report, chosen)
        for narrative in report.narratives.order_by("order"):
            check_text(narrative.text)
        report.compiled_by, report.compiled_at = by, now
        report.save(update_fields=["format", "compiled_by", "compiled_at"])
    record(choices.REPORT_COMPILED, report, by=by, at=now, reason=chosen.title)
    return report


def _form(year: int, name: str) -> ReportFormat:
    """The form asked for, or the usual one of the year."""
    known = formats_for(year)
    if not known:
        raise Refused(_("没有%(year)d年度报告的格式，不能编制该年度的报告。") % {"year": year})
    if not name:
        return usual_form(year)
    for form in known:
        if form.name == name:
            return form
    raise Refused(
        _("%(year)d年度的报告不用“%(form)s”这一格式，可用的有：%(known)s。")
        % {"year": year, "form": name, "known": "、".join(form.title for form in known)}
    )


def _begin_text(report: Report, form: ReportFormat) -> None:
    """Give each part of the form that has no text yet the one it begins with; parts of another form that hold text stay behind them."""
    written = {narrative.heading: narrative.text for narrative in report.narratives.order_by("order")}
    begun = {one.text for name in format_names() for one in load_format(name).parts}
    texts = {one.heading: written.pop(one.heading, "").strip() or one.text for one in form.parts}
    texts |= {heading: text for heading, text in written.items() if text.strip() and text not in begun}
    report.narratives.all().delete()
    Narrative.objects.bulk_create(
        Narrative(report=report, order=order, heading=heading, text=text)
        for order, (heading, text) in enumerate(texts.items())
    )


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
