"""What a report counted when it was frozen, and what has changed in the ledger since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gongkai.oversight.statistics.queries import (
    Figure,
    Growth,
    Measured,
    Period,
    Ratio,
    Row,
    Whole,
    codes,
    measure,
    pack,
    rows_of,
    scope_of,
    unpack,
)

from ..models import FrozenFigure, Report

KeySets: TypeAlias = list[tuple[str, Sequence[int]]]


def measure_report(report: Report, *, with_ids: bool = False) -> dict[str, Measured]:
    """Every figure of the report as the ledger stands now."""
    return measure(codes(), Period.of_year(report.year), scope_of(report.unit), with_ids=with_ids)


def frozen_figures(report: Report) -> dict[str, FrozenFigure]:
    """The report's frozen figures by code, in order; empty before it is frozen."""
    return {figure.code: figure for figure in report.figures.order_by("order")}


def as_frozen(report: Report, values: Mapping[str, Measured]) -> list[FrozenFigure]:
    """The unsaved rows that keep these values, with the words of their definitions and the keys of their leaves."""
    rows = []
    for order, (code, value) in enumerate(values.items()):
        kept = pack(value.ids) if value.ids is not None else None
        rows.append(
            FrozenFigure(
                report=report,
                code=code,
                order=order,
                label=str(value.figure.label),
                unit_word=str(value.figure.unit),
                definition=str(value.figure.definition),
                printed=value.printed,
                number=value.number,
                numerator=value.numerator,
                denominator=value.denominator,
                parts=list(_parts(value.figure)),
                ids=kept.content if kept else b"",
                ids_sha256=kept.sha256 if kept else "",
                record_count=value.records,
            )
        )
    return rows


def key_sets(figure: FrozenFigure, figures: Mapping[str, FrozenFigure]) -> KeySets:
    """The primary keys behind a frozen figure, leaf by leaf. A percentage has none: its two numbers have."""
    if figure.is_ratio:
        return []
    if not figure.parts:
        return list(unpack(bytes(figure.ids)).items())
    return [pair for part in figure.parts for pair in key_sets(figures[part], figures)]


def frozen_rows(figure: FrozenFigure, figures: Mapping[str, FrozenFigure], *, part: int = 200) -> Iterator[list[Row]]:
    """The list behind a frozen figure, in parts of ``part`` rows."""
    return rows_of(key_sets(figure, figures), part=part)


@dataclass(frozen=True)
class Difference:
    """A figure whose value or records are no longer those that were frozen. ``came`` and ``went`` are only for leaves."""

    code: str
    label: str
    frozen: str
    now: str
    came: tuple[Row, ...] = ()
    went: tuple[Row, ...] = ()


def differences(report: Report) -> list[Difference]:
    """What the ledger would say today and the report does not: which records came, which went. Empty before it is frozen."""
    figures = frozen_figures(report)
    if not figures:
        return []
    found = []
    for code, value in measure_report(report, with_ids=True).items():
        figure = figures.get(code)
        if figure is None:
            continue
        came: tuple[Row, ...] = ()
        went: tuple[Row, ...] = ()
        if value.ids is not None:
            kept = unpack(bytes(figure.ids))
            came, went = _rows_beyond(value.ids, kept), _rows_beyond(kept, value.ids)
        if came or went or value.printed != figure.printed:
            found.append(Difference(code, figure.label, figure.printed, value.printed, came, went))
    return found


def _rows_beyond(keys: Mapping[str, list[int]], others: Mapping[str, list[int]]) -> tuple[Row, ...]:
    beyond = [(label, sorted(set(pks).difference(others.get(label, ())))) for label, pks in keys.items()]
    return tuple(row for rows in rows_of(beyond) for row in rows)


def _parts(figure: Figure) -> Iterable[str]:
    if isinstance(figure, Whole):
        return figure.parts
    if isinstance(figure, Ratio):
        return figure.numerator, figure.denominator
    if isinstance(figure, Growth):
        return figure.current, figure.previous
    return ()
