"""Something brought against us that is about no case of ours has its number, its days, its outcome, and may find its case later."""

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
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Outcome
from gongkai.casework.applications.choices.beside import ChallengeGround
from gongkai.casework.applications.models import Application, Challenge

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
LIST = "/desk/challenges/"
ABOUT = "欧阳某某2016年信函申请的征地补偿方案，未予答复"
TUESDAY = date(2024, 4, 9)
EVERYBODY = ("officer", "openness", "supervisor", "auditor", "stranger", "approver", "drafter", "secrecy")


@pytest.fixture
def open_one(office: SimpleNamespace) -> Any:
    """``open_one(kind=…)``: a reconsideration about an application that was made before the system."""

    def open_one(**changes: Any) -> Challenge:
        given: dict[str, Any] = {
            "unit": office.dept,
            "kind": ChallengeKind.RECONSIDERATION,
            "filed": MONDAY,
            "ground": ChallengeGround.EARLIER,
            "about": ABOUT,
            "organ": "示范市人民政府",
            "organ_number": "",
            "by": office.officer,
            "now": at(TUESDAY),
        }
        return actions.open_challenge(**given | changes)

    return open_one


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(one: Challenge, act: str = "") -> str:
    return f"/desk/challenges/{one.number}/{act}"


class TestOpened:
    @pytest.mark.parametrize(
        ("kind", "simplified", "due"),
        [
            # Ten and five working days from the ninth of April 2024 (行政复议法 art. 54), fifteen days (行政诉讼法 art. 67).
            (ChallengeKind.RECONSIDERATION, False, date(2024, 4, 23)),
            (ChallengeKind.RECONSIDERATION, True, date(2024, 4, 16)),
            (ChallengeKind.LAWSUIT, False, date(2024, 4, 24)),
        ],
    )
    def test_it_has_its_own_days_and_its_own_end(
        self, kind: ChallengeKind, simplified: bool, due: date, open_one: Any, office: SimpleNamespace
    ) -> None:
        one = open_one(kind=kind)
        assert (one.number, one.application, one.outcome) == ("ZY/2024-00001", None, ChallengeOutcome.PENDING)
        by = {"by": office.officer, "now": at(TUESDAY)}
        one = actions.receive_copy(one, received=TUESDAY, simplified=simplified, **by)
        assert one.answer_due_date == due
        assert list(queries.challenges_to_answer(office.officer, on=TUESDAY)) == [one]
        actions.answer_challenge(one, answered=TUESDAY, **by)
        assert not queries.challenges_to_answer(office.officer, on=TUESDAY)
        later = {"by": office.officer, "now": at(date(2025, 1, 6))}
        one = actions.decide(one, outcome=ChallengeOutcome.CORRECTED, decided=date(2024, 12, 30), **later)
        assert (one.outcome, one.decided_date) == ("corrected", date(2024, 12, 30))

    def test_a_complaint_has_no_days_of_law(self, open_one: Any, office: SimpleNamespace) -> None:
        one = open_one(kind=ChallengeKind.COMPLAINT)
        with pytest.raises(Refused, match="没有法定"):
            actions.receive_copy(one, received=TUESDAY, by=office.officer, now=at(TUESDAY))

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"about": " "}, "请写明争议针对什么"),
            ({"filed": date(2024, 4, 10)}, "不能晚于今天"),
            ({"filed": date(1924, 4, 8)}, "早于《政府信息公开条例》施行之日"),
            ({"after_reconsideration": True}, "只有行政诉讼"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_written(self, changes: Any, said: str, open_one: Any) -> None:
        with pytest.raises(Refused, match=said):
            open_one(**changes)
        assert not Challenge.objects.exists()

    def test_the_same_one_is_opened_once(self, open_one: Any) -> None:
        one = open_one()
        with pytest.raises(Refused, match=one.number):
            open_one(about=f" {ABOUT}\n")
        other = open_one(about="另一件")
        numbered = open_one(about="再一件", organ_number="示府复〔2024〕7号")
        with pytest.raises(Refused, match=numbered.number):
            open_one(about="说法不同", filed=date(2024, 4, 7), organ_number=numbered.organ_number)
        assert open_one(kind=ChallengeKind.LAWSUIT).number != other.number

    @pytest.mark.parametrize(
        ("decided", "outcome"),
        [(date(2024, 4, 7), "upheld"), (date(2024, 4, 10), "upheld"), (TUESDAY, "pending")],
    )
    def test_it_ends_between_its_filing_and_today(
        self, decided: date, outcome: str, open_one: Any, office: SimpleNamespace
    ) -> None:
        with pytest.raises(Refused):
            actions.decide(
                open_one(), outcome=ChallengeOutcome(outcome), decided=decided, by=office.officer, now=at(TUESDAY)
            )

    @pytest.mark.parametrize("who", ["stranger", "supervisor", "auditor", "approver", "drafter"])
    def test_nobody_else_opens_one(self, who: str, open_one: Any, office: SimpleNamespace) -> None:
        with pytest.raises(NotAllowed):
            open_one(by=getattr(office, who))


class TestLinked:
    def test_it_stands_below_its_case_and_in_the_history_of_both(
        self, open_one: Any, receive: Any, office: SimpleNamespace
    ) -> None:
        case, one = receive(date(2024, 4, 1)), open_one()
        one = actions.link_challenge(one, case, by=office.officer, now=at(TUESDAY))
        assert list(case.challenges.all()) == [one]
        said = f"officer将争议{one.number}关联到申请{case.number}"
        assert str(queries.events_of(case).last()) == str(Event.objects.about(one).last()) == said
        with pytest.raises(NotAllowed, match="已关联申请"):
            actions.link_challenge(one, case, by=office.officer, now=at(TUESDAY))

    def test_one_that_is_decided_may_find_its_case_and_a_void_one_may_not(
        self, open_one: Any, receive: Any, office: SimpleNamespace
    ) -> None:
        case, by = receive(date(2024, 4, 1)), {"by": office.openness, "now": at(TUESDAY)}
        decided = actions.decide(open_one(), outcome=ChallengeOutcome.UPHELD, **by)
        assert actions.link_challenge(decided, case, **by).application == case
        void = actions.void(open_one(about="另一件"), reason="误录", **by)
        with pytest.raises(NotAllowed, match="已作废"):
            actions.link_challenge(void, case, **by)

    def test_a_case_of_another_unit_a_void_one_and_a_later_one_are_refused(
        self, open_one: Any, receive: Any, office: SimpleNamespace
    ) -> None:
        one, by = open_one(), {"by": office.openness, "now": at(TUESDAY)}
        void = actions.void(receive(date(2024, 4, 1)), reason="误录", **by)
        for case in (receive(unit=office.other, by=office.stranger), void):
            with pytest.raises(Refused, match="没有这一编号"):
                actions.link_challenge(one, case, **by)
        with pytest.raises(Refused, match="不能早于收到申请"):
            actions.link_challenge(one, receive(TUESDAY), **by)
        one.refresh_from_db()
        assert one.application is None

    def test_its_words_go_with_the_applicant(self, open_one: Any, receive: Any, office: SimpleNamespace) -> None:
        case = receive(date(2024, 4, 1))
        one = actions.link_challenge(open_one(), case, by=office.officer, now=at(TUESDAY))
        by = {"by": office.officer, "now": at(TUESDAY)}
        actions.archive(actions.close(case, outcome=Outcome.OTHER_OTHER, reason="撤回", **by), **by)
        later = at(date(2064, 4, 8))
        actions.erase_applicant(Application.objects.get(), approval="某批〔2064〕1号", by=office.openness, now=later)
        one.refresh_from_db()
        assert (one.about, one.ground) == ("", "earlier")


class TestScreens:
    def test_an_officer_opens_one_leads_it_to_its_end_and_finds_its_case(
        self, receive: Any, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case = receive(date(2024, 4, 1))
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY))
        client = signed_in(office.officer)
        given = {"unit": "101", "kind": "reconsideration", "filed": "2024-04-08", "ground": "unregistered"}
        answer = client.post(f"{LIST}new/", given | {"about": ABOUT, "kind": "nothing"})
        assert answer.status_code == 422
        assert ABOUT in answer.content.decode()
        answer = client.post(f"{LIST}new/", given)
        assert answer.status_code == 409
        assert "请写明争议针对什么" in answer.content.decode()
        assert client.post(f"{LIST}new/", given | {"about": ABOUT}).status_code == 302
        one = Challenge.objects.get()
        page = client.get(address(one)).content.decode()
        assert ABOUT in page
        assert "查看已记录" in page
        for act, sent, code in (
            ("answer", {"answered": "2024-04-09"}, 409),  # the copy has not come
            ("copy", {"received": ""}, 422),
            ("copy", {"received": "2024-04-09", "simplified": "on"}, 302),
            ("answer", {"answered": "2024-04-09"}, 302),
            ("link", {"number": "SQ/2024-99999"}, 422),
            ("link", {"number": case.number}, 302),
            ("link", {"number": case.number}, 409),
            ("decide", {"outcome": "corrected", "decided": "2024-04-09"}, 302),
            ("void", {"reason": "误"}, 409),  # the openness office's to do
        ):
            assert client.post(address(one, f"{act}/"), sent).status_code == code, act
        one.refresh_from_db()
        assert (one.application, one.simplified, one.outcome) == (case, True, "corrected")
        assert one.number in client.get(f"/desk/applications/{case.number}/").content.decode()
        client = signed_in(office.openness)
        assert client.post(address(one, "void/"), {"reason": "重复"}).status_code == 302
        assert "已作废" in client.get(address(one)).content.decode()

    def test_who_sees_what(self, open_one: Any, office: SimpleNamespace) -> None:
        one = open_one()
        seen = {}
        for who in EVERYBODY:
            client = signed_in(getattr(office, who))
            listed, page = client.get(LIST), client.get(address(one))
            seen[who] = (
                *(listed.status_code, one.number in listed.content.decode()),
                *(page.status_code, ABOUT in page.content.decode()),
                client.get(f"{LIST}new/").status_code,
            )
        handles, oversees, not_at_all = (200, True, 200, True, 200), (200, True, 200, False, 403), (403, False, 403)
        assert seen == {
            "officer": handles,
            "openness": handles,
            "supervisor": oversees,
            "auditor": oversees,
            "stranger": (200, False, 403, False, 200),
            **dict.fromkeys(("approver", "drafter", "secrecy"), (*not_at_all, False, 403)),
        }
        lookers = Event.objects.filter(kind="challenge.seen").values_list("by_name", flat=True)
        assert sorted(lookers) == sorted([str(office.officer), str(office.openness)])

    @pytest.mark.parametrize("who", [each for each in EVERYBODY if each not in ("officer", "openness")])
    @pytest.mark.parametrize("act", ["copy", "answer", "decide", "link", "void"])
    def test_whoever_does_not_handle_it_does_nothing_to_it(
        self, who: str, act: str, open_one: Any, receive: Any, office: SimpleNamespace
    ) -> None:
        case, one = receive(), open_one()
        before = Event.objects.count()
        sent = {"received": "2024-04-09", "answered": "2024-04-09", "outcome": "upheld", "number": case.number}
        answer = signed_in(getattr(office, who)).post(address(one, f"{act}/"), sent | {"reason": "误"})
        assert answer.status_code in (403, 409)
        assert Event.objects.count() == before

    def test_the_list_is_narrowed_paged_and_asks_as_often_for_many(
        self, open_one: Any, receive: Any, office: SimpleNamespace
    ) -> None:
        one = open_one()
        case = receive()
        client = signed_in(office.officer)
        client.get(LIST)

        def asked() -> int:
            with CaptureQueriesContext(connection) as found:
                assert client.get(LIST).status_code == 200
            return len(found)

        few = asked()
        for _turn in range(60):
            filed = {"unit": office.dept, "kind": ChallengeKind.LAWSUIT, "filed": MONDAY, "application": case}
            actions.challenge(**filed, by=office.officer, now=at(MONDAY))
        assert asked() == few
        assert "第 1 页，共 2 页" in client.get(LIST).content.decode()
        alone = client.get(f"{LIST}?case=alone&kind=reconsideration&outcome=pending").content.decode()
        assert "共 1 件" in alone
        assert one.number in alone
        assert "欧阳" not in alone
        assert "没有符合条件的争议" in client.get(f"{LIST}?outcome=upheld").content.decode()
        assert client.get(f"{LIST}?kind=nonsense").status_code == 200

    def test_the_page_is_there_without_the_key(self, open_one: Any, office: SimpleNamespace, settings: Any) -> None:
        one = open_one()
        settings.GONGKAI_DATA_KEYS = ["bmV3IGtleSwgdGhpcnR5LXR3byBieXRlcyBsb25nISE="]
        answer = signed_in(office.officer).get(address(one))
        assert answer.status_code == 200
        assert "没有打开这条记录的密钥" in answer.content.decode()


def test_what_it_is_about_lies_readable_nowhere(open_one: Any, office: SimpleNamespace) -> None:
    one = open_one()
    signed_in(office.officer).get(address(one))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM applications_challenge")
        lying = str(cursor.fetchall())
    lying += "".join(f"{event} {event.data}" for event in Event.objects.all())
    assert one.number in lying
    assert "欧阳" not in lying
