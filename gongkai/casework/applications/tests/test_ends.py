"""How an application may end, by whose hands, and what comes after."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.organisations import actions as organisations
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import (
    ApprovalMode,
    ChallengeKind,
    Opinion,
    Outcome,
    Party,
    ServiceMethod,
    Status,
    Supply,
)
from gongkai.casework.applications.models import Application, Reply
from gongkai.casework.applications.queries import CLASSIFIED_REASON
from gongkai.law.vocabulary import Role

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
TUESDAY, FRIDAY = date(2024, 4, 9), date(2024, 4, 12)


class TestNeeds:
    """No end without what the law and the yearly table want on record for it."""

    @pytest.mark.parametrize(
        ("outcome", "said", "lacks"),
        [
            (Outcome.PARTIAL, {"reason": "部分涉及第三方"}, "区分处理后的文件"),
            (Outcome.PARTIAL, {}, "须写明理由；须附区分处理后的文件"),
            (Outcome.REFUSE_LAW, {}, "须写明理由"),
            (Outcome.REFUSE_INTERNAL, {"reason": "内部管理"}, "权衡"),
            (Outcome.REFUSE_PROCESS, {"reason": "讨论记录"}, "权衡"),
            (Outcome.REFUSE_CASEFILE, {"reason": "执法案卷"}, "权衡"),
            (Outcome.REFUSE_THIRD, {"reason": "商业秘密"}, "征求第三方意见"),
            (Outcome.REFUSE_SECRET, {"reason": "某某计划的内容"}, "不得保留涉密内容"),
            (Outcome.UNABLE_NOTHOLD, {"reason": "没有"}, "检索记录"),
            (Outcome.UNABLE_UNCLEAR, {"reason": "不明确"}, "补正通知"),
            (Outcome.NOPROC_MASS, {"reason": "大量"}, "说明理由"),
            (Outcome.NOPROC_REPEAT, {"reason": "重复"}, "此前答复"),
        ],
    )
    def test_an_end_is_refused_with_all_it_lacks(self, office, application, outcome, said, lacks):
        with pytest.raises(Refused, match=lacks):
            actions.draft(application, outcome=outcome, by=office.officer, now=at(FRIDAY), **said)
        application.refresh_from_db()
        assert application.status == Status.RECEIVED
        assert not application.replies.exists()

    @pytest.mark.parametrize(
        ("outcome", "said"),
        [
            (Outcome.GRANTED, {}),
            (Outcome.REFUSE_LAW, {"reason": "法律禁止"}),
            (Outcome.REFUSE_PROCESS, {"reason": "讨论记录", "weighing": "公开会影响以后的讨论"}),
            (Outcome.REFUSE_QUERY, {"reason": "不动产登记资料"}),
            (Outcome.UNABLE_MAKE, {"reason": "须另行加工"}),
            (Outcome.NOPROC_PETITION, {"reason": "实为信访"}),
            (Outcome.NOPROC_REPEAT, {"reason": "已答复", "earlier_reply": "SQ/2023-00007"}),
            (Outcome.NOPROC_PUB, {"reason": "公开出版"}),
            (Outcome.NOPROC_CONFIRM, {"reason": "要求确认"}),
            (Outcome.REFUSE_SECRET, {}),
        ],
    )
    def test_an_end_that_lacks_nothing_is_counted_by_its_leaf(self, application, lead, outcome, said):
        ended = lead(application, outcome, on=FRIDAY, **said)
        assert (ended.status, ended.outcome, ended.replied_date) == (Status.REPLIED, outcome, FRIDAY)

    def test_partial_disclosure_hands_over_the_redacted_file(self, application, lead, scan):
        lead(application, Outcome.PARTIAL, on=FRIDAY, reason="部分涉及第三方", redacted_file=scan)
        assert application.replies.get().article == "第三十七条"

    def test_a_third_party_was_asked_and_answered_or_let_its_term_pass(self, office, application, lead):
        asked = actions.consult(
            application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(TUESDAY)
        )
        actions.answer_consultation(
            asked, opinion=Opinion.OBJECTS, grounds="商业秘密", answered=FRIDAY, by=office.officer, now=at(FRIDAY)
        )
        assert lead(application, Outcome.REFUSE_THIRD, on=FRIDAY, reason="商业秘密").outcome == "refuse_third"

    def test_giving_it_against_a_third_party_states_the_public_interest(self, office, application, lead):
        asked = actions.consult(
            application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(TUESDAY)
        )
        with pytest.raises(NotAllowed, match="征求意见"):
            actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY))
        actions.answer_consultation(
            asked, opinion=Opinion.OBJECTS, grounds="商业秘密", answered=FRIDAY, by=office.officer, now=at(FRIDAY)
        )
        with pytest.raises(Refused, match="公共利益"):
            lead(application, Outcome.GRANTED, on=FRIDAY)
        assert lead(application, Outcome.GRANTED, on=FRIDAY, weighing="涉及饮水安全").outcome == "granted"

    def test_an_organ_that_was_asked_is_no_third_party(self, office, application):
        asked = actions.consult(application, party=Party.ORGAN, party_name="某局", by=office.officer, now=at(TUESDAY))
        actions.answer_consultation(
            asked, opinion=Opinion.OBJECTS, grounds="不宜", answered=FRIDAY, by=office.officer, now=at(FRIDAY)
        )
        with pytest.raises(Refused, match="第三方"):
            actions.draft(
                application, outcome=Outcome.REFUSE_THIRD, reason="商业秘密", by=office.officer, now=at(FRIDAY)
            )

    def test_not_held_rests_on_a_search(self, office, application, lead):
        searched = {
            "searched": FRIDAY,
            "systems": "公文系统",
            "archives": "2018年卷",
            "by": office.officer,
            "now": at(FRIDAY),
        }
        with pytest.raises(Refused, match="四项"):
            actions.record_search(application, keywords="征地", people=" ", found=False, **searched)
        actions.record_search(application, keywords="征地", people="档案室某人", found=False, **searched)
        assert lead(application, Outcome.UNABLE_NOTHOLD, on=FRIDAY, reason="经检索没有").outcome == "unable_nothold"

    def test_still_unclear_was_asked_about_first(self, office, application, lead):
        actions.ask_amendment(application, items="请写明", due=date(2024, 4, 30), by=office.officer, now=at(TUESDAY))
        actions.receive_amendment(application, sought="还是那些", corrected=FRIDAY, by=office.officer, now=at(FRIDAY))
        assert lead(application, Outcome.UNABLE_UNCLEAR, on=FRIDAY, reason="仍不明确").outcome == "unable_unclear"

    def test_of_a_state_secret_nothing_is_kept(self, office, application, lead):
        searched = {"searched": TUESDAY, "systems": "甲", "archives": "乙", "people": "丙", "found": True}
        actions.record_search(application, keywords="绝密词", **searched, by=office.officer, now=at(TUESDAY))
        lead(application, Outcome.REFUSE_SECRET, on=FRIDAY)
        application.refresh_from_db()
        assert (application.applicant.sought, application.searches.get().keywords) == ("", "")
        assert application.outcome_reason == CLASSIFIED_REASON
        assert Application.objects.filter(outcome=Outcome.REFUSE_SECRET).count() == 1

    def test_a_ground_the_text_of_2007_does_not_know_is_none(self, office, receive):
        with pytest.raises(Refused, match="国务院令第492号"):
            actions.draft(
                receive(date(2018, 6, 1)),
                outcome=Outcome.REFUSE_QUERY,
                reason="查询事项",
                by=office.officer,
                now=at(date(2018, 6, 4)),
            )

    def test_what_is_withheld_is_never_said_on_the_spot(self, office, application):
        with pytest.raises(Refused, match="当场答复只限予以公开"):
            actions.reply(application, outcome=Outcome.REFUSE_LAW, reason="禁止", by=office.officer, now=at(MONDAY))


class TestThreePeople:
    def test_who_drafts_does_not_review_and_who_reviews_does_not_approve(self, office, application):
        organisations.fill(
            unit=office.dept, user=office.openness, role=Role.APPROVER, since=MONDAY, by=office.openness, now=at(MONDAY)
        )
        organisations.fill(
            unit=office.dept, user=office.officer, role=Role.APPROVER, since=MONDAY, by=office.openness, now=at(MONDAY)
        )
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY))
        with pytest.raises(NotAllowed, match="审核"):
            actions.review(application, by=office.officer, now=at(FRIDAY))
        actions.review(application, by=office.openness, now=at(FRIDAY))
        for who in (office.openness, office.officer):
            with pytest.raises(NotAllowed, match="须由他人审批"):
                actions.approve(application, by=who, now=at(FRIDAY))
        assert actions.approve(application, by=office.approver, now=at(FRIDAY)).approved_by == office.approver

    def test_the_ledger_itself_refuses_one_person_for_two(self, office, application):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY))
        for wrong in ({"reviewed_by": office.officer}, {"approved_by": office.officer, "approval_mode": "system"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Reply.objects.update(**wrong)

    def test_a_deputy_approves_for_whom_they_stand_in(self, office, application):
        post = office.approver.posts.get()
        organisations.delegate(
            post=post,
            deputy=office.drafter,
            since=MONDAY,
            until=FRIDAY,
            reason="出差",
            by=office.openness,
            now=at(MONDAY),
        )
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY))
        actions.review(application, by=office.openness, now=at(FRIDAY))
        assert actions.approve(application, by=office.drafter, now=at(FRIDAY)).on_behalf_of == office.approver

    def test_a_consent_on_paper_has_its_scan_and_another_signature(self, office, application, scan):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        actions.review(application, by=office.openness, now=at(TUESDAY))
        signed = {"scan": scan, "by": office.officer, "now": at(FRIDAY)}
        with pytest.raises(Refused, match="拟稿人本人"):
            actions.record_paper_approval(application, approver=office.officer.name, signed=FRIDAY, **signed)
        with pytest.raises(Refused, match="签字日期"):
            actions.record_paper_approval(application, approver="某局长", signed=MONDAY, **signed)
        reply = actions.record_paper_approval(application, approver="某局长", signed=FRIDAY, **signed)
        assert (reply.approval_mode, reply.paper_scan) == (ApprovalMode.PAPER, scan)

    def test_a_draft_that_was_sent_back_stays_and_another_is_written(self, office, application):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        with pytest.raises(NotAllowed, match="退回"):
            actions.return_draft(application, reason="重写", by=office.drafter, now=at(TUESDAY))
        with pytest.raises(Refused, match="理由"):
            actions.return_draft(application, reason=" ", by=office.openness, now=at(TUESDAY))
        actions.return_draft(application, reason="依据有误", by=office.openness, now=at(TUESDAY))
        assert actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY)).serial == 2

    @pytest.mark.parametrize("who", ["drafter", "secrecy", "supervisor", "auditor", "stranger"])
    def test_nobody_else_has_a_hand_in_it(self, office, application, who):
        for act in (
            lambda user: actions.draft(application, outcome=Outcome.GRANTED, by=user, now=at(FRIDAY)),
            lambda user: actions.ask_amendment(application, items="甲", due=date(2024, 5, 1), by=user, now=at(FRIDAY)),
            lambda user: actions.consult(application, party=Party.ORGAN, party_name="乙", by=user, now=at(FRIDAY)),
            lambda user: actions.request_extension(application, reason="丙", by=user, now=at(FRIDAY)),
            lambda user: actions.assign(application, unit=office.other, by=user, now=at(FRIDAY)),
            lambda user: actions.withdraw(application, by=user, now=at(FRIDAY)),
            lambda user: actions.see_applicant(application, by=user, now=at(FRIDAY)),
        ):
            with pytest.raises(NotAllowed):
                act(getattr(office, who))

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_draft_at_once_one_is_told(self, office, application, at_once):
        drafts = [
            lambda who=who: actions.draft(application, outcome=Outcome.GRANTED, by=who, now=at(FRIDAY))
            for who in (office.officer, office.openness)
        ]
        results = at_once(drafts)
        assert sum(isinstance(one, Refusal) for one in results) == 1
        assert application.replies.count() == 1


class TestService:
    def approved(self, office, application):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        actions.review(application, by=office.openness, now=at(TUESDAY))
        actions.approve(application, by=office.approver, now=at(TUESDAY))
        return application

    def serve(self, office, application, **changes):
        given = {"method": ServiceMethod.POST, "served": FRIDAY, "tracking_number": "EX1", "by": office.officer}
        return actions.serve(application, **given | {"now": at(FRIDAY)} | changes)

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"tracking_number": " "}, "邮件号"),
            ({"method": ServiceMethod.DIRECT}, "凭证"),
            ({"method": ServiceMethod.AGENT}, "凭证"),
            ({"served": MONDAY}, "审批之后"),
            ({"served": date(2024, 4, 13)}, "不晚于今天"),
        ],
    )
    def test_is_refused_without_proof_or_on_an_impossible_day(self, office, application, wrong, sentence):
        with pytest.raises(Refused, match=sentence):
            self.serve(office, self.approved(office, application), **wrong)

    def test_there_is_no_courier(self):
        assert set(ServiceMethod.values) == {"direct", "agent", "post", "electronic"}

    def test_is_electronic_only_where_that_was_asked_for(self, office, receive, scan):
        by_post = self.approved(office, receive(supply=Supply.POST))
        with pytest.raises(Refused, match="电子"):
            self.serve(office, by_post, method=ServiceMethod.ELECTRONIC, proof=scan)
        online = self.approved(office, receive(supply=Supply.ELECTRONIC, sought="另一份"))
        assert self.serve(office, online, method=ServiceMethod.ELECTRONIC, proof=scan).status == Status.REPLIED

    def test_on_time_is_the_day_of_posting(self, office, application):
        self.approved(office, application)
        last = date(2024, 5, 8)
        served = self.serve(office, application, served=last, now=at(date(2024, 5, 20)))
        assert (served.replied_date, Event.objects.about(served).last().data["late"]) == (last, False)

    def test_a_late_reply_says_so(self, office, application):
        self.approved(office, application)
        day = date(2024, 5, 9)
        self.serve(office, application, served=day, now=at(day))
        assert Event.objects.about(application).last().data["late"] is True

    def test_what_is_not_approved_is_not_sent(self, office, application):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        for act in (
            lambda: self.serve(office, application),
            lambda: actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(FRIDAY)),
        ):
            with pytest.raises(NotAllowed):
                act()


class TestAfterwards:
    def test_what_is_taken_back_ends_wherever_it_stands(self, office, application):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        closed = actions.withdraw(application, by=office.officer, now=at(FRIDAY))
        assert (closed.status, closed.outcome, closed.closed_date) == (Status.CLOSED, "other_other", FRIDAY)
        assert application.replies.get().return_reason == "申请人撤回申请"

    def test_an_ordered_answer_is_given_and_not_counted_again(self, office, application, lead):
        lead(application, Outcome.REFUSE_LAW, on=FRIDAY, reason="法律禁止")
        with pytest.raises(NotAllowed, match="政务公开工作机构决定"):
            actions.reopen(application, reason="某复决〔2024〕1号", by=office.officer, now=at(date(2024, 7, 1)))
        again = actions.reopen(
            application,
            reason="某复决〔2024〕1号",
            ordered=date(2024, 7, 15),
            by=office.openness,
            now=at(date(2024, 7, 1)),
        )
        assert (again.status, again.due_date) == (Status.RECEIVED, date(2024, 7, 15))
        assert Application.objects.open().get() == application
        assert not Application.objects.pending_on(date(2024, 7, 2)).exists()
        ended = lead(application, Outcome.GRANTED, on=date(2024, 7, 8))
        assert (ended.status, ended.outcome, ended.replied_date) == (Status.REPLIED, "refuse_law", FRIDAY)
        assert [reply.outcome for reply in application.replies.order_by("serial")] == ["refuse_law", "granted"]

    def test_our_own_correction_has_a_limit_of_its_own(self, office, application, lead):
        lead(application, Outcome.GRANTED, on=FRIDAY)
        again = actions.reopen(application, reason="给错附件", by=office.openness, now=at(date(2024, 7, 1)))
        assert again.due_date == date(2024, 7, 29)

    def test_what_was_given_up_may_be_answered_after_all(self, office, application, lead):
        actions.withdraw(application, by=office.officer, now=at(TUESDAY))
        actions.reopen(application, reason="误作撤回", by=office.openness, now=at(FRIDAY))
        ended = lead(application, Outcome.GRANTED, on=FRIDAY)
        assert (ended.status, ended.outcome, ended.closed_date, ended.replied_date) == (
            Status.REPLIED,
            "other_other",
            TUESDAY,
            None,
        )

    def test_the_five_stages_of_article_45_are_on_record(self, office, application, lead):
        lead(application, Outcome.GRANTED, on=FRIDAY)
        archived = actions.archive(application, by=office.officer, now=at(date(2024, 4, 30)))
        assert archived.status == Status.ARCHIVED
        assert [event.kind for event in Event.objects.about(application)] == [
            "application.received",
            "application.reply_drafted",
            "application.reply_reviewed",
            "application.reply_approved",
            "application.replied",
            "application.archived",
        ]
        with pytest.raises(NotAllowed, match="已归档"):
            actions.withdraw(application, by=office.officer, now=at(date(2024, 4, 30)))


class TestChallenge:
    def file(self, office: SimpleNamespace, kind=ChallengeKind.RECONSIDERATION, **changes):
        given = {"unit": office.dept, "kind": kind, "filed": date(2024, 9, 26), "by": office.officer}
        return actions.challenge(**given | {"now": at(date(2024, 9, 26))} | changes)

    @pytest.mark.parametrize(
        ("kind", "simplified", "due"),
        [
            (ChallengeKind.RECONSIDERATION, False, date(2024, 10, 16)),
            (ChallengeKind.RECONSIDERATION, True, date(2024, 10, 10)),
            (ChallengeKind.LAWSUIT, False, date(2024, 10, 12)),
        ],
    )
    def test_has_our_own_clock_from_the_day_the_copy_came(self, office, kind, simplified, due):
        filed = self.file(office, kind)
        day = date(2024, 9, 27)
        filed = actions.receive_copy(filed, received=day, simplified=simplified, by=office.officer, now=at(day))
        assert filed.answer_due_date == due
        actions.answer_challenge(filed, answered=due, by=office.officer, now=at(due))
        assert Event.objects.about(filed).last().data["late"] is False

    def test_only_a_lawsuit_comes_after_reconsideration(self, office):
        assert self.file(office, ChallengeKind.LAWSUIT, after_reconsideration=True).after_reconsideration
        with pytest.raises(Refused, match="行政诉讼"):
            self.file(office, after_reconsideration=True)

    def test_a_complaint_has_no_copy(self, office):
        filed = self.file(office, ChallengeKind.COMPLAINT)
        with pytest.raises(Refused, match="申诉"):
            actions.receive_copy(filed, received=date(2024, 9, 26), by=office.officer, now=at(date(2024, 9, 26)))
