"""A printed percentage is judged by exact arithmetic."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.law.report.percents import (
    Fit,
    Percent,
    decline_fit,
    fit,
    fitting_denominators,
    growth_fit,
    nearest,
    parse_percent,
    possible_numerators,
    previous_totals,
    previous_totals_of_decline,
    rounded,
    truncated,
    truncated_numerators,
)

decimals = st.integers(0, 3)
ratios = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


class TestReading:
    def test_keeps_the_printed_decimals(self):
        assert parse_percent("99.90%") == Percent(9990, 2) != parse_percent("99.9%")

    def test_reads_the_full_width_sign(self):
        assert str(parse_percent(" 7.05％ ")) == "7.05%"

    @pytest.mark.parametrize("text", ["", "12", "-3%", "1,2%", "百分之三"])
    def test_refuses_anything_else(self, text):
        with pytest.raises(ValueError):
            parse_percent(text)


class TestRatio:
    @given(ratios, decimals)
    def test_a_correctly_rounded_ratio_is_never_a_finding(self, ratio, places):
        numerator, denominator = ratio
        shown = rounded(numerator, denominator, places)
        assert fit(shown, numerator, denominator) is Fit.OK
        assert numerator in possible_numerators(shown, denominator)

    @given(ratios, decimals)
    def test_rounding_agrees_with_decimal_arithmetic(self, ratio, places):
        numerator, denominator = ratio
        # 40 digits are enough: a denominator up to 5000 cannot come closer to a half without being one.
        exact = Decimal(numerator * 100) / Decimal(denominator)
        expected = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        assert str(rounded(numerator, denominator, places)) == f"{expected}%"

    @given(ratios, decimals)
    def test_a_truncated_ratio_is_called_truncated(self, ratio, places):
        numerator, denominator = ratio
        shown = truncated(numerator, denominator, places)
        assume(shown != rounded(numerator, denominator, places))
        assert fit(shown, numerator, denominator) is Fit.TRUNCATED
        assert numerator in truncated_numerators(shown, denominator)

    @given(ratios, decimals, st.integers(1, 50))
    def test_any_other_percentage_is_wrong(self, ratio, places, off):
        numerator, denominator = ratio
        shown = rounded(numerator, denominator, places)
        assert fit(Percent(shown.digits + off, places), numerator, denominator) is Fit.WRONG

    def test_a_half_is_rounded_up(self):
        assert str(rounded(1, 8, 0)) == "13%"
        assert str(rounded(1, 16, 2)) == "6.25%"
        assert str(rounded(1, 32, 2)) == "3.13%"

    def test_a_ratio_needs_a_denominator(self):
        with pytest.raises(ValueError, match="denominator"):
            rounded(1, 0, 1)


class TestPossible:
    @given(st.integers(0, 10000), st.integers(0, 2), st.integers(1, 800))
    def test_the_numerators_are_exactly_those_that_round_to_it(self, digits, places, denominator):
        percent = Percent(digits, places)
        tried = {k for k in range(3 * denominator) if rounded(k, denominator, places) == percent}
        assert tried == {k for k in possible_numerators(percent, denominator) if k < 3 * denominator}

    def test_an_impossible_percentage_has_neighbours_on_both_sides(self):
        percent = parse_percent("50.1%")
        assert not possible_numerators(percent, 300)
        assert [(k, str(shown)) for k, shown in nearest(percent, 300)] == [(150, "50.0%"), (151, "50.3%")]

    def test_a_small_sample_rules_out_most_percentages(self):
        assert not possible_numerators(parse_percent("51%"), 7)
        assert fitting_denominators(parse_percent("42.9%"), [5, 6, 7, 0, 21]) == (7, 21)

    def test_more_than_all_never_fits(self):
        assert fitting_denominators(parse_percent("110%"), [10, 100]) == ()


class TestGrowth:
    @given(st.integers(1, 3000), st.integers(1, 3000), decimals)
    def test_last_years_total_is_always_among_the_possible_ones(self, previous, current, places):
        if current >= previous:
            growth = rounded(current - previous, previous, places)
            assert previous in previous_totals(growth, current)
            assert growth_fit(growth, current, previous) is Fit.OK
        else:
            decline = rounded(previous - current, previous, places)
            assume(decline.ratio < 1)
            assert previous in previous_totals_of_decline(decline, current)
            assert decline_fit(decline, current, previous) is Fit.OK

    @given(st.integers(0, 300), st.integers(1, 400))
    def test_no_other_total_is(self, growth, current):
        percent = Percent(growth, 0)
        for previous in previous_totals(percent, current):
            assert rounded(max(current - previous, 0), previous, 0) == percent

    def test_a_growth_may_be_impossible(self):
        assert not previous_totals(parse_percent("15%"), 12)

    def test_a_fall_is_no_growth(self):
        assert growth_fit(parse_percent("10%"), 90, 100) is Fit.WRONG
        assert decline_fit(parse_percent("10%"), 110, 100) is Fit.WRONG

    def test_a_fall_by_everything_says_nothing_about_last_year(self):
        with pytest.raises(ValueError, match="everything"):
            previous_totals_of_decline(parse_percent("100%"), 0)
