"""A town of two people borrows a reviewer: who may be lent, for how long, and what the right is then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.organisations import actions, queries
from gongkai.base.organisations.models import Loan, Post
from gongkai.law.vocabulary import Role

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JUNE, JULY = date(2018, 6, 1), date(2018, 7, 31)


@pytest.fixture
def lend(reviewer, department, town, founder, now):
    def lend(**changes):
        given = {
            "user": reviewer,
            "role": Role.SECRECY_REVIEWER,
            "unit": town,
            "lender": department,
            "since": JUNE,
            "until": JULY,
            "reason": "镇里只有两人，一人拟稿一人审批",
        }
        return actions.lend(**given | changes, by=founder, now=now)

    return lend


def test_who_is_lent_reviews_for_the_other_unit_during_the_term_and_keeps_their_own(lend, reviewer, department, town):
    lend()
    right = [queries.holds(reviewer, Role.SECRECY_REVIEWER, town, on=JUNE + n * DAY) for n in (-1, 0, 60, 61)]
    assert right == [False, True, True, False]
    assert queries.holds(reviewer, Role.SECRECY_REVIEWER, department, on=JUNE)
    assert queries.lender_of(reviewer, Role.SECRECY_REVIEWER, town, on=JUNE) == department
    assert queries.lender_of(reviewer, Role.SECRECY_REVIEWER, department, on=JUNE) is None
    assert town in queries.visible_units(reviewer, on=JUNE)


def test_a_loan_is_an_act_on_record_with_its_reason_and_term(lend, town):
    loan = lend()
    event = Event.objects.get(kind="post.lent")
    assert "镇里只有两人" in str(event)
    assert event.data == {"lender": "117", "until": "2018-07-31"}
    assert loan.post.until_date == JULY


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"reason": "  "}, "事由"),
        ({"until": JUNE - DAY}, "早于"),
        ({"role": Role.DRAFTER}, "只有保密审查员和审批人"),
        ({"role": Role.APPROVER}, "不是示范区经济发展局的审批人"),
    ],
)
def test_a_loan_that_is_none_is_refused(lend, changes, why):
    with pytest.raises(Refused, match=why):
        lend(**changes)
    assert not Loan.objects.exists()


def test_nobody_lends_whom_they_only_borrow(lend, town, found_unit, zone):
    lend()
    with pytest.raises(Refused, match="不能借出"):
        lend(unit=found_unit("202", "海滨镇人民政府", parent=zone), lender=town)


def test_who_will_have_left_before_the_end_is_not_lent(lend, reviewer, founder, now):
    actions.vacate(reviewer.posts.get(), until=JULY - DAY, reason="调离", by=founder, now=now)
    with pytest.raises(Refused, match="不能借出"):
        lend()


def test_who_may_act_there_already_is_not_borrowed(lend, reviewer):
    lend()
    with pytest.raises(Refused, match="不必借用"):
        lend(since=JULY, until=JULY + DAY)


def test_a_loan_without_a_reason_can_not_be_kept(lend):
    loan = lend()
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(reason="")


def test_a_deputy_acts_for_the_holder_and_the_holder_for_themselves(
    appoint, approver, town, department, zone, founder, now
):
    deputy = appoint(Role.CASE_OFFICER, zone)
    post = Post.objects.get(user=approver)
    actions.delegate(post, deputy=deputy, since=JUNE, until=JULY, reason="外出学习", by=founder, now=now)
    assert queries.stands_in_for(deputy, Role.APPROVER, department, on=JUNE) == approver
    assert queries.stands_in_for(deputy, Role.APPROVER, department, on=JULY + DAY) is None
    assert queries.stands_in_for(deputy, Role.APPROVER, town, on=JUNE) is None
    assert queries.stands_in_for(approver, Role.APPROVER, department, on=JUNE) is None
