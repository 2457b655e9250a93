"""What several asked for and were given becomes public, and nothing of who asked goes along (art. 44)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions
from gongkai.casework.applications.actions import BoxFields
from gongkai.casework.applications.choices import Opinion, Outcome, Party, ProposalBasis, ProposalStatus
from gongkai.casework.applications.models import Application, Proposal
from gongkai.law.vocabulary import WithholdingGround
from gongkai.publishing.catalogue.actions import define_kind, open_column
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure.models import InformationItem
from tests.real_files import pdf

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
FRIDAY = date(2024, 4, 12)
TITLE = "某路段征地补偿方案"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def given(receive: Any, lead: Any) -> Application:
    return lead(receive(), on=FRIDAY)


@pytest.fixture
def other(receive: Any) -> Application:
    return receive(applicant_name="欧阳某某", contact="欧阳的电话")


@pytest.fixture
def proposal(given: Application, other: Application, office: SimpleNamespace) -> Proposal:
    return propose(given, office, others=[other])


@pytest.fixture
def place(office: SimpleNamespace) -> dict[str, Any]:
    by: dict[str, Any] = {"by": office.openness, "now": at(MONDAY)}
    return {
        "kind": define_kind(code="notice", name="通知公告", order=1, **by),
        "column": open_column(slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, **by),
        "formed_date": MONDAY,
    }


def propose(application: Application, office: SimpleNamespace, **changes: Any) -> Proposal:
    said: dict[str, Any] = {"title": TITLE, "basis": ProposalBasis.SEVERAL, "by": office.officer, "now": at(FRIDAY)}
    return actions.propose(application, **said | changes)


class TestCourse:
    def test_proposed_accepted_and_drafted_without_the_person(
        self, proposal: Proposal, place: dict[str, Any], office: SimpleNamespace
    ) -> None:
        assert proposal.applicants == 2
        actions.accept_proposal(proposal, by=office.openness, now=at(FRIDAY))
        item = actions.draft_proposal(proposal, by=office.drafter, now=at(FRIDAY), **place)
        proposal.refresh_from_db()
        assert (proposal.status, proposal.item) == (ProposalStatus.DRAFTED, item)
        assert (item.title, item.unit, item.status) == (TITLE, office.dept, "draft")
        whole = str({field.name: getattr(item, field.name) for field in item._meta.concrete_fields})
        whole += "".join(f"{event} {event.data}" for event in Event.objects.all())
        for word in ("申请人甲", "甲的电话", "欧阳", "某路段的征地补偿方案"):
            assert word not in whole

    def test_the_redacted_file_goes_along_under_the_title_and_not_under_its_own_name(
        self, application: Application, place: dict[str, Any], office: SimpleNamespace, lead: Any
    ) -> None:
        officer: dict[str, Any] = {"by": office.officer, "now": at(MONDAY)}
        one = actions.begin_redaction(application, ContentFile(pdf("张三")), name="张三.pdf", **officer)
        box = BoxFields(0, 0, 10_000, 5000, WithholdingGround.PERSONAL_PRIVACY)
        actions.draw_boxes(one, page=1, boxes=[box], **officer)
        one = actions.continue_redacted(actions.ask_redacted(one, **officer), **officer)
        asked = actions.consult(application, party=Party.THIRD_PARTY, party_name="公司", **officer)
        actions.answer_consultation(asked, opinion=Opinion.AGREES, answered=MONDAY, grounds="", **officer)
        lead(application, Outcome.PARTIAL, on=FRIDAY, reason="有个人隐私", redacted_file=one.made_file)
        made = propose(application, office, basis=ProposalBasis.SUGGESTED)
        actions.accept_proposal(made, by=office.openness, now=at(FRIDAY))
        item = actions.draft_proposal(made, by=office.drafter, now=at(FRIDAY), **place)
        (attachment,) = item.attachments.all()
        assert attachment.name == f"{TITLE}.pdf"
        with attachment.file.content.open("rb") as content:
            # Written anew at the other door, to leave behind what it may say of its making: the same pictures, and still no text.
            given = PdfReader(content).pages
            assert [page.extract_text() for page in given] == [""]
            pictures = [image.data for page in given for image in page.images]
            made_of = PdfReader(one.made_file.content.open("rb")).pages
            assert pictures == [image.data for page in made_of for image in page.images] != []

    def test_declined_with_the_reason_and_proposed_again(
        self, proposal: Proposal, given: Application, office: SimpleNamespace
    ) -> None:
        with pytest.raises(Refused, match="理由"):
            actions.decline_proposal(proposal, reason=" ", by=office.openness, now=at(FRIDAY))
        actions.decline_proposal(proposal, reason="涉及未决事项", by=office.openness, now=at(FRIDAY))
        with pytest.raises(NotAllowed, match="不能再决定"):
            actions.accept_proposal(proposal, by=office.openness, now=at(FRIDAY))
        assert propose(given, office, basis=ProposalBasis.SUGGESTED).pk


class TestRefusals:
    def test_only_what_was_given_is_proposed_and_once_at_a_time(
        self, application: Application, proposal: Proposal, given: Application, office: SimpleNamespace
    ) -> None:
        with pytest.raises(NotAllowed, match="已经答复"):
            propose(application, office)
        with pytest.raises(NotAllowed, match="正在办理"):
            propose(given, office, basis=ProposalBasis.SUGGESTED)

    def test_one_person_twice_is_not_several(self, given: Application, receive: Any, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="其他申请人"):
            propose(given, office, others=[receive(FRIDAY)])

    def test_a_name_in_the_title_is_noticed(self, given: Application, other: Any, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="姓名"):
            propose(given, office, title="欧阳某某房屋补偿方案", others=[other])

    def test_cases_of_another_unit_are_not_counted(
        self, given: Application, receive: Any, office: SimpleNamespace
    ) -> None:
        with pytest.raises(Refused, match="同一单位"):
            propose(given, office, others=[receive(unit=office.other, by=office.openness)])

    @pytest.mark.parametrize("who", ["officer", "drafter", "approver", "supervisor", "auditor", "stranger"])
    def test_nobody_but_the_openness_office_decides(
        self, who: str, proposal: Proposal, office: SimpleNamespace
    ) -> None:
        for act in (
            lambda: actions.accept_proposal(proposal, by=getattr(office, who), now=at(FRIDAY)),
            lambda: actions.decline_proposal(proposal, reason="x", by=getattr(office, who), now=at(FRIDAY)),
        ):
            with pytest.raises(NotAllowed):
                act()

    @pytest.mark.parametrize("who", ["officer", "openness", "approver", "stranger"])
    def test_nobody_but_the_units_drafter_drafts(
        self, who: str, proposal: Proposal, place: dict[str, Any], office: SimpleNamespace
    ) -> None:
        with pytest.raises(NotAllowed):
            actions.draft_proposal(proposal, by=office.drafter, now=at(FRIDAY), **place)
        actions.accept_proposal(proposal, by=office.openness, now=at(FRIDAY))
        with pytest.raises(NotAllowed):
            actions.draft_proposal(proposal, by=getattr(office, who), now=at(FRIDAY), **place)
        assert not InformationItem.objects.exists()


class TestScreens:
    @staticmethod
    def at_desk(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def test_from_the_case_to_the_draft(
        self, given: Application, other: Application, place: dict[str, Any], office: SimpleNamespace
    ) -> None:
        officer = self.at_desk(office.officer)
        address = f"/desk/applications/{given.number}/propose/"
        said = {"title": TITLE, "basis": "several", "numbers": other.number}
        assert officer.post(address, said | {"numbers": "SQ/1"}).status_code == 422
        assert officer.post(address, said | {"numbers": ""}).status_code == 409
        answer = officer.post(address, said)
        assert answer.status_code == 302
        openness, drafter = self.at_desk(office.openness), self.at_desk(office.drafter)
        assert TITLE in openness.get("/desk/publication-proposals/?status=proposed").content.decode()
        assert openness.post(f"{answer.url}decline/", {"reason": ""}).status_code == 422
        openness.post(f"{answer.url}accept/")
        page = drafter.get(answer.url).content.decode()
        assert "起草信息" in page
        assert given.number in page
        assert f'href="/desk/applications/{given.number}/"' not in page
        where = {"kind": "notice", "column": "notices", "formed_date": "2024-04-08"}
        assert "草稿已建立" in drafter.post(f"{answer.url}draft/", where, follow=True).content.decode()
        assert InformationItem.objects.get().title == TITLE

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            *[(who, True) for who in ("officer", "openness", "supervisor", "auditor", "drafter")],
            *[(who, False) for who in ("approver", "secrecy", "stranger")],
        ],
    )
    def test_each_role_sees_what_it_may_and_no_name(
        self, who: str, sees: bool, proposal: Proposal, office: SimpleNamespace
    ) -> None:
        client = self.at_desk(getattr(office, who))
        listed, page = (
            client.get("/desk/publication-proposals/"),
            client.get(f"/desk/publication-proposals/{proposal.number}/"),
        )
        assert (TITLE in listed.content.decode()) is sees
        assert page.status_code == (200 if sees else 403)
        assert "欧阳" not in page.content.decode() + listed.content.decode()
        if who != "openness":
            for step in ("accept", "decline"):
                status = client.post(
                    f"/desk/publication-proposals/{proposal.number}/{step}/", {"reason": "x"}
                ).status_code
                assert status == (409 if sees else 403)
            proposal.refresh_from_db()
            assert proposal.status == ProposalStatus.PROPOSED
        if who not in ("officer", "openness"):
            address = f"/desk/applications/{proposal.application.number}/propose/"
            assert client.get(address).status_code == client.post(address, {}).status_code == 403

    @pytest.mark.parametrize(
        ("who", "start"),
        [("drafter", "/desk/"), ("openness", "/desk/applications/"), ("officer", "/desk/applications/")],
    )
    def test_everybody_who_may_see_them_finds_the_way(self, who: str, start: str, office: SimpleNamespace) -> None:
        assert "/desk/publication-proposals/" in self.at_desk(getattr(office, who)).get(start).content.decode()

    def test_ten_rows_cost_what_one_does(self, proposal: Proposal, receive: Any, lead: Any, office: Any) -> None:
        client = self.at_desk(office.openness)
        client.get("/desk/publication-proposals/")
        with CaptureQueriesContext(connection) as few:
            client.get("/desk/publication-proposals/")
        for _turn in range(5):
            propose(lead(receive(), on=FRIDAY), office, basis=ProposalBasis.SUGGESTED)
        with CaptureQueriesContext(connection) as many:
            client.get("/desk/publication-proposals/")
        assert len(many) == len(few)
