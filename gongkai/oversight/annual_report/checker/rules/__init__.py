"""The rules, one module a family. Each module has one `check(report, outcome)` that adds findings and passed checks.

A finding is hard only when the page contradicts itself; where the page does not declare the relation it is soft.
"""

from collections.abc import Callable

from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.rules import (
    crossed,
    dates,
    document_numbers,
    flows,
    form,
    leftovers,
    names,
    numbers,
    percents,
    text_and_table,
    totals,
)

FAMILIES: tuple[Callable[[Report, Outcome], None], ...] = (
    names.check,
    totals.check,
    crossed.check,
    text_and_table.check,
    percents.check,
    flows.check,
    document_numbers.check,
    form.check,
    dates.check,
    leftovers.check,
    numbers.check,
)
