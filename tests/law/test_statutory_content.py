"""What is public by law, in the order of the statute."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.proposals import may_be_summary
from gongkai.law.statutory_content import GUIDE_ELEMENTS, OTHER, headings, missing_elements
from gongkai.law.vocabulary import UnitKind


@pytest.mark.parametrize("kind", list(UnitKind))
def test_every_unit_has_the_fifteen_headings_of_article_20_and_the_paragraph_of_article_21_for_its_level(kind):
    found = headings(kind)
    assert [heading.code for heading in found] == [*(f"20-{n}" for n in range(1, 16)), "21"]
    assert [found[n].place for n in (0, 9, 10, 14, 15)] == [
        "第二十条第一项",
        "第二十条第十项",
        "第二十条第十一项",
        "第二十条第十五项",
        "第二十一条",
    ]
    assert found[14].code == OTHER
    own = found[15].name
    assert ("宅基地" in own) == (kind in (UnitKind.TOWN, UnitKind.VILLAGE))
    assert ("市政建设" in own) == (kind in (UnitKind.ZONE, UnitKind.DEPARTMENT))


@given(st.sets(st.sampled_from([*GUIDE_ELEMENTS, "another"])))
def test_a_guide_lacks_exactly_what_it_does_not_say(answered):
    missing = missing_elements(answered)
    assert set(missing) == {label for name, label in GUIDE_ELEMENTS.items() if name not in answered}
    assert (missing == ()) == (answered >= set(GUIDE_ELEMENTS))


def test_only_a_reply_that_touches_nobody_but_its_proposer_may_be_summed_up():
    assert [may_be_summary(touches_public_interest=one) for one in (True, False)] == [False, True]
