"""政策解读: with the policy or within its days, by whoever drafted it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import InterpretationForm, Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, Interpretation
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

pytestmark = pytest.mark.django_db
TEXT = InterpretationForm.TEXT


@pytest.fixture(autouse=True)
def policies_are_to_be_explained(kind: Any) -> None:
    type(kind).objects.filter(pk=kind.pk).update(needs_interpretation=True, is_policy=True)


@pytest.fixture
def review(drafter: Any, reviewer: Any, approver: Any, now: Any) -> Any:
    """``review(draft)``: through the secrecy review, up to the approver's button."""

    def review(item: InformationItem) -> InformationItem:
        item = actions.submit(item, by=drafter, now=now)
        return actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)

    return review


def fresh(item: InformationItem) -> InformationItem:
    return InformationItem.objects.get(pk=item.pk)


class TestTogether:
    def test_policy_and_approved_interpretation_come_out_in_one_transaction(
        self, make_item, review, drafter, approver, now
    ):
        policy, text = make_item(title="补贴办法"), make_item(title="补贴办法解读")
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        actions.plan_interpretation(policy, together=True, by=drafter, now=now)
        policy = actions.approve_and_publish(review(policy), by=approver, now=now)
        assert policy.status == Status.APPROVED
        text = actions.approve_and_publish(review(text), by=approver, now=now)
        assert text.status == Status.APPROVED
        policy = actions.publish(policy, by=approver, now=now + timedelta(hours=1))
        text = fresh(text)
        assert (policy.status, text.status) == (Status.PUBLISHED, Status.PUBLISHED)
        assert policy.published_at == text.published_at
        assert [entry.number for entry in LogEntry.objects.order_by("seq")] == [policy.number, text.number]
        assert list(breaks_in_chain()) == []

    def test_a_policy_that_is_to_come_with_its_interpretation_waits_for_it(self, make_item, drafter, approver, now):
        policy, text = make_item(Status.DRAFT), make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        actions.plan_interpretation(policy, together=True, by=drafter, now=now)
        InformationItem.objects.filter(pk=policy.pk).update(status=Status.APPROVED)
        with pytest.raises(NotAllowed, match="解读材料还未审批通过"):
            actions.publish(policy, by=approver, now=now)

    def test_an_interpretation_never_comes_before_its_policy(self, make_item, review, drafter, approver, now):
        policy, text = make_item(), make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        text = actions.approve_and_publish(review(text), by=approver, now=now)
        assert text.status == Status.APPROVED
        with pytest.raises(NotAllowed, match="该文件还未发布"):
            actions.publish(text, by=approver, now=now)

    def test_after_its_policy_it_is_published_by_itself(self, make_item, review, drafter, approver, now):
        policy, text = make_item(Status.PUBLISHED), make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        assert actions.approve_and_publish(review(text), by=approver, now=now).status == Status.PUBLISHED

    def test_one_that_is_not_ready_does_not_come_with_the_policy(self, make_item, review, drafter, approver, now):
        policy, text = make_item(), make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        actions.approve_and_publish(review(policy), by=approver, now=now)
        assert (fresh(policy).status, fresh(text).status) == (Status.PUBLISHED, Status.DRAFT)

    def test_who_wrote_the_interpretation_does_not_publish_it_with_the_policy(
        self, make_item, review, drafter, approver, appoint, department, now
    ):
        policy, text = make_item(), make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        appoint(Role.DRAFTER, department, user=approver)
        given = actions.ItemFields(
            title="改", kind=text.kind, column=text.column, formed_date=text.formed_date, body="<p>改</p>"
        )
        actions.revise(text, given, by=approver, now=now)
        second = appoint(Role.APPROVER, department)
        actions.approve(review(text), by=second, now=now)
        with pytest.raises(NotAllowed, match=r"同步发布的解读（.*）不能发布：您是该信息的拟稿人"):
            actions.approve_and_publish(review(policy), by=approver, now=now)
        assert fresh(policy).status == Status.SECRECY_REVIEWED


class TestLinking:
    def test_a_draft_is_begun_under_the_name_of_the_policy(self, make_item, drafter, now):
        policy = make_item(title="补贴办法")
        linked = actions.begin_interpretation(policy, form=InterpretationForm.VIDEO, by_head=True, by=drafter, now=now)
        assert (linked.policy, linked.form, linked.by_head) == (policy, "video", True)
        assert (linked.item.status, linked.item.title, linked.item.unit) == (
            Status.DRAFT,
            "《补贴办法》政策解读",
            policy.unit,
        )

    def test_what_cannot_be_linked_is_refused(self, make_item, drafter, appoint, town, fields, now):
        policy, text = make_item(Status.PUBLISHED), make_item()
        stranger = appoint(Role.DRAFTER, town)
        foreign = actions.draft(town, fields(), by=stranger, now=now)
        draft_policy = make_item()
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        for of, item, sentence in (
            (policy, text, "已登记为一份文件的解读"),
            (policy, policy, "不能解读它自己"),
            (policy, foreign, "属于其他单位"),
            (draft_policy, make_item(Status.PUBLISHED), "解读不能先于文件公开"),
            (policy, make_item(Status.WITHDRAWN), "不能作为解读"),
        ):
            with pytest.raises(Refused, match=sentence):
                actions.link_interpretation(of, item, form=TEXT, by=drafter, now=now)
        with pytest.raises(NotAllowed, match="本身是政策解读"):
            actions.begin_interpretation(text, form=TEXT, by=drafter, now=now)

    def test_a_link_made_in_error_is_taken_back_with_a_reason(self, make_item, drafter, now):
        policy, text = make_item(Status.PUBLISHED), make_item()
        linked = actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        with pytest.raises(Refused, match="请写明取消的理由"):
            actions.unlink_interpretation(linked, reason=" ", by=drafter, now=now)
        actions.unlink_interpretation(linked, reason="选错了", by=drafter, now=now)
        assert not Interpretation.objects.exists()

    def test_what_explains_a_policy_that_turns_out_to_be_secret_goes_with_it(self, make_item, drafter, fields, now):
        policy = make_item(title="海鸥七号")
        linked = actions.begin_interpretation(policy, form=TEXT, by=drafter, now=now)
        secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
        actions.revise(policy, secret, by=drafter, now=now)
        assert (fresh(linked.item).title, fresh(linked.item).status) == ("", Status.CLOSED)
        assert not InformationItem.objects.filter(title__contains="海鸥").exists()


class TestLimits:
    """2018-06-01 was a Friday, 2018-06-18 a holiday."""

    def due(self, on: date, units: Any) -> list[queries.Unexplained]:
        return queries.with_limits(queries.unexplained_policies(units), on=on)

    @pytest.fixture
    def units(self, department: Any) -> Any:
        return type(department).objects.all()

    def test_three_working_days_from_publication_by_default(self, make_item, units):
        policy = make_item(Status.PUBLISHED)
        [row] = self.due(date(2018, 6, 6), units)
        assert (row.policy, row.due.date, row.due.provisional, row.late) == (policy, date(2018, 6, 6), False, False)
        assert self.due(date(2018, 6, 7), units)[0].late

    def test_the_start_and_the_days_are_the_institutions(self, make_item, units, settings):
        settings.GONGKAI_INTERPRETATION_START, settings.GONGKAI_INTERPRETATION_DAYS = "issued", 5
        make_item(Status.PUBLISHED, formed_date=date(2018, 5, 28))
        assert self.due(date(2018, 6, 1), units)[0].due.date == date(2018, 6, 4)

    def test_a_draft_does_not_meet_the_limit_and_a_public_interpretation_does(
        self, make_item, review, drafter, approver, units, now
    ):
        policy, text = make_item(Status.PUBLISHED), make_item()
        type(text.kind).objects.get_or_create(code="reading", name="解读", defaults={"order": 9})
        actions.link_interpretation(policy, text, form=TEXT, by=drafter, now=now)
        assert [row.draft for row in self.due(now.date(), units)] == [text]
        InformationItem.objects.filter(pk=text.pk).update(kind=type(text.kind).objects.get(code="reading"))
        text = actions.approve_and_publish(review(fresh(text)), by=approver, now=now)
        assert self.due(now.date(), units) == []
        actions.withdraw(text, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        assert [row.policy for row in self.due(now.date(), units)] == [policy]

    def test_the_openness_office_settles_that_none_is_needed(self, make_item, openness_officer, approver, units, now):
        policy = make_item(Status.PUBLISHED)
        with pytest.raises(NotAllowed, match="由政务公开工作机构认定"):
            actions.waive_interpretation(policy, reason="内部事务性通知", by=approver, now=now)
        with pytest.raises(Refused, match="请写明无需解读的理由"):
            actions.waive_interpretation(policy, reason=" ", by=openness_officer, now=now)
        plan = actions.waive_interpretation(policy, reason="内部事务性通知", by=openness_officer, now=now)
        assert (plan.waived_by, plan.waived_reason) == (openness_officer, "内部事务性通知")
        assert self.due(now.date(), units) == []

    def test_kinds_that_need_none_are_not_listed(self, make_item, kind, units):
        type(kind).objects.filter(pk=kind.pk).update(needs_interpretation=False)
        make_item(Status.PUBLISHED)
        assert self.due(date(2018, 7, 1), units) == []

    def test_asks_as_often_for_three_as_for_one(self, make_item, units, django_assert_max_num_queries):
        for _serial in range(3):
            make_item(Status.PUBLISHED)
        with django_assert_max_num_queries(3):
            assert len(self.due(date(2018, 7, 1), units)) == 3
