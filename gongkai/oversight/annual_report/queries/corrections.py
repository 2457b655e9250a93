"""What was published as corrected after a report, and what is due to be."""

from __future__ import annotations

from ..models import Correction, Report
from .frozen import differences


def corrections_of(report: Report) -> list[Correction]:
    """The published corrections, the first one first."""
    return list(report.corrections.order_by("order"))


def corrections_due(report: Report) -> list[dict[str, str]]:
    """The figures whose value now is neither that of the report nor the one published as corrected last; as they would be published."""
    said = {line["code"]: line["corrected"] for each in corrections_of(report) for line in each.lines}
    units = dict(report.figures.values_list("code", "unit_word"))
    now = {each.code: each for each in differences(report)}
    lines = [
        _line(code, each.label, units[code], each.frozen, each.now)
        for code, each in now.items()
        if each.now != said.get(code, each.frozen)
    ]
    # Corrected once, and by now again what the report said.
    for figure in report.figures.filter(code__in=said).exclude(code__in=now):
        if said[figure.code] != figure.printed:
            lines.append(_line(figure.code, figure.label, figure.unit_word, figure.printed, figure.printed))
    return lines


def _line(code: str, label: str, unit_word: str, frozen: str, corrected: str) -> dict[str, str]:
    return {"code": code, "label": label, "unit_word": unit_word, "frozen": frozen, "corrected": corrected}
