"""Promises of 信息处理费: docs/law/fees.md."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.calendars.data import carried_calendar
from gongkai.law import fees
from gongkai.law.fees import Basis, NoFee, PaymentPeriod

CALENDAR = carried_calendar()
SOME = st.integers(0, 400)


@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        *((0, 0), (1, 0), (10, 0), (11, 100), (12, 200), (20, 1000), (30, 2000), (31, 2200), (40, 4000)),
        *((41, 4300), (45, 5500), (50, 7000), (51, 7400), (60, 11000), (100, 37000)),
    ],
)
def test_by_item_the_worked_examples(items, yuan):
    assert fees.fee_by_items(items) == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        *((0, 0), (30, 0), (31, 10), (68, 380), (70, 400), (100, 700), (101, 720), (150, 1700)),
        *((200, 2700), (201, 2740), (250, 4700), (300, 6700)),
    ],
)
def test_by_volume_the_worked_examples(pages, yuan):
    assert fees.fee_by_pages(pages) == yuan


@given(SOME, SOME)
def test_applications_of_a_month_come_to_the_same_however_they_are_cut(first, more):
    together = fees.fee_by_items(first + more)
    assert fees.fee_by_items(first) + fees.fee_by_items(more, before=first) == together


@given(SOME)
def test_every_lawful_fee_is_a_multiple_of_ten_yuan_and_never_falls(n):
    for fee in (fees.fee_by_items, fees.fee_by_pages):
        assert fee(n) % 10 == 0
        assert fee(n) <= fee(n + 1)


@given(st.integers(1, 400))
def test_the_next_one_never_costs_less_than_the_one_before(n):
    assert fees.item_price(n) <= fees.item_price(n + 1)


class TestAssess:
    def test_nothing_is_charged_for_what_was_received_before_2021(self):
        with pytest.raises(NoFee, match="2021年1月1日"):
            fees.assess(basis=Basis.ITEMS, received=date(2020, 12, 31), quantity=1, before=30)
        assert fees.assess(basis=Basis.ITEMS, received=date(2021, 1, 1), quantity=1, before=30).payable == 200

    def test_pages_of_several_applications_do_not_add_up(self):
        with pytest.raises(NoFee, match="页数"):
            fees.assess(basis=Basis.VOLUME, received=date(2022, 1, 4), quantity=31, before=1)

    def test_what_is_free_is_no_charge(self):
        for basis, quantity in ((Basis.ITEMS, 10), (Basis.VOLUME, 30)):
            with pytest.raises(NoFee, match="免费"):
                fees.assess(basis=basis, received=date(2022, 1, 4), quantity=quantity)

    def test_what_is_let_off_is_kept_beside_what_is_owed(self):
        charge = fees.assess(basis=Basis.VOLUME, received=date(2022, 1, 4), quantity=100, waived=Decimal(700))
        assert (charge.full, charge.waived, charge.payable) == (700, 700, 0)
        with pytest.raises(NoFee, match="减免"):
            fees.assess(basis=Basis.VOLUME, received=date(2022, 1, 4), quantity=100, waived=Decimal(701))

    def test_a_month_is_the_month_of_the_calendar(self):
        assert fees.same_month(date(2024, 2, 29)) == (date(2024, 2, 1), date(2024, 2, 29))
        assert fees.same_month(date(2024, 12, 1)) == (date(2024, 12, 1), date(2024, 12, 31))


class TestPayment:
    def test_thirty_calendar_days_from_the_day_after_the_notice_came(self):
        assert fees.payment_due(delivered=date(2022, 1, 4), calendar=CALENDAR).date == date(2022, 2, 3)

    def test_where_twenty_working_days_are_printed_they_are_counted(self):
        period = PaymentPeriod(days=20, working=True)
        due = fees.payment_due(delivered=date(2022, 1, 4), calendar=CALENDAR, period=period)
        assert due.date == date(2022, 1, 30)
