"""What must hold between two years: one rule for our own reports and for anybody's."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.report.continuity import RULES, passages

numbers = st.integers(min_value=0, max_value=10_000)


@given(st.data())
def test_years_that_follow_break_nothing_and_a_number_changed_is_named_with_its_gap(data):
    before = {key: data.draw(numbers) for rule in RULES for key in rule.before}
    this = {key: data.draw(numbers) for rule in RULES for key in (*rule.this[1:], *rule.came)}
    for rule in RULES:  # the first figure is what follows from the others
        due = sum(before[key] for key in rule.before) + sum(this[key] for key in rule.came)
        rest = sum(this[key] for key in rule.this[1:])
        if rest > due:
            before[rule.before[0]] += rest - due
            due = rest
        this[rule.this[0]] = due - rest
    assert [passage.gap for passage in passages(this, before)] == [0] * len(RULES)
    changed, by = data.draw(st.sampled_from(RULES)), data.draw(st.integers(min_value=1, max_value=50))
    this[changed.this[0]] += by
    assert {passage.rule.id: passage.gap for passage in passages(this, before) if passage.gap} == {changed.id: by}


def test_a_blank_says_nothing():
    whole = {key: 0 for rule in RULES for key in (*rule.this, *rule.came)}
    before = {key: 0 for rule in RULES for key in rule.before}
    assert len(passages(whole, before)) == len(RULES)
    assert passages({**whole, "t3.carried_in.total": None}, before) == [
        passage for passage in passages(whole, before) if passage.rule.id != "XY.CARRY.total"
    ]
    assert passages(whole, {}) == []
