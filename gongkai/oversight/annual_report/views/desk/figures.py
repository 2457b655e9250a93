"""A number of a report and the records behind it; what changed since it was frozen."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.oversight.statistics.queries import Period, figure_of, measure, records_of, scope_of

from ... import queries
from ...models import FrozenFigure
from .screens import ReportScreen, address, named

ROWS = 100


class FigureDetail(ReportScreen):
    """A figure's definition, its value, and every record it counts, each leading to its screen."""

    template_name = "annual_report/figure.html"

    def get(self, request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        frozen = queries.frozen_figures(self.report)
        figure = frozen.get(code) if frozen else self.measured(code)
        if figure is None:
            return redirect(address("report", self.report))
        shown = named(figure)
        page = Paginator(range(shown["records"]), ROWS).get_page(request.GET.get("p"))
        if isinstance(figure, FrozenFigure):
            parts = queries.frozen_rows(figure, frozen, part=ROWS)
            rows = next(islice(parts, page.number - 1, None), [])
        else:
            period, scope = Period.of_year(self.report.year), scope_of(self.report.unit)
            rows = records_of(code, period, scope).rows(offset=(page.number - 1) * ROWS, limit=ROWS)
        return self.show(
            report=self.report, figure=shown, rows=rows, page=page, back_url=address("report", self.report)
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
            versions_changed=queries.versions_changed(self.report),
            back_url=address("report", self.report),
        )
