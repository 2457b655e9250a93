from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.calendars.actions import load_arrangements
from gongkai.base.calendars.models import Arrangement, ArrangementDay, arrangement_announced
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions, policies
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Outcome, Party, Status
from gongkai.casework.applications.models import Application, Challenge, Fee
from gongkai.casework.applications.queries import visible_applications
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

pytestmark = pytest.mark.django_db

NAME, CONTACT, SOUGHT, THIRD = "欧阳某某", "13800000000", "某路段的征地补偿方案", "某某有限公司"


def at(day, hour=2):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def receive(office, day=date(2018, 12, 12), by=None, **changes):
    given = {
        "unit": office.dept,
        "channel": ReceiptChannel.NETWORK,
        "applicant_kind": ApplicantKind.NATURAL,
        "applicant_name": NAME,
        "contact": CONTACT,
        "sought": SOUGHT,
        "arrived": day,
        "by": by or office.officer,
        "now": at(day),
    }
    return actions.receive(**(given | changes))


class TestReceive:
    def test_the_limit_is_fifteen_working_days_under_the_text_of_2007(self, office):
        application = receive(office)
        assert (application.law, application.due_date) == ("2007", date(2019, 1, 3))
        assert not application.due_is_provisional
        assert application.number == "SQ/2018-00001"

    def test_the_limit_is_twenty_working_days_from_15_may_2019(self, office):
        day = date(2019, 5, 15)
        application = receive(office, day, confirmed=day)
        assert (application.law, application.due_date) == ("2019", date(2019, 6, 13))

    def test_no_clock_runs_before_both_sides_confirm(self, office):
        with pytest.raises(Refused, match="双方确认"):
            receive(office, date(2019, 5, 15))

    def test_a_signed_letter_counts_from_the_signature(self, office):
        application = receive(
            office,
            date(2018, 3, 1),
            channel=ReceiptChannel.LETTER,
            signed=date(2018, 3, 5),
            now=at(date(2018, 3, 6)),
        )
        assert application.received_date == date(2018, 3, 5)

    @pytest.mark.parametrize(
        "changes",
        [
            {"applicant_name": " "},
            {"contact": ""},
            {"sought": ""},
            {"arrived": date(2018, 12, 13)},
            {"arrived": date(2008, 4, 30)},
            {"signed": date(2018, 12, 11)},
        ],
    )
    def test_is_refused_with_a_sentence_when_something_is_wrong(self, office, changes):
        with pytest.raises(Refused):
            receive(office, **changes)
        assert not Application.objects.exists()

    @pytest.mark.parametrize("who", ["drafter", "approver", "stranger", "auditor", "supervisor"])
    def test_is_for_case_officers_and_the_openness_office_alone(self, office, who):
        with pytest.raises(NotAllowed):
            receive(office, by=getattr(office, who))


class TestPersonalData:
    def test_who_applied_stands_in_no_name_and_no_event(self, office):
        application = receive(office)
        actions.charge(
            application, amount=Decimal(0), waived_amount=Decimal(10), by=office.officer, now=at(date(2018, 12, 13))
        )
        actions.challenge(
            unit=office.dept,
            kind=ChallengeKind.COMPLAINT,
            filed=date(2018, 12, 13),
            application=application,
            by=office.officer,
            now=at(date(2018, 12, 13)),
        )
        actions.consult(
            application, party=Party.THIRD_PARTY, party_name=THIRD, by=office.officer, now=at(date(2018, 12, 14))
        )
        actions.see_applicant(application, by=office.officer, now=at(date(2018, 12, 14)))
        told = [
            str(thing) for thing in (application, Fee.objects.get(), Challenge.objects.get(), application.applicant)
        ]
        told += [f"{event} {event.object_name} {event.reason} {event.data}" for event in Event.objects.all()]
        told += [application.kind_label, str(application.record_date)]
        for secret in (NAME, CONTACT, SOUGHT, THIRD):
            assert not any(secret in text for text in told)

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("officer", True),
            ("openness", True),
            ("supervisor", True),
            ("auditor", True),
            ("drafter", False),
            ("approver", False),
            ("secrecy", False),
            ("stranger", False),
        ],
    )
    def test_only_case_staff_of_the_unit_see_it(self, office, who, sees):
        application, day = receive(office), date(2018, 12, 12)
        user = getattr(office, who)
        assert visible_applications(user, on=day).exists() is sees
        assert (policies.can(policies.check_can_see, user, application, on=day) == "") is sees


class TestReply:
    def test_is_recorded_with_its_day(self, office):
        replied = actions.reply(receive(office), outcome=Outcome.GRANTED, by=office.officer, now=at(date(2019, 1, 2)))
        assert (replied.status, replied.replied_date) == (Status.REPLIED, date(2019, 1, 2))
        assert Event.objects.about(replied).last().kind == "application.replied"

    def test_is_refused_a_second_time(self, office):
        application = receive(office)
        actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2018, 12, 13)))
        with pytest.raises(NotAllowed, match="已答复"):
            actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2018, 12, 13)))

    def test_a_refusal_carries_its_reason(self, office):
        with pytest.raises(Refused, match="理由"):
            actions.reply(receive(office), outcome=Outcome.REFUSE_THIRD, by=office.officer, now=at(date(2018, 12, 13)))

    def test_what_lapsed_is_closed_and_not_replied_to(self, office):
        application = receive(office)
        with pytest.raises(Refused, match="终止"):
            actions.reply(application, outcome=Outcome.OTHER_OTHER, by=office.officer, now=at(date(2018, 12, 13)))
        with pytest.raises(Refused, match="答复"):
            actions.close(
                application, outcome=Outcome.GRANTED, reason="撤回", by=office.officer, now=at(date(2018, 12, 13))
            )
        closed = actions.close(
            application, outcome=Outcome.OTHER_OTHER, reason="撤回", by=office.officer, now=at(date(2018, 12, 13))
        )
        assert (closed.status, closed.closed_date, closed.replied_date) == (Status.CLOSED, date(2018, 12, 13), None)

    def test_is_not_for_the_drafter_of_the_unit(self, office):
        with pytest.raises(NotAllowed):
            actions.reply(receive(office), outcome=Outcome.GRANTED, by=office.drafter, now=at(date(2018, 12, 13)))


class TestPending:
    def test_an_application_is_pending_until_the_day_it_is_replied_to(self, office):
        application = receive(office)
        actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2019, 1, 2)))
        pending = Application.objects.standing().pending_on
        assert not pending(date(2018, 12, 11)).exists()
        assert pending(date(2018, 12, 31)).get() == application
        assert not pending(date(2019, 1, 2)).exists()
        assert not Application.objects.overdue(on=date(2019, 1, 1)).exists()


class TestVoid:
    def test_takes_a_record_out_of_what_is_counted_and_keeps_it(self, office):
        application = receive(office)
        fee = actions.charge(application, amount=Decimal(10), by=office.officer, now=at(date(2018, 12, 13)))
        actions.void(application, reason="重复登记", by=office.openness, now=at(date(2018, 12, 13)))
        assert Application.objects.count() == 1
        assert not Application.objects.standing().exists()
        assert not Fee.objects.standing().filter(pk=fee.pk).exists()

    def test_serves_charges_and_challenges_too(self, office):
        day = date(2018, 12, 13)
        fee = actions.charge(receive(office), amount=Decimal(10), by=office.officer, now=at(day))
        filed = actions.challenge(
            unit=office.dept, kind=ChallengeKind.LAWSUIT, filed=day, by=office.officer, now=at(day)
        )
        for record, kind in ((fee, "application_fee.voided"), (filed, "challenge.voided")):
            actions.void(record, reason="误登", by=office.openness, now=at(day))
            assert Event.objects.about(record).last().kind == kind
        assert not Fee.objects.standing().exists()
        assert not Challenge.objects.standing().exists()

    def test_needs_a_reason_and_the_openness_office_and_happens_once(self, office):
        application, now = receive(office), at(date(2018, 12, 13))
        with pytest.raises(NotAllowed):
            actions.void(application, reason="误登", by=office.officer, now=now)
        with pytest.raises(Refused):
            actions.void(application, reason=" ", by=office.openness, now=now)
        actions.void(application, reason="误登", by=office.openness, now=now)
        with pytest.raises(NotAllowed, match="已作废"):
            actions.void(application, reason="误登", by=office.openness, now=now)
        with pytest.raises(NotAllowed, match="已作废"):
            actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=now)


class TestChallenge:
    def test_is_decided_once(self, office):
        day = date(2018, 12, 20)
        filed = actions.challenge(
            unit=office.dept, kind=ChallengeKind.RECONSIDERATION, filed=day, by=office.officer, now=at(day)
        )
        decided = actions.decide(filed, outcome=ChallengeOutcome.UPHELD, by=office.openness, now=at(day))
        assert decided.decided_date == day
        with pytest.raises(NotAllowed):
            actions.decide(filed, outcome=ChallengeOutcome.CORRECTED, by=office.openness, now=at(day))

    def test_cannot_come_before_the_application_it_is_about(self, office):
        with pytest.raises(Refused):
            actions.challenge(
                unit=office.dept,
                kind=ChallengeKind.LAWSUIT,
                filed=date(2018, 12, 11),
                application=receive(office),
                by=office.officer,
                now=at(date(2018, 12, 20)),
            )


class TestCharge:
    @pytest.mark.parametrize(("amount", "waived"), [(0, 0), (-10, 0), (10, -10)])
    def test_is_money(self, office, amount, waived):
        with pytest.raises(Refused):
            actions.charge(
                receive(office),
                amount=Decimal(amount),
                waived_amount=Decimal(waived),
                by=office.officer,
                now=at(date(2018, 12, 13)),
            )


class TestLedger:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": "replied"},
            {"status": "closed", "outcome": "other_other"},
            {"law": "2019"},
            {"due_date": date(2018, 12, 1)},
            {"void_reason": "没有时间"},
        ],
    )
    def test_never_holds_what_cannot_be(self, office, wrong):
        application = receive(office)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**wrong)


@pytest.fixture
def known_to_2018(office):
    """The calendar before the notice for 2019 came."""
    load_arrangements(by=office.openness, now=at(date(2018, 12, 1)))
    later = Arrangement.objects.filter(year__gte=2019)
    ArrangementDay.objects.filter(arrangement__in=later).delete()
    later.delete()


def announce(office, year, off, working=()):
    arrangement = Arrangement.objects.create(
        year=year,
        version=Arrangement.objects.filter(year=year).count() + 1,
        notice_number="虚构〔0〕号",
        notice_title="虚构的通知",
        notice_date=date(year - 1, 12, 6),
        digest=f"{year}-{len(off)}-{len(working)}",
        announced_by=office.openness,
        announced_at=at(date(2018, 12, 20)),
    )
    for days, is_working in ((off, False), (working, True)):
        for day in days:
            ArrangementDay.objects.create(arrangement=arrangement, date=day, is_working=is_working, name="元旦")
    arrangement_announced.send(
        sender=Arrangement, arrangement=arrangement, by=office.openness, now=at(date(2018, 12, 20))
    )


@pytest.mark.usefixtures("known_to_2018")
class TestHolidayNotice:
    def test_a_provisional_limit_is_fixed_when_the_notice_comes(self, office):
        application = receive(office)
        assert application.due_is_provisional
        earliest = application.due_date
        announce(office, 2019, [date(2018, 12, 31), date(2019, 1, 1)], [date(2018, 12, 29)])
        application.refresh_from_db()
        assert not application.due_is_provisional
        assert application.due_date == date(2019, 1, 3) >= earliest
        event = Event.objects.about(application).last()
        assert (event.kind, event.data["after"]) == ("application.due_fixed", "2019-01-03")

    def test_a_new_holiday_never_brings_a_deadline_forward(self, office):
        application = receive(office)
        announce(office, 2019, [date(2018, 12, 31), date(2019, 1, 1), date(2019, 1, 2)])
        application.refresh_from_db()
        told = application.due_date
        # A later notice takes the days off back; whoever was told a day keeps it.
        announce(office, 2019, [date(2019, 1, 1)], [date(2018, 12, 29), date(2018, 12, 30)])
        application.refresh_from_db()
        assert application.due_date == told

    def test_what_was_replied_to_keeps_its_limit(self, office):
        application = receive(office)
        actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(date(2018, 12, 13)))
        announce(office, 2019, [date(2018, 12, 31), date(2019, 1, 1), date(2019, 1, 2)])
        before = application.due_date
        application.refresh_from_db()
        assert application.due_date == before
        assert application.due_is_provisional
