"""The citizens' door: no account, no script, nothing typed is lost, nobody is watched, and no machine fills the desk."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from gongkai.base.doors.models import Knock
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Comment
from tests.real_files import made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def one(make_consultation, today):
    """Open now."""
    return make_consultation(Status.OPEN, at=today)


def page(response: HttpResponse) -> str:
    return response.content.decode()


def token_of(response: HttpResponse) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page(response))
    assert found
    return found[1]


def send(one: Any, *, client: Client | None = None, **given: Any) -> HttpResponse:
    return (client or Client()).post(one.door, {"text": "建议降低收费标准。", "token": "of-this-form"} | given)


def test_somebody_without_an_account_comments_and_gets_a_receipt(one):
    client = Client()
    form = client.get(one.door)
    assert form.status_code == 200
    response = send(one, client=client, token=token_of(form), name="王女士", contact="13812345678", category="oppose")
    assert response.status_code == 303
    comment = one.comments.get()
    assert (comment.text, comment.name, comment.category, comment.channel) == (
        "建议降低收费标准。",
        "王女士",
        "oppose",
        "web",
    )
    receipt = client.get(response.url)
    assert comment.receipt in page(receipt)
    for private in ("王女士", "13812345678", "建议降低收费标准。"):
        assert private not in page(receipt)


def test_the_page_looks_like_the_site_and_carries_its_headers(one):
    response = Client().get(one.door)
    assert 'class="site"' in page(response)
    assert f'href="/{one.path}.html"' in page(response)
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "style=" not in page(response)  # the policy lets none through


def test_a_file_comes_along(one):
    send(one, attachments=[SimpleUploadedFile("附图.pdf", made("pdf"))])
    assert [file.name for file in one.comments.get().files.all()] == ["附图.pdf"]


def test_pressed_twice_it_is_one_comment_with_one_receipt(one):
    first, second = send(one), send(one)
    assert first.url == second.url
    assert one.comments.count() == 1


def test_written_anew_after_going_back_it_is_another_comment(one):
    assert send(one).url != send(one, text="还有一条。").url
    assert one.comments.count() == 2


@pytest.mark.parametrize(
    ("given", "said", "field"),
    [
        ({"text": " "}, "请写下您的意见", "text"),
        ({"text": "意" * 10_001}, "最多 10000 字", "text"),
        ({"text": "意\x07见"}, "控制字符", "text"),
        ({"name": "名" * 61}, "最多 60 字", "name"),
        ({"contact": "1" * 101}, "最多 100 字", "contact"),
        ({"attachments": [SimpleUploadedFile("a.exe", b"MZ")]}, "不接受", "attachments"),
        ({"attachments": [SimpleUploadedFile("a.pdf", b"MZ")]}, "扩展名不符", "attachments"),
        ({"attachments": [SimpleUploadedFile(f"{n}.txt", b"a") for n in range(4)]}, "最多上传 3 个文件", "attachments"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_everything_typed_stays(given, said, field, one):
    kept = {"text": "这些字不能丢", "name": "李先生", "contact": "lee@example.com", "category": "change"} | given
    for uploaded in given.get("attachments", ()):
        uploaded.seek(0)
    response = send(one, **kept)
    assert response.status_code == 422
    shown = page(response)
    error = re.search(rf'id="error-{field}">([^<]+)<', shown)
    assert error is not None
    assert said in error[1]
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', shown)
    for words in ("text", "name", "contact"):
        if words != field:
            assert kept[words] in shown
    assert 'value="change" checked' in shown
    assert 'value="of-this-form"' in shown
    assert not Comment.objects.exists()


def test_what_was_typed_is_shown_as_text_and_never_as_markup(one):
    shown = page(send(one, text="<script>alert(1)</script>", name="名" * 61))
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_a_machine_that_fills_every_field_is_stopped_and_a_person_told(one):
    response = send(one, homepage="http://spam.example")
    assert response.status_code == 422
    assert "应当留空" in page(response)
    assert "建议降低收费标准。" in page(response)
    assert not Comment.objects.exists()


def test_another_sites_form_is_not_taken_and_one_press_sends_ours(one):
    strict = Client(enforce_csrf_checks=True)
    response = send(one, client=strict, text="这是我写了很久的意见，" * 5)
    assert response.status_code == 403
    shown = page(response)
    assert "请再提交一次" in shown
    assert "这是我写了很久的意见，" in shown
    assert not Comment.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    assert token is not None
    again = send(one, client=strict, text="这是我写了很久的意见，" * 5, csrfmiddlewaretoken=token[1])
    assert again.status_code == 303
    assert one.comments.count() == 1


class TestHowOften:
    @pytest.fixture(autouse=True)
    def few(self, settings):
        settings.GONGKAI_DOOR_LIMIT = 2

    def test_too_many_from_one_address_are_asked_to_come_later_and_lose_nothing(self, one):
        for n in range(2):
            assert send(one, text=f"意见{n}").status_code == 303
        response = send(one, text="第三条意见也不能丢")
        assert response.status_code == 429
        assert "以后再提交" in page(response)
        assert "第三条意见也不能丢" in page(response)
        assert one.comments.count() == 2

    def test_other_addresses_and_other_consultations_are_not_concerned(self, one, make_consultation, today):
        for n in range(2):
            send(one, text=f"意见{n}")
        assert Client(REMOTE_ADDR="203.0.113.9").post(one.door, {"text": "别人"}).status_code == 303
        assert send(make_consultation(Status.OPEN, at=today)).status_code == 303

    def test_behind_our_proxy_people_are_told_apart_and_cannot_choose_who_they_are(self, one):
        for n in range(2):
            client = Client(HTTP_X_FORWARDED_FOR="198.51.100.7")
            assert client.post(one.door, {"text": f"意见{n}"}).status_code == 303
        pretended = Client(HTTP_X_FORWARDED_FOR="8.8.8.8, 198.51.100.7")
        assert pretended.post(one.door, {"text": "伪装"}).status_code == 429
        stranger = Client(REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="198.51.100.7")
        assert stranger.post(one.door, {"text": "不是代理"}).status_code == 303

    def test_looking_and_mistakes_are_not_counted(self, one):
        for _turn in range(5):
            Client().get(one.door)
            send(one, text="")
        assert not Knock.objects.exists()

    def test_no_address_is_kept(self, one):
        Client(REMOTE_ADDR="203.0.113.9").post(one.door, {"text": "意见"})
        assert "203.0.113.9" not in str(list(Knock.objects.values()))


class TestClosed:
    def test_says_so_with_its_date(self, make_consultation, today):
        over = make_consultation(Status.CLOSED, at=today - 40 * DAY)
        shown = page(Client().get(over.door))
        day = over.closes_date
        assert f"已于{day.year}年{day.month}月{day.day}日截止" in shown
        assert "<form" not in shown.split("</header>")[1]

    def test_gives_back_what_was_typed(self, make_consultation, today):
        over = make_consultation(Status.CLOSED, at=today - 40 * DAY)
        response = send(over, text="来晚了的意见")
        assert response.status_code == 409
        assert "来晚了的意见" in page(response)
        assert not Comment.objects.exists()

    def test_gives_back_what_was_typed_when_it_closed_on_the_way(self, one, approver, monkeypatch):
        def closed_meanwhile(*args, **kwargs):
            actions.end(one, reason="暂缓", by=approver, now=timezone.now())
            return genuine(*args, **kwargs)

        genuine = actions.comment
        monkeypatch.setattr(actions, "comment", closed_meanwhile)
        response = send(one)
        assert response.status_code == 409
        assert "建议降低收费标准。" in page(response)
        assert "暂缓" in page(response)

    @pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.APPROVED])
    def test_what_is_not_public_is_not_there(self, status, make_consultation):
        response = Client().get(make_consultation(status).door)
        assert response.status_code == 404
        assert "港区停车管理办法" not in page(response)
        assert "没有这个页面" in page(response)


@pytest.mark.parametrize("number", ["ZQ/2018-99999", "ZQ/x", "DJ/2018-00001"])
def test_an_unknown_number_is_a_page_that_says_so(number):
    response = Client().get(f"/hall/consultations/{number}/")
    assert (response.status_code, "没有这个页面" in page(response)) == (404, True)


def test_a_receipt_is_found_only_by_who_has_its_address(one):
    send(one)
    assert Client().get(f"{one.door}{'0' * 64}/").status_code == 404
    assert Client().get(f"{one.door}None/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_comments(one, say, today, django_assert_max_num_queries):
    for n in range(5):
        say(one, f"意见{n}", at=today)
    with django_assert_max_num_queries(3):
        Client().get(one.door)
    with django_assert_max_num_queries(25):
        send(one)


@pytest.mark.parametrize("method", ["get", "post"])
def test_with_the_database_gone_a_plain_page_says_so_and_gives_back_what_was_typed(method, one, monkeypatch, caplog):
    def gone(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("gongkai.publishing.consultations.queries.find", gone)
    response = getattr(Client(), method)(one.door, {"text": "数据库坏了也不能丢的一段很长的意见，请还给我。"})
    assert response.status_code == 503
    assert "现在暂时不能办理" in page(response)
    assert response["Retry-After"]
    assert ("请还给我" in page(response)) is (method == "post")


def test_a_form_of_a_thousand_files_is_not_read(one, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 10
    response = send(one, attachments=[SimpleUploadedFile(f"{n}.txt", b"a") for n in range(11)])
    assert response.status_code == 400
    assert "没有保存" in page(response)
