"""Promises of the working calendar: docs/law/working-days.md."""

import json
from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar, notices
from gongkai.law.calendar import (
    FRINGE,
    WEEKEND,
    DueDate,
    Reason,
    WorkingCalendar,
    YearArrangement,
    YearNotAnnounced,
    chinese_date,
    fixed_day_off,
    weekday_name,
)

CALENDAR = carried_calendar()
KNOWN = st.dates(date(2007, 1, 1), date(2025, 12, 31))
COUNTS = st.integers(1, 60)
DAY = timedelta(days=1)


def every_day(first: date, last: date) -> list[date]:
    return [first + DAY * i for i in range((last - first).days + 1)]


class TestAgainstOthers:
    def test_agrees_with_chinesecalendar_on_every_day_from_2007_to_2026(self):
        days = every_day(date(2007, 1, 1), date(2026, 12, 31))
        assert [d for d in days if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)] == []

    @pytest.mark.shared
    def test_agrees_with_the_official_days_on_every_row(self, shared_dir):
        text = (shared_dir / "data" / "holidays_cn.jsonl").read_text(encoding="utf-8")
        rows = [json.loads(line) for line in text.splitlines()]
        said = {date.fromisoformat(row["date"]): row["off"] for row in rows}
        assert [d for d, off in said.items() if CALENDAR.is_working_day(d) == off] == []
        unnamed = [d for d in every_day(date(2007, 1, 1), date(2026, 12, 31)) if d not in said]
        assert [d for d in unnamed if CALENDAR.is_working_day(d) != (d.weekday() < 5)] == []

    @pytest.mark.parametrize(
        ("start", "n", "end"),
        [
            ("2018-02-09", 15, "2018-03-07"),
            ("2018-09-21", 15, "2018-10-18"),
            ("2018-12-28", 20, "2019-01-28"),
            ("2019-05-14", 15, "2019-06-04"),
            ("2019-05-15", 20, "2019-06-13"),
            ("2020-01-20", 20, "2020-02-25"),
            ("2018-10-08", -7, "2018-09-21"),
        ],
    )
    def test_the_worked_examples(self, start, n, end):
        due = CALENDAR.add_working_days(date.fromisoformat(start), n)
        assert (due.date, due.provisional) == (date.fromisoformat(end), False)

    @given(KNOWN, COUNTS)
    def test_counting_on_agrees_with_chinesecalendar(self, start, n):
        day, left = start, n
        while left:
            day += DAY
            left -= chinese_calendar.is_workday(day)
        assert CALENDAR.add_working_days(start, n).date == day

    def test_2018_has_250_working_days_seven_of_them_at_weekends(self):
        working = [d for d in every_day(date(2018, 1, 1), date(2018, 12, 31)) if CALENDAR.is_working_day(d)]
        assert len(working) == 250
        assert [f"{d:%m-%d}" for d in working if d.weekday() >= 5] == [
            "02-11", "02-24", "04-08", "04-28", "09-29", "09-30", "12-29",
        ]  # fmt: skip


class TestCounting:
    @given(KNOWN, KNOWN, COUNTS)
    def test_a_later_start_never_ends_earlier(self, a, b, n):
        early, late = sorted((a, b))
        assert CALENDAR.add_working_days(early, n).date <= CALENDAR.add_working_days(late, n).date

    @given(KNOWN, COUNTS)
    def test_one_day_more_ends_later(self, start, n):
        assert CALENDAR.add_working_days(start, n).date < CALENDAR.add_working_days(start, n + 1).date

    @given(KNOWN, COUNTS, COUNTS)
    def test_counting_in_two_steps_ends_where_one_step_does(self, start, a, b):
        middle = CALENDAR.add_working_days(start, a).date
        assert CALENDAR.add_working_days(middle, b).date == CALENDAR.add_working_days(start, a + b).date

    @given(KNOWN, COUNTS, st.booleans())
    def test_never_ends_on_a_day_off(self, start, n, exclude):
        assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, n, exclude_first_day=exclude).date)

    @given(st.dates(date(2008, 1, 1), date(2025, 12, 31)), COUNTS)
    def test_never_ends_on_a_day_off_counting_back(self, start, n):
        assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, -n).date)

    @given(st.dates(date(2008, 1, 1), date(2025, 12, 31)), st.integers(-60, 60))
    def test_counting_between_undoes_adding(self, start, n):
        assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, n).date) == n

    @given(KNOWN, COUNTS)
    def test_every_day_on_the_way_is_either_counted_or_explained(self, start, n):
        due = CALENDAR.add_working_days(start, n)
        assert len(due.skipped) + n == (due.date - start).days
        assert all(not CALENDAR.is_working_day(day) and reason for day, reason in due.skipped)
        assert all(day.weekday() >= 5 and "调休上班" in reason for day, reason in due.shifted)

    def test_the_first_day_counts_only_when_asked_and_only_if_it_is_a_working_day(self):
        friday, saturday = date(2018, 3, 2), date(2018, 3, 3)
        assert CALENDAR.add_working_days(friday, 1).date == date(2018, 3, 5)
        assert CALENDAR.add_working_days(friday, 1, exclude_first_day=False).date == friday
        assert CALENDAR.add_working_days(saturday, 1, exclude_first_day=False).date == date(2018, 3, 5)
        assert CALENDAR.add_working_days(friday, -1, exclude_first_day=False).date == friday

    def test_nothing_added_is_the_start_itself(self):
        assert CALENDAR.add_working_days(date(2018, 3, 3), 0) == DueDate(date(2018, 3, 3))

    def test_days_on_which_the_clock_stood_still_are_named(self):
        due = CALENDAR.add_working_days(date(2018, 3, 5), 2, uncounted={date(2018, 3, 6): "计时中止"})
        assert due.date == date(2018, 3, 8)
        assert due.skipped == (Reason(date(2018, 3, 6), "计时中止"),)


class TestReasons:
    def test_a_festival_is_named_with_its_notice(self):
        assert CALENDAR.explain(date(2018, 2, 15)) == "春节（国办发明电〔2017〕12号）"
        assert CALENDAR.explain(date(2018, 2, 11)) == "春节调休上班（国办发明电〔2017〕12号）"
        assert CALENDAR.explain(date(2018, 2, 10)) == WEEKEND
        assert CALENDAR.explain(date(2018, 2, 12)) == "工作日"

    def test_a_changed_year_names_for_each_day_the_notice_that_first_said_so(self):
        assert CALENDAR.explain(date(2019, 5, 1)) == "劳动节（国办发明电〔2018〕15号）"
        assert CALENDAR.explain(date(2019, 5, 2)) == "劳动节（国办发明电〔2019〕3号）"
        assert CALENDAR.explain(date(2020, 2, 1)) == "春节（国办发明电〔2020〕1号）"

    def test_a_notice_without_a_known_number_is_not_given_one(self):
        arrangement = YearArrangement(2018, 1, "", date(2017, 12, 1), {date(2018, 1, 1): "元旦"}, {})
        assert WorkingCalendar([arrangement]).explain(date(2018, 1, 1)) == "元旦"

    def test_dates_are_written_as_documents_write_them(self):
        assert chinese_date(date(2027, 1, 12)) == "2027年1月12日"
        assert weekday_name(date(2027, 1, 12)) == "周二"


class TestUnannounced:
    @given(st.dates(date(1990, 1, 1), date(2006, 12, 29)) | st.dates(date(2027, 1, 1), date(2060, 1, 1)))
    def test_a_day_of_a_year_nobody_announced_is_never_guessed(self, day):
        for ask in (CALENDAR.is_working_day, CALENDAR.explain):
            with pytest.raises(YearNotAnnounced, match=str(day.year)) as refusal:
                ask(day)
            assert refusal.value.year == day.year

    def test_days_of_the_year_before_that_a_notice_names_are_known(self):
        assert CALENDAR.is_working_day(date(2006, 12, 30))
        assert CALENDAR.is_working_day(date(2006, 12, 31))

    def test_a_count_into_the_past_nobody_announced_raises(self):
        with pytest.raises(YearNotAnnounced):
            CALENDAR.add_working_days(date(2007, 1, 10), -30)
        with pytest.raises(YearNotAnnounced):
            CALENDAR.add_working_days(date(2005, 1, 10), 3)
        with pytest.raises(YearNotAnnounced):
            CALENDAR.working_days_between(date(2026, 12, 1), date(2027, 1, 5))

    def test_a_year_missing_in_the_middle_raises(self):
        gap = WorkingCalendar(a for a in CALENDAR.arrangements if a.year != 2017)
        with pytest.raises(YearNotAnnounced, match="2017"):
            gap.add_working_days(date(2016, 12, 20), 20)

    def test_no_notice_at_all_raises(self):
        with pytest.raises(YearNotAnnounced):
            WorkingCalendar().add_working_days(date(2018, 1, 1), 1)
        assert WorkingCalendar().version == ""

    def test_only_days_fixed_by_the_statute_are_surely_off(self):
        def fixed(year):
            return [f"{d:%m-%d}" for d in every_day(date(year, 1, 1), date(year, 12, 31)) if fixed_day_off(d)]

        assert fixed(2024) == ["01-01", "05-01", "10-01", "10-02", "10-03"]
        assert fixed(2025) == ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]


@st.composite
def notices_for_2027(draw):
    """Any arrangement the statute allows: its fixed days are off, every other day may be off or worked."""
    days = every_day(date(2026, *FRINGE), date(2027, 6, 30))
    fixed = {day: name for day in days if (name := fixed_day_off(day))}
    fates = draw(st.sampled_from((("working",), ("working", ""), ("off", "working", ""))))
    fate = draw(st.lists(st.sampled_from(fates), min_size=len(days), max_size=len(days)))
    return YearArrangement(
        year=2027,
        version=1,
        notice="",
        published=date(2026, 11, 25),
        off=fixed | {day: "某节" for day, f in zip(days, fate, strict=True) if f == "off" and day not in fixed},
        working={day: "某节" for day, f in zip(days, fate, strict=True) if f == "working" and day not in fixed},
    )


class TestProvisional:
    def test_a_due_date_beyond_the_last_notice_says_so(self):
        due = CALENDAR.add_working_days(date(2026, 12, 18), 20)
        assert due.provisional
        assert str(due) == "暂定，不早于2027年1月12日"

    def test_a_due_date_before_it_is_plain(self):
        assert str(CALENDAR.add_working_days(date(2018, 2, 9), 15)) == "2018年3月7日"

    def test_counting_back_over_unknown_days_bounds_the_other_side(self):
        assert str(CALENDAR.add_working_days(date(2027, 3, 1), -7)) == "暂定，不晚于2027年2月22日"

    @given(st.dates(date(2026, 10, 1), date(2027, 1, 31)), COUNTS, notices_for_2027())
    def test_no_notice_the_statute_allows_can_end_a_limit_before_its_provisional_date(self, start, n, notice):
        before = CALENDAR.add_working_days(start, n)
        after = WorkingCalendar([*CALENDAR.arrangements, notice]).add_working_days(start, n)
        assume(not after.provisional)
        assert before.date <= after.date
        assert before.provisional or before.date == after.date

    @given(st.dates(date(2026, 10, 1), date(2027, 5, 31)), COUNTS, notices_for_2027())
    def test_nor_begin_a_limit_counted_back_after_it(self, end, n, notice):
        before = CALENDAR.add_working_days(end, -n)
        after = WorkingCalendar([*CALENDAR.arrangements, notice]).add_working_days(end, -n)
        assert after.date <= before.date
        assert before.provisional or before.date == after.date

    @given(st.sampled_from([y for y in CALENDAR.years[1:] if y != 2007]), st.integers(0, 100), COUNTS)
    def test_history_kept_every_provisional_date(self, year, days_before, n):
        first = next(n.arrangement for n in notices() if n.arrangement.year == year and n.arrangement.version == 1)
        start = date(year - 1, 12, 31) - DAY * days_before
        before = CALENDAR.as_of(first.published - DAY).add_working_days(start, n)
        after = CALENDAR.as_of(first.published).add_working_days(start, n)
        assert before.date <= after.date
        assert before.provisional or before.date == after.date

    def test_the_notice_for_2019_moved_a_limit_onto_a_saturday_of_2018(self):
        before = CALENDAR.as_of(date(2018, 12, 1)).add_working_days(date(2018, 12, 28), 1)
        assert str(before) == "暂定，不早于2018年12月29日"
        assert CALENDAR.add_working_days(date(2018, 12, 28), 1) == DueDate(
            date(2018, 12, 29), shifted=(Reason(date(2018, 12, 29), "元旦调休上班（国办发明电〔2018〕15号）"),)
        )


class TestNotices:
    @given(KNOWN, COUNTS, st.dates(date(2007, 1, 1), date(2026, 12, 28)))
    def test_a_new_holiday_never_brings_a_deadline_forward(self, start, n, holiday):
        latest = max((a for a in CALENDAR.arrangements if a.year == holiday.year), key=lambda a: a.version)
        working = {day: name for day, name in latest.working.items() if day != holiday}
        changed = replace(latest, version=latest.version + 1, off={**latest.off, holiday: "新节日"}, working=working)
        with_holiday = WorkingCalendar([*CALENDAR.arrangements, changed])
        before, after = CALENDAR.add_working_days(start, n), with_holiday.add_working_days(start, n)
        assert before.date <= after.date
        assert (before.date < after.date) == (start < holiday <= before.date and CALENDAR.is_working_day(holiday))

    def test_the_labour_day_of_2019_is_known_as_of_either_notice(self):
        before, after = CALENDAR.as_of(date(2019, 3, 21)), CALENDAR.as_of(date(2019, 3, 22))
        assert before.is_working_day(date(2019, 5, 2))
        assert not before.is_working_day(date(2019, 4, 28))
        assert not after.is_working_day(date(2019, 5, 2))
        assert after.is_working_day(date(2019, 4, 28))

    def test_a_deadline_of_january_2020_differs_when_computed_again_in_march(self):
        start = date(2020, 1, 20)
        assert CALENDAR.as_of(date(2020, 1, 20)).add_working_days(start, 20).date == date(2020, 2, 21)
        assert CALENDAR.as_of(date(2020, 3, 1)).add_working_days(start, 20).date == date(2020, 2, 25)

    def test_the_version_names_the_set_of_notices(self):
        versions = {CALENDAR.as_of(n.arrangement.published).version for n in notices()}
        assert len(versions) == len(notices())
        assert WorkingCalendar(reversed(CALENDAR.arrangements)).version == CALENDAR.version

    def test_a_notice_may_not_contradict_itself_or_reach_beyond_its_year(self):
        new_year = {date(2018, 1, 1): "元旦"}
        with pytest.raises(ValueError, match="2018-01-01"):
            YearArrangement(2018, 1, "", date(2017, 12, 1), new_year, new_year)
        for outside in (date(2017, 12, 28), date(2019, 1, 1)):
            with pytest.raises(ValueError, match="2018年"):
                YearArrangement(2018, 1, "", date(2017, 12, 1), {}, {outside: "元旦"})

    def test_every_year_since_2007_is_carried_with_its_notice(self):
        assert CALENDAR.years == tuple(range(2007, 2027))
        assert [a.year for a in CALENDAR.arrangements if a.version == 2] == [2015, 2019, 2020]
        assert all("明电〔" in n.arrangement.notice for n in notices())
        assert all(str(n.arrangement.year) in n.title for n in notices() if n.arrangement.version == 1)
        assert all(n.arrangement.published.year in (n.arrangement.year - 1, n.arrangement.year) for n in notices())
