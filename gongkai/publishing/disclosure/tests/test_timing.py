"""Publication and expiry at a time that was set: once, with the rights of that time, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core import tasks as worker
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.organisations.models import Post
from gongkai.law.vocabulary import Validity
from gongkai.publishing.disclosure import actions, queries, tasks
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem, Mourning
from gongkai.publishing.transparency_log.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda instant: monkeypatch.setattr(timezone, "now", lambda: instant)


@pytest.fixture
def noon(now: datetime) -> datetime:
    return now + timedelta(hours=3)


def fresh(item: InformationItem) -> InformationItem:
    return InformationItem.objects.get(pk=item.pk)


def work_timed() -> list[str]:
    """What the worker takes up now of what was timed, by topic."""
    taken = []
    entries = worker.actions.claim(owner="t", now=timezone.now(), lease=timedelta(minutes=1), limit=50)
    for entry in entries:
        if entry.topic in (tasks.SCHEDULE_TOPIC, tasks.EXPIRY_TOPIC):
            worker._handlers[entry.topic](entry.payload)
            taken.append(entry.topic)
    return taken


class TestSchedule:
    def test_it_is_published_when_its_time_comes_by_who_set_it_and_not_before(
        self, make_item, approver, now, noon, at_clock
    ):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        at_clock(noon - timedelta(seconds=1))
        assert work_timed() == []
        at_clock(noon + timedelta(minutes=7))
        assert work_timed() == ["disclosure.schedule"]
        item = fresh(item)
        assert (item.status, item.published_by, item.published_at) == (
            Status.PUBLISHED,
            approver,
            noon + timedelta(minutes=7),
        )

    def test_the_row_done_twice_publishes_once(self, make_item, approver, now, noon, at_clock):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        row = OutboxEntry.objects.get(topic=tasks.SCHEDULE_TOPIC)
        at_clock(noon)
        tasks.publish_scheduled(row.payload)
        tasks.publish_scheduled(row.payload)
        assert LogEntry.objects.about(fresh(item).number).count() == 1

    def test_two_workers_at_once_publish_once(self, make_item, approver, now, noon, at_once, at_clock):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        at_once([lambda: actions.publish_as_scheduled(item, at=noon, by=approver, now=noon)] * 4)
        assert LogEntry.objects.count() == 1

    def test_an_earlier_time_set_afterwards_is_the_one_that_counts(self, make_item, approver, now, noon, at_clock):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        earlier = noon - timedelta(hours=2)
        actions.schedule(item, at=earlier, by=approver, now=now)
        at_clock(earlier)
        assert work_timed() == ["disclosure.schedule"]
        assert fresh(item).status == Status.PUBLISHED

    def test_a_later_time_set_afterwards_leaves_nothing_to_the_first(self, make_item, approver, now, noon, at_clock):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        actions.schedule(item, at=noon + timedelta(days=1), by=approver, now=now)
        at_clock(noon)
        work_timed()
        assert fresh(item).status == Status.APPROVED

    def test_called_off_it_stays_approved(self, make_item, approver, now, noon, at_clock):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        actions.unschedule(item, by=approver, now=now)
        at_clock(noon)
        work_timed()
        assert fresh(item).status == Status.APPROVED
        assert [event.kind for event in Event.objects.about(item)][-2:] == ["item.scheduled", "item.unscheduled"]

    def test_returned_meanwhile_and_approved_again_it_waits_for_a_new_time(
        self, make_item, drafter, reviewer, approver, now, noon, at_clock
    ):
        item = actions.schedule(make_item(Status.APPROVED), at=noon, by=approver, now=now)
        item = actions.return_to_drafter(item, reason="附表缺页", by=approver, now=now)
        item = actions.submit(item, by=drafter, now=now)
        item = actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
        actions.approve(item, by=approver, now=now)
        at_clock(noon)
        work_timed()
        assert fresh(item).status == Status.APPROVED

    def test_whose_post_has_ended_publishes_nothing_and_the_worklist_says_why(
        self, make_item, approver, openness_officer, now, noon, at_clock
    ):
        at = noon + timedelta(days=10)
        item = actions.schedule(make_item(Status.APPROVED), at=at, by=approver, now=now)
        Post.objects.filter(user=approver).update(until_date=date(2018, 6, 5))
        at_clock(at)
        work_timed()
        assert fresh(item).status == Status.APPROVED
        event = Event.objects.about(item).last()
        assert (event.kind, event.reason) == (
            "item.schedule_failed",
            "发布和撤下由本单位审批人或政务公开工作机构办理。",
        )
        mine = queries.scheduled_items(openness_officer, on=at.date())
        assert list(queries.overdue_schedules(mine, at=at + timedelta(minutes=1))) == [item]

    def test_a_change_of_a_public_item_is_timed_like_anything_else(
        self, make_item, drafter, reviewer, approver, fields, now, noon, at_clock
    ):
        item = make_item(Status.PUBLISHED)
        copy = actions.begin_change(item, reason="更正", by=drafter, now=now)
        copy = actions.revise(copy, fields(body="<p>新文。</p>"), by=drafter, now=now)
        copy = actions.submit(copy, by=drafter, now=now)
        copy = actions.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
        actions.approve_and_schedule(copy, at=noon, by=approver, now=now)
        assert fresh(item).version == 1
        at_clock(noon)
        work_timed()
        assert (fresh(item).version, fresh(item).body, fresh(copy).status) == (2, "<p>新文。</p>", Status.MERGED)

    def test_a_time_that_is_over_is_refused(self, make_item, approver, now):
        with pytest.raises(Refused, match="时间须在将来"):
            actions.schedule(make_item(Status.APPROVED), at=now, by=approver, now=now)

    @pytest.mark.parametrize("who", ["drafter", "reviewer", "case_officer", "supervisor"])
    def test_only_who_may_publish_sets_a_time(self, who, request, make_item, now, noon):
        with pytest.raises(NotAllowed):
            actions.schedule(make_item(Status.APPROVED), at=noon, by=request.getfixturevalue(who), now=now)

    def test_a_time_to_come_does_not_hold_up_the_pages_of_the_same_item(self, make_item, approver, now, noon, at_clock):
        item = make_item(Status.PUBLISHED)
        actions.set_expiry(item, at=noon, by=approver, now=now)
        actions.mark_validity(item, Validity.AMENDED, on=date(2018, 6, 1), reason="修改", by=approver, now=now)
        at_clock(now)
        claimable = OutboxEntry.objects.claimable(at=now)
        assert claimable.filter(object_key=f"item:{item.number}").count() == 1


class TestExpiry:
    def test_a_notice_that_is_over_stays_public_with_its_mark_and_leaves_what_is_new(
        self, make_item, approver, now, noon, at_clock
    ):
        item = make_item(Status.PUBLISHED)
        actions.set_expiry(item, at=noon, by=approver, now=now)
        assert list(InformationItem.objects.public().current()) == [item]
        at_clock(noon)
        assert work_timed() == ["disclosure.expiry"]
        item = fresh(item)
        assert (item.status, item.validity) == (Status.PUBLISHED, Validity.EXPIRED)
        assert list(InformationItem.objects.public()) == [item]
        assert list(InformationItem.objects.public().current()) == []
        assert LogEntry.objects.last().document_sha256 == queries.document_sha256(item)

    def test_a_time_that_was_dropped_does_nothing(self, make_item, approver, now, noon, at_clock):
        item = make_item(Status.PUBLISHED)
        actions.set_expiry(item, at=noon, by=approver, now=now)
        actions.set_expiry(item, at=None, by=approver, now=now)
        at_clock(noon)
        work_timed()
        assert fresh(item).validity == item.validity


class TestDaily:
    def test_each_day_has_one_row_however_often_a_worker_starts(self, now, at_clock):
        at_clock(now)
        worker.begin_day()
        worker.begin_day()
        assert OutboxEntry.objects.filter(topic=tasks.DAILY_TOPIC).count() == 1
        at_clock(now + timedelta(days=1))
        worker.begin_day()
        assert OutboxEntry.objects.filter(topic=tasks.DAILY_TOPIC).count() == 2


class TestMourning:
    def test_the_site_is_grey_from_the_first_day_to_the_last_and_no_longer(self, openness_officer, now):
        actions.declare_mourning(
            first=date(2018, 6, 2), last=date(2018, 6, 3), reason="国务院公告", by=openness_officer, now=now
        )
        days = [date(2018, 6, day) for day in range(1, 5)]
        assert [queries.in_mourning(day) for day in days] == [False, True, True, False]
        times = list(OutboxEntry.objects.order_by("pk").values_list("available_at", flat=True))
        assert [timezone.localtime(at).isoformat() for at in times] == [
            "2018-06-02T00:00:00+08:00",
            "2018-06-04T00:00:00+08:00",
        ]

    def test_it_is_ended_before_its_time(self, openness_officer, now):
        mourning = actions.declare_mourning(
            first=date(2018, 6, 1), last=date(2018, 6, 3), reason="公告", by=openness_officer, now=now
        )
        assert queries.in_mourning(date(2018, 6, 1))
        actions.end_mourning(mourning, by=openness_officer, now=now)
        assert not queries.in_mourning(date(2018, 6, 1))
        with pytest.raises(Refused, match="已经结束"):
            actions.end_mourning(mourning, by=openness_officer, now=now)

    @pytest.mark.parametrize(
        ("first", "last", "reason", "sentence"),
        [
            (date(2018, 6, 3), date(2018, 6, 2), "x", "不能早于起始日期"),
            (date(2018, 5, 1), date(2018, 5, 2), "x", "已经过去"),
            (date(2018, 6, 1), date(2019, 6, 1), "x", "最多 30 天"),
            (date(2018, 6, 1), date(2018, 6, 1), " ", "请写明依据"),
        ],
    )
    def test_what_cannot_be_is_refused(self, first, last, reason, sentence, openness_officer, now):
        with pytest.raises(Refused, match=sentence):
            actions.declare_mourning(first=first, last=last, reason=reason, by=openness_officer, now=now)
        assert not Mourning.objects.exists()

    @pytest.mark.parametrize("who", ["drafter", "approver", "supervisor"])
    def test_only_the_openness_office_declares_it(self, who, request, now):
        by: Any = request.getfixturevalue(who)
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.declare_mourning(first=now.date(), last=now.date(), reason="x", by=by, now=now)
