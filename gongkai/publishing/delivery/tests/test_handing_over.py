"""What is public reaches the platform once, as it is now, in whatever order the platform, the worker and the office do their part."""

from __future__ import annotations

import logging

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.delivery import actions
from gongkai.publishing.delivery.choices import State
from gongkai.publishing.delivery.models import Delivery, Platform
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from tests.real_files import made

pytestmark = pytest.mark.django_db


def change(item, *, title, drafter, reviewer, approver, fields, now):
    """Take a change of a public item through its review."""
    copy = disclosure.begin_change(item, reason="更正标题", by=drafter, now=now)
    disclosure.revise(copy, fields(title=title), by=drafter, now=now)
    disclosure.submit(copy, by=drafter, now=now)
    disclosure.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
    disclosure.approve_and_publish(copy, by=approver, now=now)


@pytest.fixture
def changed(drafter, reviewer, approver, fields, now):
    def changed(item, title):
        change(
            item, title=title, drafter=drafter, reviewer=reviewer, approver=approver, fields=fields, now=timezone.now()
        )

    return changed


def withdraw(item, approver):
    disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="附表有误", by=approver, now=timezone.now())


def test_a_published_item_stands_on_the_platform_with_its_files_and_the_address_is_kept(
    platform, theirs, department, drafter, reviewer, approver, fields, now, hand_over, delivery_of
) -> None:
    item = disclosure.draft(department, fields(document_number="示经〔2018〕3号"), by=drafter, now=now)
    disclosure.attach(item, ContentFile(made("pdf"), "附表.pdf"), name="附表.pdf", by=drafter, now=now)
    disclosure.submit(item, by=drafter, now=now)
    disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    item = disclosure.approve_and_publish(item, by=approver, now=now)
    assert delivery_of(item).state == State.WAITING
    hand_over()

    held = theirs.articles[item.number]
    assert (held["title"], held["document_number"], held["classify_main"], held["content"]) == (
        item.title, "示经〔2018〕3号", "3251", item.body,
    )  # fmt: skip
    stored = item.attachments.get().file
    with stored.content.open("rb") as content:
        assert theirs.files == {stored.sha256: content.read()}
    delivery = delivery_of(item)
    assert (delivery.state, delivery.address) == (State.DELIVERED, theirs.url_of(item.number))
    assert (delivery.shown_at.timestamp(), delivery.attempts) == (1527825600, 0)
    assert f"{item}→province已交付：{delivery.address}" in str(Event.objects.about(delivery).get())


def test_a_change_is_handed_over_under_the_same_key_and_a_withdrawal_takes_it_away(
    platform, theirs, make_item, changed, approver, hand_over, delivery_of
) -> None:
    item = make_item(Status.PUBLISHED)
    hand_over()
    changed(item, "关于改期开展安全检查的通知")
    hand_over()
    assert {key: one["title"] for key, one in theirs.articles.items()} == {item.number: "关于改期开展安全检查的通知"}
    item.refresh_from_db()
    withdraw(item, approver)
    hand_over()
    assert theirs.articles == {}
    assert delivery_of(item).state == State.REMOVED


def test_only_columns_that_have_one_there_are_delivered_and_those_below_follow_theirs(
    platform, theirs, make_item, founder, column, now, hand_over
) -> None:
    below, beside = (
        catalogue.open_column(
            slug=slug, name=slug, group=ColumnGroup.CATALOGUE, order=2, parent=parent, by=founder, now=now
        )
        for slug, parent in (("below", column), ("beside", None))
    )
    followed, left = make_item(Status.PUBLISHED, column=below), make_item(Status.PUBLISHED, column=beside)
    hand_over()
    assert {key: one["classify_main"] for key, one in theirs.articles.items()} == {followed.number: "3251"}
    assert not Delivery.objects.filter(item=left).exists()


def test_what_the_platform_refuses_is_said_and_left_alone_until_it_changes_or_the_office_asks_again(
    platform, theirs, make_item, changed, openness_officer, hand_over, later, delivery_of
) -> None:
    item = make_item(Status.PUBLISHED)
    theirs.mode = "refuse"
    hand_over()
    later()
    assert [method for method, _path in theirs.asked] == ["PUT"]
    delivery = delivery_of(item)
    assert (delivery.state, delivery.sentence) == (State.REFUSED, "标题含有平台不收的字")

    actions.retry(delivery, by=openness_officer, now=timezone.now())
    hand_over()
    assert delivery_of(item).state == State.REFUSED
    theirs.mode = "accept"
    changed(item, "换了标题")
    hand_over()
    assert delivery_of(item).state == State.DELIVERED


def test_a_platform_that_hangs_costs_one_timeout_and_is_tried_ever_more_rarely(
    platform, theirs, make_item, hand_over, later, delivery_of
) -> None:
    items = [make_item(Status.PUBLISHED, title=f"第{n}件") for n in range(3)]
    theirs.mode = "hang"
    hand_over()
    assert len(theirs.asked) == 1
    platform.refresh_from_db()
    assert platform.trouble.endswith("没有在 20 秒内回应。")
    first = platform.paused_until - timezone.now()
    later()
    assert len(theirs.asked) == 2
    platform.refresh_from_db()
    assert platform.paused_until - timezone.now() > first
    assert OutboxEntry.objects.pending().filter(topic=actions.PUSH_TOPIC).count() == 1

    theirs.mode = "accept"
    later()
    assert {delivery_of(item).state for item in items} == {State.DELIVERED}
    platform.refresh_from_db()
    assert (platform.trouble, platform.failures, platform.paused_until) == ("", 0, None)
    assert [event.kind for event in Event.objects.about(platform)] == [
        "platform.entered", "platform.troubled", "platform.recovered",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("nonsense", "平台的回答读不懂，不能确认是否已经发布。"),
        ("broken", "平台出错（500）。数据库故障"),
        ("busy", "平台繁忙或停用（503）。系统维护"),
        ("forbid", "平台不认可本机的凭据，请由运维人员检查环境变量中的令牌。"),
    ],
)
def test_every_other_answer_is_a_sentence_and_a_later_try(
    mode, sentence, platform, theirs, make_item, hand_over, later, delivery_of
) -> None:
    item = make_item(Status.PUBLISHED)
    theirs.mode = mode
    hand_over()
    delivery = delivery_of(item)
    assert (delivery.state, delivery.sentence, delivery.attempts) == (State.WAITING, sentence, 1)
    later()
    delivery = delivery_of(item)
    assert delivery.attempts == 2
    assert Event.objects.about(delivery).count() == 1, "the same answer is told once"
    theirs.mode = "accept"
    later()
    assert delivery_of(item).state == State.DELIVERED


def test_one_item_the_platform_chokes_on_does_not_hold_up_the_others(
    platform, theirs, make_item, hand_over, delivery_of
) -> None:
    first, second = make_item(Status.PUBLISHED, title="甲"), make_item(Status.PUBLISHED, title="乙")
    theirs.refused_keys = {first.number}
    hand_over()
    assert [delivery_of(one).state for one in (first, second)] == [State.REFUSED, State.DELIVERED]


def test_an_address_outside_the_platforms_site_is_not_believed(platform, theirs, make_item, hand_over, delivery_of):
    item = make_item(Status.PUBLISHED)
    theirs.elsewhere = "http://evil.example"
    hand_over()
    delivery = delivery_of(item)
    assert delivery.address == ""
    assert "不在" in delivery.sentence


def test_what_changes_while_it_is_handed_over_is_handed_over_again(
    platform, theirs, make_item, changed, hand_over, delivery_of, monkeypatch
) -> None:
    item = make_item(Status.PUBLISHED)
    real, turns = actions.accept, []

    def accept(*args, **kwargs):
        if not turns:  # the platform has answered, the answer is not yet written down
            changed(item, "后来的标题")
        turns.append(1)
        return real(*args, **kwargs)

    monkeypatch.setattr(actions, "accept", accept)
    hand_over()
    assert theirs.articles[item.number]["title"] == "后来的标题"
    assert delivery_of(item).state == State.DELIVERED


def test_turned_on_it_is_told_of_everything_since_its_day_and_of_what_came_down_meanwhile(
    enter, theirs, make_item, approver, openness_officer, zone, column, now, hand_over, delivery_of, settings
) -> None:
    before = make_item(Status.PUBLISHED, title="启用之前")
    platform = enter()
    hand_over()
    assert set(theirs.articles) == {before.number}

    def set_on(value):
        fields = actions.PlatformFields(
            name="省集约化平台", unit=zone, kind="api", base_address=platform.base_address,
            api_address=platform.api_address, since_date=platform.since_date, is_on=value,
            columns={column.slug: "3251"},
        )  # fmt: skip
        actions.revise_platform(platform, fields, by=openness_officer, now=timezone.now())

    set_on(False)
    withdraw(before, approver)
    meanwhile = make_item(Status.PUBLISHED, title="停用期间")
    hand_over()
    assert set(theirs.articles) == {before.number}
    set_on(True)
    hand_over()
    assert set(theirs.articles) == {meanwhile.number}


def test_what_came_down_before_anybody_was_told_is_still_asked_away(
    platform, theirs, make_item, approver, hand_over, delivery_of
) -> None:
    """The answer may have been lost with a worker: that nothing is known of it does not mean that nothing stands there."""
    item = make_item(Status.PUBLISHED)
    theirs.put(item.number, {})
    withdraw(item, approver)
    hand_over()
    assert theirs.articles == {}
    assert delivery_of(item).state == State.NOT_NEEDED


def test_the_token_goes_into_a_header_and_nowhere_else(platform, theirs, make_item, hand_over, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    make_item(Status.PUBLISHED)
    theirs.mode = "broken"
    hand_over()
    assert theirs.tokens == {"Bearer a-secret-token"}
    stored = f"{list(Platform.objects.values())}{list(Delivery.objects.values())}{list(Event.objects.values())}"
    assert "a-secret-token" not in stored + caplog.text + str(list(OutboxEntry.objects.values()))


def test_an_inner_network_is_not_reached_unless_the_operator_names_the_host(
    platform, theirs, make_item, hand_over, delivery_of, settings
) -> None:
    settings.GONGKAI_DELIVERY_INNER_HOSTS = []
    item = make_item(Status.PUBLISHED)
    hand_over()
    assert theirs.asked == []
    assert "在内部网络中" in delivery_of(item).sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"api_address": ""}, "须填写接口地址"),
        ({"api_address": "http://gov.example/api"}, "须以 https:// 开头"),
        ({"base_address": "ftp://gov.example"}, "不是网址"),
        ({"base_address": "https://user:pass@gov.example"}, "不能写用户名和密码"),
        ({"base_address": "https://gov.example/%2e%2e/x"}, "不是网址"),
    ],
)
def test_settings_that_could_not_work_are_refused(changes, sentence, enter) -> None:
    with pytest.raises(Refused, match=sentence):
        enter(**changes)
    assert not Platform.objects.exists()


def test_only_the_openness_office_enters_a_platform(zone, drafter, appoint, town, now, theirs) -> None:
    fields = actions.PlatformFields("平台", zone, "package", "https://gov.example", now.date())
    for who in (drafter, appoint(Role.OPENNESS_OFFICE, town)):
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.enter_platform("x", fields, by=who, now=now)


def test_a_public_act_with_many_items_asks_no_more_of_the_ledger_than_one(
    platform, make_item, now, django_assert_max_num_queries
) -> None:
    items = [make_item(Status.PUBLISHED, title=f"第{n}件") for n in range(6)]
    Delivery.objects.all().delete()
    for some in (items[:1], items):
        with django_assert_max_num_queries(8):
            actions.queue(some, now=now)
    assert Delivery.objects.count() == 6
