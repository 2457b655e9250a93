"""The register at the desk, as each role meets it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from gongkai.base.audit.models import Event
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import CopyPlace, DocumentStatus, Status
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

pytestmark = pytest.mark.django_db
S = DocumentStatus
PAPER = b"a page"
WITHHELD = {"openness": Openness.WITHHELD, "ground": WithholdingGround.TRADE_SECRET}


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def stranger(appoint, town):
    user = appoint(Role.DRAFTER, town)
    return appoint(Role.APPROVER, town, user=user)


@pytest.fixture
def filled_in(department):
    def filled_in(**changes) -> dict[str, Any]:
        return {
            "openness": "proactive",
            "unit": department.pk,
            "title": "关于印发港区停泊办法的通知",
            "document_number": "示经[2018]07号",
            "formed_date": "2018-05-25",
            "issued_date": "2018-05-28",
            "joint_issuers": "示范区公安局、示范区交通局",
            "body": "<p>渔船应当停泊在指定泊位。</p>",
        } | changes

    return filled_in


@pytest.fixture
def register(department, drafter, now):
    def register(**changes):
        usual = {
            "openness": Openness.PROACTIVE,
            "title": "停泊办法",
            "formed_date": date(2018, 5, 25),
            "issued_date": date(2018, 5, 28),
        }
        return actions.register_document(department, actions.DocumentFields(**usual | changes), by=drafter, now=now)

    return register


def address(document, screen=""):
    return f"/desk/documents/{document.registration}/{screen}"


def text_of(response):
    return response.content.decode()


class TestRegistering:
    def test_a_document_is_registered_with_its_files_and_told_what_was_mended(self, at_desk, drafter, filled_in):
        given = filled_in(attachments=[SimpleUploadedFile("红头.txt", PAPER)])
        response = at_desk(drafter).post("/desk/documents/new/", given, follow=True)
        document = OfficialDocument.objects.get()
        assert response.redirect_chain[-1][0] == address(document)
        assert (document.document_number, document.joint_issuers) == (
            *("示经〔2018〕7号", ["示范区公安局", "示范区交通局"]),
        )
        assert [each.name for each in document.files.all()] == ["红头.txt"]
        page = text_of(response)
        assert "已规范为“示经〔2018〕7号”" in page
        assert "不编虚位" in page
        assert "应于 2018-06-25 前公开" in page
        assert "《政府信息公开条例》（国务院令第492号）第十八条" in page
        assert "2018-06-18 端午节" in page

    def test_openness_is_asked_first_and_none_is_taken_for_granted(self, at_desk, drafter, filled_in):
        client = at_desk(drafter)
        page = text_of(client.get("/desk/documents/new/"))
        assert page.index('name="openness"') < page.index('name="title"')
        assert 'value="proactive" checked' not in page
        response = client.post("/desk/documents/new/", filled_in(openness=""))
        assert response.status_code == 422
        assert "关于印发港区停泊办法的通知" in text_of(response)
        assert not OfficialDocument.objects.exists()

    def test_choosing_a_secret_leaves_only_the_count_whatever_else_was_sent(self, at_desk, drafter, filled_in):
        words = "不能说的标题"
        given = filled_in(
            ground="state_secret", openness="", title=words, formed_date="nonsense", quantity="3",
            attachments=[SimpleUploadedFile("密件.txt", PAPER)],
        )  # fmt: skip
        response = at_desk(drafter).post("/desk/documents/new/", given, follow=True)
        document = OfficialDocument.objects.get()
        assert (document.status, document.quantity, document.title) == (S.SEALED, 3, "")
        assert not StoredFile.objects.exists()
        assert words not in text_of(response)
        assert "国家秘密 3 件（内容不登记）" in text_of(response)

    def test_a_secret_without_its_count_is_asked_again_without_repeating_what_was_typed(
        self, at_desk, drafter, filled_in
    ):
        given = filled_in(ground="state_secret", title="不能说的标题", quantity="0")
        response = at_desk(drafter).post("/desk/documents/new/", given)
        assert response.status_code == 422
        assert "不能说的标题" not in text_of(response)
        assert "件数至少为 1" in text_of(response)

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"openness": "withheld"}, "不予公开须写明"),
            ({"openness": "on_request"}, "依申请公开须写明"),
            ({"issued_date": "2018-05-01"}, "印发日期不能早于成文日期"),
            ({"body": "<p>（此件不公开）</p>"}, "附注写明“不予公开”"),
            ({"body": "<script>x()</script>"}, "正文中含有脚本"),
            ({"title": ""}, "请填写标题"),
        ],
    )
    def test_a_refusal_keeps_every_word_typed(self, changes, sentence, at_desk, drafter, filled_in):
        response = at_desk(drafter).post("/desk/documents/new/", filled_in(**changes))
        page = text_of(response)
        assert response.status_code == 409
        for kept in (sentence, "示经[2018]07号", "示范区公安局、示范区交通局", "2018-05-25"):
            assert kept in page
        assert not OfficialDocument.objects.exists()

    def test_a_policy_document_kept_back_goes_to_the_office(self, at_desk, drafter, openness_officer, filled_in):
        given = filled_in(openness="on_request", ground_reason="只涉及个别单位", is_policy="on")
        page = text_of(at_desk(drafter).post("/desk/documents/new/", given, follow=True))
        assert "已转政务公开工作机构审查" in page
        document = OfficialDocument.objects.get()
        client = at_desk(openness_officer)
        assert document.title in text_of(client.get("/desk/documents/review/"))
        client.post(address(document, "pass/"), {"opinion": "同意"})
        document.refresh_from_db()
        assert document.status == S.REGISTERED

    def test_an_amendment_takes_files_off_and_says_what_it_changed(self, at_desk, drafter, register, filled_in, now):
        document = register()
        filed = actions.file_document(document, SimpleUploadedFile("旧.txt", PAPER), name="旧.txt", by=drafter, now=now)
        client = at_desk(drafter)
        assert "停泊办法" in text_of(client.get(address(document, "edit/")))
        response = client.post(address(document, "edit/"), filled_in(remove=[filed.file.sha256]), follow=True)
        document.refresh_from_db()
        assert document.title == "关于印发港区停泊办法的通知"
        assert not document.files.exists()
        assert "更正了公文" in text_of(response)

    def test_an_amendment_to_a_secret_reads_nothing_and_clears_all(self, at_desk, drafter, register, filled_in):
        document = register()
        given = filled_in(ground="state_secret", formed_date="nonsense")
        response = at_desk(drafter).post(address(document, "edit/"), given, follow=True)
        document.refresh_from_db()
        assert (document.status, document.title) == (S.SEALED, "")
        assert "内容和文件已清除" in text_of(response)

    @pytest.mark.parametrize("who", ["reviewer", "approver", "auditor", "case_officer"])
    def test_who_keeps_no_register_reads_a_sentence(self, who, request, at_desk, filled_in):
        client = at_desk(request.getfixturevalue(who))
        for response in (client.get("/desk/documents/new/"), client.post("/desk/documents/new/", filled_in())):
            assert response.status_code == 403
            assert "发文由各单位的拟稿人或政务公开工作机构登记" in text_of(response)
        assert not OfficialDocument.objects.exists()


#: For every step: how the document was registered, who may take it, what is sent, and where the document stands after it.
STEPS: dict[str, tuple[dict[str, Any], tuple[str, ...], dict[str, Any], Any]] = {
    "pass": ({"is_policy": True, **WITHHELD}, ("openness_officer",), {"opinion": "同意"}, {"status": S.REGISTERED}),
    "return": ({"is_policy": True, **WITHHELD}, ("openness_officer",), {"opinion": "不妥"}, {"status": S.RETURNED}),
    "item": ({}, ("drafter",), {}, {"items__status": Status.DRAFT}),
    "elsewhere": ({}, ("drafter", "openness_officer"), {"day": "2018-05-30"}, {"public_date": date(2018, 5, 30)}),
    "reassess": (
        WITHHELD,
        ("approver", "openness_officer"),
        {"openness": "proactive", "reason": "已可公开"},
        {"openness": Openness.PROACTIVE},
    ),
    "cancel": ({}, ("drafter", "openness_officer"), {"reason": "误登"}, {"status": S.CANCELLED}),
    "seal": ({}, ("drafter", "reviewer", "openness_officer"), {}, {"status": S.SEALED}),
}
ROLES = ("drafter", "reviewer", "approver", "openness_officer", "supervisor", "auditor", "case_officer", "stranger")


class TestSteps:
    @pytest.mark.parametrize(("step", "who"), [(step, who) for step in STEPS for who in ROLES])
    def test_each_step_is_taken_by_its_own_people_and_by_nobody_else(self, step, who, at_desk, request, register):
        made, allowed, sent, after = STEPS[step]
        document = register(**made)
        user = request.getfixturevalue(who)
        before = OfficialDocument.objects.values().get()
        response = at_desk(user).post(address(document, f"{step}/"), sent)
        if who in allowed:
            assert response.status_code == 302
            assert OfficialDocument.objects.filter(**after).exists()
        else:
            assert response.status_code in (403, 409)
            assert OfficialDocument.objects.values().get() == before
            assert not InformationItem.objects.exists()

    @pytest.mark.parametrize("step", STEPS)
    def test_looking_does_nothing_and_what_is_missing_is_said(self, step, at_desk, register, request):
        made, allowed, sent, _after = STEPS[step]
        document = register(**made)
        client = at_desk(request.getfixturevalue(allowed[0]))
        before = OfficialDocument.objects.values().get()
        assert client.get(address(document, f"{step}/")).status_code == 302
        if sent:
            response = client.post(address(document, f"{step}/"), dict.fromkeys(sent, " "))
            assert response.status_code in (409, 422)
        assert OfficialDocument.objects.values().get() == before

    def test_a_draft_opens_where_it_is_completed(self, at_desk, drafter, register, kind, column):
        document = register(body="<p>正文</p>")
        given = {"kind": kind.pk, "column": column.pk}
        response = at_desk(drafter).post(address(document, "item/"), given)
        item = InformationItem.objects.get()
        assert response.url == f"/desk/items/{item.registration}/edit/"
        assert (item.document, item.kind, item.column) == (document, kind, column)
        assert item.registration in text_of(at_desk(drafter).get(address(document)))

    def test_a_disabled_step_says_why_in_the_policys_own_words(self, at_desk, drafter, register):
        page = text_of(at_desk(drafter).get(address(register(is_policy=True, **WITHHELD))))
        assert "该公文由您登记或更正，须由政务公开工作机构的其他人员审查。" in page
        assert "同意不主动公开" in page

    def test_a_refused_opinion_keeps_what_was_typed(self, at_desk, openness_officer, register):
        document = register(is_policy=True, **WITHHELD)
        response = at_desk(openness_officer).post(address(document, "return/"), {"opinion": "长" * 301})
        assert response.status_code == 422
        assert "长" * 301 in text_of(response)


class TestReading:
    @pytest.mark.parametrize("made", [{}, {"is_policy": True, **WITHHELD}, WITHHELD])
    @pytest.mark.parametrize("who", ["drafter", "reviewer", "approver", "openness_officer", "supervisor", "auditor"])
    def test_staff_of_the_unit_and_those_above_read_it(self, who, made, at_desk, request, register):
        document = register(**made)
        response = at_desk(request.getfixturevalue(who)).get(address(document))
        assert response.status_code == 200
        for event in Event.objects.about(document):
            assert escape(str(event)) in text_of(response)

    def test_others_read_a_sentence_and_get_no_file(self, at_desk, stranger, drafter, register, now):
        document = register()
        filed = actions.file_document(document, SimpleUploadedFile("a.txt", PAPER), name="a.txt", by=drafter, now=now)
        file = address(document, f"files/{filed.file.sha256}/")
        for url in (address(document), address(document, "edit/"), file):
            response = at_desk(stranger).get(url)
            assert response.status_code == 403
            assert "该公文属于其他单位，您无权查看。" in text_of(response)
            assert Client().get(url).status_code == 302
        assert b"".join(at_desk(drafter).get(file).streaming_content) == PAPER

    @pytest.mark.parametrize("screen", ["", "new/", "unpublished/", "review/", "reassessment/", "copies/", "gaps/"])
    def test_whoever_has_not_signed_in_is_asked_to(self, screen):
        assert Client().get(f"/desk/documents/{screen}").url.startswith("/desk/login/")


class TestLists:
    def test_the_register_is_narrowed_and_shows_only_ones_own(self, at_desk, drafter, stranger, register, department):
        register(title="港区道路", document_number="示经〔2018〕7号")
        register(title="渔港清淤", is_policy=True, **WITHHELD)
        client = at_desk(drafter)

        def titles(query):
            page = text_of(client.get(f"/desk/documents/?{query}"))
            return {title for title in ("港区道路", "渔港清淤") if title in page}

        assert titles("") == {"港区道路", "渔港清淤"}
        assert titles("status=awaiting") == {"渔港清淤"}
        assert titles("openness=proactive") == {"港区道路"}
        assert titles("text=道路") == titles("text=示经〔2018〕7") == titles("year=2018") == {"港区道路"}
        assert titles("policy=on") == {"渔港清淤"}
        assert titles(f"unit={department.code}&p=nonsense&year=x") == {"港区道路", "渔港清淤"}
        assert "共 0 件" in text_of(at_desk(stranger).get("/desk/documents/"))

    @pytest.mark.parametrize("screen", ["", "unpublished/", "review/", "reassessment/", "copies/", "gaps/"])
    def test_a_list_asks_the_ledger_as_often_for_nine_as_for_three(self, screen, at_desk, drafter, register, now):
        client, serials = at_desk(drafter), iter(range(2, 99, 2))

        def more():
            register(document_number=f"示经〔2018〕{next(serials)}号")
            register(is_policy=True, **WITHHELD)
            OfficialDocument.objects.filter(pk=register(**WITHHELD).pk).update(reassess_date=date(2018, 6, 1))
            actions.note_public(register(), day=date(2018, 5, 30), by=drafter, now=now)
            register(document_number=f"示{'甲乙丙丁戊'[next(serials) % 5]}〔2018〕{next(serials)}号")

        def asked():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/desk/documents/{screen}").status_code == 200
            return len(queries)

        more()
        asked()
        once = asked()
        more()
        more()
        assert asked() == once

    def test_what_is_issued_and_not_public_stands_with_the_days_it_is_over(self, at_desk, openness_officer, register):
        register(title="早该公开")
        today = timezone.localdate()
        page = text_of(at_desk(openness_officer).get("/desk/documents/unpublished/"))
        assert "早该公开" in page
        assert "已超" in page
        assert today > date(2018, 7, 1)

    def test_copies_are_marked_many_at_once_and_a_refusal_keeps_the_ticks(self, at_desk, drafter, register, now):
        documents = [
            actions.note_public(register(title=f"第{n}件"), day=date(2018, 5, 30), by=drafter, now=now)
            for n in range(3)
        ]
        client = at_desk(drafter)
        chosen = {"place": CopyPlace.LIBRARY, "document": [each.registration for each in documents[:2]]}
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        refused = client.post("/desk/documents/copies/", chosen | {"day": tomorrow})
        assert refused.status_code == 409
        assert text_of(refused).count(" checked") == 2
        done = client.post("/desk/documents/copies/", chosen | {"day": "2018-06-01"}, follow=True)
        assert "已登记送交 2 件" in text_of(done)
        assert "还缺 1 件" in text_of(done)
        assert OfficialDocument.objects.filter(library_date=date(2018, 6, 1), archive_date=None).count() == 2
        assert "请至少选一件" in text_of(
            client.post("/desk/documents/copies/", {"place": "archive", "day": "2018-06-01"})
        )

    def test_missing_numbers_are_named(self, at_desk, drafter, register):
        for serial in (1, 4):
            register(document_number=f"示经〔2018〕{serial}号")
        page = text_of(at_desk(drafter).get("/desk/documents/gaps/?year=2018"))
        assert "示经〔2018〕2号至3号" in page
        assert "都连续" in text_of(at_desk(drafter).get("/desk/documents/gaps/?year=2017"))

    def test_the_menu_leads_to_the_register(self, at_desk, drafter):
        assert "gongkai-documents" in text_of(at_desk(drafter).get("/desk/"))
