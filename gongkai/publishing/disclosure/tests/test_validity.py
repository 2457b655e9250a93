"""Marks on what stays public, set by hand, by a document that ends another, or by a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.vocabulary import Role, Validity
from gongkai.publishing.disclosure import actions, pages, queries, tasks
from gongkai.publishing.disclosure.choices import RelationKind, Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, Relation
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

pytestmark = pytest.mark.django_db
TODAY = date(2018, 6, 1)


@pytest.fixture
def lead(drafter: Any, reviewer: Any, approver: Any, now: datetime) -> Callable[..., InformationItem]:
    """``lead(draft)``: the draft through review to the public."""

    def lead(item: InformationItem, at: datetime = now) -> InformationItem:
        item = actions.submit(item, by=drafter, now=at)
        item = actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=at)
        return actions.approve_and_publish(item, by=approver, now=at)

    return lead


@pytest.fixture
def at_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """``at_clock(instant)``: what tasks read when they look at the clock."""
    return lambda instant: monkeypatch.setattr(timezone, "now", lambda: instant)


def fresh(item: InformationItem) -> InformationItem:
    return InformationItem.objects.get(pk=item.pk)


class TestByHand:
    def test_a_mark_leaves_the_page_public_and_is_told_in_log_trail_and_outbox(self, make_item, approver, now):
        item = make_item(Status.PUBLISHED)
        actions.mark_validity(item, Validity.REPEALED, on=TODAY, reason="市政府令第3号第二十条", by=approver, now=now)
        item = fresh(item)
        assert (item.status, item.validity, item.validity_date) == (Status.PUBLISHED, Validity.REPEALED, TODAY)
        assert InformationItem.objects.public().get() == item
        entry = LogEntry.objects.about(item.number).last()
        assert (entry.act, entry.reason) == ("changed", "废止（2018-06-01起）：市政府令第3号第二十条")
        assert entry.document_sha256 == queries.document_sha256(item)
        assert OutboxEntry.objects.filter(object_key=f"item:{item.number}").count() == 2
        assert "废止" in str(Event.objects.about(item).last())
        assert list(breaks_in_chain()) == []

    def test_a_mark_set_in_error_is_corrected_and_both_stay_in_the_trail(self, make_item, approver, now):
        item = make_item(Status.PUBLISHED)
        actions.mark_validity(item, Validity.REPEALED, on=TODAY, reason="误标", by=approver, now=now)
        actions.mark_validity(item, Validity.IN_FORCE, on=TODAY, reason="更正误标", by=approver, now=now)
        item = fresh(item)
        assert (item.validity, item.validity_reason, item.successor) == (Validity.IN_FORCE, "更正误标", None)
        assert Event.objects.about(item).filter(kind="item.validity_marked").count() == 2

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ({"reason": " "}, "请写明依据"),
            ({"on": date(2018, 6, 2)}, "日期不能晚于今天"),
            ({"on": date(2018, 5, 27)}, "日期不能早于成文日期 2018-05-28"),
        ],
    )
    def test_what_cannot_be_is_refused(self, given, sentence, make_item, approver, now):
        item = make_item(Status.PUBLISHED)
        with pytest.raises(Refused, match=sentence):
            actions.mark_validity(
                item, Validity.REPEALED, **{"on": TODAY, "reason": "依据"} | given, by=approver, now=now
            )
        assert fresh(item).validity == item.validity

    def test_nothing_succeeds_itself(self, make_item, approver, now):
        item = make_item(Status.PUBLISHED)
        with pytest.raises(Refused, match="不能是它自己"):
            actions.mark_validity(
                item, Validity.REPEALED, on=TODAY, reason="依据", successor=item, by=approver, now=now
            )
        with pytest.raises(IntegrityError, match="item_succeeded_by_another"), transaction.atomic():
            InformationItem.objects.filter(pk=item.pk).update(successor=item)

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
    def test_only_what_is_public_is_marked(self, status, make_item, approver, now):
        with pytest.raises(NotAllowed, match="只有已发布的信息可以标注有效性"):
            actions.mark_validity(make_item(status), Validity.REPEALED, on=TODAY, reason="x", by=approver, now=now)

    @pytest.mark.parametrize("who", ["drafter", "reviewer", "case_officer", "auditor", "supervisor"])
    def test_only_those_who_publish_mark(self, who, request, make_item, now):
        item = make_item(Status.PUBLISHED)
        with pytest.raises(NotAllowed):
            actions.mark_validity(
                item, Validity.REPEALED, on=TODAY, reason="x", by=request.getfixturevalue(who), now=now
            )


class TestByAnotherDocument:
    @pytest.mark.parametrize(
        ("relation", "mark"),
        [
            (RelationKind.REPEALS, Validity.REPEALED),
            (RelationKind.REPLACES, Validity.REPEALED),
            (RelationKind.AMENDS, Validity.AMENDED),
        ],
    )
    def test_publishing_marks_the_older_document_in_the_same_transaction(
        self, relation, mark, make_item, lead, drafter, now
    ):
        older, newer = make_item(Status.PUBLISHED, title="旧办法"), make_item(title="新办法")
        actions.relate(newer, relation, older, by=drafter, now=now)
        assert fresh(older).validity == older.validity
        newer = lead(newer, now + timedelta(days=4))
        older = fresh(older)
        assert (older.validity, older.validity_date, older.successor) == (mark, date(2018, 6, 5), newer)
        assert newer.number in older.validity_reason
        assert [entry.act for entry in LogEntry.objects.order_by("seq")] == ["published", "published", "changed"]
        assert LogEntry.objects.last().document_sha256 == queries.document_sha256(older)
        assert list(breaks_in_chain()) == []

    @pytest.mark.parametrize("relation", [RelationKind.IMPLEMENTS, RelationKind.REPLIES])
    def test_other_relations_mark_nothing(self, relation, make_item, lead, drafter, now):
        older, newer = make_item(Status.PUBLISHED), make_item()
        actions.relate(newer, relation, older, by=drafter, now=now)
        lead(newer)
        assert fresh(older).validity == older.validity

    def test_what_takes_effect_later_marks_on_that_day_and_once(self, make_item, lead, drafter, now, at_clock):
        older, newer = make_item(Status.PUBLISHED), make_item()
        InformationItem.objects.filter(pk=newer.pk).update(effective_date=date(2018, 7, 1))
        actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
        newer = lead(newer)
        at_clock(datetime.fromisoformat("2018-06-30T23:59:00+08:00"))
        tasks.daily_round({})
        assert fresh(older).validity == older.validity
        at_clock(datetime.fromisoformat("2018-07-03T00:00:10+08:00"))
        tasks.daily_round({})
        tasks.daily_round({})
        older = fresh(older)
        assert (older.validity, older.validity_date, older.successor) == (
            Validity.REPEALED,
            date(2018, 7, 1),
            newer,
        )
        assert LogEntry.objects.about(older.number).count() == 2

    def test_a_corrected_mark_stays_corrected_whatever_the_daily_round_finds(
        self, make_item, lead, drafter, approver, now, at_clock
    ):
        older, newer = make_item(Status.PUBLISHED), make_item()
        actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
        lead(newer)
        actions.mark_validity(older, Validity.IN_FORCE, on=TODAY, reason="只废止了附件", by=approver, now=now)
        at_clock(now + timedelta(days=1))
        tasks.daily_round({})
        assert fresh(older).validity == Validity.IN_FORCE

    def test_what_has_ended_already_keeps_its_first_end(self, make_item, lead, drafter, approver, now):
        older, newer = make_item(Status.PUBLISHED), make_item()
        actions.mark_validity(older, Validity.EXPIRED, on=TODAY, reason="任务已完成", by=approver, now=now)
        actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
        lead(newer)
        assert fresh(older).validity_reason == "任务已完成"

    def test_a_document_outside_the_system_is_named_and_marks_nothing(self, make_item, lead, drafter, now):
        newer = make_item()
        actions.relate(newer, RelationKind.REPEALS, "原管委会〔2009〕3号", by=drafter, now=now)
        newer = lead(newer)
        assert queries.public_document(newer)["relations"] == [{"kind": "repeals", "document": "原管委会〔2009〕3号"}]

    def test_nobody_ends_the_document_of_a_unit_above_or_beside(self, make_item, appoint, town, fields, now):
        older = make_item(Status.PUBLISHED)
        stranger = appoint(Role.DRAFTER, town)
        draft = actions.draft(town, fields(), by=stranger, now=now)
        with pytest.raises(Refused, match="不能废止"):
            actions.relate(draft, RelationKind.REPEALS, older, by=stranger, now=now)
        assert actions.relate(draft, RelationKind.IMPLEMENTS, older, by=stranger, now=now).pk

    def test_only_public_items_are_related_each_once_and_none_to_itself(self, make_item, drafter, now):
        draft, public = make_item(), make_item(Status.PUBLISHED)
        for document, sentence in ((make_item(), "只能与已公开的信息"), (draft, "不能与它自己"), ("  ", "是哪份文件")):
            with pytest.raises(Refused, match=sentence):
                actions.relate(draft, RelationKind.AMENDS, document, by=drafter, now=now)
        actions.relate(draft, RelationKind.AMENDS, public, by=drafter, now=now)
        with pytest.raises(Refused, match="已经登记过"):
            actions.relate(draft, RelationKind.AMENDS, public, by=drafter, now=now)

    def test_a_statement_is_taken_off_a_draft_and_off_nothing_else(self, make_item, lead, drafter, now):
        public, draft = make_item(Status.PUBLISHED), make_item()
        relation = actions.relate(draft, RelationKind.IMPLEMENTS, public, by=drafter, now=now)
        actions.unrelate(relation, by=drafter, now=now)
        assert not Relation.objects.exists()
        kept = actions.relate(draft, RelationKind.IMPLEMENTS, public, by=drafter, now=now)
        lead(draft)
        with pytest.raises(NotAllowed, match="只有草稿可以修改"):
            actions.unrelate(kept, by=drafter, now=now)

    def test_when_the_ending_document_must_be_gone_nothing_goes_on_saying_its_name(
        self, make_item, lead, drafter, approver, now
    ):
        older, newer = make_item(Status.PUBLISHED, title="旧办法"), make_item(title="新办法")
        actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
        newer = lead(newer)
        actions.withdraw(newer, kind=WithdrawalKind.PRIVACY, reason="含住址", by=approver, now=now)
        [(item, outputs)] = list(pages.of_numbers([older.number]))
        assert "新办法" not in str(outputs[0].words["mark"]) + str(outputs[0].words["links"])
        assert item.successor == newer


class TestByADay:
    @pytest.fixture
    def until(self, make_item: Any) -> InformationItem:
        item = make_item(Status.PUBLISHED)
        InformationItem.objects.filter(pk=item.pk).update(lapse_date=date(2018, 6, 30))
        return fresh(item)

    def test_a_document_lapses_the_day_after_its_last_and_once(self, until, now, at_clock):
        at_clock(datetime.fromisoformat("2018-06-30T23:59:59+08:00"))
        tasks.daily_round({})
        assert fresh(until).validity == until.validity
        at_clock(datetime.fromisoformat("2018-07-04T08:00:00+08:00"))
        tasks.daily_round({})
        tasks.daily_round({})
        item = fresh(until)
        assert (item.validity, item.validity_date) == (Validity.EXPIRED, date(2018, 7, 1))
        assert item.validity_reason == "有效期至 2018-06-30"
        assert [entry.act for entry in LogEntry.objects.about(item.number)] == ["published", "changed"]

    def test_one_declared_in_force_after_its_last_day_stays_in_force(self, until, approver, now, at_clock):
        later = datetime.fromisoformat("2018-07-04T08:00:00+08:00")
        with pytest.raises(Refused, match="日期应晚于该日"):
            actions.mark_validity(until, Validity.IN_FORCE, on=TODAY, reason="延期", by=approver, now=later)
        actions.mark_validity(
            until, Validity.IN_FORCE, on=date(2018, 7, 1), reason="延期的通知", by=approver, now=later
        )
        at_clock(later + timedelta(days=1))
        tasks.daily_round({})
        assert fresh(until).validity == Validity.IN_FORCE

    def test_what_was_withdrawn_does_not_lapse(self, until, approver, now, at_clock):
        actions.withdraw(until, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        at_clock(datetime.fromisoformat("2018-07-04T08:00:00+08:00"))
        tasks.daily_round({})
        assert fresh(until).validity == until.validity


def test_a_kind_that_carries_validity_is_in_force_from_its_publication(make_item, kind, approver, now):
    type(kind).objects.filter(pk=kind.pk).update(has_validity=True)
    item = make_item(Status.PUBLISHED)
    assert item.validity == Validity.IN_FORCE
    assert LogEntry.objects.get().document_sha256 == queries.document_sha256(fresh(item))
