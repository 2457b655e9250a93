"""A file given out in part: what lies under a box never leaves the house, and the original is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.actions import BoxFields
from gongkai.casework.applications.choices import Outcome, Status
from gongkai.casework.applications.models import Application, Redaction
from gongkai.law.vocabulary import WithholdingGround
from tests.real_files import docx_of, pdf

from .at_desk import Desk, upload
from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
PRIVATE = WithholdingGround.PERSONAL_PRIVACY
#: The line of text of ``real_files.pdf``.
LINE = BoxFields(1000, 1400, 8000, 500, PRIVATE)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def redaction(application: Application, office: SimpleNamespace) -> Redaction:
    """Two pages; the first says whose file it is."""
    content = ContentFile(pdf("张三的身份证号", "第二页"))
    return actions.begin_redaction(application, content, name="张三.pdf", by=office.officer, now=at(MONDAY))


@pytest.fixture
def made(redaction: Redaction, office: SimpleNamespace) -> Redaction:
    actions.draw_boxes(redaction, page=1, boxes=[LINE], by=office.officer, now=at(MONDAY))
    return make(redaction, by=office.officer, now=at(MONDAY))


def make(redaction: Redaction, *, by: Any, now: Any) -> Redaction:
    """Asked for, and made by whoever asked."""
    asked = actions.ask_redacted(redaction, by=by, now=now)
    return actions.continue_redacted(asked, by=by, now=now)


def bytes_of(file: StoredFile | None) -> bytes:
    assert file is not None
    with file.content.open("rb") as content:
        return content.read()


def body(response: Any) -> bytes:
    """What was answered; a file is read to its end, which closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


class TestMaking:
    def test_what_is_made_holds_no_text_and_the_original_is_as_it_was(self, made: Redaction) -> None:
        assert "".join(page.extract_text() for page in PdfReader(BytesIO(bytes_of(made.made_file))).pages) == ""
        assert PdfReader(BytesIO(bytes_of(made.original))).pages[0].extract_text().strip() == "张三的身份证号"
        for file, said in ((made.original, made.original_sha256), (made.made_file, made.made_sha256)):
            assert file.sha256 == said == hashlib.sha256(bytes_of(file)).hexdigest()
        assert made.made_file.extracted_text.parts == []

    def test_it_is_what_a_partial_reply_gives_out(self, made: Redaction, office: SimpleNamespace) -> None:
        (offered,) = queries.redacted_files_of(made.application)
        reply = actions.draft(
            made.application,
            outcome=Outcome.PARTIAL,
            reason="其中有个人隐私",
            redacted_file=offered,
            by=office.officer,
            now=at(MONDAY),
        )
        assert reply.redacted_file == made.made_file

    def test_whoever_drafts_chooses_it_and_the_applicant_is_given_it_as_it_was_made(
        self, made: Redaction, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(MONDAY))
        desk = Desk(office.officer, made.application)
        page = desk.opens("draft/?outcome=partial")
        assert made.made_file is not None
        assert f'value="{made.made_file.sha256}" selected' in page
        assert "1. 张三.pdf（遮盖后）" in page
        said = {"outcome": "partial", "reason": "其中有个人隐私", "made_here": made.made_file.sha256}
        both = desk.sends("draft/", **said, redacted_file=upload())
        assert both.status_code == 422
        assert "只能用一个" in both.content.decode()
        assert desk.sends("draft/", **said).status_code == 302
        assert queries.current_reply(made.application).redacted_file == made.made_file
        given_out = Desk(office.openness, made.application).client.get(f"{desk.base}files/{made.made_file.sha256}/")
        assert body(given_out) == bytes_of(made.made_file)

    def test_a_file_of_another_case_cannot_be_chosen(
        self,
        made: Redaction,
        office: SimpleNamespace,
        receive: Callable[..., Application],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(MONDAY))
        assert made.made_file is not None
        other = Desk(office.officer, receive(sought="另一件"))
        assert "made_here" not in other.opens("draft/?outcome=partial")
        sent = other.sends("draft/", outcome="partial", reason="隐私", made_here=made.made_file.sha256)
        assert sent.status_code == 409, "nothing was handed in"

    def test_boxes_can_be_changed_and_what_was_made_before_is_let_go(
        self, made: Redaction, office: SimpleNamespace
    ) -> None:
        wider = BoxFields(0, 0, 10_000, 5000, PRIVATE)
        actions.draw_boxes(made, page=1, boxes=[wider], by=office.officer, now=at(MONDAY))
        assert not queries.redacted_files_of(made.application).exists()
        again = make(made, by=office.officer, now=at(MONDAY))
        assert again.made_sha256 != made.made_sha256

    def test_they_stay_as_they_are_while_a_reply_uses_the_file_and_not_longer(
        self, made: Redaction, office: SimpleNamespace
    ) -> None:
        officer = {"by": office.officer, "now": at(MONDAY)}
        said = {"outcome": Outcome.PARTIAL, "reason": "其中有个人隐私", "redacted_file": made.made_file}
        actions.draft(made.application, **said, **officer)
        with pytest.raises(NotAllowed, match="已用于答复"):
            actions.draw_boxes(made, page=1, boxes=[], **officer)
        actions.return_draft(made.application, reason="框太大", by=office.openness, now=at(MONDAY))
        assert actions.draw_boxes(made, page=1, boxes=[], **officer) == []

    def test_nothing_is_made_without_a_box(self, redaction: Redaction, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="还没有画遮盖框"):
            make(redaction, by=office.officer, now=at(MONDAY))

    def test_every_act_is_written_down_without_the_name_of_the_file(self, made: Redaction) -> None:
        events = Event.objects.about(made.application).filter(kind__startswith="redaction.")
        assert [event.kind for event in events] == [
            *("redaction.begun", "redaction.drawn", "redaction.asked", "redaction.made")
        ]
        assert events[3].data == {
            "serial": 1,
            "original": made.original_sha256,
            "made": made.made_sha256,
            "boxes": 1,
        }
        assert "张三" not in "".join(f"{event} {event.data} {event.object_name}" for event in Event.objects.all())


class TestRefusals:
    @pytest.mark.parametrize(
        ("box", "said"),
        [
            ((9000, 0, 2000, 10), "在页面之内"),
            ((0, 0, 0, 10), "在页面之内"),
            ((-5, 0, 10, 10), "在页面之内"),
        ],
    )
    def test_a_box_beside_the_page(self, box: Any, said: str, redaction: Redaction, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match=said):
            actions.draw_boxes(redaction, page=1, boxes=[BoxFields(*box, PRIVATE)], by=office.officer, now=at(MONDAY))
        assert not redaction.boxes.exists()

    def test_a_page_that_is_not_there(self, redaction: Redaction, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="没有第3页"):
            actions.draw_boxes(redaction, page=3, boxes=[LINE], by=office.officer, now=at(MONDAY))

    def test_a_state_secret_is_not_covered_but_taken_away(self, redaction: Redaction, office: SimpleNamespace) -> None:
        secret = BoxFields(0, 0, 10, 10, WithholdingGround.STATE_SECRET)
        with pytest.raises(Refused, match="国家秘密"):
            actions.draw_boxes(redaction, page=1, boxes=[secret], by=office.officer, now=at(MONDAY))

    def test_another_format_the_same_file_and_a_file_that_is_none(
        self, redaction: Redaction, application: Application, office: SimpleNamespace
    ) -> None:
        def hand_in(content: bytes, name: str) -> None:
            actions.begin_redaction(application, ContentFile(content), name=name, by=office.officer, now=at(MONDAY))

        for content, name, said in (
            (docx_of("x"), "a.docx", "打印为 PDF"),
            (pdf("张三的身份证号", "第二页"), "b.pdf", "已经上传"),
            (b"%PDF-1.4 nothing", "c.pdf", "已损坏"),
        ):
            with pytest.raises(Refused, match=said):
                hand_in(content, name)
        assert application.redactions.count() == 1

    @pytest.mark.parametrize("who", ["supervisor", "auditor", "approver", "drafter", "stranger"])
    def test_those_who_do_not_deal_with_the_case(self, who: str, redaction: Redaction, office: SimpleNamespace) -> None:
        user = getattr(office, who)
        for act in (
            lambda: actions.draw_boxes(redaction, page=1, boxes=[LINE], by=user, now=at(MONDAY)),
            lambda: make(redaction, by=user, now=at(MONDAY)),
            lambda: actions.drop_redaction(redaction, reason="x", by=user, now=at(MONDAY)),
        ):
            with pytest.raises(NotAllowed, match="只对承办人"):
                act()

    def test_a_case_that_is_ended(self, redaction: Redaction, office: SimpleNamespace) -> None:
        actions.reply(redaction.application, outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
        with pytest.raises(NotAllowed, match="不能遮盖文件"):
            actions.draw_boxes(redaction, page=1, boxes=[LINE], by=office.officer, now=at(MONDAY))

    def test_what_was_put_away_is_offered_no_more(self, made: Redaction, office: SimpleNamespace) -> None:
        with pytest.raises(Refused, match="停用的理由"):
            actions.drop_redaction(made, reason=" ", by=office.officer, now=at(MONDAY))
        actions.drop_redaction(made, reason="传错文件", by=office.officer, now=at(MONDAY))
        assert not queries.redacted_files_of(made.application).exists()
        with pytest.raises(NotAllowed, match="已停用"):
            make(made, by=office.officer, now=at(MONDAY))


def test_where_it_turns_out_a_state_secret_no_file_and_no_name_stays(
    made: Redaction, office: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    paths = [made.original.content.path, made.made_file.content.path]
    application = made.application
    with django_capture_on_commit_callbacks(execute=True):
        actions.draft(application, outcome=Outcome.REFUSE_SECRET, by=office.officer, now=at(MONDAY))
        actions.review(application, by=office.openness, now=at(MONDAY))
        actions.approve(application, by=office.approver, now=at(MONDAY))
    made.refresh_from_db()
    assert (made.original, made.made_file, made.name) == (None, None, "")
    assert made.original_sha256
    assert made.made_sha256
    import os

    assert [os.path.exists(path) for path in paths] == [False, False]
    application.refresh_from_db()
    assert application.status == Status.APPROVED


class TestScreens:
    @pytest.fixture
    def at_desk(self) -> Callable[[Any], Client]:
        def at_desk(user: Any) -> Client:
            client = Client()
            client.force_login(user)
            return client

        return at_desk

    @staticmethod
    def base(application: Application) -> str:
        return f"/desk/applications/{application.number}/"

    @staticmethod
    def rows(*boxes: tuple[str, ...], page: int = 1) -> dict[str, Any]:
        given: dict[str, Any] = {"page": page, "box-TOTAL_FORMS": len(boxes) + 1, "box-INITIAL_FORMS": 0}
        for place, box in enumerate(boxes):
            for name, value in zip(("left", "top", "width", "height", "ground"), box, strict=True):
                given[f"box-{place}-{name}"] = value
        given[f"box-{len(boxes)}-ground"] = "personal_privacy"
        return given

    def test_an_officer_hands_in_draws_makes_and_takes_away(self, application, office, at_desk) -> None:
        client = at_desk(office.officer)
        upload = SimpleUploadedFile("张三.pdf", pdf("张三的身份证号", "第二页"))
        answer = client.post(f"{self.base(application)}redactions/", {"file": upload})
        assert answer.status_code == 302
        page = client.get(answer.url).content.decode()
        assert "第2页" in page
        picture = client.get(f"{answer.url}pages/1.png")
        assert picture.content.startswith(b"\x89PNG")
        assert "no-store" in picture["Cache-Control"]
        said = client.post(answer.url, self.rows(("10", "14", "80", "5", "personal_privacy")), follow=True)
        assert "共 1 个" in said.content.decode()
        assert "left:10.00%" in said.content.decode()
        done = client.post(f"{answer.url}make/", {"page": "1"}, follow=True).content.decode()
        assert "遮盖后的文件已制作" in done
        one = Redaction.objects.get()
        taken = client.get(f"{answer.url}made.pdf")
        assert body(taken) == bytes_of(one.made_file)
        assert "attachment" in taken["Content-Disposition"]
        assert body(client.get(f"{answer.url}original.pdf")) == bytes_of(one.original)

    def test_saving_goes_on_to_the_next_page_and_a_row_can_be_taken_away(self, redaction, office, at_desk) -> None:
        client, address = at_desk(office.officer), f"{self.base(redaction.application)}redactions/1/"
        box = ("10", "14", "80", "5", "trade_secret")
        assert client.post(address, self.rows(box, box) | {"next": "1"}).url.endswith("?page=2")
        assert redaction.boxes.count() == 2
        client.post(address, self.rows(box, box) | {"box-1-DELETE": "on"})
        assert redaction.boxes.count() == 1

    def test_what_was_typed_wrong_is_said_beside_it_and_stays(self, redaction, office, at_desk) -> None:
        client, address = at_desk(office.officer), f"{self.base(redaction.application)}redactions/1/"
        answer = client.post(address, self.rows(("10", "", "80", "5", "personal_privacy")))
        assert answer.status_code == 422
        assert "未保存" in answer.content.decode()
        answer = client.post(address, self.rows(("30", "1", "80", "5", "personal_privacy")))
        assert answer.status_code == 409
        assert "在页面之内" in answer.content.decode()
        assert 'value="30"' in answer.content.decode()
        assert not redaction.boxes.exists()

    @pytest.mark.parametrize("file", ["nonsense/", "made.pdf"])
    def test_what_is_not_there_is_a_sentence(self, file, redaction, office, at_desk) -> None:
        answer = at_desk(office.officer).get(f"{self.base(redaction.application)}redactions/1/{file}")
        assert answer.status_code in (403, 404)

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            *[(who, "all") for who in ("officer", "openness")],
            *[(who, "list") for who in ("supervisor", "auditor")],
            *[(who, "nothing") for who in ("drafter", "approver", "secrecy", "stranger")],
        ],
    )
    def test_each_role_sees_what_it_may(self, who, sees, made, office, at_desk) -> None:
        client, base = at_desk(getattr(office, who)), f"{self.base(made.application)}redactions/"
        answer = client.get(base)
        assert answer.status_code == (403 if sees == "nothing" else 200)
        assert ("张三" in answer.content.decode()) is (sees == "all")
        for address in ("1/", "1/making/", "1/pages/1.png", "1/original.pdf", "1/made.pdf"):
            answer = client.get(base + address)
            assert answer.status_code == (200 if sees == "all" else 403), address
            body(answer)
        if sees != "all":
            for address in ("", "1/", "1/make/", "1/drop/"):
                client.post(base + address, self.rows() | {"reason": "x"})
            made.refresh_from_db()
            assert made.made_file is not None
            assert made.boxes.count() == 1
            assert made.dropped_at is None

    def test_the_link_stands_on_the_case_for_those_who_may_open_it(self, application, office, at_desk) -> None:
        assert "redactions/" in at_desk(office.officer).get(self.base(application)).content.decode()
        assert "redactions/" not in at_desk(office.auditor).get(self.base(application)).content.decode()

    def test_a_file_of_another_case_is_not_found_under_this_one(self, made, receive, office, at_desk) -> None:
        other = receive(sought="别的信息")
        assert at_desk(office.officer).get(f"{self.base(other)}redactions/1/").status_code == 404

    def test_ten_files_cost_as_many_queries_as_one(self, redaction, office, at_desk) -> None:
        client, address = at_desk(office.officer), f"{self.base(redaction.application)}redactions/"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(9):
            content = ContentFile(pdf(f"文件{number}"))
            actions.begin_redaction(redaction.application, content, name="a.pdf", by=office.officer, now=at(MONDAY))
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)
