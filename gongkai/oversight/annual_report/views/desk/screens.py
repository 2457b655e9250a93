"""What the screens of the room share: addresses, the report they are about, and its numbers in one set of words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen

from ... import policies, queries
from ...models import FrozenFigure, Report


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


class ReportScreen(ReportRoomScreen):
    """A screen about one report; whoever may not see it is told so."""

    report: Report

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.report = get_object_or_404(
            Report.objects.select_related("unit", "item", "frozen_by", "compiled_by", "scan"),
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


def named(figure: Any) -> dict[str, Any]:
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
