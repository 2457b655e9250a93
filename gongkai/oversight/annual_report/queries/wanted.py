"""Which figures a report needs: those of its form, of its text and pictures, of the year before, and every one the registry knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.organisations.models import Unit
from gongkai.law.report.formats import ReportFormat, load_format
from gongkai.law.report.parts import GROWTH, LAST
from gongkai.law.report.percents import rounded
from gongkai.oversight.statistics.queries import (
    Figure,
    Growth,
    Handed,
    Measured,
    Period,
    Ratio,
    Scope,
    Summed,
    Whole,
    codes,
    codes_of,
    figure_of,
    measure,
    measure_table,
    scope_of,
    unpack,
)

from ..models import FrozenFigure, Report
from .narratives import lines_of

_DECIMALS = 1


@dataclass(frozen=True)
class Rise(Measured):
    """How much a figure rose or fell since last year, in words that follow “上年为…，”."""

    @property
    def printed(self) -> str:
        rise, before = self.numerator or 0, self.denominator or 0
        if before <= 0:
            return _("不作比较")
        if not rise:
            return _("与上年持平")
        share = rounded(abs(rise), before, _DECIMALS)
        return _("增长%(share)s") % {"share": share} if rise > 0 else _("下降%(share)s") % {"share": share}


def form_of(report: Report) -> ReportFormat:
    """The printed form of a report."""
    return load_format(report.format)


def wanted(report: Report, texts: Iterable[str] = ()) -> tuple[str, ...]:
    """Every figure by code, each once: the registry's, the form's, and what text, notes and pictures name beside them.

    ``texts`` are being written and not saved yet.
    """
    form = form_of(report)
    written = report.narratives.order_by("order").values_list("text", flat=True)
    named = [code for text in (*written, *texts) for code in _named(text)]
    named += _named_in_notes(form)
    named += [code for part in form.parts for chart in part.charts for code in chart.codes]
    return tuple(dict.fromkeys((*codes(), *form.codes, *named)))


def printed_codes(form: ReportFormat) -> tuple[str, ...]:
    """The figures the tables of a form print, those of their notes last, each once."""
    return tuple(dict.fromkeys((*form.figures.values(), *_named_in_notes(form))))


def measure_wanted(
    report: Report, *, with_ids: bool = False, by_unit: bool = False, texts: Iterable[str] = ()
) -> dict[str, Measured]:
    """All of them as the ledger stands now. A table of figures is counted in one query; the year before is what its report said."""
    asked = wanted(report, texts)
    period, scope = Period.of_year(report.year), scope_of(report.unit)
    plain = [code for code in asked if "@" not in code]
    values = measure_all(plain, period, scope, with_ids=with_ids, by_unit=by_unit)
    of_last_year = [code for code in asked if "@" in code]
    values |= _last_year(report, of_last_year, scope, with_ids=with_ids, by_unit=by_unit)
    for code in asked:
        if code.endswith(GROWTH):
            base = code.removesuffix(GROWTH)
            values[code] = _rise(base, values[base], values[base + LAST])
    return values


def measure_all(
    asked: Iterable[str], period: Period, scope: Scope, *, with_ids: bool = False, by_unit: bool = False
) -> dict[str, Measured]:
    """Figures with all they rest on, those of one table together; in the order asked for."""
    known: dict[str, Measured] = {}
    alone: list[str] = []
    how: dict[str, Any] = {"with_ids": with_ids, "by_unit": by_unit, "handed": Handed(period, scope)}
    for code in asked:
        if code in known:
            continue
        table = _table_of(code)
        if table:
            known |= measure_table(table, period, scope, **how)
        else:
            alone.append(code)
    return measure(alone, period, scope, **how) | known


def _table_of(code: str) -> str:
    """The table a figure is counted in; "" when it is counted alone."""
    name = code.partition(".")[0]
    try:
        return name if code in codes_of(name) else ""
    except LookupError:
        return ""


def _named_in_notes(form: ReportFormat) -> list[str]:
    notes = [*(table.note for table in form.tables), *(table.note for table in form.crossed)]
    return [code for note in notes for code in _named(note)]


def _named(text: str) -> Iterable[str]:
    return (code for line in lines_of(text) for code in line.codes)


def _last_year(report: Report, asked: list[str], scope: Scope, *, with_ids: bool, by_unit: bool) -> dict[str, Measured]:
    """What last year's report said, where it was frozen; what the ledger says of that year otherwise."""
    bases = dict.fromkeys(code.removesuffix(LAST).removesuffix(GROWTH) for code in asked)
    if not bases:
        return {}
    kept = {
        figure.code: figure
        for figure in FrozenFigure.objects.filter(report__unit=report.unit, report__year=report.year - 1)
    }
    alone = [code for code in bases if code not in kept]
    last_year = Period.of_year(report.year - 1)
    counted = measure_all(alone, last_year, scope, with_ids=with_ids, by_unit=by_unit)
    units = dict(Unit.objects.filter(pk__in=scope.unit_ids).values_list("code", "pk")) if by_unit and kept else {}
    told: dict[str, Measured] = {}
    waiting = list(bases)
    while waiting:
        code = waiting.pop()
        value = _as_measured(kept[code], with_ids, units) if code in kept else counted.get(code)
        if value is not None and code + LAST not in told:
            told[code + LAST] = replace(value, figure=_of_last_year(value.figure))
            waiting += parts_of(value.figure)
    return dict(reversed(told.items()))


def _as_measured(kept: FrozenFigure, with_ids: bool, units: Mapping[str, int]) -> Measured:
    ids: Mapping[str, list[int]] | None = unpack(bytes(kept.ids)) if with_ids and kept.ids else None
    number = kept.number
    if number is not None and not isinstance(figure_of(kept.code), Summed) and number == int(number):
        number = int(number)  # type: ignore[assignment]
    return Measured(
        figure_of(kept.code),
        number,
        numerator=kept.numerator,
        denominator=kept.denominator,
        records=kept.record_count,
        ids=ids,
        shares={units[code]: _number(number) for code, number, _typed in kept.shares} if units else None,
        handed_in=frozenset(units[code] for code, _share, typed in kept.shares if typed) if units else frozenset(),
    )


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _of_last_year(figure: Figure) -> Figure:
    """The same figure under its own name for the year before."""
    label = format_lazy(gettext_lazy("上年·{label}"), label=figure.label)
    said = format_lazy(gettext_lazy("上一年的同一指标：{definition}"), definition=figure.definition)
    named = replace(figure, code=figure.code + LAST, label=label, definition=said)
    if isinstance(named, Whole):
        return replace(named, parts=tuple(part + LAST for part in named.parts))
    if isinstance(named, Ratio):
        return replace(named, numerator=named.numerator + LAST, denominator=named.denominator + LAST)
    if isinstance(named, Growth):
        return replace(named, current=named.current + LAST, previous=named.previous + LAST)
    return named


def _rise(base: str, now: Measured, before: Measured) -> Rise:
    label = format_lazy(gettext_lazy("{label}比上年"), label=now.figure.label)
    said = gettext_lazy("本年与上年之差占上年的比例，四舍五入到一位小数。")
    figure = Growth(base + GROWTH, label, "%", said, base, base + LAST, _DECIMALS)
    current, previous = int(now.number or 0), int(before.number or 0)
    return Rise(figure, numerator=current - previous, denominator=previous)


def parts_of(figure: Figure) -> tuple[str, ...]:
    """The figures a number is made of; a counted one has none."""
    if isinstance(figure, Whole):
        return figure.parts
    if isinstance(figure, Ratio):
        return figure.numerator, figure.denominator
    if isinstance(figure, Growth):
        return figure.current, figure.previous
    return ()
