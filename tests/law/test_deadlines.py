"""Promises of the limits of 政府信息公开条例: docs/law/deadlines.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar
from gongkai.law import deadlines
from gongkai.law.deadlines import BeforeRegulation, Pause, Regulation
from gongkai.law.vocabulary import ReceiptChannel

CALENDAR = carried_calendar()
UNDER_EITHER = st.dates(date(2008, 5, 1), date(2025, 6, 30))
LAST_DAY_OF_2007 = date(2019, 5, 14)
FIRST_DAY_OF_2019 = date(2019, 5, 15)


class TestWhichText:
    def test_the_day_of_receipt_chooses_it(self):
        assert deadlines.regulation_on(date(2008, 5, 1)) is Regulation.OF_2007
        assert deadlines.regulation_on(LAST_DAY_OF_2007) is Regulation.OF_2007
        assert deadlines.regulation_on(FIRST_DAY_OF_2019) is Regulation.OF_2019

    def test_before_the_first_text_nothing_is_computed(self):
        early = date(2008, 4, 30)
        for ask in (
            lambda: deadlines.regulation_on(early),
            lambda: deadlines.reply_due(received=early, calendar=CALENDAR),
            lambda: deadlines.publication_due(formed=early, calendar=CALENDAR),
            lambda: deadlines.receipt_date(ReceiptChannel.IN_PERSON, arrived=early),
            lambda: deadlines.annual_report_due(year=2007, by_department=False),
        ):
            with pytest.raises(BeforeRegulation, match=r"2008年4月30日|2007年12月31日"):
                ask()

    def test_a_text_is_cited_by_its_order(self):
        assert [regulation.order for regulation in Regulation] == ["国务院令第492号", "国务院令第711号"]


class TestReply:
    def test_one_day_decides_between_15_and_20_working_days(self):
        assert deadlines.reply_due(received=LAST_DAY_OF_2007, calendar=CALENDAR).date == date(2019, 6, 4)
        assert deadlines.reply_due(received=FIRST_DAY_OF_2019, calendar=CALENDAR).date == date(2019, 6, 13)

    def test_an_application_of_mid_december_2018_is_pending_at_the_turn_of_the_year(self):
        due = deadlines.reply_due(received=date(2018, 12, 11), calendar=CALENDAR)
        assert (due.date, due.provisional) == (date(2019, 1, 2), False)

    @given(UNDER_EITHER)
    def test_an_extension_is_as_long_as_the_limit_itself(self, received):
        due = deadlines.reply_due(received=received, calendar=CALENDAR)
        extended = deadlines.reply_due(received=received, calendar=CALENDAR, extended=True)
        days = deadlines.regulation_on(received).extension_days
        assert CALENDAR.working_days_between(due.date, extended.date) == days
        assert days == (15 if received < FIRST_DAY_OF_2019 else 20)

    @given(UNDER_EITHER, st.integers(0, 10), st.integers(0, 60))
    def test_a_pause_keeps_the_working_days_left(self, received, after, length):
        due = deadlines.reply_due(received=received, calendar=CALENDAR)
        began = received + timedelta(days=after)
        ended = began + timedelta(days=length)
        again = deadlines.reply_due(received=received, calendar=CALENDAR, pauses=[Pause(began, ended)])
        assert CALENDAR.working_days_between(ended, again.date) == CALENDAR.working_days_between(began, due.date)

    @given(UNDER_EITHER, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=4))
    def test_pauses_never_shorten_and_overlapping_ones_are_given_back_once(self, received, spans):
        def due(pauses):
            return deadlines.reply_due(received=received, calendar=CALENDAR, pauses=pauses).date

        begun = [received + timedelta(days=start) for start, _ in spans]
        pauses = [Pause(day, day + timedelta(days=length)) for day, (_, length) in zip(begun, spans, strict=True)]
        assert due(pauses) >= due([])
        assert due([*pauses, *pauses]) == due(pauses)

    def test_a_pause_is_named_among_the_skipped_days(self):
        pause = Pause(date(2019, 6, 3), date(2019, 6, 5), reason="征求第三方意见")
        due = deadlines.reply_due(received=FIRST_DAY_OF_2019, calendar=CALENDAR, pauses=[pause])
        assert [day for day, reason in due.skipped if reason == "计时中止（征求第三方意见）"] == [
            date(2019, 6, 4),
            date(2019, 6, 5),
        ]

    def test_a_pause_cannot_end_before_it_began(self):
        with pytest.raises(ValueError, match="中止"):
            Pause(date(2019, 6, 5), date(2019, 6, 4))

    @given(UNDER_EITHER, UNDER_EITHER)
    def test_under_one_text_who_came_first_is_due_first(self, a, b):
        first, second = sorted((a, b))
        dues = [
            deadlines.reply_due(received=day, calendar=CALENDAR, regulation=Regulation.OF_2019).date
            for day in (first, second)
        ]
        assert dues == sorted(dues)

    def test_a_corrected_application_starts_anew_under_the_text_of_its_first_receipt(self):
        due = deadlines.reply_due(received=date(2019, 5, 20), calendar=CALENDAR, regulation=Regulation.OF_2007)
        assert due.date == date(2019, 6, 11)

    def test_beyond_the_last_notice_it_is_provisional(self):
        due = deadlines.reply_due(received=date(2026, 12, 18), calendar=CALENDAR)
        assert str(due) == "暂定，不早于2027年1月12日"


class TestOtherLimits:
    @given(UNDER_EITHER)
    def test_publication_is_due_after_20_working_days_under_both_texts(self, formed):
        due = deadlines.publication_due(formed=formed, calendar=CALENDAR)
        assert CALENDAR.working_days_between(formed, due.date) == 20

    def test_third_parties_have_15_working_days_since_2019_and_no_limit_before(self):
        assert deadlines.third_party_due(inquiry_received=LAST_DAY_OF_2007, calendar=CALENDAR) is None
        due = deadlines.third_party_due(inquiry_received=date(2021, 9, 27), calendar=CALENDAR)
        assert due.date == date(2021, 10, 22)

    def test_an_old_application_leaves_its_third_party_without_limit(self):
        asked = date(2019, 5, 20)
        due = deadlines.third_party_due(inquiry_received=asked, calendar=CALENDAR, regulation=Regulation.OF_2007)
        assert due is None

    def test_a_correction_is_asked_for_within_7_working_days_since_2019(self):
        assert deadlines.amendment_notice_due(received=LAST_DAY_OF_2007, calendar=CALENDAR) is None
        due = deadlines.amendment_notice_due(received=FIRST_DAY_OF_2019, calendar=CALENDAR)
        assert due.date == date(2019, 5, 24)

    def test_an_interpretation_follows_within_three_working_days_unless_told_otherwise(self):
        friday = date(2018, 9, 28)
        assert deadlines.interpretation_due(friday, CALENDAR).date == date(2018, 10, 8)
        assert deadlines.interpretation_due(friday, CALENDAR, working_days=1).date == date(2018, 9, 29)

    @pytest.mark.parametrize(
        ("year", "by_department", "due"),
        [
            (2018, False, date(2019, 3, 31)),
            (2018, True, date(2019, 3, 31)),
            (2019, True, date(2020, 1, 31)),
            (2019, False, date(2020, 3, 31)),
        ],
    )
    def test_departments_report_by_the_end_of_january_since_the_report_on_2019(self, year, by_department, due):
        assert deadlines.annual_report_due(year=year, by_department=by_department) == due


class TestReceipt:
    ARRIVED, SIGNED, CONFIRMED = date(2021, 3, 1), date(2021, 3, 2), date(2021, 3, 4)

    @pytest.mark.parametrize("channel", [ReceiptChannel.NETWORK, ReceiptChannel.FAX_PHONE, ReceiptChannel.LETTER])
    def test_no_clock_runs_before_both_sides_confirmed(self, channel):
        assert deadlines.receipt_date(channel, arrived=self.ARRIVED) is None
        assert deadlines.receipt_date(channel, arrived=self.ARRIVED, confirmed=self.CONFIRMED) == self.CONFIRMED

    def test_what_is_handed_in_is_received_then_and_there(self):
        assert deadlines.receipt_date(ReceiptChannel.IN_PERSON, arrived=self.ARRIVED) == self.ARRIVED

    def test_a_letter_that_was_signed_for_counts_from_the_signature(self):
        received = deadlines.receipt_date(
            ReceiptChannel.LETTER, arrived=self.ARRIVED, signed=self.SIGNED, confirmed=self.CONFIRMED
        )
        assert received == self.SIGNED

    def test_before_2019_the_network_counts_on_arrival_and_a_stray_letter_when_confirmed(self):
        arrived, confirmed = date(2018, 12, 11), date(2018, 12, 13)
        assert deadlines.receipt_date(ReceiptChannel.NETWORK, arrived=arrived, confirmed=confirmed) == arrived
        assert deadlines.receipt_date(ReceiptChannel.LETTER, arrived=arrived, confirmed=confirmed) == confirmed
        assert deadlines.receipt_date(ReceiptChannel.LETTER, arrived=arrived) == arrived

    def test_a_letter_confirmed_on_a_later_day_is_late_since_2019(self):
        assert deadlines.confirmation_is_late(arrived=self.ARRIVED, confirmed=self.CONFIRMED)
        assert not deadlines.confirmation_is_late(arrived=self.ARRIVED, confirmed=self.ARRIVED)
        assert not deadlines.confirmation_is_late(arrived=date(2018, 3, 1), confirmed=date(2018, 3, 2))
