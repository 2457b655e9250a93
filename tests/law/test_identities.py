"""Identities are data, and blank is not zero."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.report.identities import Relation, Severity, evaluate, identity

counts = st.integers(0, 10_000)
parts = st.lists(counts, min_size=1, max_size=6)


def keyed(numbers):
    return {f"p{at}": number for at, number in enumerate(numbers)}


def partition(size, relation="partition", **words):
    return identity("whole", left=["w"], right=[f"p{at}" for at in range(size)], relation=relation, why="不等", **words)


class TestPartition:
    @given(parts)
    def test_holds_for_its_own_sum(self, numbers):
        result = evaluate([partition(len(numbers))], {"w": sum(numbers), **keyed(numbers)})
        assert len(result.passed) == 1
        assert not result.violations

    @given(parts, st.integers(1, 100))
    def test_is_broken_by_any_other_total(self, numbers, off):
        result = evaluate([partition(len(numbers))], {"w": sum(numbers) + off, **keyed(numbers)})
        assert result.violations[0].difference == -off

    @given(parts, counts)
    def test_a_blank_part_leaves_it_open_while_the_known_parts_fit(self, numbers, spare):
        values = {"w": sum(numbers) + spare, **keyed(numbers), f"p{len(numbers)}": None}
        result = evaluate([partition(len(numbers) + 1)], values)
        assert result.unanswerable == ((partition(len(numbers) + 1), (f"p{len(numbers)}",)),)

    def test_a_blank_part_cannot_excuse_parts_that_are_already_too_many(self):
        result = evaluate([partition(2)], {"w": 3, "p0": 4, "p1": None})
        assert len(result.violations) == 1

    def test_a_blank_total_is_not_zero(self):
        result = evaluate([partition(1)], {"w": None, "p0": 0})
        assert not result.violations
        assert not result.passed

    def test_a_figure_that_was_not_given_is_blank(self):
        assert evaluate([partition(1)], {"w": 1}).unanswerable


class TestOtherRelations:
    def test_a_flow_closes_when_both_sides_are_equal(self):
        flow = identity("flow", left=["new", "carried_in"], right=["done", "carried_out"], why="收支不平")
        assert evaluate([flow], {"new": 5, "carried_in": 2, "done": 6, "carried_out": 1}).passed == (flow,)
        assert evaluate([flow], {"new": 5, "carried_in": 2, "done": 6, "carried_out": 2}).violations

    @given(parts)
    def test_an_overlap_lies_between_the_largest_part_and_the_sum(self, numbers):
        for whole in (max(numbers), sum(numbers)):
            assert evaluate([partition(len(numbers), "overlap")], {"w": whole, **keyed(numbers)}).passed
        assert evaluate([partition(len(numbers), "overlap")], {"w": sum(numbers) + 1, **keyed(numbers)}).violations

    def test_an_overlap_is_never_smaller_than_a_part(self):
        assert evaluate([partition(2, "overlap")], {"w": 4, "p0": 5, "p1": 3}).violations

    def test_a_partial_list_may_be_short_but_not_long(self):
        assert evaluate([partition(2, "partial")], {"w": 9, "p0": 5, "p1": 3}).passed
        assert evaluate([partition(2, "partial")], {"w": 7, "p0": 5, "p1": 3}).violations

    def test_at_most(self):
        entry = identity("most", left=["a"], right=["b"], relation="at_most", why="多了")
        assert evaluate([entry], {"a": 2, "b": 2}).passed
        assert evaluate([entry], {"a": 3, "b": 2}).violations
        assert evaluate([entry], {"a": 3, "b": None}).unanswerable

    def test_together_both_are_zero_or_neither_is(self):
        entry = identity("fee", left=["cases"], right=["money"], relation="together", why="不配")
        assert evaluate([entry], {"cases": 0, "money": Decimal("0.00")}).passed
        assert evaluate([entry], {"cases": 2, "money": Decimal("40")}).passed
        assert evaluate([entry], {"cases": 0, "money": Decimal("40")}).violations


class TestData:
    def test_words_become_closed_lists(self):
        entry = partition(1, severity="soft")
        assert (entry.severity, entry.relation) == (Severity.SOFT, Relation.PARTITION)

    @pytest.mark.parametrize(
        "wrong",
        [{"relation": "roughly"}, {"severity": "grave"}, {"left": []}, {"left": ["a", "b"], "relation": "partition"}],
    )
    def test_a_word_nobody_knows_is_refused(self, wrong):
        with pytest.raises(ValueError):
            identity(**{"id": "x", "left": ["a"], "right": ["b"], "why": "", **wrong})

    def test_a_negative_figure_is_refused(self):
        with pytest.raises(ValueError, match="negative"):
            evaluate([], {"a": -1})
