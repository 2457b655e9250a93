"""A zone whose units hand in numbers no ledger holds."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.law.vocabulary import Role
from gongkai.oversight.statistics import actions
from gongkai.oversight.statistics.actions import Entry
from gongkai.oversight.statistics.queries import Period, collected, figure_of, unsigned

YEAR = Period.of_year(2023)
LATER = datetime(2024, 1, 15, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def licences():
    """Two numbers no ledger holds, of no form: a count and an amount."""
    for code, decimals in (("x.licences", 0), ("x.fees", 2)):
        try:
            figure_of(code)
        except LookupError:
            collected(code, f"示例{code}", unit="件", definition="示例。", decimals=decimals)
    return ("x.licences", "x.fees")


@pytest.fixture
def head(appoint, department):
    return appoint(Role.APPROVER, department)


@pytest.fixture
def heads(appoint, department, town):
    """Who enters and who signs, by unit."""
    return {unit: (appoint(Role.DRAFTER, unit), appoint(Role.APPROVER, unit)) for unit in (department, town)}


@pytest.fixture
def asked(licences, heads, openness_officer):
    for unit in heads:
        actions.ask(unit, licences, first_year=2023, by=openness_officer, now=LATER)


@pytest.fixture
def give(heads):
    """``give(unit, {"x.licences": 3})``: entered by one and signed by the other."""

    def give(unit, numbers, *, period=YEAR, sign=True, reason=""):
        writer, head = heads[unit]
        entries = [Entry(code, Decimal(number), "行政审批系统") for code, number in numbers.items()]
        if reason:
            rows = actions.correct(unit, period, entries, reason=reason, by=writer, now=LATER)
        else:
            rows = actions.hand_in(unit, period, entries, by=writer, now=LATER)
        if sign:
            seen = [number.pk for number in unsigned(unit, period)]
            actions.sign(unit, period, seen=seen, by=head, now=LATER)
        return rows

    return give
