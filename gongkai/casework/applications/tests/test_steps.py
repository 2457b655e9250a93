"""What is asked of others on the way, and what it does to the clock."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions, policies, queries
from gongkai.casework.applications.choices import FeeBasis, Opinion, Outcome, Party, Status
from gongkai.casework.applications.models import Application, Fee
from gongkai.law.vocabulary import ReceiptChannel

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def due(application):
    application.refresh_from_db()
    return application.due_date


class TestConfirmation:
    def register(self, office, **changes):
        given = {
            "unit": office.dept,
            "channel": ReceiptChannel.NETWORK,
            "applicant_kind": "natural",
            "applicant_name": "申请人甲",
            "contact": "甲的电话",
            "sought": "某路段的征地补偿方案",
            "arrived": MONDAY,
            "by": office.officer,
            "now": at(MONDAY),
        }
        return actions.register(**given | changes)

    def test_no_clock_runs_until_both_sides_confirmed(self, office):
        application = self.register(office)
        assert (application.status, application.received_date, application.due_date) == (Status.REGISTERED, None, None)
        assert not Application.objects.open().exists()
        confirmed = actions.confirm(
            application, confirmed=MONDAY + 2 * DAY, by=office.officer, now=at(MONDAY + 2 * DAY)
        )
        assert (confirmed.received_date, confirmed.due_date) == (date(2024, 4, 10), date(2024, 5, 10))
        assert confirmed.law == "2019"
        with pytest.raises(NotAllowed, match="已确认"):
            actions.confirm(application, confirmed=MONDAY, by=office.officer, now=at(MONDAY))

    def test_what_is_handed_in_waits_for_nobody(self, office):
        with pytest.raises(Refused, match="到达之日"):
            self.register(office, channel=ReceiptChannel.IN_PERSON)

    def test_an_application_nobody_confirmed_can_be_voided_and_is_counted_nowhere(self, office):
        application = self.register(office)
        actions.void(application, reason="无法联系", by=office.openness, now=at(MONDAY))
        assert not Application.objects.standing().exists()


class TestAmendment:
    def ask(self, office, application, on=MONDAY + 3 * DAY, **changes):
        given = {"items": "请写明文件名称", "due": date(2024, 4, 30), "by": office.officer, "now": at(on)}
        return actions.ask_amendment(application, **given | changes)

    def test_the_clock_waits_and_then_starts_anew(self, office, application):
        assert due(application) == date(2024, 5, 8)
        self.ask(office, application)
        application.refresh_from_db()
        assert (application.status, application.paused_date) == (Status.AMENDING, MONDAY + 3 * DAY)
        actions.receive_amendment(
            application,
            sought="2023年征地补偿方案",
            corrected=date(2024, 4, 22),
            by=office.officer,
            now=at(date(2024, 4, 22)),
        )
        assert due(application) == date(2024, 5, 21)
        assert (application.status, application.paused_date) == (Status.RECEIVED, None)
        assert application.applicant.sought == "2023年征地补偿方案"

    def test_nothing_is_overdue_while_the_applicant_is_waited_for(self, office, application):
        self.ask(office, application)
        assert not Application.objects.overdue(on=date(2024, 7, 1)).exists()
        assert not Application.objects.filter(queries.has_lapsed(on=date(2024, 4, 30))).exists()
        assert Application.objects.filter(queries.has_lapsed(on=date(2024, 5, 1))).get() == application
        with pytest.raises(NotAllowed, match="待补正"):
            actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2024, 4, 12)))

    def test_once_and_within_seven_working_days(self, office, application):
        with pytest.raises(NotAllowed, match="7个工作日"):
            self.ask(office, application, on=date(2024, 4, 18))
        self.ask(office, application, on=date(2024, 4, 17))
        actions.receive_amendment(
            application, sought="方案", corrected=date(2024, 4, 18), by=office.officer, now=at(date(2024, 4, 18))
        )
        with pytest.raises(NotAllowed, match="一次性"):
            self.ask(office, application, on=date(2024, 4, 18))

    def test_the_text_of_2007_knows_neither_limit(self, office, receive):
        application = receive(date(2018, 6, 1))
        for asked, corrected in ((date(2018, 6, 20), date(2018, 6, 22)), (date(2018, 6, 25), date(2018, 6, 26))):
            self.ask(office, application, on=asked, due=asked + 10 * DAY)
            actions.receive_amendment(
                application, sought="方案", corrected=corrected, by=office.officer, now=at(corrected)
            )
        assert application.amendments.count() == 2

    def test_lapsed_it_is_given_up_and_not_before(self, office, application):
        self.ask(office, application)
        end = {"outcome": Outcome.OTHER_NOSUPP, "reason": "逾期未补正", "by": office.officer}
        with pytest.raises(Refused, match="补正期限已满"):
            actions.close(application, **end, now=at(date(2024, 4, 30)))
        closed = actions.close(application, **end, now=at(date(2024, 5, 6)))
        assert (closed.status, closed.outcome, closed.paused_date) == (Status.CLOSED, "other_nosupp", None)
        with pytest.raises(NotAllowed, match="没有待补正"):
            actions.receive_amendment(
                application, sought="方案", corrected=date(2024, 5, 6), by=office.officer, now=at(date(2024, 5, 6))
            )

    def test_a_correction_after_its_term_is_taken_in_while_nobody_has_ended_it(self, office, application):
        self.ask(office, application)
        late = date(2024, 5, 8)
        actions.receive_amendment(application, sought="方案", corrected=late, by=office.officer, now=at(late))
        assert Event.objects.about(application).last().data["late"] is True

    @pytest.mark.parametrize("wrong", [{"items": " "}, {"due": MONDAY}])
    def test_says_what_and_by_when(self, office, application, wrong):
        with pytest.raises(Refused):
            self.ask(office, application, **wrong)


class TestConsultation:
    def ask(self, office, application, party=Party.THIRD_PARTY, on=date(2024, 4, 10)):
        return actions.consult(application, party=party, party_name="某某有限公司", by=office.officer, now=at(on))

    def test_stands_still_from_asking_to_the_answer(self, office, application):
        asked = self.ask(office, application)
        application.refresh_from_db()
        assert application.paused_date == date(2024, 4, 10)
        answered = date(2024, 4, 17)
        actions.answer_consultation(
            asked, opinion=Opinion.OBJECTS, answered=answered, grounds="商业秘密", by=office.officer, now=at(answered)
        )
        # Five working days are given back.
        assert due(application) == date(2024, 5, 14)
        assert application.paused_date is None

    def test_nobody_has_to_do_anything_for_the_clock_to_go_on_when_the_term_for_an_answer_ends(
        self, office, application
    ):
        asked = self.ask(office, application)
        actions.deliver_consultation(asked, delivered=date(2024, 4, 11), by=office.officer, now=at(date(2024, 4, 11)))
        asked.refresh_from_db()
        assert asked.due_date == date(2024, 5, 6)
        assert due(application) == date(2024, 5, 29)
        assert application.paused_date is None
        assert Application.objects.overdue(on=date(2024, 5, 30)).exists()

    def test_an_early_answer_brings_the_limit_back(self, office, application):
        asked = self.ask(office, application)
        actions.deliver_consultation(asked, delivered=date(2024, 4, 11), by=office.officer, now=at(date(2024, 4, 11)))
        actions.answer_consultation(
            asked, opinion=Opinion.AGREES, answered=date(2024, 4, 12), by=office.officer, now=at(date(2024, 4, 12))
        )
        assert due(application) == date(2024, 5, 10)
        with pytest.raises(NotAllowed, match="已登记"):
            actions.answer_consultation(
                asked, opinion=Opinion.AGREES, answered=date(2024, 4, 12), by=office.officer, now=at(date(2024, 4, 12))
            )

    def test_no_answer_is_drafted_while_an_opinion_may_still_come(self, office, application):
        asked = self.ask(office, application, party=Party.ORGAN)
        with pytest.raises(NotAllowed, match="征求意见"):
            actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2024, 4, 12)))
        actions.deliver_consultation(asked, delivered=date(2024, 4, 11), by=office.officer, now=at(date(2024, 4, 11)))
        assert (
            actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2024, 5, 7))).serial == 1
        )

    def test_who_objects_gives_reasons(self, office, application):
        asked = self.ask(office, application)
        with pytest.raises(Refused, match="理由"):
            actions.answer_consultation(
                asked, opinion=Opinion.OBJECTS, answered=date(2024, 4, 12), by=office.officer, now=at(date(2024, 4, 12))
            )


class TestExtension:
    def test_is_asked_for_by_one_and_agreed_to_by_another(self, office, application):
        actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(date(2024, 5, 6)))
        assert due(application) == date(2024, 5, 8)
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            actions.grant_extension(application, by=office.officer, now=at(date(2024, 5, 7)))
        actions.grant_extension(application, by=office.openness, now=at(date(2024, 5, 7)))
        assert due(application) == date(2024, 6, 4)

    def test_the_openness_office_does_not_agree_to_what_it_asked_for_itself(self, office, application):
        actions.request_extension(application, reason="案卷较多", by=office.openness, now=at(date(2024, 5, 6)))
        with pytest.raises(NotAllowed, match="自己同意"):
            actions.grant_extension(application, by=office.openness, now=at(date(2024, 5, 6)))
        with pytest.raises(IntegrityError), transaction.atomic():
            application.extension.__class__.objects.update(granted_by=office.openness, granted_date=date(2024, 5, 6))

    def test_neither_twice_nor_after_the_limit_ran_out(self, office, application):
        with pytest.raises(NotAllowed, match="届满"):
            actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(date(2024, 5, 9)))
        actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(date(2024, 5, 8)))
        with pytest.raises(NotAllowed, match="只能延长一次"):
            actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(date(2024, 5, 8)))
        with pytest.raises(NotAllowed, match="届满"):
            actions.grant_extension(application, by=office.openness, now=at(date(2024, 5, 9)))


class TestReasons:
    def ask(self, office, application):
        return actions.ask_reasons(application, basis="本月第60件", by=office.officer, now=at(date(2024, 4, 9)))

    def test_good_reasons_may_be_given_a_later_day(self, office, application):
        self.ask(office, application)
        good = {"reasons": "课题研究", "answered": date(2024, 4, 11), "is_reasonable": True}
        who = {"by": office.openness, "now": at(date(2024, 4, 12))}
        with pytest.raises(Refused, match="晚于法定"):
            actions.judge_reasons(application, **good, deferred=date(2024, 5, 8), **who)
        actions.judge_reasons(application, **good, deferred=date(2024, 7, 1), **who)
        assert due(application) == date(2024, 7, 1)
        assert queries.explained(application)[-1].reason == "另行确定的答复期限"

    def test_bad_ones_end_it_as_beyond_reason_and_only_then(self, office, application, lead):
        with pytest.raises(Refused, match="说明理由"):
            lead(application, Outcome.NOPROC_MASS, on=date(2024, 4, 12), reason="大量反复")
        self.ask(office, application)
        with pytest.raises(NotAllowed, match="政务公开工作机构认定"):
            actions.judge_reasons(application, is_reasonable=False, by=office.officer, now=at(date(2024, 4, 12)))
        actions.judge_reasons(application, is_reasonable=False, by=office.openness, now=at(date(2024, 4, 12)))
        assert lead(application, Outcome.NOPROC_MASS, on=date(2024, 4, 12), reason="大量反复").outcome == "noproc_mass"

    def test_were_not_asked_for_before_2019(self, office, receive):
        with pytest.raises(NotAllowed, match="2019年5月15日"):
            actions.ask_reasons(receive(date(2018, 6, 1)), basis="很多", by=office.officer, now=at(date(2018, 6, 4)))


class TestFeeNotice:
    def notify(self, office, application, on=date(2024, 4, 9), **changes):
        given = {"basis": FeeBasis.VOLUME, "quantity": 68, "by": office.officer, "now": at(on)}
        return actions.notify_fee(application, **given | changes)

    def paid(self, office, notice, amount=380, on=date(2024, 4, 22)):
        return actions.pay(notice, amount=Decimal(amount), paid=on, receipt_number="PJ1", by=office.officer, now=at(on))

    def test_the_right_sum_starts_the_limit_anew_and_is_counted(self, office, application):
        notice = self.notify(office, application)
        application.refresh_from_db()
        assert (application.status, notice.payable) == (Status.UNPAID, 380)
        actions.deliver_fee_notice(notice, delivered=date(2024, 4, 10), by=office.officer, now=at(date(2024, 4, 10)))
        with pytest.raises(Refused, match="应缴380"):
            self.paid(office, notice, amount=400)
        self.paid(office, notice)
        assert due(application) == date(2024, 5, 21)
        assert Fee.objects.get().amount == 380
        with pytest.raises(NotAllowed, match="没有待缴纳"):
            self.paid(office, notice)

    def test_not_paid_in_time_it_is_given_up_and_not_a_day_before(self, office, application):
        notice = self.notify(office, application)
        end = {"outcome": Outcome.OTHER_NOFEE, "reason": "逾期未缴费", "by": office.officer}
        with pytest.raises(Refused, match="缴费期限已满"):
            actions.close(application, **end, now=at(date(2024, 6, 1)))
        notice = actions.deliver_fee_notice(
            notice, delivered=date(2024, 4, 10), by=office.officer, now=at(date(2024, 4, 10))
        )
        assert notice.due_date == date(2024, 5, 10)
        with pytest.raises(Refused, match="缴费期限已满"):
            actions.close(application, **end, now=at(date(2024, 5, 10)))
        assert actions.close(application, **end, now=at(date(2024, 5, 11))).outcome == "other_nofee"

    def test_items_of_one_person_in_one_month_add_up(self, office, receive):
        ones = [receive(MONDAY, sought=f"第{n}份文件", identity_number="440400199001011234") for n in range(1, 13)]
        receive(date(2024, 3, 29), identity_number="440400199001011234")
        receive(MONDAY, applicant_name="申请人乙")
        notice = self.notify(office, ones[11], basis=FeeBasis.ITEMS, quantity=1)
        assert (notice.before, notice.full_amount) == (11, 100)
        with pytest.raises(Refused, match="免费"):
            self.notify(office, ones[9], basis=FeeBasis.ITEMS, quantity=1)

    def test_let_off_in_full_waits_for_nobody_and_is_counted(self, office, application):
        with pytest.raises(Refused, match="减免的理由"):
            self.notify(office, application, waived_amount=Decimal(380))
        self.notify(office, application, waived_amount=Decimal(380), waiver_reason="低保户")
        application.refresh_from_db()
        assert application.status == Status.RECEIVED
        assert (Fee.objects.get().waived_amount, Fee.objects.get().amount) == (380, 0)

    def test_nothing_is_asked_for_before_2021(self, office, receive):
        with pytest.raises(Refused, match="2021年1月1日"):
            self.notify(office, receive(date(2020, 12, 30)), on=date(2021, 1, 4))

    def test_is_sent_within_the_limit_and_once(self, office, application):
        with pytest.raises(NotAllowed, match="答复期限内"):
            self.notify(office, application, on=date(2024, 5, 9))
        self.notify(office, application, waived_amount=Decimal(380), waiver_reason="低保户")
        with pytest.raises(NotAllowed, match="计收一次"):
            self.notify(office, application, basis=FeeBasis.VOLUME)


class TestParts:
    def test_a_unit_has_its_own_clock_and_officer(self, office, application):
        part = actions.assign(
            application, unit=office.other, officer=office.stranger, days=5, by=office.officer, now=at(date(2024, 4, 9))
        )
        assert part.due_date == date(2024, 4, 16)
        assert not policies.can(policies.check_can_see_applicant, office.stranger, application, on=date(2024, 4, 9))
        with pytest.raises(NotAllowed, match="尚未全部办结"):
            actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2024, 4, 10)))
        with pytest.raises(NotAllowed, match="不是"):
            actions.hand_in(part, opinion="有此文件", by=office.officer, now=at(date(2024, 4, 10)))
        actions.hand_in(part, opinion="有此文件", by=office.stranger, now=at(date(2024, 4, 10)))
        assert actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2024, 4, 10)))

    def test_is_given_back_with_a_reason_and_given_to_another(self, office, application):
        part = actions.assign(application, unit=office.other, by=office.officer, now=at(date(2024, 4, 9)))
        with pytest.raises(Refused, match="已经交给"):
            actions.assign(application, unit=office.other, by=office.officer, now=at(date(2024, 4, 9)))
        actions.return_part(part, reason="不属于本单位", by=office.stranger, now=at(date(2024, 4, 10)))
        assert policies.can(policies.check_can_see_applicant, office.stranger, application, on=date(2024, 4, 10))
        actions.assign(application, unit=office.dept, by=office.officer, now=at(date(2024, 4, 10)))

    def test_never_goes_past_the_reply(self, office, application):
        part = actions.assign(application, unit=office.other, days=60, by=office.officer, now=at(date(2024, 4, 9)))
        assert part.due_date == date(2024, 5, 8)

    def test_stands_still_with_the_whole(self, office, application):
        part = actions.assign(application, unit=office.other, days=5, by=office.officer, now=at(date(2024, 4, 9)))
        asked = actions.consult(
            application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(date(2024, 4, 10))
        )
        actions.answer_consultation(
            asked, opinion=Opinion.AGREES, answered=date(2024, 4, 17), by=office.officer, now=at(date(2024, 4, 17))
        )
        part.refresh_from_db()
        assert part.due_date == date(2024, 4, 23)
