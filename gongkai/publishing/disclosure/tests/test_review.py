"""Level after level of consent, each by somebody else; the ways back; who may stand in and who may be borrowed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.actions import keep
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Post
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import ApprovalMode, Provision, Status, SubmissionOutcome
from gongkai.publishing.disclosure.models import Approval, InformationItem, Submission

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JUNE, JULY = date(2018, 6, 1), date(2018, 7, 31)


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def three_levels(column):
    column.review = [Role.APPROVER, Role.APPROVER, Role.OPENNESS_OFFICE]
    column.save()
    return column


@pytest.fixture
def leader(appoint, department):
    """Who consents at the second level."""
    return appoint(Role.APPROVER, department)


@pytest.fixture
def item(three_levels, make_item):
    """Reviewed for secrets, waiting for the first level of three."""
    return make_item(Status.SECRECY_REVIEWED)


@pytest.fixture
def scan(founder, now, real_file):
    return keep(ContentFile(real_file("png")), name="签批单.png", by=founder, now=now)


@pytest.fixture
def sign(openness_officer, scan, now):
    def sign(item, approver, by=openness_officer):
        return actions.record_paper_approval(item, approver=approver, signed=JUNE, scan=scan, by=by, now=now)

    return sign


def submission(item):
    return queries.last_submission(item)


def given(item):
    """(level, who) of the consents that stand."""
    return [(one.level, one.by) for one in submission(item).approvals.standing()]


class TestLevels:
    def test_an_item_is_approved_by_the_last_level_and_by_no_other(self, item, approver, leader, openness_officer, now):
        states = [actions.approve(item, by=by, now=now + n * HOUR).status for n, by in enumerate((approver, leader))]
        assert states == [Status.SECRECY_REVIEWED] * 2
        item.refresh_from_db()
        assert (item.approved_by, item.approved_at) == (None, None)
        item = actions.approve_and_publish(item, by=openness_officer, now=now + 2 * HOUR)
        assert (item.status, item.approved_by) == (Status.PUBLISHED, openness_officer)
        assert given(item) == [(1, approver), (2, leader), (3, openness_officer)]
        assert submission(item).outcome == SubmissionOutcome.APPROVED
        said = [str(event) for event in Event.objects.about(item)]
        assert f"{approver}同意了{item.registration}：初审" in said
        assert f"{leader}同意了{item.registration}：复审" in said

    def test_nobody_consents_twice(self, item, approver, now):
        actions.approve(item, by=approver, now=now)
        with pytest.raises(NotAllowed, match="您已办过该信息的初审，复审须由他人办理"):
            actions.approve(item, by=approver, now=now)

    def test_the_database_itself_keeps_one_person_from_two_levels(self, item, approver, now):
        actions.approve(item, by=approver, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.create(submission=submission(item), level=2, role=Role.APPROVER, by=approver, at=now)

    def test_each_level_asks_its_own_role(self, item, approver, leader, openness_officer, now):
        with pytest.raises(NotAllowed, match="您不是示范区经济发展局的审批人"):
            actions.approve(item, by=openness_officer, now=now)
        actions.approve(item, by=approver, now=now)
        actions.approve(item, by=leader, now=now)
        third = leader
        with pytest.raises(NotAllowed, match="须由他人办理"):
            actions.approve(item, by=third, now=now)

    def test_who_reviewed_for_secrets_does_not_consent(self, item, reviewer, appoint, department, now):
        appoint(Role.APPROVER, department, user=reviewer)
        with pytest.raises(NotAllowed, match="您已办过该信息的保密审查"):
            actions.approve(item, by=reviewer, now=now)

    def test_setting_the_column_up_anew_does_not_touch_what_is_under_way(
        self, item, three_levels, make_item, approver, leader, openness_officer, now
    ):
        three_levels.review = [Role.APPROVER]
        three_levels.save()
        assert actions.approve(item, by=approver, now=now).status == Status.SECRECY_REVIEWED
        later = make_item(Status.SECRECY_REVIEWED)
        assert actions.approve(later, by=approver, now=now).status == Status.APPROVED

    def test_what_is_withheld_is_closed_by_the_last_level(
        self, three_levels, make_item, approver, leader, openness_officer, now
    ):
        item = make_item(Status.SECRECY_REVIEWED, openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET)
        for by in (approver, leader):
            assert actions.approve(item, by=by, now=now).status == Status.SECRECY_REVIEWED
        assert actions.approve(item, by=openness_officer, now=now).status == Status.CLOSED
        assert submission(item).outcome == SubmissionOutcome.CLOSED

    @pytest.mark.parametrize(
        ("of", "names"),
        [(1, ["审批"]), (2, ["初审", "终审"]), (3, ["初审", "复审", "终审"])],
    )
    def test_levels_are_called_what_officials_call_them(self, of, names):
        assert [queries.level_name(number, of) for number in range(1, of + 1)] == names


class TestWaysBack:
    def test_returned_to_the_drafter_every_level_starts_again(self, item, approver, leader, drafter, reviewer, now):
        actions.approve(item, by=approver, now=now)
        item = actions.return_to_drafter(item, reason="附表缺页", by=leader, now=now + HOUR)
        assert item.status == Status.DRAFT
        first = submission(item)
        assert (first.outcome, first.returned_by, first.return_reason) == ("returned", leader, "附表缺页")
        assert [one.by for one in first.approvals.all()] == [approver]
        actions.submit(item, by=drafter, now=now + 2 * HOUR)
        actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now + 3 * HOUR)
        assert (submission(item).serial, given(item)) == (2, [])
        assert actions.approve(item, by=approver, now=now + 4 * HOUR).status == Status.SECRECY_REVIEWED

    def test_sent_back_one_level_that_level_is_asked_again_and_the_text_stays(
        self, item, approver, leader, openness_officer, now
    ):
        actions.approve(item, by=approver, now=now)
        actions.approve(item, by=leader, now=now)
        with pytest.raises(Refused, match="理由"):
            actions.send_back(item, reason=" ", by=openness_officer, now=now)
        item = actions.send_back(item, reason="请再核数据", by=openness_officer, now=now)
        assert (item.status, given(item)) == (Status.SECRECY_REVIEWED, [(1, approver)])
        undone = submission(item).approvals.get(level=2)
        assert (undone.undone_by, undone.undone_reason) == (openness_officer, "请再核数据")
        actions.approve(item, by=leader, now=now)
        assert given(item) == [(1, approver), (2, leader)]
        assert submission(item).approvals.filter(level=2).count() == 2

    def test_the_first_level_has_no_level_before_it(self, item, approver, now):
        with pytest.raises(NotAllowed, match="前面没有审批层级"):
            actions.send_back(item, reason="请再核", by=approver, now=now)

    def test_only_whose_turn_it_is_sends_back_or_returns(self, item, approver, leader, openness_officer, reviewer, now):
        actions.approve(item, by=approver, now=now)
        actions.approve(item, by=leader, now=now)
        for verb in (actions.send_back, actions.return_to_drafter):
            for user in (approver, reviewer):
                with pytest.raises(NotAllowed, match="不是该环节的经办人"):
                    verb(item, reason="请再核", by=user, now=now)

    def test_a_reason_that_says_a_number_of_a_person_never_reaches_the_trail(self, item, approver, now):
        with pytest.raises(Refused, match="不要写出内容"):
            actions.return_to_drafter(item, reason="13800138000未遮盖", by=approver, now=now)
        assert not Event.objects.filter(reason__contains="13800138000").exists()


class TestOnPaper:
    def test_any_level_may_have_been_signed_on_paper(self, item, sign, leader, openness_officer, approver, now):
        assert sign(item, "王主任", by=approver).status == Status.SECRECY_REVIEWED
        item.refresh_from_db()
        assert (item.approval_mode, item.paper_scan) == (ApprovalMode.SYSTEM, None)
        actions.approve(item, by=leader, now=now)
        item = actions.approve(item, by=openness_officer, now=now)
        assert (item.status, item.approval_mode, item.paper_approver) == (Status.APPROVED, ApprovalMode.SYSTEM, "")
        assert [one.mode for one in submission(item).approvals.all()] == ["paper", "system", "system"]

    def test_all_levels_on_paper_need_as_many_signatures(self, item, sign):
        sign(item, "王主任")
        with pytest.raises(Refused, match="王主任已在其他层级同意过"):
            sign(item, "王主任")
        sign(item, "李副主任")
        item = sign(item, "赵书记")
        assert (item.status, item.approval_mode, item.paper_approver) == (
            Status.APPROVED, ApprovalMode.PAPER, "赵书记",
        )  # fmt: skip

    def test_a_signature_of_the_drafter_or_of_who_consented_in_the_system_counts_for_nothing(
        self, item, sign, drafter, approver, now
    ):
        with pytest.raises(Refused, match="签字人与拟稿人是同一人"):
            sign(item, str(drafter))
        actions.approve(item, by=approver, now=now)
        with pytest.raises(Refused, match="每级须由不同的人审批"):
            sign(item, str(approver))

    def test_who_consented_at_one_level_does_not_record_another(self, item, sign, approver, now):
        actions.approve(item, by=approver, now=now)
        with pytest.raises(NotAllowed, match="您已办过该信息的初审"):
            sign(item, "王主任", by=approver)


class TestStandingIn:
    @pytest.fixture
    def deputy(self, appoint, zone):
        return appoint(Role.CASE_OFFICER, zone)

    @pytest.fixture
    def delegate(self, deputy, founder, now):
        def delegate(holder, role, to=deputy):
            post = Post.objects.get(user=holder, role=role)
            return organisations.delegate(
                post, deputy=to, since=JUNE, until=JULY, reason="外出学习", by=founder, now=now
            )

        return delegate

    def test_a_deputy_consents_and_for_whom_is_on_record(self, item, approver, deputy, delegate, now):
        delegate(approver, Role.APPROVER)
        actions.approve(item, by=deputy, now=now)
        consent = submission(item).approvals.get()
        assert (consent.by, consent.on_behalf_of) == (deputy, approver)
        assert f"初审，代理{approver}" in str(Event.objects.about(item).get(kind="item.consented"))

    def test_a_deputy_of_who_consented_already_does_not_consent_again_for_them(
        self, item, approver, deputy, delegate, now
    ):
        delegate(approver, Role.APPROVER)
        actions.approve(item, by=approver, now=now)
        with pytest.raises(NotAllowed, match=f"您代理的{approver}已办过该信息的初审"):
            actions.approve(item, by=deputy, now=now)

    def test_who_a_deputy_consented_for_does_not_consent_again(self, item, approver, deputy, delegate, now):
        delegate(approver, Role.APPROVER)
        actions.approve(item, by=deputy, now=now)
        with pytest.raises(NotAllowed, match="您已办过该信息的初审"):
            actions.approve(item, by=approver, now=now)

    def test_nobody_passes_a_text_in_the_name_of_who_wrote_it(
        self, make_item, drafter, appoint, department, deputy, delegate, now
    ):
        appoint(Role.SECRECY_REVIEWER, department, user=drafter)
        appoint(Role.APPROVER, department, user=drafter)
        delegate(drafter, Role.SECRECY_REVIEWER)
        delegate(drafter, Role.APPROVER)
        with pytest.raises(NotAllowed, match="是该信息的拟稿人，该环节须由他人办理"):
            actions.review_secrecy(make_item(Status.SUBMITTED), basis="不涉密", by=deputy, now=now)
        with pytest.raises(NotAllowed, match="是该信息的拟稿人，该环节须由他人办理"):
            actions.approve(make_item(Status.SECRECY_REVIEWED), by=deputy, now=now)


def test_a_town_of_two_borrows_a_reviewer_and_publishes(town, department, reviewer, appoint, fields, founder, now):
    first, second = appoint(Role.DRAFTER, town), appoint(Role.APPROVER, town)
    item = actions.draft(town, fields(), by=first, now=now)
    actions.submit(item, by=first, now=now)
    with pytest.raises(NotAllowed, match="不是海港镇人民政府的保密审查员"):
        actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    organisations.lend(
        user=reviewer, role=Role.SECRECY_REVIEWER, unit=town, lender=department, since=JUNE, until=JULY,
        reason="镇里只有两人", by=founder, now=now,
    )  # fmt: skip
    assert item in queries.review_queue(reviewer, on=now.date())
    actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now)
    assert actions.approve_and_publish(item, by=second, now=now).status == Status.PUBLISHED


class TestSecrecyReview:
    def test_every_provision_is_answered_on_record(self, make_item, reviewer, now):
        item = make_item(Status.SECRECY_REVIEWED)
        assert submission(item).provisions == dict.fromkeys(Provision.values, False)

    @pytest.mark.parametrize("provision", [one for one in Provision if one != Provision.STATE_SECRET])
    def test_what_touches_a_provision_is_not_passed_for_publication(self, provision, make_item, reviewer, now):
        item = make_item(Status.SUBMITTED)
        with pytest.raises(Refused, match=f"涉及{provision.label}的信息不能按主动公开通过"):
            actions.review_secrecy(item, basis="逐项审查", involved=[provision], by=reviewer, now=now)

    def test_what_is_withheld_may_touch_what_it_is_withheld_for(self, make_item, reviewer, now):
        item = make_item(Status.SUBMITTED, openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET)
        actions.review_secrecy(item, basis="涉商业秘密", involved=[Provision.TRADE_SECRET], by=reviewer, now=now)
        assert submission(item).provisions[Provision.TRADE_SECRET] is True
        assert Event.objects.get(kind="item.secrecy_reviewed").data == {"involved": ["trade_secret"]}

    def test_a_state_secret_is_passed_under_no_openness(self, make_item, reviewer, now):
        item = make_item(Status.SUBMITTED, openness=Openness.WITHHELD, ground=WithholdingGround.LAW_FORBIDS)
        with pytest.raises(Refused, match="不能留在本系统"):
            actions.review_secrecy(item, basis="涉密", involved=[Provision.STATE_SECRET], by=reviewer, now=now)


class TestQueue:
    def test_it_holds_what_waits_for_the_person_over_all_units_longest_first(
        self, three_levels, make_item, approver, leader, openness_officer, reviewer, drafter, fields, department, now
    ):
        late = actions.draft(department, fields(title="后送的"), by=drafter, now=now)
        actions.submit(late, by=drafter, now=now + 2 * HOUR)
        soon = make_item(Status.SUBMITTED, title="先送的")
        at_first = make_item(Status.SECRECY_REVIEWED)
        on = now.date()
        assert list(queries.review_queue(reviewer, on=on)) == [soon, late]
        assert list(queries.review_queue(approver, on=on)) == [at_first]
        assert list(queries.review_queue(openness_officer, on=on)) == []
        actions.approve(at_first, by=approver, now=now)
        assert list(queries.review_queue(approver, on=on)) == []
        assert list(queries.review_queue(leader, on=on)) == [at_first]
        actions.approve(at_first, by=leader, now=now)
        assert list(queries.review_queue(openness_officer, on=on)) == [at_first]

    def test_what_somebody_wrote_never_waits_for_them(self, make_item, drafter, appoint, department, fields, now):
        other = appoint(Role.DRAFTER, department)
        appoint(Role.SECRECY_REVIEWER, department, user=other)
        item = make_item()
        actions.revise(item, fields(title="改过的标题"), by=other, now=now)
        actions.submit(item, by=drafter, now=now)
        assert list(queries.review_queue(other, on=now.date())) == []

    def test_it_is_read_in_a_bounded_number_of_queries(self, make_item, approver, django_assert_max_num_queries, now):
        for _n in range(5):
            make_item(Status.SECRECY_REVIEWED)
        with django_assert_max_num_queries(2 * len(Role) + 2):
            assert len(queries.review_queue(approver, on=now.date())) == 5


def test_a_secret_found_late_leaves_no_word_and_no_scan_of_its_review(
    item, sign, approver, fields, drafter, leader, scan, now
):
    sign(item, "王主任", by=approver)
    actions.return_to_drafter(item, reason="疑似涉密的内容在第三段", by=leader, now=now)
    secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
    actions.revise(item, secret, by=drafter, now=now)
    assert not Approval.objects.exists()
    assert set(Submission.objects.values_list("return_reason", flat=True)) == {""}


def test_a_settled_submission_was_reviewed_for_secrets_or_is_none(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(item=item).update(
            outcome="approved", ended_at=item.drafted_at, waiting_role="", secrecy_reviewed_by=None
        )


def test_two_levels_at_the_same_moment_by_the_same_person_are_one(at_once, three_levels, make_item, approver, now):
    item = make_item(Status.SECRECY_REVIEWED)
    results = at_once([lambda: actions.approve(item, by=approver, now=now)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["InformationItem", "NotAllowed"]
    assert InformationItem.objects.get(pk=item.pk).status == Status.SECRECY_REVIEWED
    assert given(item) == [(1, approver)]
