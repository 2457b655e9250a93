"""The desk of the openness office: reports, their numbers and the records behind them; each button calls one action."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role
from gongkai.oversight.statistics.queries import Period, figure_of, measure, records_of, scope_of

from .. import actions, policies, queries
from ..choices import Status
from ..forms import CompileForm, ReasonForm, SubmitForm
from ..models import FrozenFigure, Report

ROWS = 100


def address(name: str, report: Report, **more: str) -> str:
    """The address of a report's screen."""
    return reverse(f"annual_report:{name}", kwargs={"unit": report.unit.code, "year": report.year, **more})


class ReportRoomScreen(Screen):
    """A screen of the room with its breadcrumbs."""

    header_icon = "doc-full-inverse"
    breadcrumbs_items = (
        TODAY,
        {"url": reverse_lazy("annual_report:reports"), "label": gettext_lazy("年度报告")},
    )


class ReportList(ReportRoomScreen):
    """The reports of the units the person oversees or drafts for; begins another."""

    template_name = "annual_report/reports.html"
    page_title = gettext_lazy("年度报告")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(CompileForm(units=self.compiled_for(), initial={"year": self.today.year - 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.compiled_for().exists():
            raise NotAllowed(_("年度报告由政务公开工作机构编制，您目前没有这一岗位。"))
        form = CompileForm(request.POST, units=self.compiled_for())
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            report = actions.compile_report(
                form.cleaned_data["unit"], form.cleaned_data["year"], by=self.user, now=self.now
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已编制%(report)s，文字写明的指标都存在。") % {"report": report})
        return redirect(address("report", report))

    def page(self, form: CompileForm, status: int = 200) -> HttpResponse:
        """The list with the form."""
        reports = queries.visible_reports(self.user, on=self.today)
        if not reports and not units_of(self.user, *OVERSEEING, on=self.today).exists():
            raise NotAllowed(_("年度报告由政务公开工作机构编制，您目前没有可以查看年度报告的岗位。"))
        return self.show(
            status=status,
            reports=[(report, address("report", report)) for report in reports],
            form=form,
            may_compile=self.compiled_for().exists(),
        )

    def compiled_for(self) -> Any:
        """Units for which the person is the openness office."""
        return units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)


class ReportScreen(ReportRoomScreen):
    """A screen about one report; whoever may not see it is told so."""

    report: Report

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = get_object_or_404(
            Report.objects.select_related("unit", "item", "frozen_by", "compiled_by"),
            unit__code=kwargs["unit"],
            year=kwargs["year"],
        )
        policies.check_can_see(self.user, self.report.unit, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.report)

    def figures(self) -> Any:
        """The report's figures by code: as frozen, or as the ledger stands now."""
        return queries.frozen_figures(self.report) or queries.measure_report(self.report)


class ReportDetail(ReportScreen):
    """All numbers of a report, whether its identities hold, and what may be done with it now."""

    template_name = "annual_report/report.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200) -> HttpResponse:
        """The screen, after a refusal too."""
        report, user = self.report, self.user
        figures = self.figures()
        checks = (
            ("compile", policies.check_can_write),
            ("freeze", policies.check_can_freeze),
            ("submit", policies.check_can_submit),
            ("reopen", policies.check_can_reopen),
        )
        evaluation = queries.check_identities(report.format, figures).evaluation
        return self.show(
            status=status,
            report=report,
            figures=[(_named(figure), address("figure", report, code=code)) for code, figure in figures.items()],
            violations=evaluation.violations,
            passed=evaluation.passed,
            compared=queries.compared(report, figures),
            narratives=report.narratives.order_by("order"),
            events=Event.objects.about(report),
            refusals={name: policies.can(check, user, report, on=self.today) for name, check in checks},
            reason_form=ReasonForm(),
            submit_form=SubmitForm(initial={"column": queries.usual_column()}),
            differences_url=address("differences", report),
            steps={name: address(name, report) for name, _check in checks},
            public_url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{report.folder}/index.html"
            if report.status == Status.PUBLISHED
            else "",
        )


class ReportStep(ReportDetail):
    """One act on a report: POST only, one action, back to the report."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sentence = getattr(self, self.step)()
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409)
        messages.success(request, sentence)
        return redirect(address("report", self.report))

    def compile(self) -> str:
        actions.compile_report(self.report.unit, self.report.year, by=self.user, now=self.now)
        return _("已重新编制，文字写明的指标都存在。")

    def freeze(self) -> str:
        actions.freeze(self.report, reason=self.reason(), by=self.user, now=self.now)
        return _("已定稿。数字和所计的记录从此不再改动。")

    def reopen(self) -> str:
        actions.reopen(self.report, reason=self.reason(), by=self.user, now=self.now)
        return _("已退回编制。")

    def submit(self) -> str:
        form = SubmitForm(self.request.POST)
        form.is_valid()
        column = form.cleaned_data.get("column")
        if column is None:
            raise NotAllowed(_("请选择年度报告发布在哪个栏目。"))
        actions.submit_for_publication(self.report, column=column, by=self.user, now=self.now)
        return _("已送保密审查，通过审批后即公开。")

    def reason(self) -> str:
        """What was typed as the reason, empty when nothing was."""
        form = ReasonForm(self.request.POST)
        return form.cleaned_data["reason"] if form.is_valid() else ""


class FigureDetail(ReportScreen):
    """A figure's definition, its value, and every record it counts, each leading to its screen."""

    template_name = "annual_report/figure.html"

    def get(self, request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        frozen = queries.frozen_figures(self.report)
        figure = frozen.get(code) if frozen else self.measured(code)
        if figure is None:
            return redirect(address("report", self.report))
        named = _named(figure)
        page = Paginator(range(named["records"]), ROWS).get_page(request.GET.get("p"))
        if isinstance(figure, FrozenFigure):
            parts = queries.frozen_rows(figure, frozen, part=ROWS)
            rows = next(islice(parts, page.number - 1, None), [])
        else:
            period, scope = Period.of_year(self.report.year), scope_of(self.report.unit)
            rows = records_of(code, period, scope).rows(offset=(page.number - 1) * ROWS, limit=ROWS)
        return self.show(
            report=self.report, figure=named, rows=rows, page=page, back_url=address("report", self.report)
        )

    def measured(self, code: str) -> Any:
        """The figure as the ledger stands now; None when there is no such figure."""
        try:
            figure_of(code)
        except LookupError:
            return None
        return measure([code], Period.of_year(self.report.year), scope_of(self.report.unit))[code]


class Differences(ReportScreen):
    """What the ledger would say today and the frozen report does not."""

    template_name = "annual_report/differences.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(
            report=self.report,
            differences=queries.differences(self.report),
            back_url=address("report", self.report),
        )


def _named(figure: Any) -> dict[str, Any]:
    """The same words for a frozen figure and for one just measured."""
    if isinstance(figure, FrozenFigure):
        return {
            "code": figure.code,
            "label": figure.label,
            "unit": figure.unit_word,
            "definition": figure.definition,
            "printed": figure.printed,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "records": figure.record_count,
        }
    return {
        "code": figure.figure.code,
        "label": figure.figure.label,
        "unit": figure.figure.unit,
        "definition": figure.figure.definition,
        "printed": figure.printed,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "records": figure.records,
    }
