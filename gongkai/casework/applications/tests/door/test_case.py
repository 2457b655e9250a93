"""Asking after an application and acting on one's own: what is shown to who has the code, and what nobody is shown."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.files.actions import keep
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import (
    EnclosureKind,
    FeeBasis,
    LetterKind,
    Outcome,
    Party,
    Status,
)
from gongkai.casework.applications.models import Amendment, Application
from tests.real_files import made

from .conftest import DOOR, NAME, NUMBER, page

pytestmark = pytest.mark.django_db


def case(one: SimpleNamespace) -> str:
    return page(one.client.get(f"{DOOR}case/"))


class TestAsking:
    def test_a_wrong_number_and_a_wrong_code_are_answered_alike_and_take_the_same_work(self, sent, monkeypatch):
        worked = []
        genuine = hashlib.scrypt
        monkeypatch.setattr(hashlib, "scrypt", lambda *args, **how: worked.append(how["n"]) or genuine(*args, **how))
        answers = []
        for number, code in (
            (sent.application.number, "A" * 12),
            ("SQ/2026-99999", sent.code),
            ("SQ/2026-99999", ""),
            ("胡写", "胡写"),
        ):
            response = Client().post(f"{DOOR}query/", {"number": number, "code": code})
            said = re.sub(r'value="[^"]*"', "", page(response))
            answers.append((response.status_code, said))
        assert len(set(answers)) == 1
        assert "申请编号或者查询码不对" in answers[0][1]
        assert len(worked) == 4
        assert len(set(worked)) == 1

    def test_is_compared_in_constant_time(self, sent, monkeypatch):
        compared = []
        monkeypatch.setattr(queries.codes.hmac, "compare_digest", lambda a, b: compared.append((a, b)) or False)
        assert queries.application_by(sent.application.number, sent.code) is None
        assert len(compared) == 1

    def test_however_it_is_copied(self, sent):
        code = queries.grouped(sent.code).lower().replace("-", " ")
        number = sent.application.number.lower().replace("/", "／")
        assert Client().post(f"{DOOR}query/", {"number": number, "code": code}).status_code == 303

    def test_is_not_tried_out_by_a_machine(self, sent, settings):
        settings.GONGKAI_DOOR_LIMIT = 3
        client = Client()
        for _turn in range(2):  # and once before, when it was sent
            assert client.post(f"{DOOR}query/", {"number": "SQ/2026-00001", "code": "A" * 12}).status_code == 422
        right = client.post(f"{DOOR}query/", {"number": sent.application.number, "code": sent.code})
        assert right.status_code == 429
        assert "以后再提交" in page(right)

    def test_one_application_is_asked_after_and_the_others_are_not(self, sent, given):
        other = actions.apply(replace(given, sought="绿化带的批复"), token="another", now=timezone.now())
        assert queries.application_by(other.application.number, sent.code) is None
        assert sent.application.number in case(sent)
        assert other.application.number not in case(sent)

    def test_is_forgotten_by_this_browser_when_told_to_and_after_a_while(self, sent, monkeypatch):
        monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000.0)
        assert sent.client.get(f"{DOOR}case/")["Location"] == f"{DOOR}query/"
        monkeypatch.undo()
        assert sent.client.get(f"{DOOR}case/").status_code == 200
        sent.client.post(f"{DOOR}case/leave/")
        assert sent.client.get(f"{DOOR}case/")["Location"] == f"{DOOR}query/"

    def test_a_cookie_of_ones_own_making_opens_nothing(self, sent):
        client = Client()
        client.cookies["gongkai_case"] = f"{sent.application.number} {sent.code}"
        assert client.get(f"{DOOR}case/")["Location"] == f"{DOOR}query/"


class TestCase:
    def test_says_which_days_counted_and_why_not(self, confirmed, office, monkeypatch):
        shown = case(confirmed)
        limit = queries.limit_of_application(Application.objects.get())
        assert f"最后一天是{limit.date.year}年{limit.date.month}月{limit.date.day}日" in shown
        assert shown.count("第 20 天") == 1
        assert "不算" in shown

    def test_a_consultation_stops_the_clock_and_names_nobody(self, confirmed, office):
        now = timezone.now()
        actions.consult(
            confirmed.application, party=Party.THIRD_PARTY, party_name="某某停车公司", by=office.officer, now=now
        )
        shown = case(confirmed)
        assert "征求第三方意见" in shown
        assert "计时中止" in shown
        assert "某某停车公司" not in shown

    def test_no_name_of_staff_or_of_the_applicant_is_shown(self, replied, office):
        shown = case(replied)
        for private in (NAME, NUMBER, "13800000000", office.officer.name, office.approver.name):
            assert private not in shown.split("</header>")[1]

    def test_letters_are_handed_out_as_they_were_issued_and_only_those_to_the_applicant(self, confirmed, office):
        now = timezone.now()
        own = actions.issue_letter(confirmed.application, LetterKind.ACKNOWLEDGEMENT, by=office.officer, now=now)
        actions.consult(
            confirmed.application, party=Party.THIRD_PARTY, party_name="某某停车公司", by=office.officer, now=now
        )
        theirs = actions.issue_letter(confirmed.application, LetterKind.INQUIRY, by=office.officer, now=now)
        shown = case(confirmed)
        assert own.number in shown
        assert theirs.number not in shown
        response = confirmed.client.get(f"{DOOR}case/letters/1.pdf")
        assert hashlib.sha256(response.content).hexdigest() == own.sha256
        assert confirmed.client.get(f"{DOOR}case/letters/2.pdf").status_code == 404
        assert Client().get(f"{DOOR}case/letters/1.pdf").status_code == 303

    def test_no_outcome_is_told_before_it_is_served(self, confirmed, office):
        now = timezone.now()
        one = confirmed.application
        actions.draft(one, outcome=Outcome.GRANTED, by=office.officer, now=now)
        actions.review(one, by=office.openness, now=now)
        actions.approve(one, by=office.approver, now=now)
        letter = actions.issue_letter(one, LetterKind.OUTCOME, by=office.officer, now=now)
        shown = case(confirmed)
        assert letter.number not in shown
        assert "予以公开" not in shown
        actions.serve(
            one,
            method="post",
            served=timezone.localdate(now),
            tracking_number="EX1",
            by=office.officer,
            now=now,
        )
        assert letter.number in case(confirmed)

    @pytest.mark.parametrize(("supply", "found"), [("electronic", True), ("any", True), ("post", False)])
    def test_what_is_given_out_in_part_is_downloaded_after_service_by_who_wants_it_so(
        self, confirmed, office, lead, supply, found
    ):
        now = timezone.now()
        Application.objects.update(supply=supply)
        part = keep(SimpleUploadedFile("欧阳的批复.pdf", made("pdf", "可以公开的部分")), name="a.pdf", by=None, now=now)
        one = Application.objects.get()
        assert confirmed.client.get(f"{DOOR}case/file/").status_code == 404
        lead(one, Outcome.PARTIAL, on=timezone.localdate(), reason="部分涉及个人隐私", redacted_file=part)
        response = confirmed.client.get(f"{DOOR}case/file/")
        assert (response.status_code == 200) is found
        assert ("下载（区分处理" in case(confirmed)) is found
        assert Client().get(f"{DOOR}case/file/").status_code == 303
        if found:
            assert b"".join(response.streaming_content).startswith(b"%PDF")

    def test_of_a_state_secret_nothing_that_was_handed_in_stays(self, amending, office):
        file = SimpleUploadedFile("说明.pdf", made("pdf"))
        amending.client.post(f"{DOOR}case/amend/", {"sought": "涉密的内容", "attachments": [file]})
        now, one = timezone.now(), Application.objects.get()
        actions.draft(one, outcome=Outcome.REFUSE_SECRET, by=office.officer, now=now)
        actions.review(one, by=office.openness, now=now)
        actions.approve(one, by=office.approver, now=now)
        assert not one.enclosures.exists()
        assert "涉密的内容" not in case(amending)

    def test_a_fee_says_how_much_and_that_nothing_is_collected_here(self, confirmed, office):
        now = timezone.now()
        actions.notify_fee(confirmed.application, basis=FeeBasis.VOLUME, quantity=100, by=office.officer, now=now)
        shown = case(confirmed)
        assert "700" in shown
        assert "本站不收款" in shown
        assert "等待您缴费" in shown

    def test_without_the_key_a_sentence_is_shown(self, sent, settings):
        settings.GONGKAI_DATA_KEYS = ["YW5vdGhlciBrZXksIHRoaXJ0eS10d28gYnl0ZXMhISE="]
        client = Client()
        client.post(f"{DOOR}query/", {"number": sent.application.number, "code": sent.code})
        response = client.get(f"{DOOR}case/")
        assert response.status_code == 200
        assert "没有打开这条记录的密钥" in page(response)


class TestAmending:
    def test_starts_the_limit_anew_on_the_day_it_is_sent(self, amending, office):
        shown = case(amending)
        assert "请写明是哪一年的批复" in shown
        assert "停车收费的批复" in shown
        file = SimpleUploadedFile("说明.pdf", made("pdf"))
        response = amending.client.post(f"{DOOR}case/amend/", {"sought": "2018年停车收费的批复", "attachments": [file]})
        assert response.status_code == 303
        one = Application.objects.get()
        assert (one.status, one.restarted_date) == (Status.RECEIVED, timezone.localdate())
        assert one.applicant.sought == "2018年停车收费的批复"
        assert [(each.name, each.kind) for each in one.enclosures.all()] == [("说明.pdf", EnclosureKind.AMENDMENT)]
        event = Event.objects.get(kind="application.amended")
        assert event.by_name == "公众"
        assert "2018年" not in str(event.data) + str(event)

    @pytest.mark.parametrize(
        ("given_", "said"),
        [
            ({"sought": " "}, "请写明补正后所需的信息"),
            ({"sought": "有内容", "attachments": [SimpleUploadedFile("a.exe", b"MZ")]}, "不接受"),
        ],
    )
    def test_refused_it_changes_nothing_and_says_why(self, given_, said, amending):
        for uploaded in given_.get("attachments", ()):
            uploaded.seek(0)
        response = amending.client.post(f"{DOOR}case/amend/", given_)
        assert response.status_code == 422
        assert said in page(response)
        assert given_["sought"].strip() in page(response)
        assert Application.objects.get().status == Status.AMENDING

    def test_is_too_late_after_its_term_and_the_sentence_says_what_to_do(self, amending):
        Amendment.objects.update(notified_date="2026-01-05", due_date="2026-01-20")
        assert "已于2026-01-20届满" in case(amending)
        response = amending.client.post(f"{DOOR}case/amend/", {"sought": "迟到的补正"})
        assert response.status_code == 409
        assert "届满" in page(response)
        assert "迟到的补正" in page(response), "what was typed comes back"
        assert Application.objects.get().status == Status.AMENDING

    def test_pressed_twice_it_is_one(self, amending):
        for _turn in range(2):
            assert amending.client.post(f"{DOOR}case/amend/", {"sought": "2018年的批复"}).status_code == 303
        assert Event.objects.filter(kind="application.amended").count() == 1

    def test_is_not_asked_for_when_nothing_is_waited_for(self, confirmed):
        response = confirmed.client.post(f"{DOOR}case/amend/", {"sought": "别的"})
        assert response.status_code == 409
        assert Application.objects.get().applicant.sought == "停车收费的批复"


class TestTakingBack:
    def test_before_it_was_confirmed_it_is_counted_nowhere(self, sent):
        assert sent.client.post(f"{DOOR}case/withdraw/", {"reason": "不要了"}).status_code == 303
        one = Application.objects.get()
        assert one.voided_at is not None
        assert not Application.objects.standing().exists()
        assert one.withdrawal.reason == "不要了"
        assert "已注销" in case(sent)

    def test_afterwards_it_ends_as_the_table_wants_it(self, confirmed):
        confirmed.client.post(f"{DOOR}case/withdraw/", {"reason": f"{NAME}不要了"})
        one = Application.objects.get()
        assert (one.status, one.outcome, one.closed_date) == (Status.CLOSED, Outcome.OTHER_OTHER, timezone.localdate())
        assert NAME not in one.outcome_reason + str(list(Event.objects.values()))

    def test_gives_up_the_answer_that_was_being_drafted(self, confirmed, office):
        actions.draft(confirmed.application, outcome=Outcome.GRANTED, by=office.officer, now=timezone.now())
        confirmed.client.post(f"{DOOR}case/withdraw/", {"reason": "不要了"})
        assert Application.objects.get().replies.get().returned_at is not None

    def test_wants_a_reason_and_keeps_what_was_typed(self, sent):
        response = sent.client.post(f"{DOOR}case/withdraw/", {"reason": ""})
        assert response.status_code == 422
        assert "请写明撤回的理由" in page(response)
        assert Application.objects.get().voided_at is None

    def test_is_too_late_after_the_answer(self, replied):
        response = replied.client.post(f"{DOOR}case/withdraw/", {"reason": "不要了"})
        assert response.status_code == 409
        assert "已经办结" in page(response)


class TestAfterTheAnswer:
    def test_its_arrival_is_confirmed_once_beside_the_service(self, replied):
        assert "确认收到答复" in case(replied)
        assert replied.client.post(f"{DOOR}case/received/").status_code == 303
        one = Application.objects.get()
        assert one.replies.get().acknowledgement is not None
        assert one.replied_date == timezone.localdate()
        assert "申请人确认收到" in case(replied)
        assert replied.client.post(f"{DOOR}case/received/").status_code == 409

    def test_is_rated_once_in_sealed_words(self, replied):
        assert replied.client.post(f"{DOOR}case/rate/", {"score": "4", "words": "比较快"}).status_code == 303
        rating = Application.objects.get().rating
        assert (rating.score, rating.words) == (4, "比较快")
        assert "比较快" not in str(list(Event.objects.values()))
        again = replied.client.post(f"{DOOR}case/rate/", {"score": "1"})
        assert again.status_code == 409
        assert "已经评价过" in page(again)

    @pytest.mark.parametrize("score", ["0", "6", "", "五"])
    def test_is_rated_from_one_to_five(self, score, replied):
        response = replied.client.post(f"{DOOR}case/rate/", {"score": score, "words": "这些字不能丢"})
        assert response.status_code == 422
        assert "请选择一至五分" in page(response)
        assert "这些字不能丢" in page(response)

    def test_is_neither_confirmed_nor_rated_before(self, confirmed):
        for path in ("received", "rate"):
            assert confirmed.client.post(f"{DOOR}case/{path}/", {"score": "5"}).status_code == 409


def test_who_has_no_post_in_the_unit_cannot_be_applied_to(given, office):
    office.officer.posts.update(until_date="2020-01-01")
    with pytest.raises(NotAllowed, match="暂时不能在网上受理"):
        actions.apply(given, token="t", now=timezone.now())


def test_everything_of_a_person_goes_with_the_applicant(replied, office):
    now = timezone.now()
    actions.rate(replied.application, score=5, words="多谢", now=now)
    actions.archive(Application.objects.get(), by=office.officer, now=now)
    later = now + timedelta(days=366 * 11)
    actions.erase_applicant(Application.objects.get(), approval="销〔2037〕1号", by=office.openness, now=later)
    one = Application.objects.get()
    assert (one.applicant.name, one.rating.words, one.rating.score) == ("", "", 5)
    assert not one.enclosures.exists()
    assert "内容已依法清除" in case(replied)
