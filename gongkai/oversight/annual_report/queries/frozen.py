"""What a report counted when it was frozen, and what has changed in the ledger since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import gettext as _

from gongkai.base.calendars.queries import calendar_version
from gongkai.law.report.editions import format_version
from gongkai.law.report.formats import load_format
from gongkai.oversight.statistics.queries import Measured, Row, count_hidden, count_rows, pack, rows_of, unpack

from ..models import FrozenFigure, Report
from .shares import Consolidation, as_kept
from .wanted import measure_wanted, parts_of

KeySets: TypeAlias = list[tuple[str, Sequence[int]]]


def measure_report(report: Report, *, with_ids: bool = False, by_unit: bool = False) -> dict[str, Measured]:
    """Every figure the report needs (``wanted``), as the ledger stands now."""
    return measure_wanted(report, with_ids=with_ids, by_unit=by_unit)


def frozen_figures(report: Report) -> dict[str, FrozenFigure]:
    """The report's frozen figures by code, in order; empty before it is frozen."""
    return {figure.code: figure for figure in report.figures.order_by("order")}


def as_frozen(report: Report, values: Mapping[str, Measured]) -> list[FrozenFigure]:
    """The unsaved rows that keep these values, with the words of their definitions and the keys of their leaves."""
    rows = []
    codes = Consolidation(report).codes
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
                parts=list(parts_of(value.figure)),
                ids=kept.content if kept else b"",
                ids_sha256=kept.sha256 if kept else "",
                record_count=value.records,
                shares=as_kept(value, codes),
            )
        )
    return rows


def digest_of(report: Report, figures: Iterable[FrozenFigure]) -> str:
    """SHA-256 of everything a frozen report says in numbers: figures, shares, keys of records, and the form and calendar they rest on."""
    told = [
        [
            *(figure.code, figure.label, figure.unit_word, figure.definition, figure.printed),
            *(_text(figure.number), figure.numerator, figure.denominator),
            *(figure.parts, figure.ids_sha256, figure.record_count, figure.shares),
        ]
        for figure in figures
    ]
    whole = [report.unit.code, report.year, report.format, report.format_version, report.calendar_version, told]
    return hashlib.sha256(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _text(number: int | Decimal | None) -> str:
    return "" if number is None else f"{number:.2f}"


def key_sets(figure: FrozenFigure, figures: Mapping[str, FrozenFigure]) -> KeySets:
    """The primary keys behind a frozen figure, leaf by leaf. A percentage has none: its two numbers have."""
    if figure.is_ratio:
        return []
    if not figure.parts:
        return list(unpack(bytes(figure.ids)).items())
    return [pair for part in figure.parts for pair in key_sets(figures[part], figures)]


def frozen_rows(
    figure: FrozenFigure,
    figures: Mapping[str, FrozenFigure],
    *,
    part: int = 200,
    unit_ids: Sequence[int] | None = None,
    public: bool = False,
) -> Iterator[list[Row]]:
    """The list behind a frozen figure, in parts of ``part`` rows; with ``unit_ids`` only the records of these units, ``public`` only
    those a public list may show.
    """
    return rows_of(key_sets(figure, figures), part=part, unit_ids=unit_ids, public=public)


def hidden_records(figure: FrozenFigure, figures: Mapping[str, FrozenFigure]) -> int:
    """How many of the records behind a frozen figure no public list shows."""
    return count_hidden(key_sets(figure, figures))


def count_of_units(figure: FrozenFigure, figures: Mapping[str, FrozenFigure], unit_ids: Sequence[int]) -> int:
    """How many of the records behind a frozen figure are of these units."""
    return count_rows(key_sets(figure, figures), unit_ids)


@dataclass(frozen=True)
class Difference:
    """A figure whose value or records are no longer those that were frozen. ``came`` and ``went`` are only for leaves."""

    code: str
    label: str
    frozen: str
    now: str
    came: tuple[Row, ...] = ()
    went: tuple[Row, ...] = ()


def differences(report: Report, *, public: bool = False) -> list[Difference]:
    """What the ledger would say today and the report does not: which records came, which went. Empty before it is frozen.

    ``public`` lists only the records a public list may show; the numbers are the same.
    """
    figures = frozen_figures(report)
    if not figures:
        return []
    found = []
    for code, value in measure_report(report, with_ids=True).items():
        figure = figures.get(code)
        if figure is None:
            continue
        came: KeySets = []
        went: KeySets = []
        if value.ids is not None:
            kept = unpack(bytes(figure.ids))
            came, went = _keys_beyond(value.ids, kept), _keys_beyond(kept, value.ids)
        if came or went or value.printed != figure.printed:
            rows = (tuple(row for part in rows_of(keys, public=public) for row in part) for keys in (came, went))
            found.append(Difference(code, figure.label, figure.printed, value.printed, *rows))
    return found


def versions_changed(report: Report) -> list[str]:
    """What a frozen report rests on beside records and is no longer the same: the file of its form, the calendar."""
    if report.frozen_at is None:
        return []
    changed = []
    if report.format_version and report.format_version != format_version(report.format):
        changed.append(_("附表格式“%(title)s”的文件在定稿以后改过。") % {"title": load_format(report.format).title})
    if report.calendar_version != calendar_version():
        changed.append(_("工作日历在定稿以后有新的安排。"))
    return changed


def _keys_beyond(keys: Mapping[str, list[int]], others: Mapping[str, list[int]]) -> KeySets:
    beyond = ((label, sorted(set(pks).difference(others.get(label, ())))) for label, pks in keys.items())
    return [(label, pks) for label, pks in beyond if pks]
