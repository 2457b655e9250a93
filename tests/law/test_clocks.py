"""Promises of the clock of an application: docs/law/deadlines.md."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar
from gongkai.law import clocks
from gongkai.law.calendar import DueDate, WorkingCalendar
from gongkai.law.clocks import CountedDay, Course, Standstill, explain, limit_of, remaining
from gongkai.law.deadlines import Regulation

CALENDAR = carried_calendar()
DAYS = st.dates(date(2008, 5, 1), date(2025, 1, 31))
DAY = timedelta(days=1)
NEW = Regulation.OF_2019


@st.composite
def courses(draw, pauses=2):
    """A course whose facts stand in order."""
    received = draw(DAYS)
    restarted = draw(st.none() | st.integers(0, 40).map(lambda n: received + DAY * n))
    start = restarted or received
    stops = tuple(
        Standstill(start + DAY * begin, start + DAY * (begin + length), "征求第三方意见")
        for begin, length in draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=pauses))
    )
    extended = draw(st.none() | st.integers(0, 20).map(lambda n: start + DAY * n))
    return Course(received, None, restarted, extended, stops)


def with_day_off(day: date) -> WorkingCalendar:
    """The calendar with a later notice that gives one more day off."""
    old = next(one for one in reversed(CALENDAR.arrangements) if one.year == day.year)
    later = replace(
        old,
        version=old.version + 1,
        off={**old.off, day: "加放一天"},
        working={other: name for other, name in old.working.items() if other != day},
    )
    return WorkingCalendar([*CALENDAR.arrangements, later])


class TestNothingIsLost:
    @given(courses(), st.integers(1, 60))
    def test_a_new_holiday_never_brings_a_deadline_forward(self, course, after):
        day = course.start + DAY * after
        assert limit_of(course, with_day_off(day)).date >= limit_of(course, CALENDAR).date

    @given(courses(pauses=0), st.integers(0, 15), st.integers(0, 60))
    def test_pausing_never_loses_a_day(self, course, begin, length):
        began = course.start + DAY * begin
        plain = limit_of(course, CALENDAR)
        assume(began <= plain.date)
        ended = began + DAY * length
        stopped = limit_of(replace(course, standstills=(Standstill(began, ended, "征求意见"),)), CALENDAR)
        assert remaining(stopped, on=ended, calendar=CALENDAR) == remaining(plain, on=began, calendar=CALENDAR)
        assert stopped.date >= plain.date

    @given(courses(), courses())
    def test_questions_asked_at_once_are_given_back_once(self, course, other):
        twice = replace(course, standstills=course.standstills * 2)
        assert limit_of(twice, CALENDAR).date == limit_of(course, CALENDAR).date

    @given(courses())
    def test_a_restart_equals_a_fresh_receipt(self, course):
        assume(course.restarted is not None)
        fresh = replace(course, received=course.restarted, restarted=None, regulation=course.text)
        if course.extended is not None and course.extended < course.restarted:
            fresh = replace(fresh, extended=None)
        assert limit_of(course, CALENDAR).date == limit_of(fresh, CALENDAR).date

    @given(courses())
    def test_every_day_is_explained_and_the_counted_ones_are_the_limit(self, course):
        limit = limit_of(course, CALENDAR)
        days = explain(limit, CALENDAR)
        assert [day.date for day in days] == [limit.start + DAY * i for i in range(1, len(days) + 1)]
        assert [day.number for day in days if day.number] == list(range(1, limit.days + 1))
        assert all(day.reason for day in days)
        assert remaining(limit, on=limit.start, calendar=CALENDAR) == limit.days
        assert remaining(limit, on=limit.date, calendar=CALENDAR) == 0

    @given(courses(), st.integers(0, 80))
    def test_a_day_that_passes_takes_at_most_one_working_day(self, course, after):
        limit, day = limit_of(course, CALENDAR), course.start + DAY * after
        today, tomorrow = (remaining(limit, on=one, calendar=CALENDAR) for one in (day, day + DAY))
        assert 0 <= today - tomorrow <= 1


class TestRestart:
    def test_an_extension_lengthens_the_limit_it_was_decided_for_and_not_the_next(self):
        course = Course(date(2024, 1, 8), restarted=date(2024, 2, 18), extended=date(2024, 1, 31))
        assert not course.is_extended
        assert not clocks.may_extend(course, on=date(2024, 2, 20), calendar=CALENDAR), "once for an application"

    def test_the_text_stays_that_of_the_first_receipt(self):
        course = Course(date(2019, 5, 13), restarted=date(2019, 5, 20))
        assert limit_of(course, CALENDAR).days == 15

    def test_nothing_happens_before_receipt(self):
        for what in ("restarted", "extended", "deferred"):
            with pytest.raises(ValueError, match="不能早于"):
                Course(date(2024, 1, 8), **{what: date(2024, 1, 5)})


class TestExtension:
    def test_once_and_not_after_the_limit_ran_out(self):
        course = Course(date(2021, 9, 10))
        assert limit_of(course, CALENDAR).date == date(2021, 10, 14)
        assert clocks.may_extend(course, on=date(2021, 10, 14), calendar=CALENDAR)
        assert not clocks.may_extend(course, on=date(2021, 10, 15), calendar=CALENDAR)
        assert not clocks.may_extend(
            replace(course, extended=date(2021, 9, 30)), on=date(2021, 10, 8), calendar=CALENDAR
        )


class TestStandstill:
    ASKED, DELIVERED = date(2021, 9, 13), date(2021, 9, 15)

    def limit(self, of_third_party=True, regulation=NEW):
        return clocks.opinion_due(
            delivered=self.DELIVERED, of_third_party=of_third_party, regulation=regulation, calendar=CALENDAR
        )

    def test_a_third_party_and_an_organ_have_fifteen_working_days_since_2019(self):
        assert self.limit().date == self.limit(of_third_party=False).date == date(2021, 10, 12)
        assert self.limit(regulation=Regulation.OF_2007) is None

    def test_silence_is_consent_for_an_organ_and_not_for_a_third_party(self):
        assert clocks.silence_is_consent(of_third_party=False, regulation=NEW)
        assert not clocks.silence_is_consent(of_third_party=True, regulation=NEW)
        assert not clocks.silence_is_consent(of_third_party=False, regulation=Regulation.OF_2007)

    def test_without_an_answer_the_clock_goes_on_by_itself_after_the_last_day_for_one(self):
        stop = clocks.standstill(asked=self.ASKED, limit=self.limit(), answered=None, reason="征求第三方意见")
        assert stop.ended == date(2021, 10, 12)

    def test_an_answer_after_the_last_day_takes_no_more_time(self):
        stop = clocks.standstill(
            asked=self.ASKED, limit=self.limit(), answered=date(2021, 12, 1), reason="征求第三方意见"
        )
        assert stop.ended == date(2021, 10, 12)

    def test_while_nobody_knows_its_end_the_days_left_stand(self):
        course = Course(date(2018, 6, 1), standstills=(Standstill(date(2018, 6, 11), None, "征求第三方意见"),))
        limit = limit_of(course, CALENDAR)
        assert limit.paused_since == date(2018, 6, 11)
        left = remaining(limit, on=date(2018, 6, 11), calendar=CALENDAR)
        assert left == 9 == remaining(limit, on=date(2018, 12, 3), calendar=CALENDAR)

    def test_a_question_from_before_the_restart_holds_nothing_up(self):
        course = Course(
            date(2024, 4, 1), restarted=date(2024, 4, 12), standstills=(Standstill(date(2024, 4, 2), None, "问"),)
        )
        assert limit_of(course, CALENDAR).paused_since is None

    def test_it_cannot_end_before_it_began(self):
        with pytest.raises(ValueError, match="中止"):
            Standstill(date(2024, 4, 2), date(2024, 4, 1), "问")


class TestDeferral:
    def test_a_later_day_told_stands_and_an_earlier_one_shortens_nothing(self):
        course = Course(date(2021, 6, 1), deferred=date(2021, 8, 31))
        limit = limit_of(course, CALENDAR)
        assert (limit.date, limit.own.date, limit.is_deferred) == (date(2021, 8, 31), date(2021, 6, 30), True)
        assert explain(limit, CALENDAR)[-1] == CountedDay(date(2021, 8, 31), None, clocks.DEFERRED)
        assert remaining(limit, on=date(2021, 8, 30), calendar=CALENDAR) == 1
        assert not limit_of(replace(course, deferred=date(2021, 6, 15)), CALENDAR).is_deferred


class TestOrder:
    def test_a_day_ordered_by_a_judgment_stands_whatever_the_rest_comes_to(self):
        course = Course(date(2021, 6, 1), restarted=date(2023, 3, 1), ordered=date(2023, 3, 16))
        limit = limit_of(course, CALENDAR)
        assert (limit.date, limit.own.date) == (date(2023, 3, 16), date(2023, 3, 29))
        assert remaining(limit, on=date(2023, 3, 15), calendar=CALENDAR) == 1
        assert explain(limit, CALENDAR) == (CountedDay(date(2023, 3, 16), None, clocks.DEFERRED),)


class TestExplanation:
    def test_says_why_each_day_counted_or_not(self):
        days = {day.date: day for day in explain(limit_of(Course(date(2018, 12, 11)), CALENDAR), CALENDAR)}
        assert days[date(2018, 12, 12)] == (date(2018, 12, 12), 1, "工作日")
        assert days[date(2018, 12, 15)].reason == "周末"
        assert days[date(2018, 12, 29)].number == 14
        assert "元旦调休上班" in days[date(2018, 12, 29)].reason
        assert days[date(2019, 1, 1)].number is None

    def test_a_day_nobody_announced_is_said_to_be_so(self):
        limit = limit_of(Course(date(2026, 12, 18)), CALENDAR)
        assert limit.due.provisional
        assert explain(limit, CALENDAR)[-1].reason == clocks.NOT_ANNOUNCED

    def test_where_the_first_day_counts_it_is_explained_too(self):
        limit = limit_of(Course(date(2021, 6, 1), exclude_first_day=False), CALENDAR)
        assert explain(limit, CALENDAR)[0] == (date(2021, 6, 1), 1, "工作日")

    def test_a_limit_that_ran_out_is_below_zero(self):
        limit = limit_of(Course(date(2021, 9, 10)), CALENDAR)
        assert remaining(limit, on=date(2021, 10, 18), calendar=CALENDAR) == -2


class TestParts:
    def test_a_part_is_due_before_the_reply_or_with_it(self):
        limit = limit_of(Course(date(2024, 9, 2)), CALENDAR)
        assert clocks.part_due(assigned=date(2024, 9, 3), days=5, limit=limit, calendar=CALENDAR).date == date(
            2024, 9, 10
        )
        late = clocks.part_due(assigned=date(2024, 9, 24), days=10, limit=limit, calendar=CALENDAR)
        assert late == DueDate(limit.date, skipped=limit.due.skipped, shifted=limit.due.shifted)

    def test_a_part_stands_still_with_the_whole(self):
        course = Course(date(2024, 9, 2), standstills=(Standstill(date(2024, 9, 4), date(2024, 9, 11), "征求意见"),))
        limit = limit_of(course, CALENDAR)
        assert clocks.part_due(assigned=date(2024, 9, 3), days=5, limit=limit, calendar=CALENDAR).date == date(
            2024, 9, 18
        )
