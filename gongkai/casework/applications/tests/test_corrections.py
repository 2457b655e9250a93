"""A record about oneself that is wrong is corrected, or one is told why not and where to turn; no table of applications counts it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.actions import clear_left, keep
from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import CorrectionOutcome, CorrectionStatus
from gongkai.casework.applications.models import Application, Correction
from gongkai.law.vocabulary import ReceiptChannel
from tests.real_files import pdf

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
NAME, ABOUT = "欧阳某某", "户籍登记的出生日期"


@pytest.fixture
def ask(office: SimpleNamespace, scan: Any) -> Any:
    def ask(received: date = MONDAY, **changes: Any) -> Correction:
        given: dict[str, Any] = {
            "unit": office.dept,
            "channel": ReceiptChannel.IN_PERSON,
            "name": NAME,
            "contact": "13800000000",
            "about": ABOUT,
            "wrong": "应为1月2日",
            "received": received,
            "evidence": scan,
            "by": office.officer,
            "now": at(received),
        }
        return actions.receive_correction(**given | changes)

    return ask


@pytest.fixture
def head(office: SimpleNamespace) -> Any:
    return actions.set_letter_head(
        office.dept,
        prefix="示公开告",
        reconsideration_organ="示范区人民政府",
        court="示范区人民法院",
        by=office.openness,
        now=at(MONDAY),
    )


def lead(one: Correction, office: SimpleNamespace, outcome: CorrectionOutcome, **said: Any) -> Correction:
    actions.draft_correction(one, outcome=outcome, by=office.officer, now=at(MONDAY), **{"reason": "经查属实"} | said)
    actions.approve_correction(one, by=office.approver, now=at(MONDAY))
    return actions.tell_correction(one, told=MONDAY, by=office.officer, now=at(MONDAY))


class TestCourse:
    @pytest.mark.parametrize(
        ("outcome", "said", "words"),
        [
            (CorrectionOutcome.CORRECTED, {}, ("第四十一条", "已予以更正", "经查属实")),
            (CorrectionOutcome.REFUSED, {}, ("不予更正", "行政复议", "示范区人民法院")),
            (CorrectionOutcome.TRANSFERRED, {"competent_organ": "某县公安局"}, ("已转送", "某县公安局")),
            (CorrectionOutcome.ADVISED, {"competent_organ": "某县公安局"}, ("提出", "某县公安局")),
        ],
    )
    def test_each_outcome_has_its_letter_with_article_and_hash(
        self, outcome: Any, said: Any, words: Any, ask: Any, office: SimpleNamespace, head: Any
    ) -> None:
        one = lead(ask(), office, outcome, **said)
        told = "".join(queries.correction_words(one).paragraphs)
        assert [word for word in words if word not in told] == []
        assert one.status == CorrectionStatus.TOLD
        assert one.letter_number == "示公开告〔2024〕1号"
        import hashlib

        assert hashlib.sha256(queries.correction_pdf(Correction.objects.get())).hexdigest() == one.letter_sha256

    def test_it_is_counted_in_no_table_of_applications(self, ask: Any, office: SimpleNamespace, head: Any) -> None:
        one = lead(ask(), office, CorrectionOutcome.CORRECTED)
        assert not Application.objects.exists()
        assert one.number == "GZ/2024-00001"
        assert Correction.objects.received_in(MONDAY, MONDAY).count() == 1

    def test_the_limit_is_the_houses_own(self, ask: Any, settings: Any) -> None:
        assert ask().due_date == date(2024, 5, 8)
        settings.GONGKAI_CORRECTION_DAYS = 5
        one = ask()
        assert one.due_date == date(2024, 4, 15)
        assert one in Correction.objects.overdue(on=date(2024, 4, 16))

    def test_a_proposal_is_sent_back_and_made_again(self, ask: Any, office: SimpleNamespace) -> None:
        one = ask()
        officer = {"by": office.officer, "now": at(MONDAY)}
        actions.draft_correction(one, outcome=CorrectionOutcome.REFUSED, reason="不属实", **officer)
        actions.return_correction(one, reason="再查", by=office.approver, now=at(MONDAY))
        one = actions.draft_correction(one, outcome=CorrectionOutcome.CORRECTED, reason="属实", **officer)
        assert one.status == CorrectionStatus.DRAFTED

    def test_nothing_of_a_person_lies_readable_in_the_database_or_the_trail(
        self, ask: Any, office: SimpleNamespace, head: Any
    ) -> None:
        lead(ask(), office, CorrectionOutcome.CORRECTED, reason="与身份证一致")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM applications_correction")
            lying = str(cursor.fetchall())
        told = "".join(f"{event} {event.data}" for event in Event.objects.all())
        for word in (NAME, ABOUT, "13800000000", "应为1月2日", "与身份证一致"):
            assert word not in lying
            assert word not in told


class TestRefusals:
    def test_what_is_missing_is_said(self, ask: Any, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="四项都要填写"):
            ask(about=" ")
        with pytest.raises(Refused, match="不能晚于今天"):
            ask(received=date(2024, 4, 9), now=at(MONDAY))
        bare = ask(evidence=None)
        officer = {"by": office.officer, "now": at(MONDAY)}
        for outcome, said, match in (
            (CorrectionOutcome.CORRECTED, {"reason": "属实"}, "证据"),
            (CorrectionOutcome.REFUSED, {"reason": ""}, "理由"),
            (CorrectionOutcome.TRANSFERRED, {"reason": ""}, "有权更正的机关"),
        ):
            with pytest.raises(Refused, match=match):
                actions.draft_correction(bare, outcome=outcome, **said, **officer)

    def test_under_the_text_of_2007_it_is_passed_on_and_not_only_advised(
        self, ask: Any, office: SimpleNamespace
    ) -> None:
        one = ask(received=date(2018, 6, 1))
        with pytest.raises(Refused, match="应当转送"):
            actions.draft_correction(
                one,
                outcome=CorrectionOutcome.ADVISED,
                reason="",
                competent_organ="公安局",
                by=office.officer,
                now=at(date(2018, 6, 1)),
            )

    def test_without_a_letter_head_nothing_is_told(self, ask: Any, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="代字"):
            lead(ask(), office, CorrectionOutcome.CORRECTED)

    @pytest.mark.parametrize("who", ["stranger", "drafter", "secrecy", "supervisor", "auditor"])
    def test_nobody_else_does_any_of_it(self, who: str, ask: Any, office: SimpleNamespace, head: Any) -> None:
        user, one = getattr(office, who), ask()
        given: dict[str, Any] = {"by": user, "now": at(MONDAY)}
        for act in (
            lambda: ask(by=user),
            lambda: actions.see_correction(one, **given),
            lambda: actions.draft_correction(one, outcome=CorrectionOutcome.REFUSED, reason="x", **given),
            lambda: actions.withdraw_correction(one, reason="x", **given),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_who_proposed_does_not_approve_and_no_step_is_taken_out_of_turn(
        self, ask: Any, office: SimpleNamespace
    ) -> None:
        one = ask()
        with pytest.raises(NotAllowed, match="不能审批"):
            actions.approve_correction(one, by=office.approver, now=at(MONDAY))
        with pytest.raises(NotAllowed, match="不能告知"):
            actions.tell_correction(one, told=MONDAY, by=office.officer, now=at(MONDAY))


class TestErasing:
    """After the retention period who asked is destroyed with evidence and letter; what was done about it stays."""

    LATER, APPROVAL = date(2034, 4, 8), "销〔2034〕2号"

    @pytest.fixture(autouse=True)
    def _own_folder(self, settings: Any, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path

    def told(self, ask: Any, office: SimpleNamespace) -> Correction:
        evidence = keep(ContentFile(pdf(NAME)), name="证.pdf", by=office.officer, now=at(MONDAY), sealed=True)
        return lead(ask(evidence=evidence), office, CorrectionOutcome.CORRECTED)

    def erase(self, one: Correction, office: SimpleNamespace, **changes: Any) -> Correction:
        given = {"approval": self.APPROVAL, "by": office.openness, "now": at(self.LATER)}
        return actions.erase_correction(one, **given | changes)

    def test_nothing_of_the_person_is_left_and_the_course_is(
        self, ask: Any, office: SimpleNamespace, head: Any, django_capture_on_commit_callbacks: Any, tmp_path: Any
    ) -> None:
        told = self.told(ask, office)
        assert told.evidence is not None
        sha256 = told.evidence.sha256
        assert list(tmp_path.rglob(f"{sha256}*"))
        with django_capture_on_commit_callbacks(execute=True):
            self.erase(told, office)
        one = Correction.objects.get()
        assert not any((one.name, one.contact, one.about, one.wrong, one.reason, one.letter_content, one.evidence))
        assert (one.outcome, one.told_date, one.letter_sha256) == ("corrected", MONDAY, told.letter_sha256)
        assert not StoredFile.objects.filter(sha256=sha256).exists()
        assert list(tmp_path.rglob(f"{sha256}*")) == []
        event = Event.objects.get(kind="correction.erased")
        assert (event.reason, event.data["sha256"]) == (self.APPROVAL, sha256)
        assert Correction.objects.received_in(MONDAY, MONDAY).count() == 1

    def test_evidence_of_a_refused_act_goes_by_itself_and_that_of_a_record_stays(
        self, ask: Any, office: SimpleNamespace
    ) -> None:
        by = {"by": office.officer, "now": at(MONDAY), "sealed": True}
        used, left = (keep(ContentFile(pdf(words)), name="证.pdf", **by) for words in ("用上的", "没用上的"))
        ask(evidence=used)
        assert clear_left(now=at(self.LATER))
        assert used in StoredFile.objects.all()
        assert left not in StoredFile.objects.all()

    def test_what_was_taken_back_is_erased_too(self, ask: Any, office: SimpleNamespace) -> None:
        one = ask(evidence=None)
        actions.withdraw_correction(one, reason="申请人来电", by=office.officer, now=at(MONDAY))
        assert self.erase(one, office).erased_at == at(self.LATER)

    def test_it_is_refused_before_the_period_by_another_without_approval_or_twice(
        self, ask: Any, office: SimpleNamespace, head: Any
    ) -> None:
        with pytest.raises(NotAllowed, match="不能销毁"):
            self.erase(ask(), office)
        one = self.told(ask, office)
        for changes, error, match in (
            ({"now": at(date(2034, 4, 7))}, NotAllowed, "未满10年"),
            ({"by": office.officer}, NotAllowed, "政务公开工作机构"),
            ({"by": office.approver}, NotAllowed, "政务公开工作机构"),
            ({"approval": " "}, Refused, "文号"),
        ):
            with pytest.raises(error, match=match):
                self.erase(one, office, **changes)
        assert Correction.objects.get(pk=one.pk).name == NAME
        with pytest.raises(NotAllowed, match="已经销毁"):
            self.erase(self.erase(one, office), office)

    def test_the_screen_offers_it_to_the_office_alone_and_says_that_it_was_done(
        self, ask: Any, office: SimpleNamespace, head: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = self.told(ask, office)
        address = f"/desk/corrections/{one.number}/"
        assert "step-erase" not in TestScreens.at_desk(office.openness).get(address).content.decode()
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(self.LATER))
        openness, officer = TestScreens.at_desk(office.openness), TestScreens.at_desk(office.officer)
        assert "step-erase" in openness.get(address).content.decode()
        assert "step-erase" not in officer.get(address).content.decode()
        assert officer.post(f"{address}erase/", {"approval": self.APPROVAL}).status_code == 409
        assert openness.post(f"{address}erase/", {"approval": ""}).status_code == 422
        assert openness.post(f"{address}erase/", {"approval": self.APPROVAL}).status_code == 302
        looked = Event.objects.filter(kind="correction.seen").count()
        for client in (openness, officer):
            page = client.get(address).content.decode()
            assert f"依{self.APPROVAL}销毁" in page
            assert NAME not in page
            assert "告知书随之销毁" in client.get(f"{address}letter.pdf", follow=True).content.decode()
        assert Event.objects.filter(kind="correction.seen").count() == looked


class TestScreens:
    @staticmethod
    def at_desk(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def test_taken_in_proposed_approved_and_told(
        self, office: SimpleNamespace, head: Any, settings: Any, tmp_path: Any
    ) -> None:
        settings.MEDIA_ROOT = tmp_path
        officer, approver = self.at_desk(office.officer), self.at_desk(office.approver)
        given = {
            "unit": "101",
            "channel": "in_person",
            "received": "2026-11-02",
            "name": NAME,
            "contact": "13800000000",
            "about": ABOUT,
            "wrong": "应为1月2日",
        }
        assert officer.post("/desk/corrections/new/", given | {"name": ""}).status_code == 422
        answer = officer.post("/desk/corrections/new/", given)
        assert answer.status_code == 302
        address = answer.url
        assert NAME in officer.get(address).content.decode()
        draft = {"outcome": "corrected", "reason": "经查属实"}
        assert officer.post(f"{address}draft/", draft).status_code == 409
        officer.post(f"{address}prove/", {"evidence": SimpleUploadedFile("证.pdf", pdf("证"))})
        officer.post(f"{address}draft/", draft)
        assert NAME in approver.get(address).content.decode()
        approver.post(f"{address}approve/")
        officer.post(f"{address}tell/", {"told": "2026-11-20"})
        assert Correction.objects.get().status == CorrectionStatus.TOLD
        letter = officer.get(f"{address}letter.pdf")
        assert letter.content.startswith(b"%PDF")
        assert b"".join(officer.get(f"{address}evidence.bin").streaming_content).startswith(b"%PDF")

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            *[(who, "all") for who in ("officer", "openness", "approver")],
            *[(who, "course") for who in ("supervisor", "auditor")],
            *[(who, "nothing") for who in ("drafter", "secrecy", "stranger")],
        ],
    )
    def test_each_role_sees_what_it_may_and_looks_are_written_down(
        self, who: str, sees: str, ask: Any, office: SimpleNamespace, head: Any
    ) -> None:
        one = ask()
        client, address = self.at_desk(getattr(office, who)), f"/desk/corrections/{one.number}/"
        answer = client.get(address)
        assert answer.status_code == (403 if sees == "nothing" else 200)
        assert (NAME in answer.content.decode()) is (sees == "all")
        assert Event.objects.filter(kind="correction.seen").count() == (1 if sees == "all" else 0)
        for file in ("letter.pdf", "evidence.bin"):
            if sees != "all":
                assert client.get(address + file).status_code == 403
        listed = client.get("/desk/corrections/")
        assert NAME not in listed.content.decode()
        if who == "stranger":
            assert one.number not in listed.content.decode()
        else:
            assert listed.status_code == (403 if sees == "nothing" else 200)
        if who not in ("officer", "openness"):
            status = 200 if who == "stranger" else 403
            assert client.get("/desk/corrections/new/").status_code == status
            given = {"outcome": "refused", "reason": "x", "told": "2026-11-20"}
            for step in ("draft", "approve", "tell", "return", "withdraw"):
                assert client.post(f"{address}{step}/", given).status_code in (403, 409)
            one.refresh_from_db()
            assert one.status == CorrectionStatus.RECEIVED

    def test_a_list_of_ten_costs_what_a_list_of_one_does(self, ask: Any, office: SimpleNamespace) -> None:
        client = self.at_desk(office.officer)
        ask()
        client.get("/desk/corrections/")
        with CaptureQueriesContext(connection) as few:
            client.get("/desk/corrections/?status=received")
        for _turn in range(9):
            ask()
        with CaptureQueriesContext(connection) as many:
            client.get("/desk/corrections/?status=received")
        assert len(many) == len(few)
