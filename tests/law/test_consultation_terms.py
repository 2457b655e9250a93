"""Terms of consultations are calendar days, thirty at least; what may never be shorter never is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.consultations import STATUTORY_DAYS, last_day, least_days, term_days

DAYS = st.dates(date(2008, 5, 1), date(2050, 12, 31))


def test_thirty_days_from_the_first_of_june_end_on_the_first_of_july():
    assert last_day(opens=date(2018, 6, 1)) == date(2018, 7, 1)
    assert term_days(opens=date(2018, 6, 1), closes=date(2018, 7, 1)) == STATUTORY_DAYS


@given(opens=DAYS, days=st.integers(1, 400))
def test_the_last_day_of_a_term_has_as_many_days_as_asked_whatever_days_off_lie_in_it(opens, days):
    closes = last_day(opens=opens, days=days)
    assert term_days(opens=opens, closes=closes) == days
    assert term_days(opens=opens, closes=closes - timedelta(days=1)) == days - 1


@pytest.mark.parametrize(
    ("usual", "may_be_shorter", "reason", "least"),
    [
        (30, True, "", 30),
        (30, True, "  ", 30),
        (30, True, "台风灾后急需", 1),
        (15, True, "", 15),
        (45, True, "", 45),
        (30, False, "", 30),
        (30, False, "急需", 30),
        (15, False, "急需", 30),
        (45, False, "急需", 45),
    ],
)
def test_a_reason_lifts_the_usual_minimum_and_never_that_of_an_expropriation(usual, may_be_shorter, reason, least):
    assert least_days(usual=usual, may_be_shorter=may_be_shorter, reason=reason) == least
