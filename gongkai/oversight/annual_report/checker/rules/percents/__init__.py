"""Percentages: growth over last year, shares of a ratio the page states, rates over a denominator it names.

Each percentage of the text is tried as one after the other; what is none of them is left alone.
"""

from gongkai.oversight.annual_report.checker.findings import Outcome
from gongkai.oversight.annual_report.checker.reports import Report
from gongkai.oversight.annual_report.checker.rules.percents.growth import check_growth
from gongkai.oversight.annual_report.checker.rules.percents.rates import check_rate
from gongkai.oversight.annual_report.checker.rules.percents.shares import check_share


def check(report: Report, outcome: Outcome) -> None:
    """Add what this family finds, and what it passed, to the outcome."""
    for sentence in report.sentences:
        for percent in sentence.percents:
            if percent.aside or check_growth(sentence, percent, outcome) or check_share(sentence, percent, outcome):
                continue
            check_rate(report, sentence, percent, outcome)
