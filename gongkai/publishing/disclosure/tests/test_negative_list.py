"""An item that falls under the negative list is stopped with the entry named."""

from __future__ import annotations

import pytest

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.catalogue.actions import EntryFields, adopt_entry, amend_entry, propose_entry, retire_entry
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import ListDecision

pytestmark = pytest.mark.django_db
FIELDS = EntryFields(
    subject="执法检查的具体安排",
    basis="《政府信息公开条例》第十六条",
    scope="检查开始前的对象名单和路线",
    ground=WithholdingGround.INTERNAL_AFFAIRS,
    phrases=("安全检查",),
)


@pytest.fixture
def second(appoint, zone):
    return appoint(Role.OPENNESS_OFFICE, zone)


@pytest.fixture
def entry(openness_officer, second, now):
    return adopt_entry(propose_entry("F-01", FIELDS, by=openness_officer, now=now), by=second, now=now)


def test_it_is_stopped_at_submission_with_the_entry_named(entry, make_item, drafter, now):
    item = make_item()
    with pytest.raises(NotAllowed, match="负面清单 F-01“执法检查的具体安排”（《政府信息公开条例》第十六条）涉及本信息"):
        actions.submit(item, by=drafter, now=now)
    item.refresh_from_db()
    assert item.status == Status.DRAFT


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "关于港区的通知", "body": "<p>开展<strong>安全</strong>检查。</p>"},
        {"title": "关于港区的通知", "body": "<p>如期开展。</p>", "summary": "安 全 检 查"},
        {"title": "关于港区的通知", "body": "<p>如期开展。</p>", "keywords": ("安全检查",)},
    ],
)
def test_it_is_recognised_wherever_it_says_so(changes, entry, make_item, drafter, now):
    with pytest.raises(NotAllowed, match="F-01"):
        actions.submit(make_item(**changes), by=drafter, now=now)


def test_it_goes_on_as_what_is_not_public(entry, make_item, drafter, now):
    withheld = {
        "openness": Openness.WITHHELD,
        "ground": WithholdingGround.INTERNAL_AFFAIRS,
        "ground_reason": "检查尚未开始",
    }
    for changes in (withheld, {"openness": Openness.ON_REQUEST, "ground_reason": "仅涉及被检查单位"}):
        assert actions.submit(make_item(**changes), by=drafter, now=now).status == Status.SUBMITTED


def test_it_goes_on_when_the_openness_office_decides_that_it_does_not_fall_under_it(
    entry, make_item, drafter, openness_officer, now
):
    item = make_item()
    with pytest.raises(Refused, match="请写明为什么"):
        actions.clear_of_entry(item, entry, reason=" ", by=openness_officer, now=now)
    actions.clear_of_entry(item, entry, reason="检查已经结束，只公布结果", by=openness_officer, now=now)
    assert queries.entries_in_the_way(item) == []
    assert actions.submit(item, by=drafter, now=now).status == Status.SUBMITTED
    told = Event.objects.about(item).get(kind="item.cleared_of_entry")
    assert told.reason == "F-01：检查已经结束，只公布结果"
    with pytest.raises(NotAllowed, match="负面清单在送审时核对"):
        actions.clear_of_entry(item, entry, reason="再认定", by=openness_officer, now=now)


def test_a_decision_holds_for_those_words_alone(entry, make_item, fields, drafter, openness_officer, second, now):
    item = make_item()
    actions.clear_of_entry(item, entry, reason="检查已经结束", by=openness_officer, now=now)
    revised = actions.revise(item, fields(body="<p>附检查对象名单。</p>"), by=drafter, now=now)
    with pytest.raises(NotAllowed, match="F-01"):
        actions.submit(revised, by=drafter, now=now)
    actions.clear_of_entry(revised, entry, reason="名单已经公布", by=openness_officer, now=now)
    amend_entry(entry, FIELDS, reason="重述", by=openness_officer, now=now)
    adopt_entry(entry, by=second, now=now)
    with pytest.raises(NotAllowed, match="F-01"):
        actions.submit(revised, by=drafter, now=now)
    assert ListDecision.objects.count() == 2


def test_nobody_decides_about_their_own_text_or_without_the_post(
    entry, department, fields, openness_officer, drafter, approver, appoint, make_item, now
):
    item = make_item()
    for by in (drafter, approver):
        with pytest.raises(NotAllowed):
            actions.clear_of_entry(item, entry, reason="不属于", by=by, now=now)
    appoint(Role.DRAFTER, department, user=openness_officer)
    own = actions.draft(department, fields(), by=openness_officer, now=now)
    with pytest.raises(NotAllowed, match="您是该信息的拟稿人"):
        actions.clear_of_entry(own, entry, reason="不属于", by=openness_officer, now=now)


def test_what_an_entry_does_not_stop_needs_no_decision(entry, make_item, openness_officer, drafter, now):
    item = make_item(title="关于渔港清淤的通告", body="<p>六月清淤。</p>")
    with pytest.raises(Refused, match="没有拦下该信息"):
        actions.clear_of_entry(item, entry, reason="不属于", by=openness_officer, now=now)
    retire_entry(entry, reason="依据已废止", by=openness_officer, now=now)
    assert actions.submit(make_item(), by=drafter, now=now).status == Status.SUBMITTED
