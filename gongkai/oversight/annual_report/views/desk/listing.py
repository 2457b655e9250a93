"""The reports of a year: who owes one, by when, how late it is, and whose turn it is; begins another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import actions, queries
from ...forms import CompileForm
from ...models import Report
from .screens import ReportRoomScreen, address

#: Up to this month the list opens with last year: its reports are due by the end of March at the latest.
SEASON = 6


class ReportList(ReportRoomScreen):
    """The reports of the units the person oversees, drafts for or heads; ``?year=`` chooses one, ``?late=1`` only what is late."""

    template_name = "annual_report/reports.html"
    page_title = gettext_lazy("年度报告")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(CompileForm(units=self.compiled_for(), initial={"year": self.today.year - 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.compiled_for().exists():
            raise NotAllowed(_("年度报告由政务公开工作机构或本单位拟稿人编制，您目前没有这样的岗位。"))
        form = CompileForm(request.POST, units=self.compiled_for())
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            given = form.cleaned_data
            report = actions.compile_report(
                given["unit"], given["year"], form=given["form"], by=self.user, now=self.now
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已编制%(report)s，文字写明的指标都存在。") % {"report": report})
        return redirect(address("report", report))

    def page(self, form: CompileForm, status: int = 200) -> HttpResponse:
        """The list of a year with the form."""
        reports = list(queries.visible_reports(self.user, on=self.today))
        overseen = units_of(self.user, *OVERSEEING, Role.UNIT_HEAD, Role.DRAFTER, on=self.today)
        if not reports and not overseen.exists():
            raise NotAllowed(_("年度报告由政务公开工作机构或本单位拟稿人编制，您目前没有可以查看年度报告的岗位。"))
        year = self.year(reports)
        seen = Unit.objects.filter(pk__in={report.unit_id for report in reports if report.year == year})
        units = queries.reporting_units(overseen | seen).distinct()
        rows = [
            (standing, address("report", standing.report) if standing.report else "")
            for standing in queries.standings(units, year, on=self.today)
        ]
        late = [row for row in rows if row[0].late and not row[0].done]
        only_late = self.request.GET.get("late") == "1"
        return self.show(
            status=status,
            year=year,
            years=sorted({self.today.year - 1, year, *(report.year for report in reports)}, reverse=True),
            rows=late if only_late else rows,
            total=len(rows),
            late=len(late),
            only_late=only_late,
            form=form,
            may_compile=self.compiled_for().exists(),
            sets_due=units_of(self.user, Role.OPENNESS_OFFICE, on=self.today).exists(),
        )

    def year(self, reports: list[Report]) -> int:
        """The year asked for; else last year while its reports are due, later the newest there is."""
        asked = self.request.GET.get("year", "")
        if asked.isascii() and asked.isdigit() and queries.FIRST_YEAR <= int(asked) < self.today.year:
            return int(asked)
        if self.today.month <= SEASON:
            return self.today.year - 1
        return max((report.year for report in reports), default=self.today.year - 1)

    def compiled_for(self) -> UnitQuerySet:
        """Units whose report the person may compile."""
        drafted = units_of(self.user, Role.DRAFTER, on=self.today).exclude(parent=None)
        units = queries.reporting_units(units_of(self.user, Role.OPENNESS_OFFICE, on=self.today) | drafted)
        return units.distinct()
