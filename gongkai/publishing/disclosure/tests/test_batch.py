"""Consent to many items at once: each by itself, none past its secrecy review, and a killed worker loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core import actions as outbox
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.tasks import drain
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import LineState, Status
from gongkai.publishing.disclosure.models import ApprovalBatch, InformationItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(make_item):
    return [make_item(Status.SECRECY_REVIEWED, title=f"关于第{n}段道路养护的通告") for n in range(4)]


def states(batch):
    return list(batch.lines.values_list("state", flat=True))


def status(item):
    return InformationItem.objects.get(pk=item.pk).status


def test_each_item_is_approved_and_published_by_an_act_of_its_own(items, approver, now):
    batch = actions.approve_many(items, by=approver, now=now)
    assert states(batch) == [LineState.WAITING] * 4
    drain()
    assert states(batch) == [LineState.DONE] * 4
    assert {status(item) for item in items} == {Status.PUBLISHED}
    assert Event.objects.filter(kind="item.approved").count() == 4


@pytest.mark.parametrize("too_early", [Status.DRAFT, Status.SUBMITTED])
def test_a_batch_never_carries_an_item_past_the_secrecy_review(
    too_early, items, make_item, approver, reviewer, appoint, department, now
):
    early = make_item(too_early)
    appoint(Role.APPROVER, department, user=reviewer)
    for by in (approver, reviewer):
        with pytest.raises(Refused, match="保密审查须逐项办理"):
            actions.approve_many([*items, early], by=by, now=now)
    assert not ApprovalBatch.objects.exists()
    drain()
    assert status(early) == too_early


def test_an_item_that_came_back_to_the_secrecy_review_meanwhile_is_left_there(items, drafter, approver, now):
    batch = actions.approve_many(items[:1], by=approver, now=now)
    actions.return_to_drafter(items[0], reason="附表缺页", by=approver, now=now)
    actions.submit(items[0], by=drafter, now=now)
    drain()
    assert states(batch) == [LineState.REFUSED]
    assert status(items[0]) == Status.SUBMITTED


def test_what_was_rewritten_after_it_was_ticked_is_not_agreed_to(items, drafter, reviewer, approver, fields, now):
    batch = actions.approve_many(items[:1], by=approver, now=now)
    actions.return_to_drafter(items[0], reason="改标题", by=approver, now=now)
    actions.revise(items[0], fields(title="另一个标题"), by=drafter, now=now)
    actions.submit(items[0], by=drafter, now=now)
    actions.review_secrecy(items[0], basis="经审查不涉密", by=reviewer, now=now)
    drain()
    assert "勾选之后该信息已有变动" in batch.lines.get().sentence
    assert status(items[0]) == Status.SECRECY_REVIEWED


def test_what_is_refused_is_listed_with_its_sentence_and_stops_nothing_else(
    items, approver, appoint, department, drafter, now
):
    appoint(Role.APPROVER, department, user=drafter)
    InformationItem.objects.filter(pk=items[1].pk).update(body="<p>13800138000</p>")
    batch = actions.approve_many(items, by=approver, now=now)
    drain()
    assert states(batch) == [LineState.DONE, LineState.REFUSED, LineState.DONE, LineState.DONE]
    assert "正文有手机号码" in batch.lines.get(state=LineState.REFUSED).sentence
    own = actions.approve_many([items[1]], by=drafter, now=now)
    drain()
    assert own.lines.get().sentence == "您是该信息的拟稿人，不能审批。"


def test_rows_of_a_killed_worker_are_taken_up_and_nothing_is_done_twice(items, approver, now):
    batch = actions.approve_many(items, by=approver, now=now)
    # A worker claimed all of them, did the first, and was killed before it could say so; its lease has run out.
    dead = timezone.now() - timedelta(minutes=5)
    assert len(outbox.claim(owner="killed", now=dead, lease=timedelta(seconds=60), limit=10)) >= 4
    actions.approve_line(batch.lines.all()[0], by=approver, now=now)
    drain()
    assert states(batch) == [LineState.DONE] * 4
    assert Event.objects.filter(kind="item.approved").count() == 4


def test_a_batch_of_a_level_that_is_not_the_last_publishes_nothing(column, make_item, approver, now):
    column.review = [Role.APPROVER, Role.APPROVER]
    column.save()
    item = make_item(Status.SECRECY_REVIEWED)
    batch = actions.approve_many([item], by=approver, now=now)
    drain()
    assert states(batch) == [LineState.DONE]
    assert status(item) == Status.SECRECY_REVIEWED


def test_a_batch_is_of_something_and_of_no_more_than_a_person_reads(items, approver, now):
    with pytest.raises(Refused, match="还没有勾选"):
        actions.approve_many([], by=approver, now=now)
    with pytest.raises(Refused, match="最多审批 500 条"):
        actions.approve_many(items[:1] * 501, by=approver, now=now)


def test_items_of_units_out_of_sight_are_not_ticked(items, appoint, town, now):
    with pytest.raises(NotAllowed, match="无权查看"):
        actions.approve_many(items, by=appoint(Role.APPROVER, town), now=now)
