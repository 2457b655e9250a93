"""A number of a return and the records behind it, of the return's period."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.oversight.statistics.queries import figure_of, leaves_of, measure, records_of, scope_of

from ... import queries
from .screens import ReturnScreen, address

ROWS = 100


class ReturnFigure(ReturnScreen):
    """The figure's definition, what it printed, and the records as the ledger has them now."""

    template_name = "returns/figure.html"

    def get(self, request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        kept = queries.figures_of(self.owner)
        if code not in kept:
            raise Http404
        figure, period, scope = figure_of(code), queries.period_of(self.owner), scope_of(self.owner.unit)
        value = measure([code], period, scope)[code]
        page = Paginator(range(value.records), ROWS).get_page(request.GET.get("p"))
        listed = any(True for _leaf in leaves_of(code))
        rows = records_of(code, period, scope).rows(offset=(page.number - 1) * ROWS, limit=ROWS) if listed else []
        return self.show(
            owner=self.owner,
            figure=figure,
            printed=kept[code].printed,
            now=value.printed,
            value=value,
            rows=rows,
            page=page,
            listed=listed,
            back_url=address("return", self.owner),
        )
