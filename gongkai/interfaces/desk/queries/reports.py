"""Annual reports whose next act is the user's, and those that are due soon or late."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report import policies, queries
from gongkai.oversight.annual_report.models import Report

from .rows import SHOWN, Row, Worklist

#: Calendar days before the last one from which a report counts as due soon.
SOON = 30
#: Most reports looked at for whose turn it is.
MOST = 300


def reports(user: User, *, on: date) -> list[Worklist]:
    """What waits for the user first, then what is late, then what is due soon; no list at all for whom none waits."""
    listed: dict[str, Row] = {}
    underway = queries.visible_reports(user, on=on).filter(year__gte=on.year - 3)[:MOST]
    for report in underway:
        act = _next_act(user, report, on=on)
        if act:
            sent = report.sendings.exists()
            listed[str(report)] = _row(report, f"{_due(report, on=on)}；{queries.turn_of(report, sent=sent)}", act)
    owing = _owing(user, on=on)
    for standing in sorted(owing, key=lambda standing: standing.due.day):
        if standing.done is None and (standing.due.day - on).days <= SOON:
            name = _("%(unit)s%(year)d年度报告") % {"unit": standing.unit.short_name, "year": standing.year}
            if name not in listed:
                url = _url(standing.report) if standing.report else reverse("annual_report:reports")
                state = f"{standing.due_sentence}；{standing.turn}"
                listed[name] = Row(name, "", state, _("查看") if standing.report else _("去编制"), url)
    if not listed:
        return []
    rows = list(listed.values())
    more = reverse("annual_report:reports") if len(rows) > SHOWN else ""
    return [Worklist("reports", _("年度报告"), "", rows[:SHOWN], len(rows), more)]


def _owing(user: User, *, on: date) -> list[queries.Standing]:
    """Last year's reports of the units whose report the user keeps or answers for."""
    overseen = units_of(user, Role.OPENNESS_OFFICE, on=on)
    own = Unit.objects.filter(
        pk__in=[
            *units_of(user, Role.DRAFTER, on=on).exclude(parent=None).values_list("pk", flat=True),
            *overseen.values_list("pk", flat=True),
        ]
    )
    return queries.standings(queries.reporting_units(own), on.year - 1, on=on)


def _next_act(user: User, report: Report, *, on: date) -> str:
    acts = (
        (policies.check_can_sign, _("签署")),
        (policies.check_can_check, _("核定")),
        (policies.check_can_submit, _("送审")),
        (policies.check_can_freeze, _("继续编制")),
    )
    for check, label in acts:
        if not policies.can(check, user, report, on=on):
            return label
    if not report.sendings.exists() and not policies.can(policies.check_can_send, user, report, on=on):
        return _("登记报送")
    return ""


def _due(report: Report, *, on: date) -> str:
    return queries.due_sentence(queries.report_due(report), queries.published_date(report), on=on)


def _row(report: Report, state: str, act: str) -> Row:
    return Row(str(report), report.item.number or "" if report.item else "", state, act, _url(report))


def _url(report: Report) -> str:
    return reverse("annual_report:report", kwargs={"unit": report.unit.code, "year": report.year})
