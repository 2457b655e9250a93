"""The room's screens, as each role meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Role
from gongkai.publishing.consultations import actions, queries
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Comment, Consultation
from tests.real_files import made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def at_desk() -> Callable[[User | None], Client]:
    def at_desk(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def elsewhere(appoint: Callable[..., User], town: Unit) -> User:
    """Everything there is, in another unit."""
    user = appoint(Role.DRAFTER, town)
    for role in (Role.APPROVER, Role.CASE_OFFICER, Role.SECRECY_REVIEWER):
        appoint(role, town, user=user)
    return user


@pytest.fixture
def one(make_consultation, say, today):
    """Open now, with one comment by somebody."""
    consultation = make_consultation(Status.OPEN, at=today)
    file = ContentFile(made("docx", "附件"), "我的意见.docx")
    say(consultation, "请降低收费。", at=today, name="赵女士", contact="13812345678", files=[file])
    return consultation


def address(consultation: Consultation, screen: str = "") -> str:
    return f"/desk/consultations/{consultation.number}/{screen}"


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def filled_in(department: Unit, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "unit": department.pk,
        "title": "港区绿化办法（草案）",
        "kind": "normative",
        "opens_date": today.isoformat(),
        "closes_date": (today + 30 * DAY).isoformat(),
        "background": "<p>为了绿化。</p>",
        "body": "<p>第一条</p>",
        "phone": "0756-1234567",
    } | changes


class TestWriting:
    def test_a_drafter_writes_it_with_its_file_and_sends_it_on(self, at_desk, drafter, department):
        given = filled_in(department, attachments=[SimpleUploadedFile("草案.pdf", made("pdf"))])
        shown = text_of(at_desk(drafter).post("/desk/consultations/new/", given, follow=True))
        one = Consultation.objects.get()
        assert [file.name for file in one.files.all()] == ["草案.pdf"]
        assert "送保密审查" in shown
        at_desk(drafter).post(address(one, "submit/"))
        one.refresh_from_db()
        assert one.status == Status.SUBMITTED

    def test_a_refused_file_sends_back_to_the_form_and_the_rest_is_kept(self, at_desk, drafter, department):
        given = filled_in(department, attachments=[SimpleUploadedFile("a.pdf", b"MZ")])
        response = at_desk(drafter).post("/desk/consultations/new/", given, follow=True)
        assert response.redirect_chain[-1][0].endswith("/edit/")
        assert "扩展名不符" in text_of(response)
        assert Consultation.objects.get().background == "<p>为了绿化。</p>"

    @pytest.mark.parametrize(
        ("changes", "status", "said"),
        [
            ({"title": ""}, 409, "请填写标题"),
            ({"closes_date": "2018-13-01"}, 422, "未保存"),
            ({"closes_date": "2000-01-01"}, 409, "截止日期须在开始日期之后"),
            ({"email": "不是邮箱"}, 409, "写法不对"),
            ({"body": "<p>a</p><iframe src=x></iframe>"}, 409, "脚本"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, changes, status, said, at_desk, drafter, department):
        response = at_desk(drafter).post("/desk/consultations/new/", filled_in(department, **changes))
        assert response.status_code == status
        assert said in text_of(response)
        assert "0756-1234567" in text_of(response)
        assert not Consultation.objects.exists()

    def test_an_edit_changes_the_draft_and_takes_a_file_off(self, at_desk, drafter, department, make_consultation, now):
        one = make_consultation()
        file = actions.attach(one, ContentFile(made("pdf")), name="旧.pdf", by=drafter, now=now)
        given = filled_in(department, title="改后的标题", remove=[file.file.sha256])
        at_desk(drafter).post(address(one, "edit/"), given)
        one.refresh_from_db()
        assert (one.title, one.files.count()) == ("改后的标题", 0)

    @pytest.mark.parametrize("who", ["approver", "reviewer", "case_officer", "openness_officer", "auditor"])
    def test_nobody_else_begins_one(self, who, at_desk, request, department):
        response = at_desk(request.getfixturevalue(who)).post("/desk/consultations/new/", filled_in(department))
        assert response.status_code == 403
        assert not Consultation.objects.exists()


STEPS = {
    "submit": (Status.DRAFT, {"drafter"}, {}),
    "review": (Status.SUBMITTED, {"reviewer"}, {"basis": "不涉密"}),
    "approve": (Status.REVIEWED, {"approver"}, {}),
    "return": (Status.REVIEWED, {"approver"}, {"reason": "改期限"}),
    "extend": (Status.OPEN, {"approver", "openness_officer"}, {"reason": "材料多", "closes": "2099-01-01"}),
    "end": (Status.OPEN, {"approver", "openness_officer"}, {"reason": "暂缓"}),
    "write": (Status.CLOSED, {"drafter", "case_officer"}, {"text": "总体情况"}),
    "link": (Status.OPEN, {"approver", "openness_officer"}, {"final_item": "no-such-number"}),
}
WHO = ("drafter", "reviewer", "approver", "case_officer", "openness_officer", "supervisor", "auditor", "elsewhere")


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_for_its_roles_and_a_button_says_why_not(name, at_desk, make_consultation, request, today):
    status, may, given = STEPS[name]
    begun = today - 40 * DAY if status == Status.CLOSED else today
    for who in WHO:
        one = make_consultation(status, at=begun)
        user = request.getfixturevalue(who)
        response = at_desk(user).post(address(one, f"{name}/"), given)
        if who == "elsewhere":
            assert response.status_code == 403
        elif who in may:
            # The number given to "link" is nobody's: the action, not the policy, says so.
            assert response.status_code == (409 if name == "link" else 302), (who, text_of(response)[-3000:])
        else:
            assert response.status_code == 409, who
            assert f'id="why-{name}"' in text_of(at_desk(user).get(address(one))), who


def test_the_result_is_published_by_another_than_who_wrote_it(
    at_desk, make_consultation, approver, case_officer, today
):
    one = make_consultation(Status.CLOSED, at=today - 40 * DAY)
    at_desk(case_officer).post(address(one, "write/"), {"text": "没有收到意见。"})
    assert at_desk(case_officer).post(address(one, "publish/")).status_code == 409
    assert at_desk(approver).post(address(one, "publish/")).status_code == 302
    one.refresh_from_db()
    assert one.status == Status.ANSWERED


SCREENS = ("comments/", "comments/new/", "comments/1/", "comments/export.csv", "comments/export.xlsx")


class TestWhatPeopleWrote:
    @pytest.mark.parametrize("screen", SCREENS)
    @pytest.mark.parametrize("who", ["reviewer", "openness_officer", "supervisor", "auditor", "elsewhere"])
    def test_is_not_for_those_who_do_not_handle_it(self, screen, who, one, at_desk, request):
        client = at_desk(request.getfixturevalue(who))
        response = client.get(address(one, screen))
        assert response.status_code == 403
        assert "请降低收费" not in text_of(response)
        if who != "elsewhere":
            shown = text_of(client.get(address(one)))
            assert "共收到" in shown
            assert "请降低收费" not in shown
            assert "赵女士" not in shown

    @pytest.mark.parametrize("who", ["drafter", "case_officer", "approver"])
    def test_is_read_by_those_who_do(self, who, one, at_desk, request):
        client = at_desk(request.getfixturevalue(who))
        assert "请降低收费" in text_of(client.get(address(one, "comments/")))
        shown = text_of(client.get(address(one, "comments/1/")))
        assert "赵女士" in shown
        assert "13812345678" in shown

    def test_a_file_of_theirs_is_a_download_and_for_nobody_else(self, one, at_desk, case_officer, auditor):
        path = address(one, f"comments/1/files/{one.comments.get().files.get().file.sha256}/")
        assert at_desk(auditor).get(path).status_code == 403
        response = at_desk(case_officer).get(path)
        assert response["Content-Disposition"].startswith("attachment")
        assert b"".join(response.streaming_content).startswith(b"PK")

    def test_whoever_has_not_signed_in_is_asked_to(self, one, at_desk):
        assert at_desk(None).get(address(one, "comments/")).url.startswith("/desk/login/")

    @pytest.mark.parametrize("screen", ["comments/99/", "comments/export.pdf"])
    def test_what_is_not_there_is_not_there(self, screen, one, at_desk, drafter):
        assert at_desk(drafter).get(address(one, screen)).status_code == 404

    def test_several_are_answered_at_once(self, one, say, at_desk, case_officer, today):
        for n in range(2):
            say(one, f"意见{n}", at=today)
        given = {"act": "dispose", "serials": ["1", "3"], "outcome": "adopted", "gist": "降低收费", "reason": "已改"}
        at_desk(case_officer).post(address(one, "comments/"), given)
        assert list(one.comments.values_list("serial", "disposition__outcome")) == [
            (1, "adopted"),
            (2, None),
            (3, "adopted"),
        ]
        at_desk(case_officer).post(address(one, "comments/"), {"act": "duplicate", "serials": ["2"], "of": "1"})
        assert not one.comments.undisposed().exists()
        assert Comment.objects.get(serial=2).duplicate_of.serial == 1

    def test_a_refused_answer_keeps_what_was_typed_and_what_was_ticked(self, one, at_desk, case_officer):
        given = {
            "act": "dispose",
            "serials": ["1"],
            "outcome": "adopted",
            "gist": "赵女士要求降价",
            "reason": "写好的理由",
        }
        response = at_desk(case_officer).post(address(one, "comments/"), given)
        shown = text_of(response)
        assert response.status_code == 409
        assert "姓名" in shown
        assert "写好的理由" in shown
        assert 'id="serial-1" aria-label="第 1 号意见" checked' in shown

    @pytest.mark.parametrize(
        "given",
        [
            {"act": "dispose", "outcome": "adopted", "gist": "a", "reason": "b"},
            {"act": "dispose", "serials": ["77"], "outcome": "adopted", "gist": "a", "reason": "b"},
            {"act": "dispose", "serials": ["1"], "outcome": "", "gist": "a", "reason": "b"},
            {"act": "dispose", "serials": ["一"], "outcome": "adopted", "gist": "a", "reason": "b"},
            {"act": "duplicate", "serials": ["1"]},
            {"act": "nonsense"},
            {},
        ],
    )
    def test_nonsense_is_a_sentence_and_changes_nothing(self, given, one, at_desk, case_officer):
        response = at_desk(case_officer).post(address(one, "comments/"), given)
        assert response.status_code in (409, 422)
        assert one.comments.undisposed().count() == 1

    def test_a_letter_is_entered_with_its_scan(self, one, at_desk, case_officer):
        given = {
            "channel": "letter",
            "received": timezone.localdate().isoformat(),
            "text": "来信说路太窄",
            "category": "change",
            "attachments": [SimpleUploadedFile("来信.png", made("png"))],
        }
        at_desk(case_officer).post(address(one, "comments/new/"), given)
        letter = one.comments.get(serial=2)
        assert (letter.channel, letter.entered_by, letter.files.count()) == ("letter", case_officer, 1)

    def test_who_wrote_it_is_erased(self, one, at_desk, case_officer):
        client = at_desk(case_officer)
        assert client.post(address(one, "comments/1/erase/"), {"reason": ""}).status_code == 409
        shown = text_of(client.post(address(one, "comments/1/erase/"), {"reason": "应本人要求"}, follow=True))
        assert "赵女士" not in shown
        assert "请降低收费" in shown

    def test_the_approver_reads_and_changes_nothing(self, one, at_desk, approver):
        client = at_desk(approver)
        given = {"act": "dispose", "serials": ["1"], "outcome": "adopted", "gist": "a", "reason": "b"}
        assert client.post(address(one, "comments/"), given).status_code == 409
        assert client.post(address(one, "comments/1/erase/"), {"reason": "应要求"}).status_code == 409
        assert client.get(address(one, "comments/new/")).status_code == 302
        assert one.comments.undisposed().exclude(name="").count() == 1

    def test_the_list_is_narrowed(self, one, say, at_desk, case_officer, today):
        say(one, "另一条意见", at=today, category="oppose")
        client = at_desk(case_officer)
        shown = text_of(client.get(address(one, "comments/?category=oppose")))
        assert "请降低收费" not in shown
        assert "另一条意见" in shown
        assert "没有符合条件的意见" in text_of(client.get(address(one, "comments/?state=adopted")))

    def test_a_long_list_costs_no_more_queries_than_a_short_one(self, one, say, at_desk, case_officer, today):
        def cost() -> int:
            with CaptureQueriesContext(connection) as made_queries:
                client.get(address(one, "comments/"))
            return len(made_queries)

        client = at_desk(case_officer)
        say(one, "第二条", at=today, files=[ContentFile(made("pdf", "二"), "二.pdf")])
        before = cost()
        for n in range(10):
            say(one, f"意见{n}", at=today, files=[ContentFile(made("pdf", str(n)), f"{n}.pdf")])
        assert cost() == before


class TestTodaysWork:
    def rows(self, user: User) -> list[tuple[str, str]]:
        found = queries.waiting_for(user, on=timezone.localdate())
        client = Client()
        client.force_login(user)
        shown = text_of(client.get("/desk/"))
        assert all(each.state in shown and each.act in shown for each in found)
        assert ("list-consultations" in shown) is bool(found)
        return [(each.state, each.act) for each in found]

    def test_what_is_to_be_passed_waits_for_who_may_pass_it(
        self, make_consultation, reviewer, approver, drafter, today
    ):
        make_consultation(Status.SUBMITTED, at=today)
        assert self.rows(reviewer) == [("待保密审查", "去审查")]
        assert self.rows(approver) == self.rows(drafter) == []
        make_consultation(Status.REVIEWED, at=today)
        assert self.rows(approver) == [("待审批", "去审批")]

    def test_comments_wait_for_their_answers_and_a_late_result_is_called_late(
        self, make_consultation, say, one, case_officer, approver, elsewhere, today
    ):
        assert self.rows(case_officer) == [("1 条意见待处理", "去处理意见")]
        assert self.rows(approver) == self.rows(elsewhere) == []
        make_consultation(Status.CLOSED, at=today - 70 * DAY)
        [late, _other] = self.rows(case_officer)
        assert "已逾期" in late[0]
        assert late[1] == "去公布"
        assert len(self.rows(approver)) == 1


def test_the_list_shows_what_one_may_see_and_is_narrowed(
    at_desk, make_consultation, drafter, elsewhere, openness_officer, today
):
    make_consultation(Status.OPEN, at=today, title="正在征求的")
    make_consultation(title="还是草稿的")
    shown = text_of(at_desk(drafter).get("/desk/consultations/?status=open"))
    assert "正在征求的" in shown
    assert "还是草稿的" not in shown
    assert "还是草稿的" in text_of(at_desk(openness_officer).get("/desk/consultations/"))
    assert "正在征求的" not in text_of(at_desk(elsewhere).get("/desk/consultations/"))
    assert at_desk(elsewhere).get(address(Consultation.objects.first())).status_code == 403
