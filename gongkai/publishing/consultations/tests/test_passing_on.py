"""From the first word of a draft to the public and back: who may do what, and what is not let through."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.organisations import actions as organisations
from gongkai.law.vocabulary import Role
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Consultation
from gongkai.publishing.transparency_log.models import LogEntry
from tests.real_files import made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_every_consultation_has_a_number_of_its_own(make_consultation):
    assert [make_consultation().number for _turn in range(2)] == ["ZQ/2018-00001", "ZQ/2018-00002"]


def test_a_stranger_drafts_nothing_for_the_unit(department, approver, now):
    with pytest.raises(NotAllowed, match="不是示范区经济发展局的拟稿人"):
        actions.draft(department, actions.ConsultationFields("标题"), by=approver, now=now)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"background": ""}, "还缺：背景和说明"),
        ({"background": "<p> </p>"}, "还缺：背景和说明"),
        ({"body": ""}, "还缺：草案正文或文件"),
        ({"opens_date": None, "closes_date": None}, "还缺：开始日期、截止日期"),
        ({"closes_date": date(2018, 6, 30)}, "期限只有 29 日，少于 30 日.*2018-07-01 以后"),
        ({"kind": "expropriation", "closes_date": date(2018, 6, 30)}, "不得少于 30 日，也不能缩短.*2018-07-01"),
        (
            {"kind": "expropriation", "closes_date": date(2018, 6, 30), "short_term_reason": "急"},
            "不得少于 30 日，也不能缩短",
        ),
        ({"opens_date": date(2018, 5, 31), "closes_date": date(2018, 7, 31)}, "开始日期 2018-05-31 已过"),
        ({"body": "<p>联系人手机：13812345678。</p>"}, "草案正文中有手机号码"),
    ],
)
def test_what_is_not_ready_for_the_public_is_not_submitted(changes, said, make_consultation, drafter, now):
    one = make_consultation(**changes)
    with pytest.raises((NotAllowed, Refused), match=said):
        actions.submit(one, by=drafter, now=now)
    one.refresh_from_db()
    assert one.status == Status.DRAFT


def test_a_shorter_term_is_let_through_with_its_reason_and_the_public_reads_it(make_consultation, tree, bake, today):
    one = make_consultation(Status.OPEN, at=today, days=7, short_term_reason="台风灾后急需恢复交通")
    bake()
    assert "台风灾后急需恢复交通" in (tree / f"{one.path}.html").read_text()


def test_the_houses_own_minimum_is_a_setting(make_consultation, drafter, now, settings):
    settings.GONGKAI_CONSULTATION_DAYS = 45
    with pytest.raises(NotAllowed, match="少于 45 日"):
        actions.submit(make_consultation(days=44), by=drafter, now=now)
    assert actions.submit(make_consultation(days=45), by=drafter, now=now).status == Status.SUBMITTED


def test_a_phone_number_of_somebody_in_a_file_of_the_draft_is_found(make_consultation, drafter, now):
    one = make_consultation()
    file = ContentFile(made("docx", "联系人手机13812345678"))
    actions.attach(one, file, name="草案.docx", by=drafter, now=now)
    with pytest.raises(Refused, match=r"草案\.docx.*手机号码"):
        actions.submit(one, by=drafter, now=now)


def test_a_draft_may_be_a_file_alone(make_consultation, drafter, now):
    one = make_consultation(body="")
    actions.attach(one, ContentFile(made("pdf")), name="草案.pdf", by=drafter, now=now)
    assert actions.submit(one, by=drafter, now=now).status == Status.SUBMITTED


def test_who_wrote_it_neither_reviews_nor_approves_it(make_consultation, drafter, department, appoint, now):
    appoint(Role.SECRECY_REVIEWER, department, user=drafter)
    appoint(Role.APPROVER, department, user=drafter)
    with pytest.raises(NotAllowed, match="您是该征求意见的拟稿人"):
        actions.review_secrecy(make_consultation(Status.SUBMITTED), basis="不涉密", by=drafter, now=now)
    with pytest.raises(NotAllowed, match="您是该征求意见的拟稿人"):
        actions.approve(make_consultation(Status.REVIEWED), by=drafter, now=now)


def test_who_altered_anothers_draft_wrote_it_too(make_consultation, department, appoint, now):
    other = appoint(Role.DRAFTER, department)
    appoint(Role.APPROVER, department, user=other)
    one = make_consultation()
    given = actions.ConsultationFields(
        **{name: getattr(one, name) for name in actions.ConsultationFields.__dataclass_fields__}
    )
    actions.revise(one, given, by=other, now=now)
    drafter = one.drafted_by
    actions.submit(one, by=drafter, now=now)
    reviewer = appoint(Role.SECRECY_REVIEWER, department)
    actions.review_secrecy(one, basis="不涉密", by=reviewer, now=now)
    with pytest.raises(NotAllowed, match="您是该征求意见的拟稿人"):
        actions.approve(one, by=other, now=now)


def test_nobody_passes_it_at_two_steps(make_consultation, reviewer, department, appoint, now):
    appoint(Role.APPROVER, department, user=reviewer)
    with pytest.raises(NotAllowed, match="您已做过该征求意见的保密审查"):
        actions.approve(make_consultation(Status.REVIEWED), by=reviewer, now=now)


def test_a_deputy_of_its_writer_does_not_pass_it(make_consultation, drafter, department, appoint, founder, now):
    deputy = appoint(Role.DRAFTER, department)
    post = appoint(Role.APPROVER, department, user=drafter).posts.get(role=Role.APPROVER)
    day = now.date()
    organisations.delegate(post, deputy=deputy, since=day, until=day, reason="出差", by=founder, now=now)
    with pytest.raises(NotAllowed, match=r"您代理的.*是该征求意见的拟稿人"):
        actions.approve(make_consultation(Status.REVIEWED), by=deputy, now=now)


def test_a_returned_draft_is_reviewed_and_approved_again(make_consultation, approver, drafter, reviewer, now):
    one = actions.return_to_drafter(make_consultation(Status.APPROVED), reason="期限改一下", by=approver, now=now)
    assert (one.status, one.reviewed_by, one.approved_by) == (Status.DRAFT, None, None)
    with pytest.raises(NotAllowed):
        actions.approve(one, by=approver, now=now)
    assert not actions.open_due(one, by=approver, now=now + DAY)


def test_what_the_public_comments_on_is_never_altered(make_consultation, drafter, now):
    one = make_consultation(Status.OPEN)
    with pytest.raises(NotAllowed, match="只有草稿可以修改"):
        actions.revise(one, actions.ConsultationFields("改"), by=drafter, now=now)
    with pytest.raises(NotAllowed, match="只有草稿可以修改"):
        actions.attach(one, ContentFile(made("pdf")), name="a.pdf", by=drafter, now=now)


def test_ended_before_it_was_public_it_never_appears_and_afterwards_it_says_why(
    make_consultation, approver, now, tree, bake
):
    before = actions.end(make_consultation(Status.APPROVED), reason="上位法已修改", by=approver, now=now)
    after = actions.end(make_consultation(Status.OPEN), reason="上位法已修改", by=approver, now=now)
    bake()
    assert not (tree / f"{before.path}.html").exists()
    assert "上位法已修改" in (tree / f"{after.path}.html").read_text()
    assert not LogEntry.objects.about(before.number).exists()
    assert "上位法已修改" in LogEntry.objects.about(after.number).last().reason


def test_a_script_in_the_draft_is_refused_and_nothing_is_kept(department, drafter, now):
    given = actions.ConsultationFields("标题", body="<p>好</p><script>alert(1)</script>")
    with pytest.raises(Refused, match="脚本"):
        actions.draft(department, given, by=drafter, now=now)
    assert not Consultation.objects.exists()


class TestTheDays:
    def test_it_opens_by_itself_on_its_first_day_and_not_before(self, make_consultation, today, bake):
        future = make_consultation(
            Status.APPROVED, opens_date=(today + 3 * DAY).date(), closes_date=(today + 40 * DAY).date(), at=today
        )
        at_once = make_consultation(Status.APPROVED, at=today)
        bake()
        future.refresh_from_db()
        at_once.refresh_from_db()
        assert (future.status, at_once.status) == (Status.APPROVED, Status.OPEN)
        waiting = OutboxEntry.objects.pending().get(topic=actions.OPENING_TOPIC)
        assert waiting.available_at > today
        assert waiting.payload["number"] == future.number

    def test_waking_up_is_at_midnight_where_the_office_is(self, make_consultation, now):
        make_consultation(Status.OPEN)
        closing = OutboxEntry.objects.get(topic=actions.CLOSING_TOPIC)
        assert closing.available_at.isoformat() == "2018-07-01T16:00:00+00:00"  # 2 July, 00:00 in Shanghai

    def test_the_worker_closes_what_is_past_its_last_day(self, make_consultation, today, bake, tree):
        # Begun so long ago that its last day is over: the worker finds the row due and closes it.
        one = make_consultation(Status.OPEN, at=today - 40 * DAY)
        bake()
        one.refresh_from_db()
        assert one.status == Status.CLOSED
        assert "采纳情况将在本页公布" in (tree / f"{one.path}.html").read_text()

    def test_opening_and_closing_twice_is_opening_and_closing_once(self, make_consultation, approver, now):
        one = make_consultation(Status.OPEN)
        assert not actions.open_due(one, by=approver, now=now)
        assert actions.close_due(one, by=approver, now=now + 31 * DAY)
        assert not actions.close_due(one, by=approver, now=now + 31 * DAY)
        kinds = [event.kind for event in Event.objects.about(one)]
        assert (kinds.count("consultation.opened"), kinds.count("consultation.closed")) == (1, 1)
        assert LogEntry.objects.about(one.number).count() == 1

    def test_the_last_day_is_open_to_its_end(self, make_consultation, approver, now):
        one = make_consultation(Status.OPEN)
        assert one.closes_date == date(2018, 7, 1)
        assert not actions.close_due(one, by=approver, now=now.replace(month=7, day=1, hour=23, minute=59))
        assert actions.close_due(one, by=approver, now=now.replace(month=7, day=2, hour=0, minute=0))

    def test_opened_late_the_public_gets_all_its_days(self, make_consultation, approver, now):
        one = make_consultation(Status.APPROVED)
        assert actions.open_due(one, by=approver, now=now + 3 * DAY)
        one.refresh_from_db()
        assert (one.opens_date, one.closes_date) == (date(2018, 6, 4), date(2018, 7, 4))
        assert Event.objects.about(one).filter(kind="consultation.opened_late", reason__contains="晚了 3 日").exists()

    def test_more_time_is_given_with_a_reason_and_the_old_midnight_closes_nothing(
        self, make_consultation, approver, now
    ):
        one = make_consultation(Status.OPEN)
        with pytest.raises(Refused, match="须晚于现在的截止日期 2018-07-01"):
            actions.extend(one, closes=date(2018, 7, 1), reason="补充材料", by=approver, now=now)
        with pytest.raises(Refused, match="请写明延长期限的理由"):
            actions.extend(one, closes=date(2018, 7, 20), reason=" ", by=approver, now=now)
        one = actions.extend(one, closes=date(2018, 7, 20), reason="补充材料", by=approver, now=now)
        assert not actions.close_due(one, by=approver, now=now.replace(month=7, day=2))
        assert actions.close_due(one, by=approver, now=now.replace(month=7, day=21))
        assert LogEntry.objects.about(one.number).last().reason == "截止日期由 2018-07-01 延至 2018-07-20：补充材料"

    def test_a_term_that_is_over_is_not_lengthened_though_the_worker_sleeps(self, make_consultation, approver, now):
        one = make_consultation(Status.OPEN)
        with pytest.raises(NotAllowed, match="尚未到期"):
            actions.extend(
                one, closes=date(2018, 8, 1), reason="补充材料", by=approver, now=now.replace(month=7, day=2)
            )


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "open", "opened_at": None},
        {"status": "answered", "result": ""},
        {"status": "ended", "ended_reason": ""},
        {"closes_date": date(2018, 6, 1)},
    ],
)
def test_the_database_holds_what_must_never_be_false(changes, make_consultation):
    one = make_consultation(Status.OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=one.pk).update(**changes)


def test_nor_is_a_draft_approved_by_its_drafter_behind_our_back(make_consultation):
    one = make_consultation(Status.OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=one.pk).update(approved_by=one.drafted_by)
