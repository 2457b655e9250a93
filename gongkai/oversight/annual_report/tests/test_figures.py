"""The number and the list behind it are the same records."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import Outcome
from gongkai.law.report.formats import load_format
from gongkai.law.vocabulary import ReceiptChannel, Role
from gongkai.oversight.annual_report.tests.conftest import COMPILED, at
from gongkai.oversight.statistics.queries import (
    Counted,
    Measured,
    Period,
    Whole,
    codes,
    figure_of,
    leaves_of,
    measure,
    records_of,
    scope_of,
)
from gongkai.publishing.catalogue.choices import ColumnGroup

YEAR = Period.of_year(2018)
LEAVES = [code for code in codes() if isinstance(figure_of(code), Counted)]
COUNTS = [code for code in codes() if isinstance(figure_of(code), Counted | Whole)]


@pytest.fixture
def measured(zone):
    """``measured()``: every figure of the zone's 2018 with the keys behind it."""
    return lambda: measure(codes(), YEAR, scope_of(zone), with_ids=True)


def records_behind(code: str, values: Mapping[str, Measured]) -> set[tuple[str, int]]:
    return {
        (label, pk) for leaf in leaves_of(code) for label, pks in (values[leaf.code].ids or {}).items() for pk in pks
    }


def test_every_row_of_the_form_has_its_figure():
    assert set(load_format("guangdong_2018").rows) <= set(codes())


def test_the_small_year_leaves_no_figure_without_a_record(small_year, measured):
    assert [code for code, value in measured().items() if not (value.number or value.denominator)] == []


def test_removing_any_record_moves_every_figure_that_counted_it(small_year, measured, take_out):
    before = measured()
    for code in LEAVES:
        for record in sorted(records_behind(code, before)):
            counted = [other for other in COUNTS if record in records_behind(other, before)]
            assert code in counted
            with transaction.atomic():
                take_out(*record)
                after = measured()
                transaction.set_rollback(True)
            for other in COUNTS:
                now = records_behind(other, after)
                assert record not in now, (code, other)
                assert now <= records_behind(other, before), (code, other)
                assert after[other].number == len(now), (code, other)
                if other in counted:
                    assert after[other].number < before[other].number, (code, other)


def test_a_number_is_the_length_of_its_list(small_year, zone, measured):
    values = measured()
    for code in COUNTS:
        records = records_of(code, YEAR, scope_of(zone))
        rows = records.rows(limit=1000)
        assert values[code].number == records.count() == len(rows), code
        assert {(row.model, row.pk) for row in rows} == records_behind(code, values), code


def test_no_record_is_counted_twice_in_a_total(small_year, measured):
    values = measured()
    for code in COUNTS:
        assert values[code].number == len(records_behind(code, values)), code


def test_counting_and_listing_agree_on_every_number(small_year, zone, measured):
    counted = measure(codes(), YEAR, scope_of(zone))
    assert {code: value.printed for code, value in counted.items()} == {
        code: value.printed for code, value in measured().items()
    }


def test_a_list_is_the_same_however_it_is_cut(small_year, zone):
    records = records_of("a1.total", YEAR, scope_of(zone))
    whole = records.rows(limit=1000)
    for size in (1, 2, 3, 5):
        cut = [row for start in range(0, len(whole), size) for row in records.rows(offset=start, limit=size)]
        assert cut == whole


def test_information_on_several_channels_counts_once(small_year, measured):
    values = measured()
    portal, posts = values["b.items"].number, values["a1.weibo"].number + values["a1.wechat"].number
    assert values["a1.total"].number == portal + values["b.posts.original"].number
    assert values["a1.total"].number == portal + posts - values["b.posts.repeats"].number


def test_the_year_ends_at_midnight_of_the_office(small_year, measured):
    assert (
        measured()["a1.news"].number == 2
    )  # one in March, one at 23:00 on 31 December; neither the day before nor after


def test_a_unit_counts_itself_and_what_is_below_it(enter_items, small_items, zone, department, town, appoint):
    by = appoint(Role.DRAFTER, town)
    enter_items(("news", ColumnGroup.NEWS, at(3, 3)), unit=town, by=by)
    numbers = [measure(["a1.news"], YEAR, scope_of(unit))["a1.news"].number for unit in (zone, department, town)]
    assert numbers == [3, 2, 1]


def test_what_was_pending_at_the_end_of_the_year_stays_so_when_it_is_replied_to_later(receive, case_officer, zone):
    application = receive(ReceiptChannel.NETWORK, date(2018, 12, 12))
    before = measure(["b.applications.pending"], YEAR, scope_of(zone))
    applications.reply(application, outcome=Outcome.GRANTED, by=case_officer, now=COMPILED)
    assert before["b.applications.pending"].number == 1
    assert measure(["b.applications.pending"], YEAR, scope_of(zone)) == before


def test_money_is_summed_over_the_records_that_are_listed(small_year, measured):
    values = measured()
    assert (values["a5.amount"].printed, values["a5.amount"].records) == ("42", 2)
    assert (values["a5.waived_amount"].printed, values["a5.waived_people"].printed) == ("12", "2")


def test_percentages_are_rounded_half_up_and_keep_both_numbers(small_year, measured):
    share = measured()["b.requests.november_closed_share"]
    assert (share.numerator, share.denominator, share.printed) == (8, 9, "88.89%")


def test_growth_may_be_a_fall(small_year, zone):
    fall = measure(["b.requests.growth"], Period.of_year(2019), scope_of(zone))["b.requests.growth"]
    assert (fall.numerator, fall.denominator, fall.printed) == (-11, 11, "-100%")


def test_a_share_of_nothing_is_not_a_number(zone):
    assert measure(["b.key_areas_share"], YEAR, scope_of(zone))["b.key_areas_share"].printed == "—"


def test_compiling_asks_as_often_whatever_the_size_of_the_data(small_year, zone, enter_items):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            measure(codes(), YEAR, scope_of(zone), with_ids=True)
        return len(captured)

    before = queries()
    enter_items(*[("news", ColumnGroup.NEWS, at(3, 1))] * 30)
    assert queries() == before <= len(codes())
