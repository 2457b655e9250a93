"""A frozen report for programs: its figures, identities, form and what it rests on, as JSON; the same bytes whenever it is made again."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.law.report.formats import load_format
from gongkai.law.report.identities import Evaluation

from ..models import FrozenFigure, Report
from .checks import check_identities
from .frozen import frozen_figures

SCHEMA = "gongkai.annual-report.1"


def report_json(report: Report) -> bytes:
    """The frozen report as JSON. ``sha256`` of a figure is that of the keys of its records, of the whole that of its figures.

    Refused before it is frozen.
    """
    if report.frozen_at is None:
        raise Refused(_("%(report)s尚未定稿。") % {"report": report})
    form = load_format(report.format)
    figures = frozen_figures(report)
    told = [_figure(figure) for figure in figures.values()]
    whole = {
        "schema": SCHEMA,
        "title": report.title,
        "unit": {"code": report.unit.code, "name": report.unit.name},
        "year": report.year,
        "period": [f"{report.year}-01-01", f"{report.year}-12-31"],
        "form": {"name": form.name, "title": form.title, "keys": dict(form.figures)},
        "frozen_at": localtime(report.frozen_at).isoformat(),
        "calendar_version": report.calendar_version,
        "identities": _identities(check_identities(report.format, figures).evaluation),
        "signed_reason": report.frozen_reason,
        "figures": told,
        "sha256": hashlib.sha256(_written(told)).hexdigest(),
    }
    return _written(whole) + b"\n"


def _figure(figure: FrozenFigure) -> dict[str, Any]:
    one: dict[str, Any] = {
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit_word,
        "definition": figure.definition,
        "printed": figure.printed,
    }
    if figure.is_ratio:
        one |= {"numerator": figure.numerator, "denominator": figure.denominator}
    else:
        one |= {"number": _number(figure.number), "records": figure.record_count}
    if figure.parts:
        one["parts"] = figure.parts
    if figure.ids_sha256:
        one["sha256"] = figure.ids_sha256
    return one


def _identities(evaluation: Evaluation) -> list[dict[str, Any]]:
    broken = [
        {"id": one.identity.id, "holds": False, "severity": one.identity.severity, "why": one.identity.why}
        for one in evaluation.violations
    ]
    holding = [{"id": one.id, "holds": True} for one in evaluation.passed]
    blank = [{"id": one.id, "holds": None, "blank": list(missing)} for one, missing in evaluation.unanswerable]
    return sorted([*broken, *holding, *blank], key=lambda one: str(one["id"]))


def _number(number: Decimal | None) -> int | str | None:
    """A count as a number; an amount as text, so that no program rounds it."""
    if number is None:
        return None
    return int(number) if number == int(number) else str(number)


def _written(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
