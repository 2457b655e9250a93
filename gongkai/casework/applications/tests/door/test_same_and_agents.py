"""What is open already is told to its applicant and nobody else; an agent shows that they may; reasons are given online."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import EnclosureKind
from gongkai.casework.applications.models import Applicant, Application, ReasonsRequest
from tests.real_files import made

from .conftest import DOOR, NUMBER, page, sends, token_of

pytestmark = pytest.mark.django_db
TOLD = "提交过内容相同的申请"


def checks(client: Client, typed: dict[str, str], **more: Any) -> Any:
    """Fill in the form and press 提交申请."""
    response = client.post(f"{DOOR}new/", typed)
    token = token_of(client.get(response["Location"]))
    return client.post(f"{DOOR}new/check/", {"token": token} | more), token


class TestTheSameAgain:
    def test_who_has_it_open_is_told_and_may_go_on_or_not(self, typed: dict[str, str]) -> None:
        sends(Client(), typed)
        client = Client()
        asked, token = checks(client, typed)
        assert asked.status_code == 409
        assert TOLD in page(asked)
        assert "仍要另行提交" in page(asked)
        assert Application.objects.count() == 1
        assert client.post(f"{DOOR}new/check/", {"token": token, "again": "yes"}).status_code == 303
        first, second = Application.objects.order_by("pk")
        assert Event.objects.about(second).get(kind="application.sent").data["again"] == [first.number]

    @pytest.mark.parametrize(
        "other",
        [
            {"name": "欧阳一般"},
            {"identity_number": "110105194912310038", "identity_kind": "other"},
            {"title": "别的文件"},
        ],
    )
    def test_nobody_else_is(self, other: dict[str, str], typed: dict[str, str]) -> None:
        sends(Client(), typed)
        assert checks(Client(), typed | other)[0].status_code == 303

    def test_whatever_one_types_the_same_is_asked_of_the_database_and_no_record_is_opened(
        self, given: actions.ApplicationFields, sent: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def asked(one: actions.ApplicationFields) -> tuple[list[Application], list[str]]:
            with CaptureQueriesContext(connection) as captured:
                found = queries.open_already(
                    unit=one.unit, name=one.name, identity_number=one.identity_number, sought=one.sought
                )
            return found, [query["sql"].partition("WHERE")[0] for query in captured]

        monkeypatch.setattr("gongkai.base.core.sealing.unseal", lambda _value: pytest.fail("a record was opened"))
        found, statements = asked(given)
        assert found == [sent.application]
        for other in (replace(given, name="某人"), replace(given, identity_number="X"), replace(given, sought="别的")):
            assert asked(other) == ([], statements)

    def test_ways_of_writing_do_not_matter_and_an_end_does(
        self, given: actions.ApplicationFields, sent: SimpleNamespace
    ) -> None:
        spaced = replace(given, sought=f"  {given.sought[:3]}\n{given.sought[3:]} ", identity_number=NUMBER.lower())
        with pytest.raises(actions.OpenAlready):
            actions.apply(spaced, token="t2", now=timezone.now())
        actions.take_back(sent.application, reason="不要了", now=timezone.now())
        assert actions.apply(spaced, token="t2", now=timezone.now()).application.pk

    def test_what_it_knows_them_by_follows_the_words_and_goes_with_them(
        self, amending: SimpleNamespace, given: actions.ApplicationFields, office: SimpleNamespace
    ) -> None:
        one = amending.application
        actions.amend(one, sought="二〇一八年停车收费的批复", now=timezone.now())
        now = timezone.now()
        with pytest.raises(actions.OpenAlready):
            actions.apply(replace(given, sought="二〇一八年停车收费的批复"), token="t2", now=now)
        assert actions.apply(given, token="t3", now=now).application.pk
        applicant = Applicant.objects.get(application=one)
        applicant.name = applicant.identity_number = ""
        applicant.save(update_fields=["name", "identity_number"])
        assert Applicant.objects.get(application=one).same_mark == ""


class TestAnAgent:
    def paper(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("委托书.pdf", made("pdf"), content_type="application/pdf")

    def test_applies_with_the_paper_and_it_stands_on_the_case(
        self, typed: dict[str, str], office: SimpleNamespace
    ) -> None:
        receipt = sends(Client(), typed | {"agent_name": "代办人"}, authorisation=self.paper())
        assert receipt.status_code == 200
        one = Application.objects.get()
        assert one.applicant.agent_name == "代办人"
        assert [each.kind for each in one.enclosures.all()] == [EnclosureKind.AUTHORISATION]
        desk = Client()
        desk.force_login(office.officer)
        shown = page(desk.get(f"/desk/applications/{one.number}/"))
        assert "代办人" in shown
        assert "授权委托书" in shown

    def test_neither_goes_without_the_other(self, typed: dict[str, str]) -> None:
        without = Client().post(f"{DOOR}new/", typed | {"agent_name": "代办人"})
        assert without.status_code == 422
        assert "请上传授权委托书" in page(without)
        nameless = Client().post(f"{DOOR}new/", typed | {"authorisation": self.paper()})
        assert nameless.status_code == 422
        assert "请填写代理人姓名" in page(nameless)

    def test_the_paper_in_the_draft_counts_until_it_is_taken_out(self, typed: dict[str, str]) -> None:
        client, named = Client(), typed | {"agent_name": "代办人"}
        assert client.post(f"{DOOR}new/", named | {"authorisation": self.paper()}).status_code == 303
        assert client.post(f"{DOOR}new/", named).status_code == 303
        assert client.post(f"{DOOR}new/", named | {"dropped": "0"}).status_code == 422
        assert client.post(f"{DOOR}new/", typed | {"dropped": "0"}).status_code == 303

    def test_the_act_refuses_it_too(self, given: actions.ApplicationFields) -> None:
        with pytest.raises(Refused, match="授权委托书"):
            actions.apply(replace(given, agent_name="代办人"), token="t", now=timezone.now())
        assert not Application.objects.exists()


class TestReasonsAskedFor:
    WORDS = "为核对二〇一八年全年的收费，逐月都要看"

    @pytest.fixture
    def asked(self, confirmed: SimpleNamespace, office: SimpleNamespace) -> SimpleNamespace:
        actions.ask_reasons(confirmed.application, basis="一个月内申请 40 件", by=office.officer, now=timezone.now())
        return confirmed

    def test_are_given_on_the_page_of_the_case_once_and_judged_from_there(
        self, asked: SimpleNamespace, office: SimpleNamespace
    ) -> None:
        shown = page(asked.client.get(f"{DOOR}case/"))
        assert "一个月内申请 40 件" in shown
        assert asked.client.post(f"{DOOR}case/reasons/", {"reasons": self.WORDS}).status_code == 303
        request = ReasonsRequest.objects.get()
        assert (request.reasons, request.answered_date) == (self.WORDS, timezone.localdate())
        shown = page(asked.client.get(f"{DOOR}case/"))
        assert self.WORDS in shown
        assert "提交说明" not in shown
        again = asked.client.post(f"{DOOR}case/reasons/", {"reasons": "另一个理由"})
        assert again.status_code == 409
        assert "另一个理由" in page(again), "what was typed comes back"
        actions.judge_reasons(asked.application, is_reasonable=True, by=office.openness, now=timezone.now())
        request.refresh_from_db()
        assert (request.reasons, request.is_reasonable) == (self.WORDS, True)

    def test_not_asked_not_told_or_too_late(
        self, asked: SimpleNamespace, sent: SimpleNamespace, office: SimpleNamespace
    ) -> None:
        assert asked.client.post(f"{DOOR}case/reasons/", {"reasons": " "}).status_code == 422
        actions.judge_reasons(asked.application, is_reasonable=False, by=office.openness, now=timezone.now())
        late = asked.client.post(f"{DOOR}case/reasons/", {"reasons": self.WORDS})
        assert late.status_code == 409
        assert ReasonsRequest.objects.get().reasons == ""

    def test_who_was_not_asked_has_no_form(self, confirmed: SimpleNamespace) -> None:
        assert "请说明理由" not in page(confirmed.client.get(f"{DOOR}case/"))
        assert confirmed.client.post(f"{DOOR}case/reasons/", {"reasons": "无"}).status_code == 409

    def test_a_browser_without_the_code_comes_to_the_query(self, asked: SimpleNamespace) -> None:
        assert Client().post(f"{DOOR}case/reasons/", {"reasons": "无"})["Location"] == f"{DOOR}query/"
        assert ReasonsRequest.objects.get().answered_date is None
