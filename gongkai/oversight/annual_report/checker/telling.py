"""What a check came to, as plain words and numbers: for programs, for a page, and from one process to another."""

from typing import Any

from gongkai.oversight.annual_report.checker import places
from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.reports import Report


def told(report: Report, outcome: Outcome) -> dict[str, Any]:
    """Title, year and form of the report, every figure read with its place, what was not read, the findings and the passed checks.

    Findings come in the order of their numbers, which are those of the marks.
    """
    document = report.document
    read = report.crossed.figures if report.crossed else report.bound
    return {
        "title": report.title,
        "year": report.year,
        "format": report.form.name if report.form else None,
        "format_title": report.form.title if report.form else None,
        "figures": {
            key: {
                "value": None if cell.value is None else str(cell.value),
                "where": cell.where,
                "at": places.told(document, cell.spot) if cell.spot else None,
            }
            for key, cell in read.items()
        },
        "notes": list(report.notes),
        "findings": [
            {
                "number": number,
                "rule": finding.rule.id,
                "severity": str(finding.severity),
                "where": finding.where,
                "said": finding.said,
                "computed": finding.computed,
                "why": finding.why,
                "at": [places.told(document, spot) for spot in finding.spots],
            }
            for number, finding in enumerate(outcome.ranked, start=1)
        ],
        "passed": [{"rule": item.rule.id, "where": item.where, "compared": item.compared} for item in outcome.passed],
    }
