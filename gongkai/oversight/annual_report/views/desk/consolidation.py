"""Whose number is whose, down to the records of one unit; what does not fit before a report is frozen, and what was corrected after."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.oversight.statistics.queries import Period, measure, records_of, scope_of

from ... import actions, policies, queries
from ...forms import ReasonForm
from .figures import ROWS, FigureDetail
from .screens import ReportScreen, address


class FigureByUnit(FigureDetail):
    """A figure with the share of each unit, and what the unit's own report says; ``?unit=`` lists the records of one."""

    def get(self, request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        self.code = code
        chosen = request.GET.get("unit", "")
        self.unit = None
        if chosen:
            self.unit = get_object_or_404(Unit.objects.within(self.report.unit), code=chosen)
        return super().get(request, code, **kwargs)

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        if self.unit:
            context |= self.records_of_unit(self.unit)
        else:
            found = self.found()
            context |= {"shares": self.shares(found), "missing": self.missing(found)}
        return super().show(status, **context, of_unit=self.unit, code=self.code)

    def found(self) -> Any:
        """The figure by unit: as frozen, or as the ledger stands now."""
        return queries.frozen_figures(self.report).get(self.code) or measure(
            [self.code], Period.of_year(self.report.year), scope_of(self.report.unit), by_unit=True
        ).get(self.code)

    def missing(self, found: Any) -> str:
        """The units whose number still lacks, by name; of a frozen figure nobody is waited for."""
        lacking = getattr(found, "missing", None)
        if not lacking:
            return ""
        return "、".join(Unit.objects.filter(pk__in=lacking).order_by("code").values_list("short_name", flat=True))

    def shares(self, found: Any) -> list[dict[str, Any]]:
        """Each share with how deep it stands and where it leads: to the records, and to the unit's own report."""
        if found is None:
            return []
        return [
            {
                "share": share,
                "depth": depth,
                "url": f"?unit={share.unit.code}",
                "report_url": address("figure", share.report, code=self.code) if share.report else "",
            }
            for depth, share in queries.flattened(queries.Consolidation(self.report).of(found))
        ]

    def records_of_unit(self, unit: Unit) -> dict[str, Any]:
        """The records of a unit and all below it behind the figure."""
        ids = scope_of(unit).unit_ids
        figures = queries.frozen_figures(self.report)
        if figures:
            figure = figures[self.code]
            total = queries.count_of_units(figure, figures, ids)
            page = Paginator(range(total), ROWS).get_page(self.request.GET.get("p"))
            parts = queries.frozen_rows(figure, figures, part=ROWS, unit_ids=ids)
            return {"page": page, "rows": next(islice(parts, page.number - 1, None), []), "of_unit_total": total}
        records = records_of(self.code, Period.of_year(self.report.year), scope_of(unit))
        total = records.count()
        page = Paginator(range(total), ROWS).get_page(self.request.GET.get("p"))
        rows = records.rows(offset=(page.number - 1) * ROWS, limit=ROWS)
        return {"page": page, "rows": rows, "of_unit_total": total}


class Breaks(ReportScreen):
    """What does not fit, each with its numbers; signing why, which is published as a note."""

    template_name = "annual_report/breaks.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        form.is_valid()
        try:
            signed = actions.explain(
                self.report,
                request.POST.getlist("key"),
                reason=form.cleaned_data.get("reason", ""),
                by=self.user,
                now=self.now,
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已签字说明%(n)d处，定稿后作为注释随报告公开。") % {"n": len(signed)})
        return redirect(address("breaks", self.report))

    def page(self, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
        """The breaks as the ledger stands now; of a frozen report what was signed."""
        report = self.report
        breaks = []
        if report.frozen_at is None:
            breaks = queries.breaks_of(report, queries.measure_report(report, by_unit=True))
        return self.show(
            status=status,
            report=report,
            breaks=breaks,
            chosen=self.request.POST.getlist("key"),
            notes=queries.notes_of(report),
            refusal=policies.can(policies.check_can_write, self.user, report, on=self.today),
            form=form or ReasonForm(),
            back_url=address("report", report),
        )


class Corrections(ReportScreen):
    """What was published as corrected after the report, and what is due; publishing it with its reason."""

    template_name = "annual_report/corrections_desk.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReasonForm(request.POST)
        form.is_valid()
        try:
            actions.publish_correction(
                self.report, reason=form.cleaned_data.get("reason", ""), by=self.user, now=self.now
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已发布更正。报告的数字不变，更正列在其旁。"))
        return redirect(address("corrections", self.report))

    def page(self, form: ReasonForm | None = None, status: int = 200) -> HttpResponse:
        """Published corrections, and the lines of the next."""
        report = self.report
        return self.show(
            status=status,
            report=report,
            published=queries.corrections_of(report),
            due=queries.corrections_due(report),
            refusal=policies.can(policies.check_can_correct, self.user, report, on=self.today),
            form=form or ReasonForm(),
            back_url=address("differences", report),
        )
