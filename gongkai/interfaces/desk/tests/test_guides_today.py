"""A guide that nobody has looked at for too long comes up on the first screen of those who can mend it."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.interfaces.desk.queries import worklists
from gongkai.law.statutory_content import GUIDE_ELEMENTS
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.data import standard_kinds
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guide(make_item, founder, now):
    kind = catalogue.define_kind(
        code="disclosure_guide", order=1, by=founder, now=now, **standard_kinds()["disclosure_guide"]
    )
    return make_item(Status.PUBLISHED, title="公开指南", kind=kind, details=dict.fromkeys(GUIDE_ELEMENTS, "见公示牌"))


def listed(user, on: date) -> list[str]:
    return [row.state for each in worklists(user, on=on) if each.name == "guides" for row in each.rows]


@pytest.mark.parametrize("who", ["drafter", "openness_officer"])
def test_it_comes_up_a_year_after_it_was_last_touched(who, request):
    user = request.getfixturevalue(who)
    assert listed(user, date(2019, 6, 1)) == []
    assert listed(user, date(2019, 6, 2)) == ["示范区经济发展局，2018-06-01 以后没有更新"]


@pytest.mark.parametrize("who", ["reviewer", "approver", "case_officer", "auditor", "supervisor"])
def test_who_does_not_write_it_is_not_asked(who, request):
    assert listed(request.getfixturevalue(who), date(2019, 6, 2)) == []


def test_another_unit_is_not_asked(appoint, town):
    assert listed(appoint(Role.DRAFTER, town), date(2019, 6, 2)) == []
