"""The screens of the room, as each role meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import Provision, Status
from gongkai.publishing.disclosure.forms import ItemForm, fits_editor
from gongkai.publishing.disclosure.models import InformationItem
from tests.real_files import made

pytestmark = pytest.mark.django_db
PDF = made("pdf", "a page")


@pytest.fixture(autouse=True)
def files_go_nowhere(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    def at_desk(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def stranger(appoint: Callable[..., User], town: Unit) -> User:
    """A drafter, reviewer and approver of another unit."""
    user = appoint(Role.DRAFTER, town)
    appoint(Role.SECRECY_REVIEWER, town, user=user)
    return appoint(Role.APPROVER, town, user=user)


def address(item: InformationItem, screen: str = "") -> str:
    return f"/desk/items/{item.registration}/{screen}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def filled_in(department: Unit, kind: Any, column: Any, **changes: Any) -> dict[str, Any]:
    given = {
        "unit": department.pk,
        "title": "关于港区道路养护的通告",
        "kind": kind.pk,
        "column": column.pk,
        "formed_date": "2018-05-28",
        "body": "<p>六月起分段养护。</p>",
        "openness": Openness.PROACTIVE,
    }
    return given | changes


class TestDrafting:
    def test_a_drafter_writes_an_item_with_its_files_and_finds_it_as_a_draft(
        self, at_desk, drafter, department, kind, column, key_area
    ) -> None:
        given = filled_in(
            department, kind, column, key_areas=[key_area.pk], attachments=[SimpleUploadedFile("附表.pdf", PDF)]
        )
        response = at_desk(drafter).post("/desk/items/new/", given, follow=True)
        item = InformationItem.objects.get()
        assert response.redirect_chain[-1][0] == address(item)
        assert (item.status, item.unit, item.body) == (Status.DRAFT, department, "<p>六月起分段养护。</p>")
        assert list(item.key_areas.all()) == [key_area]
        assert [attachment.name for attachment in item.attachments.all()] == ["附表.pdf"]
        assert "关于港区道路养护的通告" in text_of(response)

    def test_units_to_choose_from_are_those_the_person_drafts_for(self, drafter, department, town, now) -> None:
        form = ItemForm(user=drafter, on=now.date())
        assert list(form.fields["unit"].queryset) == [department]

    def test_another_units_name_in_the_request_is_refused(self, at_desk, drafter, town, kind, column) -> None:
        response = at_desk(drafter).post("/desk/items/new/", filled_in(town, kind, column))
        assert response.status_code == 422
        assert not InformationItem.objects.exists()

    def test_a_body_with_a_script_is_refused_and_the_rest_of_the_form_stays(
        self, at_desk, drafter, department, kind, column
    ) -> None:
        given = filled_in(department, kind, column, body="<p>正文保留</p><script>alert(1)</script>")
        response = at_desk(drafter).post("/desk/items/new/", given)
        shown = text_of(response)
        assert response.status_code == 409
        assert not InformationItem.objects.exists()
        assert "正文中含有脚本" in shown
        assert "关于港区道路养护的通告" in shown
        assert "<script>alert(1)" not in shown

    def test_a_withheld_item_without_a_ground_keeps_every_word_typed(
        self, at_desk, drafter, department, kind, column
    ) -> None:
        given = filled_in(
            department,
            kind,
            column,
            openness=Openness.WITHHELD,
            ground_reason="尚在研究",
            document_number="示发〔2018〕9号",
        )
        shown = text_of(at_desk(drafter).post("/desk/items/new/", given))
        for kept in ("不予公开须写明", "尚在研究", "示发〔2018〕9号", "关于港区道路养护的通告", "2018-05-28"):
            assert kept in shown

    def test_a_file_that_is_too_large_gets_its_sentence_and_the_draft_is_kept(
        self, at_desk, drafter, department, kind, column, settings
    ) -> None:
        settings.GONGKAI_ATTACHMENT_LIMIT = 1024
        uploads = [SimpleUploadedFile("大表.pdf", PDF * 1000), SimpleUploadedFile("小表.pdf", PDF)]
        given = filled_in(department, kind, column, attachments=uploads)
        response = at_desk(drafter).post("/desk/items/new/", given, follow=True)
        item = InformationItem.objects.get()
        assert response.redirect_chain[-1][0] == address(item, "edit/")
        assert "文件“大表.pdf”" in text_of(response)
        assert item.body == "<p>六月起分段养护。</p>"
        assert [attachment.name for attachment in item.attachments.all()] == ["小表.pdf"]

    def test_two_hundred_megabytes_are_refused_without_being_kept_and_the_rest_arrives(
        self, at_desk, drafter, department, kind, column, settings, tmp_path
    ) -> None:
        settings.FILE_UPLOAD_HANDLERS = [
            "gongkai.interfaces.desk.forms.WithinLimit",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ]
        settings.GONGKAI_ATTACHMENT_LIMIT = 1024**2
        settings.FILE_UPLOAD_TEMP_DIR = tmp_path
        # 2 MB against a limit of 1: the same course as 200 against 50, and faster.
        uploads = [SimpleUploadedFile("全集.pdf", PDF + bytes(2 * 1024**2)), SimpleUploadedFile("小表.pdf", PDF)]
        response = at_desk(drafter).post(
            "/desk/items/new/", filled_in(department, kind, column, attachments=uploads), follow=True
        )
        item = InformationItem.objects.get()
        assert "文件“全集.pdf”有 2 MB，超过 1 MB 的上限" in text_of(response)
        assert item.title == "关于港区道路养护的通告"
        assert [attachment.name for attachment in item.attachments.all()] == ["小表.pdf"]
        assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 1024**2

    def test_choosing_state_secret_keeps_no_word_and_no_file(self, at_desk, drafter, department, kind, column) -> None:
        given = filled_in(
            department,
            kind,
            column,
            openness=Openness.WITHHELD,
            ground=WithholdingGround.STATE_SECRET,
            attachments=[SimpleUploadedFile("密.pdf", PDF)],
        )
        response = at_desk(drafter).post("/desk/items/new/", given, follow=True)
        item = InformationItem.objects.get()
        assert (item.status, item.title, item.body) == (Status.CLOSED, "", "")
        assert not item.attachments.exists()
        assert "养护" not in text_of(response)

    def test_only_a_count_of_secret_documents_can_be_typed(self, at_desk, reviewer, department) -> None:
        at_desk(reviewer).post("/desk/items/secret/", {"unit": department.pk, "quantity": 3})
        item = InformationItem.objects.get()
        assert (item.quantity, item.ground, item.title) == (3, WithholdingGround.STATE_SECRET, "")

    def test_a_draft_is_revised_and_a_file_removed(
        self, at_desk, drafter, make_item, department, kind, column, now
    ) -> None:
        item = make_item()
        attachment = actions.attach(item, ContentFile(PDF, "表.pdf"), name="表.pdf", by=drafter, now=now)
        given = filled_in(department, kind, column, title="改过的标题", remove=[attachment.file.sha256])
        at_desk(drafter).post(address(item, "edit/"), given)
        item.refresh_from_db()
        assert item.title == "改过的标题"
        assert not item.attachments.exists()

    def test_what_was_submitted_is_not_revised(self, at_desk, drafter, make_item, department, kind, column) -> None:
        item = make_item(Status.SUBMITTED)
        response = at_desk(drafter).post(address(item, "edit/"), filled_in(department, kind, column, title="偷改"))
        item.refresh_from_db()
        assert item.title != "偷改"
        assert "只有草稿可以修改" in text_of(response)
        assert "偷改" in text_of(response)

    @pytest.mark.parametrize("who", ["reviewer", "approver", "openness_officer", "auditor", "supervisor"])
    def test_nobody_but_a_drafter_starts_one(self, at_desk, who, request, department, kind, column) -> None:
        client = at_desk(request.getfixturevalue(who))
        assert client.get("/desk/items/new/").status_code == 403
        response = client.post("/desk/items/new/", filled_in(department, kind, column))
        assert response.status_code == 403
        assert "拟稿人办理" in text_of(response)
        assert not InformationItem.objects.exists()

    def test_a_table_is_edited_as_source_because_the_editor_would_drop_it(self, make_item, drafter, now) -> None:
        table = "<table><tbody><tr><td>一</td></tr></tbody></table>"
        assert not fits_editor(table)
        assert fits_editor(
            '<h2>一</h2><p>见<a href="/x" rel="noopener">此</a><br><b>粗</b></p><ul><li>甲</li></ul><hr>'
        )
        form = ItemForm(user=drafter, on=now.date(), item=make_item(body=table))
        assert form.fields["body"].widget.attrs["class"] == "source"
        assert escape(table) in str(form["body"])

    def test_what_the_editor_sends_is_stored_as_plain_html(self, at_desk, drafter, department, kind, column) -> None:
        body = (
            '{"blocks":[{"key":"a","type":"header-two","text":"一、范围","depth":0,"inlineStyleRanges":[],"entityRanges":[]},'
            '{"key":"b","type":"unstyled","text":"全区道路","depth":0,"inlineStyleRanges":[{"offset":0,"length":2,"style":"BOLD"}],'
            '"entityRanges":[]}],"entityMap":{}}'
        )
        at_desk(drafter).post("/desk/items/new/", filled_in(department, kind, column, body=body))
        assert InformationItem.objects.get().body == "<h2>一、范围</h2><p><b>全区</b>道路</p>"


#: For every step: where the item must stand, who may take it, what is sent, where the item stands afterwards.
STEPS: dict[str, tuple[Status, tuple[str, ...], dict[str, Any], Status]] = {
    "submit": (Status.DRAFT, ("drafter",), {}, Status.SUBMITTED),
    "pass": (
        Status.SUBMITTED,
        ("reviewer",),
        {"basis": "逐项审查，不涉密"} | {f"involved-{one.value}": "no" for one in Provision},
        Status.SECRECY_REVIEWED,
    ),
    "approve": (Status.SECRECY_REVIEWED, ("approver",), {}, Status.PUBLISHED),
    "paper": (Status.SECRECY_REVIEWED, ("approver", "openness_officer"), {}, Status.APPROVED),
    "publish": (Status.APPROVED, ("approver", "openness_officer"), {}, Status.PUBLISHED),
    "return": (Status.SUBMITTED, ("reviewer",), {"reason": "附表缺页"}, Status.DRAFT),
    "withdraw": (
        Status.PUBLISHED,
        ("approver", "openness_officer"),
        {"kind": "error", "reason": "附表有误"},
        Status.WITHDRAWN,
    ),
}
ROLES = ("drafter", "reviewer", "approver", "openness_officer", "supervisor", "auditor", "case_officer", "stranger")


def sent(step: str) -> dict[str, Any]:
    if step == "paper":
        return {"approver": "王某", "signed": "2018-05-31", "scan": SimpleUploadedFile("审批单.pdf", PDF)}
    return dict(STEPS[step][2])


class TestSteps:
    @pytest.mark.parametrize(("step", "who"), [(step, who) for step in STEPS for who in ROLES])
    def test_each_step_is_taken_by_its_own_people_and_by_nobody_else(
        self, step, who, at_desk, request, make_item
    ) -> None:
        before, allowed, _given, after = STEPS[step]
        item = make_item(before)
        events = Event.objects.count()
        user = request.getfixturevalue(who)
        events_of_posts = Event.objects.count() - events
        response = at_desk(user).post(address(item, f"{step}/"), sent(step))
        item.refresh_from_db()
        if who in allowed:
            assert response.status_code == 302
            assert item.status == after
        else:
            assert response.status_code in (403, 409)
            assert item.status == before
            assert Event.objects.count() == events + events_of_posts

    @pytest.mark.parametrize("step", STEPS)
    def test_the_drafter_takes_no_later_step_whatever_else_they_are(
        self, step, at_desk, drafter, appoint, department, make_item
    ) -> None:
        for role in (Role.SECRECY_REVIEWER, Role.APPROVER, Role.OPENNESS_OFFICE):
            appoint(role, department, user=drafter)
        before, _allowed, _given, after = STEPS[step]
        item = make_item(before)
        at_desk(drafter).post(address(item, f"{step}/"), sent(step))
        item.refresh_from_db()
        assert item.status == (after if step in ("submit", "return") else before)

    @pytest.mark.parametrize("step", STEPS)
    def test_looking_does_nothing(self, step, at_desk, make_item, reviewer) -> None:
        item = make_item(STEPS[step][0])
        at_desk(reviewer).get(address(item, f"{step}/"))
        item.refresh_from_db()
        assert item.status == STEPS[step][0]

    def test_a_second_press_is_told_that_it_was_done(self, at_desk, approver, make_item) -> None:
        item = make_item(Status.SECRECY_REVIEWED)
        client = at_desk(approver)
        client.post(address(item, "approve/"))
        response = client.post(address(item, "approve/"))
        item.refresh_from_db()
        assert item.status == Status.PUBLISHED
        assert "已经审批过了" in text_of(response)

    def test_a_refused_withdrawal_keeps_the_reason_that_was_typed(self, at_desk, approver, make_item) -> None:
        item = make_item(Status.PUBLISHED)
        response = at_desk(approver).post(
            address(item, "withdraw/"), {"kind": "nonsense", "reason": "第三页金额写错了"}
        )
        item.refresh_from_db()
        assert item.status == Status.PUBLISHED
        assert "第三页金额写错了" in text_of(response)

    def test_a_withdrawal_without_a_reason_is_refused_in_a_sentence(self, at_desk, approver, make_item) -> None:
        response = at_desk(approver).post(
            address(make_item(Status.PUBLISHED), "withdraw/"), {"kind": "error", "reason": " "}
        )
        assert response.status_code == 409
        assert "请写明撤下的理由" in text_of(response)

    def test_a_paper_approval_keeps_its_scan_and_only_staff_of_the_unit_get_it(
        self, at_desk, approver, drafter, stranger, make_item
    ) -> None:
        item = make_item(Status.SECRECY_REVIEWED)
        at_desk(approver).post(address(item, "paper/"), sent("paper"))
        item.refresh_from_db()
        assert (item.status, item.paper_approver) == (Status.APPROVED, "王某")
        response = at_desk(drafter).get(address(item, "scan/"))
        assert b"".join(response.streaming_content) == PDF
        assert "attachment" in response["Content-Disposition"]
        assert at_desk(stranger).get(address(item, "scan/")).status_code == 403
        assert Client().get(address(item, "scan/")).status_code == 302

    def test_a_refused_scan_leaves_the_item_and_what_was_typed(self, at_desk, approver, make_item) -> None:
        item = make_item(Status.SECRECY_REVIEWED)
        given = sent("paper") | {"scan": SimpleUploadedFile("审批单.exe", b"MZ")}
        response = at_desk(approver).post(address(item, "paper/"), given)
        item.refresh_from_db()
        assert item.status == Status.SECRECY_REVIEWED
        assert "不接受" in text_of(response)
        assert "王某" in text_of(response)

    def test_an_item_kept_from_the_public_is_closed_not_published(self, at_desk, approver, make_item) -> None:
        item = make_item(Status.SECRECY_REVIEWED, openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET)
        page = text_of(at_desk(approver).get(address(item)))
        assert "同意不主动公开" in page
        at_desk(approver).post(address(item, "approve/"))
        item.refresh_from_db()
        assert (item.status, item.number) == (Status.CLOSED, None)


class TestReading:
    @pytest.mark.parametrize(
        "who", ["drafter", "reviewer", "approver", "case_officer", "openness_officer", "supervisor", "auditor"]
    )
    @pytest.mark.parametrize("status", list(Status))
    def test_staff_of_the_unit_and_those_who_oversee_it_read_it_in_every_state(
        self, who, status, at_desk, request, make_item
    ) -> None:
        item = make_item(status)
        response = at_desk(request.getfixturevalue(who)).get(address(item))
        assert response.status_code == 200
        assert item.get_status_display() in text_of(response)

    @pytest.mark.parametrize("screen", ["", "edit/"])
    def test_another_units_staff_read_a_sentence_instead(self, screen, at_desk, stranger, make_item) -> None:
        response = at_desk(stranger).get(address(make_item(), screen))
        assert response.status_code == 403
        assert "该信息属于其他单位，您无权查看。" in text_of(response)

    @pytest.mark.parametrize("screen", ["", "edit/", "submit/", "pass/", "approve/", "publish/", "withdraw/", "scan/"])
    def test_whoever_has_not_signed_in_is_asked_to(self, screen, make_item) -> None:
        response = Client().post(address(make_item(), screen)) if screen else Client().get(address(make_item()))
        assert response.status_code == 302
        assert response.url.startswith("/desk/login/")

    def test_a_step_that_is_not_ones_own_stands_disabled_with_the_policys_sentence(
        self, at_desk, drafter, make_item
    ) -> None:
        page = text_of(at_desk(drafter).get(address(make_item(Status.SUBMITTED))))
        assert "您是该信息的拟稿人，不能进行保密审查。" in page
        assert "通过保密审查" in page
        assert f'action="{address(InformationItem.objects.get(), "pass/")}"' not in page

    def test_the_history_is_told_in_sentences(self, at_desk, reviewer, make_item) -> None:
        item = make_item(Status.WITHDRAWN)
        page = text_of(at_desk(reviewer).get(address(item)))
        for event in Event.objects.about(item):
            assert escape(str(event)) in page

    def test_a_published_item_leads_to_its_public_page(self, at_desk, reviewer, make_item) -> None:
        item = make_item(Status.PUBLISHED)
        assert f"/{item.path}.html" in text_of(at_desk(reviewer).get(address(item)))

    def test_an_attachment_is_given_only_to_those_who_may_see_the_item(
        self, at_desk, drafter, reviewer, stranger, make_item, now
    ) -> None:
        item = make_item()
        attachment = actions.attach(item, ContentFile(PDF, "表.pdf"), name="表.pdf", by=drafter, now=now)
        url = address(item, f"files/{attachment.file.sha256}/")
        assert b"".join(at_desk(reviewer).get(url).streaming_content) == PDF
        assert at_desk(stranger).get(url).status_code == 403
        assert Client().get(url).status_code == 302
        assert at_desk(reviewer).get(address(item, f"files/{'0' * 64}/")).status_code == 404


class TestList:
    def test_shows_ones_own_units_items_and_no_others(self, at_desk, drafter, stranger, auditor, make_item) -> None:
        item = make_item()
        assert item.title in text_of(at_desk(drafter).get("/desk/items/"))
        assert item.title in text_of(at_desk(auditor).get("/desk/items/"))
        page = text_of(at_desk(stranger).get("/desk/items/"))
        assert item.title not in page
        assert "共 0 条" in page

    def test_is_narrowed_by_state_kind_column_and_words(
        self, at_desk, drafter, make_item, kind, column, department
    ) -> None:
        make_item(title="港区道路养护")
        make_item(Status.PUBLISHED, title="渔港清淤")
        client = at_desk(drafter)

        def titles(query: str) -> set[str]:
            page = text_of(client.get(f"/desk/items/?{query}"))
            return {title for title in ("港区道路养护", "渔港清淤") if title in page}

        assert titles("") == {"港区道路养护", "渔港清淤"}
        assert titles("status=published") == {"渔港清淤"}
        assert titles("text=道路") == {"港区道路养护"}
        assert titles(f"text={InformationItem.objects.get(title='渔港清淤').number}") == {"渔港清淤"}
        assert titles(f"kind={kind.code}&column={column.slug}&unit={department.code}") == {"港区道路养护", "渔港清淤"}
        assert titles("sort=published") == {"渔港清淤"}
        assert titles("status=nonsense&unit=nonsense&p=nonsense") == {"港区道路养护", "渔港清淤"}

    def test_asks_the_ledger_as_often_for_five_items_as_for_one(self, at_desk, drafter, make_item) -> None:
        client = at_desk(drafter)

        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get("/desk/items/")
            return len(queries)

        make_item()
        asked()
        once = asked()
        for serial in range(4):
            make_item(title=f"第{serial}号通告")
        assert asked() == once
