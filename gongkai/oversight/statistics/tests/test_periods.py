"""A report's year is the office's year."""

from datetime import UTC, date, datetime

import pytest

from gongkai.oversight.statistics.queries import Period


def test_a_year_begins_and_ends_at_midnight_in_beijing():
    year = Period.of_year(2018)
    assert year.start == datetime(2017, 12, 31, 16, tzinfo=UTC)
    assert year.end == datetime(2018, 12, 31, 16, tzinfo=UTC)


def test_what_was_pending_before_the_first_day_is_carried_in():
    assert Period.of_year(2018).day_before == date(2017, 12, 31)


def test_the_year_before_has_the_same_days():
    assert Period.of_year(2018).a_year_earlier() == Period.of_year(2017)


def test_a_leap_day_has_the_twenty_eighth_before_it():
    assert Period(date(2020, 2, 29), date(2020, 2, 29)).a_year_earlier().first == date(2019, 2, 28)


def test_a_cut_off_day_belongs_to_its_period():
    assert Period.of_year(2018).until(11, 30).end == datetime(2018, 11, 30, 16, tzinfo=UTC)


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="before it begins"):
        Period(date(2018, 2, 1), date(2018, 1, 1))
