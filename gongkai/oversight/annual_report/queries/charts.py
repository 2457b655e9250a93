"""The pictures of a report: bars of its figures, this year beside the last, with a sentence that says what they show."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from gongkai.base.documents.drawings import Series, bar_chart
from gongkai.base.documents.tree import Picture
from gongkai.law.report.parts import LAST, Bar, Chart
from gongkai.oversight.statistics.queries import Measured

from ..models import FrozenFigure, Report

Figures = Mapping[str, Measured] | Mapping[str, FrozenFigure]


def picture(report: Report, figures: Figures, chart: Chart) -> Picture:
    """A chart with its numbers; the same for the same figures."""
    this_year = [_height(figures, bar, "") for bar in chart.bars]
    labels = [bar.label for bar in chart.bars]
    series = [Series(_("%(year)d年") % {"year": report.year}, tuple(this_year))]
    told = _told(report.year, labels, this_year, chart.unit)
    if chart.with_last:
        before = [_height(figures, bar, LAST) for bar in chart.bars]
        series.append(Series(_("%(year)d年") % {"year": report.year - 1}, tuple(before)))
        told += _told(report.year - 1, labels, before, chart.unit)
    return Picture(
        bar_chart(labels, series, unit=chart.unit), told, chart.title, href=f"/{chart_path(report, chart.key)}"
    )


def chart_path(report: Report, key: str) -> str:
    """Where a picture of the report stands, relative to the root of the site."""
    return f"{report.folder}/chart-{key}.svg"


def _height(figures: Figures, bar: Bar, suffix: str) -> int | float | None:
    """The sum of a bar's figures; None while one of them is blank."""
    numbers = [figures[code + suffix].number for code in bar.figures]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    total = sum(known, start=Decimal())
    return int(total) if total == int(total) else float(total)


def _told(year: int, labels: list[str], values: list[int | float | None], unit: str) -> str:
    pairs = zip(labels, values, strict=True)
    listed = "，".join(
        f"{label}{value:,}{unit}" if value is not None else _("%(label)s未报送") % {"label": label}
        for label, value in pairs
    )
    return _("%(year)d年：%(listed)s。") % {"year": year, "listed": listed}
