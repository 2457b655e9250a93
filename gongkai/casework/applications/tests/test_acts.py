"""Every act at the desk through its own form: done once, refused with its sentence, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import FeeBasis, Opinion, Outcome, Party, Status
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ReceiptChannel

from .at_desk import Desk, hidden, upload
from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
FRIDAY = date(2024, 4, 12)


@pytest.fixture(autouse=True)
def on_friday(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(FRIDAY))


class TestFromReceiptToArchive:
    def test_an_application_is_led_through_every_screen_of_an_ordinary_course(self, office, application) -> None:
        officer, openness = Desk(office.officer, application), Desk(office.openness, application)
        stranger, approver = Desk(office.stranger, application), Desk(office.approver, application)
        steps: list[tuple[Desk, str, dict[str, Any], Callable[[], bool]]] = [
            (officer, "amend/", {"items": "写明年份", "due": "2024-04-30"}, lambda: application.status == "amending"),
            (
                officer,
                "amended/",
                {"sought": "2023年方案", "corrected": "2024-04-12"},
                lambda: _sought() == "2023年方案",
            ),
            (officer, "assign/", {"unit": "102", "officer": "stranger"}, lambda: application.parts.count() == 1),
            (
                stranger,
                "parts/102/done/",
                {"opinion": "可以公开"},
                lambda: application.parts.get().opinion == "可以公开",
            ),
            (
                officer,
                "consult/",
                {"party": "third_party", "party_name": "某公司"},
                lambda: _asked().asked_date == FRIDAY,
            ),
            (officer, "consultations/1/delivered/", {"delivered": "2024-04-12"}, lambda: bool(_asked().due_date)),
            (
                officer,
                "consultations/1/answer/",
                {"opinion": "objects", "answered": "2024-04-12", "grounds": "商业秘密"},
                lambda: _asked().opinion == "objects",
            ),
            (officer, "extend/", {"reason": "量大"}, lambda: application.extension.granted_date is None),
            (openness, "grant/", {}, lambda: application.extended_date == FRIDAY),
            (officer, "ask-reasons/", {"basis": "一月三十件"}, lambda: bool(application.reasons_request)),
            (
                openness,
                "judge-reasons/",
                {"is_reasonable": "no"},
                lambda: type(application.reasons_request).objects.get().is_reasonable is False,
            ),
            (
                officer,
                "search/",
                {
                    "searched": "2024-04-12",
                    "systems": "公文系统",
                    "keywords": "征地",
                    "archives": "2023年卷",
                    "people": "档案室",
                    "found": "no",
                },
                lambda: application.searches.get().found is False,
            ),
            (
                officer,
                "draft/",
                {"outcome": "partial", "reason": "名单涉及隐私", "redacted_file": upload("方案.pdf")},
                lambda: application.replies.get().redacted_file.name == "方案.pdf",
            ),
            (openness, "review/", {}, lambda: application.status == "reviewed"),
            (approver, "return/", {"reason": "理由写明条款"}, lambda: application.status == "received"),
            (
                officer,
                "draft/",
                {"outcome": "refuse_third", "reason": "商业秘密"},
                lambda: application.status == "drafted",
            ),
            (openness, "review/", {}, lambda: application.status == "reviewed"),
            (
                officer,
                "paper/",
                {"approver": "某局长", "signed": "2024-04-12", "scan": upload()},
                lambda: application.status == "approved",
            ),
            (
                officer,
                "serve/",
                {"method": "post", "served": "2024-04-12", "tracking_number": "EX1"},
                lambda: (application.status, application.replied_date) == ("replied", FRIDAY),
            ),
            (
                officer,
                "challenge/",
                {"kind": "reconsideration", "filed": "2024-04-12"},
                lambda: _challenge() is not None,
            ),
            (
                officer,
                "challenges/2024-00001/copy/",
                {"received": "2024-04-12"},
                lambda: _challenge().copy_date == FRIDAY,
            ),
            (
                officer,
                "challenges/2024-00001/answer/",
                {"answered": "2024-04-12"},
                lambda: _challenge().answered_date == FRIDAY,
            ),
            (
                officer,
                "challenges/2024-00001/decide/",
                {"outcome": "corrected"},
                lambda: _challenge().outcome == "corrected",
            ),
            (openness, "challenges/2024-00001/void/", {"reason": "重复登记"}, lambda: bool(_challenge().voided_at)),
            (officer, "charge/", {"amount": "0", "waived_amount": "10"}, lambda: application.fees.count() == 1),
            (openness, "fees/1/void/", {"reason": "误录"}, lambda: bool(application.fees.get().voided_at)),
            (officer, "archive/", {}, lambda: application.status == "archived"),
            (
                openness,
                "reopen/",
                {"reason": "某复决〔2024〕1号", "ordered": "2024-05-20"},
                lambda: application.status == "received",
            ),
            (openness, "void/", {"reason": "误录"}, lambda: application.voided_at is not None),
        ]

        def _sought() -> str:
            return str(Application.objects.get(pk=application.pk).applicant.sought)

        def _asked() -> Any:
            return application.consultations.get()

        def _challenge() -> Any:
            return application.challenges.get()

        for who, path, given, came_to_pass in steps:
            before = Event.objects.exclude(kind__in=("applicant.seen", "file.kept")).count()
            answer = who.sends(path, **given)
            assert answer.status_code == 302, (path, answer.content.decode()[-3000:])
            assert came_to_pass(), path
            assert Event.objects.exclude(kind__in=("applicant.seen", "file.kept")).count() == before + 1, path

    def test_money_is_asked_for_delivered_and_paid(self, office, application) -> None:
        officer = Desk(office.officer, application)
        assert officer.sends("notify-fee/", basis="volume", quantity="100", waived_amount="0").status_code == 302
        assert officer.sends("fee-notices/1/delivered/", delivered="2024-04-12").status_code == 302
        payable = application.fee_notices.get().payable
        wrong = officer.sends("fee-notices/1/paid/", amount="1", paid="2024-04-12", receipt_number="票据九号")
        assert wrong.status_code == 409
        assert f"应缴{payable}元，所记为1" in wrong.content.decode()
        assert "票据九号" in wrong.content.decode(), "what was typed is still there"
        seen = hidden(wrong.content.decode(), "seen")
        paid = officer.sends("fee-notices/1/paid/", seen=seen, amount=payable, paid="2024-04-12", receipt_number="9")
        assert (paid.status_code, application.status) == (302, Status.RECEIVED)

    def test_one_answers_on_the_spot_another_lets_it_drop(self, office, receive) -> None:
        first, second = receive(), receive(sought="另一份")
        assert Desk(office.officer, first).sends("reply/").status_code == 302
        assert (first.status, first.outcome) == ("replied", "granted")
        assert Desk(office.officer, second).sends("withdraw/").status_code == 302
        assert (second.status, second.outcome_reason) == ("closed", "申请人撤回申请")

    def test_an_amendment_that_lapsed_is_closed_and_one_that_did_not_is_not(self, office, application) -> None:
        actions.ask_amendment(application, items="名称", due=date(2024, 4, 9), by=office.officer, now=at(MONDAY))
        officer = Desk(office.officer, application)
        refused = officer.sends("close/", outcome="other_nofee", reason="没有缴费")
        assert refused.status_code == 409
        assert "缴费期限已满" in refused.content.decode()
        assert officer.sends("close/", outcome="other_nosupp", reason="逾期未补正").status_code == 302

    def test_after_the_retention_period_the_person_is_destroyed_and_the_case_stays(
        self, office, application, settings
    ) -> None:
        settings.GONGKAI_RETENTION_YEARS = 0
        actions.withdraw(application, by=office.officer, now=at(MONDAY))
        actions.archive(application, by=office.officer, now=at(MONDAY))
        openness = Desk(office.openness, application)
        assert openness.sends("erase/", approval="某档销〔2024〕1号").status_code == 302
        page = openness.opens()
        assert "某档销〔2024〕1号" in page
        assert "申请人甲" not in page


class TestRefusals:
    def test_what_is_not_filled_in_is_asked_for_and_the_rest_is_kept(self, office, application) -> None:
        answer = Desk(office.officer, application).sends("amend/", items="写明年份和文号", due="不是日期")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "还有内容没有填好" in page
        assert "写明年份和文号" in page
        assert not application.amendments.exists()

    @pytest.mark.parametrize(
        ("path", "given"),
        [
            ("amend/", {"items": "写明年份", "due": "9999-12-31"}),
            ("notify-fee/", {"basis": "items", "quantity": "2000000000", "waived_amount": "0"}),
            ("charge/", {"amount": "99999999999999", "waived_amount": "0"}),
            ("consult/", {"party": "organ", "party_name": "某局" + chr(0)}),
            ("assign/", {"unit": "999", "days": "0"}),
            ("extend/", {"reason": "很" * 301}),
        ],
    )
    def test_a_slip_of_the_key_is_asked_about_again(self, office, application, path, given) -> None:
        answer = Desk(office.officer, application).sends(path, **given)
        assert answer.status_code == 422
        assert not Event.objects.about(application).exclude(kind="application.received").exists()

    def test_a_file_that_was_handed_in_need_not_be_chosen_again(self, office, application) -> None:
        _reviewed(office, application)
        officer = Desk(office.officer, application)
        refused = officer.sends("paper/", approver=office.officer.name, signed="2024-04-12", scan=upload())
        page = refused.content.decode()
        assert refused.status_code == 409
        assert "不能是拟稿人本人" in page
        assert "已上传：扫描件.pdf" in page
        done = officer.sends(
            "paper/",
            seen=hidden(page, "seen"),
            approver="某局长",
            signed="2024-04-12",
            **{"scan-kept": hidden(page, "scan-kept")},
        )
        assert done.status_code == 302
        assert application.replies.get().paper_scan.name == "扫描件.pdf"

    def test_a_file_named_for_one_person_or_case_is_no_file_for_another(self, office, application, receive) -> None:
        other = receive(sought="另一份")
        for one in (application, other):
            _reviewed(office, one)
        refused = Desk(office.officer, application).sends("paper/", approver="", signed="2024-04-12", scan=upload())
        token = hidden(refused.content.decode(), "scan-kept")
        for who, one in ((office.openness, application), (office.officer, other)):
            answer = Desk(who, one).sends("paper/", approver="某局长", signed="2024-04-12", **{"scan-kept": token})
            assert answer.status_code == 422
            assert "请重新选择文件" in answer.content.decode()
        assert {one.status for one in Application.objects.all()} == {"reviewed"}

    def test_a_file_of_a_refused_kind_is_refused_with_its_sentence(self, office, application) -> None:
        bad = BytesIO(b"MZ")
        bad.name = "方案.exe"
        answer = Desk(office.officer, application).sends(
            "draft/", outcome="partial", reason="名单涉及隐私", redacted_file=bad
        )
        assert answer.status_code == 409
        assert "名单涉及隐私" in answer.content.decode()
        assert not StoredFile.objects.exists()

    def test_what_became_impossible_says_why_and_gives_back_what_was_typed(self, office, application) -> None:
        openness, officer = Desk(office.openness, application), Desk(office.officer, application)
        seen = openness.seen("amend/")
        officer.sends("draft/", outcome="granted")
        late = openness.sends("amend/", seen=seen, items="请一次性写明所需文件的年份和文号", due="2024-04-30")
        page = late.content.decode()
        assert late.status_code == 409
        assert "该申请待审核，不能要求补正。" in page
        assert "请一次性写明所需文件的年份和文号" in page


class TestTwoOfficersAtOnce:
    def test_the_second_is_told_what_the_first_did_and_loses_nothing(self, office, application) -> None:
        officer, openness = Desk(office.officer, application), Desk(office.openness, application)
        seen = openness.seen("consult/")
        officer.sends("assign/", unit="102")
        stale = openness.sends("consult/", seen=seen, party="organ", party_name="某市自然资源局")
        page = stale.content.decode()
        assert stale.status_code == 409
        assert "您打开此页之后，该申请已有变动：officer交办了申请" in page
        assert "某市自然资源局" in page
        assert not application.consultations.exists()
        again = openness.sends("consult/", seen=hidden(page, "seen"), party="organ", party_name="某市自然资源局")
        assert again.status_code == 302

    def test_the_same_page_sent_twice_acts_once(self, office, application) -> None:
        officer = Desk(office.officer, application)
        for path, given in (
            ("charge/", {"amount": "10", "waived_amount": "0"}),
            ("consult/", {"party": "organ", "party_name": "某局"}),
            ("challenge/", {"kind": "complaint", "filed": "2024-04-12"}),
        ):
            seen = officer.seen(path)
            assert [officer.sends(path, seen=seen, **given).status_code for _turn in (1, 2)] == [302, 409]
        assert (application.fees.count(), application.consultations.count(), application.challenges.count()) == (
            1,
            1,
            1,
        )

    @pytest.mark.parametrize("seen", ["0", "nonsense", "9" * 40, "1.2.3"])
    def test_a_version_nobody_saw_is_no_version(self, office, application, seen) -> None:
        answer = Desk(office.officer, application).sends("withdraw/", seen=seen)
        assert answer.status_code == 409
        assert "已有变动" in answer.content.decode()
        assert application.status == "received"

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_send_at_the_same_moment_one_acts(self, office, application, at_once) -> None:
        desks = [Desk(office.officer, application), Desk(office.officer, application)]
        seen = desks[0].seen("charge/")
        given = {"seen": seen, "amount": "10", "waived_amount": "0"}
        answers = at_once([lambda desk=desk: desk.client.post(desk.base + "charge/", given) for desk in desks])
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        assert application.fees.count() == 1


def _reviewed(office: Any, application: Application) -> None:
    actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
    actions.review(application, by=office.openness, now=at(MONDAY))


class TestWhoReads:
    def full(self, office: Any, application: Application) -> None:
        by = {"by": office.officer, "now": at(MONDAY)}
        part = actions.assign(application, unit=office.other, **by)
        actions.hand_in(part, opinion="密语一", by=office.stranger, now=at(MONDAY))
        asked = actions.consult(application, party=Party.THIRD_PARTY, party_name="密语二", **by)
        actions.answer_consultation(asked, opinion=Opinion.OBJECTS, answered=MONDAY, grounds="密语三", **by)
        searched = {"searched": MONDAY, "systems": "甲", "archives": "乙", "people": "丙", "found": False}
        actions.record_search(application, keywords="密语四", **searched, **by)
        actions.draft(application, outcome=Outcome.REFUSE_LAW, reason="密语五", **by)

    def test_whoever_only_oversees_it_reads_no_sealed_word_and_finds_nothing_to_do(self, office, application) -> None:
        self.full(office, application)
        supervisor, officer = Desk(office.supervisor, application), Desk(office.officer, application)
        for secret in ("密语一", "密语二", "密语三", "密语四", "密语五", "申请人甲", "某路段的征地补偿方案"):
            assert secret not in supervisor.opens()
            assert secret in officer.opens()
        assert "您现在没有可以办的" in supervisor.opens()

    def test_whoever_is_to_approve_the_answer_reads_the_case_and_the_answer_and_only_then(
        self, office, application
    ) -> None:
        approver = Desk(office.approver, application)
        assert approver.client.get(approver.base).status_code == 403
        _reviewed(office, application)
        page = approver.opens("approve/")
        assert "某路段的征地补偿方案" in page
        assert "予以公开" in page
        assert Event.objects.filter(kind="applicant.seen", by_key=str(office.approver.pk)).exists()
        approver.sends("approve/")
        Desk(office.officer, application).sends("withdraw/")
        assert approver.client.get(approver.base).status_code == 403

    def test_the_page_asks_as_often_for_a_long_case_as_for_a_short_one(self, office, receive) -> None:
        short, long = receive(), receive(sought="另一份")
        for one, times in ((short, 1), (long, 6)):
            for _turn in range(times):
                actions.charge(one, amount=10, by=office.officer, now=at(MONDAY))
                asked = actions.consult(one, party=Party.ORGAN, party_name="某局", by=office.officer, now=at(MONDAY))
                actions.answer_consultation(
                    asked, opinion=Opinion.AGREES, answered=MONDAY, by=office.officer, now=at(MONDAY)
                )
        counts = []
        for one in (short, short, long):
            desk = Desk(office.officer, one)
            with CaptureQueriesContext(connection) as asked_of:
                desk.opens()
            counts.append(len(asked_of))
        assert counts[1] == counts[2], counts
        assert counts[2] < 110


class TestFees:
    def test_what_is_free_is_refused_with_the_law(self, office, receive) -> None:
        old = receive(date(2020, 12, 31), channel=ReceiptChannel.IN_PERSON)
        officer = Desk(office.officer, old)
        assert officer.client.get(officer.base + "notify-fee/").status_code == 409, "the limit has run out"
        new = Desk(office.officer, receive(sought="另一份"))
        refused = new.sends("notify-fee/", basis=FeeBasis.ITEMS, quantity="3", waived_amount="0")
        assert refused.status_code == 409
        assert "免费范围" in refused.content.decode()
