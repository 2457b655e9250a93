"""The same form sent twice, one person's other cases, one letter that is several cases, several cases with one answer."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import Outcome, Party, Status
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 4, 9)


def at_desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def base(application: Application) -> str:
    return f"/desk/applications/{application.number}/"


class TestDoubles:
    def test_the_same_words_of_the_same_person_are_not_taken_in_twice_and_the_earlier_number_is_said(
        self, receive: Any
    ) -> None:
        first = receive()
        with pytest.raises(Refused, match=first.number):
            receive(TUESDAY, sought="某路段的 征地补偿方案", again_because="")
        assert Application.objects.count() == 1

    def test_on_purpose_they_are_and_the_reason_is_written_down(self, receive: Any) -> None:
        first = receive()
        again = receive(again_because="申请人要求出具两份答复")
        event = Event.objects.about(again).get(kind="application.taken_again")
        assert (event.reason, event.data["before"]) == ("申请人要求出具两份答复", [first.number])

    @pytest.mark.parametrize(
        "changes", [{"contact": "另一电话"}, {"sought": "另一份文件"}, {"day": date(2024, 6, 3)}, {"unit": "other"}]
    )
    def test_another_person_other_words_another_time_or_another_unit_are_another_case(
        self, changes: dict[str, Any], receive: Any, office: SimpleNamespace
    ) -> None:
        receive()
        if "unit" in changes:
            changes = {"unit": office.other, "by": office.openness}
        assert receive(changes.pop("day", MONDAY), **changes, again_because="").pk

    def test_a_void_one_does_not_stand_in_the_way(self, receive: Any, office: SimpleNamespace) -> None:
        actions.void(receive(), reason="测试", by=office.openness, now=at(MONDAY))
        assert receive(again_because="").pk

    def test_what_waits_for_confirmation_too(self, office: SimpleNamespace) -> None:
        given: dict[str, Any] = {
            "unit": office.dept,
            "channel": ReceiptChannel.NETWORK,
            "applicant_kind": ApplicantKind.NATURAL,
            "applicant_name": "甲",
            "contact": "电话",
            "sought": "合同",
            "arrived": MONDAY,
            "by": office.officer,
            "now": at(MONDAY),
        }
        first = actions.register(**given)
        with pytest.raises(Refused, match=first.number):
            actions.register(**given)
        assert actions.register(**given, again_because="两份").pk

    @pytest.mark.django_db(transaction=True)
    def test_of_two_that_come_at_once_one_is_taken_in(self, receive: Any, at_once: Any) -> None:
        answers = at_once([lambda: receive(again_because="")] * 2)
        assert sorted(type(answer).__name__ for answer in answers) == ["Application", "Refused"]
        assert Application.objects.count() == 1

    def test_who_it_is_stands_in_no_event(self, receive: Any) -> None:
        receive(applicant_name="欧阳某某", sought="独特的内容")
        receive(applicant_name="欧阳某某", sought="独特的内容")
        told = "".join(f"{event} {event.data}" for event in Event.objects.all())
        assert "欧阳" not in told
        assert "独特" not in told


class TestHistory:
    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("officer", True),
            ("openness", True),
            *[(who, False) for who in ("supervisor", "auditor", "drafter", "approver", "secrecy", "stranger")],
        ],
    )
    def test_is_for_those_who_deal_with_it_and_every_look_is_written_down(
        self, who: str, sees: bool, receive: Any, office: SimpleNamespace
    ) -> None:
        first, second = receive(), receive(TUESDAY)
        other = receive(TUESDAY, sought="另一份文件")
        answer = at_desk(getattr(office, who)).get(f"{base(second)}history/")
        page = answer.content.decode()
        looks = Event.objects.filter(kind="applicant.history_seen")
        assert answer.status_code == (200 if sees else 403)
        assert looks.count() == (1 if sees else 0)
        if sees:
            assert first.number in page
            assert "与本件完全相同" in page
            assert other.number in page
            assert "另一份文件" in page
            assert looks.get().by_name == str(getattr(office, who))

    def test_costs_the_same_for_one_and_for_many(self, receive: Any, office: SimpleNamespace) -> None:
        one = receive()
        receive(TUESDAY)
        client = at_desk(office.officer)
        client.get(f"{base(one)}history/")
        with CaptureQueriesContext(connection) as few:
            client.get(f"{base(one)}history/")
        for _turn in range(8):
            receive(TUESDAY)
        with CaptureQueriesContext(connection) as many:
            client.get(f"{base(one)}history/")
        assert len(many) == len(few)


class TestSplitting:
    def test_each_matter_is_a_case_and_all_keep_the_day_of_receipt(self, receive: Any, office: SimpleNamespace) -> None:
        one = receive(sought="一、补偿方案；二、施工合同", identity_number="440404199001011234")
        second, third = actions.split(
            one, ["补偿方案", " 施工合同 ", "", "验收报告"], by=office.officer, now=at(TUESDAY)
        )
        one.refresh_from_db()
        assert [case.applicant.sought for case in (one, second, third)] == ["补偿方案", "施工合同", "验收报告"]
        assert one.applicant.asked_in_full == "一、补偿方案；二、施工合同"
        for case in (second, third):
            assert (case.received_date, case.due_date, case.law) == (one.received_date, one.due_date, one.law)
            assert case.split_from == one
            assert case.applicant.fingerprint == one.applicant.fingerprint
        assert Application.objects.standing().received_in(MONDAY, MONDAY).count() == 3
        assert set(queries.family_of(third)) == {one, second}
        assert queries.items_before_in_month(third) == 2
        assert Event.objects.about(one).filter(kind="application.split").get().data["into"] == [
            second.number,
            third.number,
        ]
        assert Event.objects.about(third).get().data["split_from"] == one.number

    def test_what_waits_for_confirmation_is_split_and_each_still_waits(self, office: SimpleNamespace) -> None:
        one = actions.register(
            unit=office.dept,
            channel=ReceiptChannel.NETWORK,
            applicant_kind=ApplicantKind.NATURAL,
            applicant_name="甲",
            contact="电话",
            sought="两件",
            arrived=MONDAY,
            by=office.officer,
            now=at(MONDAY),
        )
        (other,) = actions.split(one, ["甲", "乙"], by=office.officer, now=at(MONDAY))
        assert (other.status, other.received_date) == (Status.REGISTERED, None)

    @pytest.mark.parametrize("matters", [["只有一项"], [], ["同一项", "同 一项"], [str(n) for n in range(51)]])
    def test_fewer_than_two_too_many_or_the_same_twice_are_refused(
        self, matters: list[str], application: Application, office: SimpleNamespace
    ) -> None:
        with pytest.raises(Refused):
            actions.split(application, matters, by=office.officer, now=at(MONDAY))
        assert Application.objects.count() == 1

    def test_not_once_somebody_was_asked_about_the_whole(
        self, application: Application, office: SimpleNamespace
    ) -> None:
        actions.consult(application, party=Party.THIRD_PARTY, party_name="公司", by=office.officer, now=at(MONDAY))
        with pytest.raises(NotAllowed, match="不能再拆分"):
            actions.split(application, ["甲", "乙"], by=office.officer, now=at(MONDAY))

    def test_the_full_text_is_erased_with_the_rest_where_it_turns_out_secret(
        self, application: Application, office: SimpleNamespace
    ) -> None:
        actions.split(application, ["甲", "乙"], by=office.officer, now=at(MONDAY))
        actions.draft(application, outcome=Outcome.REFUSE_SECRET, by=office.officer, now=at(MONDAY))
        actions.review(application, by=office.openness, now=at(MONDAY))
        actions.approve(application, by=office.approver, now=at(MONDAY))
        application.applicant.refresh_from_db()
        assert (application.applicant.sought, application.applicant.asked_in_full) == ("", "")

    def test_at_the_desk(self, application: Application, office: SimpleNamespace) -> None:
        client = at_desk(office.officer)
        assert "某路段的征地补偿方案" in client.get(f"{base(application)}split/").content.decode()
        refused = client.post(f"{base(application)}split/", {"matters": "只有一项"})
        assert refused.status_code == 409
        said = client.post(f"{base(application)}split/", {"matters": "甲\n乙"}, follow=True).content.decode()
        assert "收到日期不变" in said
        assert Application.objects.count() == 2


def test_the_case_says_what_it_was_split_into_and_what_it_is_joined_with(receive: Any, office: SimpleNamespace) -> None:
    one, other = receive(), receive(TUESDAY, applicant_name="乙", contact="乙的电话")
    (made,) = actions.split(one, ["甲", "乙"], by=office.officer, now=at(TUESDAY))
    actions.join(one, [other], by=office.officer, now=at(TUESDAY))
    client = at_desk(office.officer)
    page = client.get(base(one)).content.decode()
    assert f"拆分出 {made.number}" in page
    assert f"并案：{other.number}" in page
    assert f"拆分自 {one.number}" in client.get(base(made)).content.decode()
    assert f"并入 {one.number}" in client.get(base(other)).content.decode()


class TestJoining:
    @pytest.fixture
    def pair(self, receive: Any, office: SimpleNamespace) -> tuple[Application, Application]:
        lead, other = receive(), receive(TUESDAY, applicant_name="乙", contact="乙的电话")
        actions.join(lead, [other], by=office.officer, now=at(TUESDAY))
        return lead, other

    def test_one_answer_for_both_each_with_its_own_limit_and_service(
        self, pair: tuple[Application, Application], office: SimpleNamespace
    ) -> None:
        lead, other = pair
        actions.draft_together(lead, outcome=Outcome.GRANTED, reason="可以公开", by=office.officer, now=at(TUESDAY))
        actions.review_together(lead, by=office.openness, now=at(TUESDAY))
        actions.approve_together(lead, by=office.approver, now=at(TUESDAY))
        for case in pair:
            case.refresh_from_db()
            assert case.status == Status.APPROVED
            assert case.replies.get().reason == "可以公开"
        assert lead.due_date != other.due_date

    def test_what_one_of_them_lacks_keeps_all_from_being_drafted_and_says_which(
        self, pair: tuple[Application, Application], office: SimpleNamespace
    ) -> None:
        lead, other = pair
        actions.record_search(
            lead, searched=TUESDAY, systems="a", keywords="b", archives="c", people="d", found=False,
            by=office.officer, now=at(TUESDAY),
        )  # fmt: skip
        with pytest.raises(Refused, match=other.number):
            actions.draft_together(
                lead, outcome=Outcome.UNABLE_NOTHOLD, reason="没有", by=office.officer, now=at(TUESDAY)
            )
        assert not lead.replies.exists()

    def test_not_itself_not_of_another_unit_not_twice(
        self, pair: tuple[Application, Application], receive: Any, office: SimpleNamespace
    ) -> None:
        lead, other = pair
        elsewhere = receive(unit=office.other, by=office.openness)
        for one in (lead, other, elsewhere):
            with pytest.raises(Refused):
                actions.join(lead, [one], by=office.openness, now=at(TUESDAY))
        with pytest.raises(NotAllowed):
            actions.join(lead, [elsewhere], by=office.officer, now=at(TUESDAY))

    def test_parted_it_is_answered_by_itself(
        self, pair: tuple[Application, Application], office: SimpleNamespace
    ) -> None:
        lead, other = pair
        actions.part(other, by=office.officer, now=at(TUESDAY))
        assert queries.group_of(lead) == [lead]
        kinds = list(Event.objects.about(other).values_list("kind", flat=True))
        assert kinds[-2:] == ["application.joined", "application.parted"]

    def test_at_the_desk(self, receive: Any, office: SimpleNamespace) -> None:
        lead, other = receive(), receive(TUESDAY, sought="同样的方案")
        address, client = f"{base(lead)}joint/", at_desk(office.officer)
        assert client.post(f"{address}join/", {"numbers": "SQ/1999-00001"}).status_code == 422
        client.post(f"{address}join/", {"numbers": other.number})
        page = client.get(address).content.decode()
        assert other.number in page
        assert lead.number in client.get(f"{base(other)}joint/").content.decode()
        assert client.post(f"{address}draft/", {"outcome": "refuse_law"}).status_code == 409
        client.post(f"{address}draft/", {"outcome": "granted", "reason": "可以公开"})
        at_desk(office.openness).post(f"{address}review/")
        assert [case.replies.get().reviewed_by for case in (lead, other)] == [office.openness] * 2
        approver = at_desk(office.approver)
        assert "申请人甲" not in approver.get(address).content.decode()
        approver.post(f"{address}approve/")
        assert [case.replies.get().approved_by for case in (lead, other)] == [office.approver] * 2

    @pytest.mark.parametrize("who", ["supervisor", "auditor", "drafter", "approver", "secrecy", "stranger"])
    def test_nobody_else_opens_or_does_any_of_it(self, who: str, receive: Any, office: SimpleNamespace) -> None:
        one, other = receive(), receive(TUESDAY, sought="另一份")
        client = at_desk(getattr(office, who))
        for address in ("split/", "joint/", "history/")[:: 2 if who == "approver" else 1]:
            assert client.get(base(one) + address).status_code == 403, address
        given = {"matters": "甲\n乙", "numbers": other.number, "outcome": "granted"}
        before = Event.objects.count()
        for address in ("split/", "joint/join/", "joint/part/", "joint/draft/", "joint/review/", "joint/approve/"):
            status = client.post(base(one) + address, given).status_code
            assert status == (409 if who == "approver" and "joint" in address else 403), address
        assert Event.objects.count() == before
