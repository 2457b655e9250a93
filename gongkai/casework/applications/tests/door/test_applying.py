"""The citizens' door: no account, no script; nothing typed is lost, nothing of a person lies about, and one press is one application."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from gongkai.base.audit.models import Event
from gongkai.casework.applications import actions, queries, tasks
from gongkai.casework.applications.forms import DoorForm
from gongkai.casework.applications.models import Application, Draft, Enclosure
from tests.real_files import made

from .conftest import ADDRESS, DOOR, NAME, NUMBER, PHONE, SOUGHT, page, sends, token_of, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(typed: dict[str, str]) -> SimpleNamespace:
    """One application that was sent, with what its applicant has."""
    client = Client()
    number, code = told(sends(client, typed))
    return SimpleNamespace(client=client, number=number, code=code, application=Application.objects.get(number=number))


def test_somebody_without_an_account_applies_and_gets_a_number_and_a_code(sent):
    one = sent.application
    assert (one.status, one.channel, one.registered_by, one.received_date, one.due_date) == (
        "registered",
        "network",
        None,
        None,
        None,
    )
    assert (one.supply, one.supply_form, one.applicant_kind) == ("post", "electronic", "natural")
    applicant = one.applicant
    assert (applicant.name, applicant.identity_number) == (NAME, NUMBER)
    assert f"电话：{PHONE}" in applicant.contact
    assert SOUGHT in applicant.sought
    assert queries.history_of(one).count() == 0
    assert set(queries.applications_of_same(NUMBER)) == {one}
    assert not Draft.objects.exists()


def test_no_clock_runs_before_the_unit_has_confirmed_it(sent, office):
    assert "确认之日为收到申请之日" in page(sent.client.get(f"{DOOR}case/"))
    now = timezone.now()
    actions.confirm(sent.application, confirmed=timezone.localdate(now), by=office.officer, now=now)
    shown = page(sent.client.get(f"{DOOR}case/"))
    assert "已受理" in shown
    assert "第 20 天" in shown


class TestPressedTwice:
    def test_it_is_one_application_with_one_receipt(self, typed):
        client = Client()
        checked = client.get(client.post(f"{DOOR}new/", typed)["Location"])
        token = token_of(checked)
        first = client.get(client.post(f"{DOOR}new/check/", {"token": token})["Location"])
        second = client.get(client.post(f"{DOOR}new/check/", {"token": token})["Location"])
        assert told(first) == told(second)
        assert Application.objects.count() == 1

    def test_at_the_same_moment_it_is_one_too(self, typed):
        """The second press finds the draft still there: what it was sent with is known already."""
        client = Client()
        checked = client.get(client.post(f"{DOOR}new/", typed)["Location"])
        token = token_of(checked)
        client.post(f"{DOOR}new/check/", {"token": token})
        again = actions.apply(None, token=token, now=timezone.now())  # type: ignore[arg-type]
        assert again.application == Application.objects.get()

    def test_written_anew_after_going_back_it_is_another_application(self, typed):
        client = Client()
        first = told(sends(client, typed))
        second = told(sends(client, typed, title="另一份文件"))
        assert first != second
        assert Application.objects.count() == 2


WRONG = [
    ({"unit": ""}, "unit", "请选择受理单位"),
    ({"unit": "nowhere"}, "unit", "另选"),
    ({"title": ""}, "title", "至少填写一项"),
    ({"title": "意" * 301}, "title", "最多 300 字"),
    ({"name": " "}, "name", "请填写姓名"),
    ({"name": "名\x07"}, "name", "控制字符"),
    ({"applicant_kind": ""}, "applicant_kind", "请选择申请人类别"),
    ({"applicant_kind": "corp_business"}, "contact_person", "联系人"),
    ({"identity_number": "110105194912310021"}, "identity_number", "校验位不符"),
    ({"identity_number": "1101051949123100"}, "identity_number", "18位"),
    ({"identity_number": ""}, "identity_number", "请填写身份证明的号码"),
    ({"identity_kind": "credit_code"}, "identity_kind", "自然人"),
    ({"phone": "打我电话"}, "phone", "电话号码只能"),
    ({"phone": ""}, "phone", "请填写联系电话"),
    ({"email": "name at example"}, "email", "写法不对"),
    ({"address": ""}, "address", "选择邮寄的"),
    ({"supply": ""}, "supply", "请选择获取信息的方式"),
    ({"attachments": [SimpleUploadedFile("a.exe", b"MZ")]}, "attachments", "不接受"),
    ({"attachments": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(6)]}, "attachments", "最多上传 5 个文件"),
]


@pytest.mark.parametrize(("given", "field", "said"), WRONG)
def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_stays(given, field, said, typed):
    for uploaded in given.get("attachments", ()):
        uploaded.seek(0)
    kept = typed | {"description": "这些字不能丢"} | given
    if field == "title" and not given["title"]:
        kept["description"] = ""
    response = Client().post(f"{DOOR}new/", kept)
    shown = page(response)
    assert response.status_code == 422
    error = re.search(rf'id="error-{field}">([^<]+)<', shown)
    assert error is not None
    assert said in error[1]
    for name in ("name", "phone", "address", "description", "title"):
        if name != field and kept[name]:
            assert kept[name].strip("\x07") in shown
    assert not Draft.objects.exists()
    assert not Enclosure.objects.exists()


@pytest.mark.parametrize("kind", ["corp_business", "corp_research", "corp_charity", "corp_legal", "corp_other"])
def test_each_kind_of_organisation_applies_with_its_credit_code(kind, typed):
    of_it = {"identity_kind": "credit_code", "identity_number": "91110000600037341L", "contact_person": "李某"}
    sends(Client(), typed, applicant_kind=kind, **of_it)
    one = Application.objects.get()
    assert one.applicant_kind == kind
    assert "联系人：李某" in one.applicant.contact


def test_what_was_typed_is_shown_as_text_and_never_as_markup(typed):
    shown = page(Client().post(f"{DOOR}new/", typed | {"title": "<script>alert(1)</script>", "name": ""}))
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_machine_that_fills_every_field_is_stopped_and_a_person_told(typed):
    response = Client().post(f"{DOOR}new/", typed | {"homepage": "http://spam.example"})
    assert response.status_code == 422
    assert "应当留空" in page(response)
    assert not Draft.objects.exists()


def test_only_units_where_somebody_deals_with_applications_are_offered(office):
    shown = page(Client().get(f"{DOOR}new/"))
    for unit in (office.zone, office.dept, office.other):
        assert f'value="{unit.code}"' in shown
    office.stranger.posts.update(until_date="2020-01-01")
    assert f'value="{office.other.code}"' not in page(Client().get(f"{DOOR}new/"))


class TestDraft:
    def test_going_back_finds_everything_and_the_files(self, typed):
        client = Client()
        client.post(f"{DOOR}new/", typed | {"attachments": [SimpleUploadedFile("地图.pdf", made("pdf"))]})
        shown = page(client.get(f"{DOOR}new/"))
        for word in (NAME, PHONE, ADDRESS, SOUGHT, "地图.pdf"):
            assert word in shown
        assert NAME not in page(Client().get(f"{DOOR}new/")), "somebody else sees nothing of it"
        client.post(f"{DOOR}new/", typed | {"dropped": "0"})
        assert not Enclosure.objects.exists()
        assert Draft.objects.count() == 1

    def test_files_come_along_when_it_is_sent(self, typed):
        sends(Client(), typed, attachments=[SimpleUploadedFile("地图.pdf", made("pdf"))])
        assert [one.name for one in Application.objects.get().enclosures.all()] == ["地图.pdf"]

    def test_is_kept_under_a_code_on_another_day_and_browser(self, typed):
        client = Client()
        client.post(f"{DOOR}new/", typed)
        response = client.get(client.post(f"{DOOR}new/keep/")["Location"])
        (code,) = re.findall(r'class="code-shown">([^<]+)<', page(response))
        assert code.replace("-", "") not in str(list(Draft.objects.values()))
        assert NAME not in page(client.get(f"{DOOR}new/")), "this browser forgets it"
        other = Client()
        assert other.post(f"{DOOR}resume/", {"code": code.lower()})["Location"] == f"{DOOR}new/"
        assert NAME in page(other.get(f"{DOOR}new/"))
        wrong = Client().post(f"{DOOR}resume/", {"code": "A" * 16})
        assert (wrong.status_code, "没有找到这份草稿" in page(wrong)) == (422, True)

    def test_is_erased_with_its_files_when_its_time_is_over(self, typed, settings, tree):
        client = Client()
        client.post(f"{DOOR}new/", typed | {"attachments": [SimpleUploadedFile("地图.pdf", made("pdf"))]})
        now = timezone.now()
        assert actions.erase_drafts(now=now + timedelta(hours=1)) == 0
        keeper = Draft.objects.get()
        actions.keep_draft(keeper, now=now)
        assert actions.erase_drafts(now=now + timedelta(days=settings.GONGKAI_DRAFT_DAYS - 1)) == 0
        Draft.objects.update(expires_at=now - timedelta(seconds=1))
        assert client.get(f"{DOOR}new/check/").status_code == 410
        tasks.erase_drafts({})
        assert not Draft.objects.exists()
        assert not Enclosure.objects.exists()

    def test_says_what_is_wrong_with_it_now_before_it_is_sent(self, typed, office):
        client = Client()
        client.post(f"{DOOR}new/", typed)
        office.officer.posts.update(until_date="2020-01-01")
        response = client.get(f"{DOOR}new/check/")
        assert response["Location"] == f"{DOOR}new/?again"
        shown = page(client.get(response["Location"]))
        assert "该单位现在不能在网上受理申请" in shown
        assert SOUGHT in shown

    def test_changed_in_another_window_is_shown_again_before_it_is_sent(self, typed):
        client = Client()
        checked = client.get(client.post(f"{DOOR}new/", typed)["Location"])
        token = token_of(checked)
        client.post(f"{DOOR}new/give-up/")
        client.post(f"{DOOR}new/", typed | {"title": "另一份文件"})
        response = client.post(f"{DOOR}new/check/", {"token": token})
        assert response.status_code == 409
        assert "另一份文件" in page(response)
        assert not Application.objects.exists()

    def test_is_given_up_at_once(self, typed):
        client = Client()
        client.post(f"{DOOR}new/", typed)
        assert client.post(f"{DOOR}new/give-up/").status_code == 303
        assert not Draft.objects.exists()

    def test_leaves_no_event(self, typed):
        Client().post(f"{DOOR}new/", typed)
        assert not Event.objects.filter(object_type__startswith="applications").exists()

    def test_is_printed_as_typed(self, typed):
        client = Client()
        client.post(f"{DOOR}new/", typed)
        response = client.get(f"{DOOR}new/form.pdf")
        text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(response.content)).pages)
        assert NAME in text
        assert "no-store" in response["Cache-Control"]
        assert Client().get(f"{DOOR}new/form.pdf").status_code == 410


def test_the_paper_form_is_one_page_to_be_filled_in_by_hand():
    response = Client().get(f"{DOOR}form.pdf")
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert len(pages) == 1
    assert "□自然人" in pages[0].extract_text()


@pytest.mark.parametrize("path", ["", "new/", "query/", "resume/", "new/answered/"])
def test_anybody_may_look_and_the_page_carries_the_headers_of_the_site(path, office):
    response = Client().get(f"{DOOR}{path}")
    assert response.status_code == 200
    assert 'class="site"' in page(response)
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in response["Cache-Control"]
    assert "style=" not in page(response)


@pytest.mark.parametrize("path", ["receipt/", "case/", "case/letters/1.pdf"])
def test_without_a_code_one_is_asked_for_it(path):
    assert Client().get(f"{DOOR}{path}")["Location"] == f"{DOOR}query/"


@pytest.mark.parametrize("path", ["withdraw", "amend", "reasons", "received", "rate"])
def test_without_a_code_nothing_is_done(path, sent):
    response = Client().post(f"{DOOR}case/{path}/", {"reason": "不要了", "sought": "别的", "score": "5"})
    assert response["Location"] == f"{DOOR}query/"
    sent.application.refresh_from_db()
    assert sent.application.voided_at is None


def test_signed_in_staff_see_no_more_than_anybody(sent, office):
    client = Client()
    client.force_login(office.officer)
    assert client.get(f"{DOOR}case/")["Location"] == f"{DOOR}query/"


def test_the_number_of_queries_does_not_grow_with_what_is_on_record(sent, office, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        sent.client.get(f"{DOOR}case/")
    with django_assert_max_num_queries(12):
        Client().get(f"{DOOR}new/")


def test_the_guide_asks_as_often_for_three_units_as_for_one(office, django_assert_num_queries):
    with CaptureQueriesContext(connection) as three:
        shown = page(Client().get(DOOR))
    assert all(unit.name in shown for unit in (office.zone, office.dept, office.other))
    office.stranger.posts.update(until_date="2020-01-01")
    office.openness.posts.update(until_date="2020-01-01")
    with django_assert_num_queries(len(three)):
        Client().get(DOOR)


def test_another_sites_form_is_not_taken(typed):
    assert Client(enforce_csrf_checks=True).post(f"{DOOR}new/", typed).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_very_same_moment_are_one_application(typed, at_once):
    client = Client()
    client.post(f"{DOOR}new/", typed)
    draft = Draft.objects.get()
    token = queries.contents_of(draft)[1]
    form = DoorForm(typed, units=queries.receiving_units(on=timezone.localdate()))
    assert form.is_valid()
    given, now = form.given(), timezone.now()
    sent_twice = at_once([lambda: actions.apply(given, token=token, draft=draft, now=now)] * 2)
    assert Application.objects.count() == 1
    assert {one.application.number for one in sent_twice} == {Application.objects.get().number}
    assert len({one.code for one in sent_twice}) == 1
