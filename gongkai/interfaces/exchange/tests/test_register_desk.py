"""Handing in a register at the desk: read first, entered when somebody says so, by the worker, with nothing left behind."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.base.audit.models import Event
from gongkai.base.core.tasks import drain
from gongkai.base.organisations.actions import vacate
from gongkai.base.organisations.models import Post
from gongkai.interfaces.exchange.choices import RegisterLineState
from gongkai.interfaces.exchange.models import RegisterUpload, RegisterUploadLine
from gongkai.publishing.disclosure.choices import DocumentStatus
from gongkai.publishing.disclosure.models import OfficialDocument

pytestmark = pytest.mark.django_db
ROLES = ("reviewer", "approver", "auditor", "supervisor", "case_officer")


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


def line(number, **changes):
    usual = {"标题": f"第{number}件", "文号": f"示经[2018]{number}号", "成文日期": "2018-05-25", "公开属性": "主动公开"}
    return json.dumps(usual | changes, ensure_ascii=False)


@pytest.fixture
def hand_in(at_desk, drafter, department):
    """``hand_in(line(1), …)``: the answer to handing in a file of these lines."""

    def hand_in(*lines, user=drafter, name="oa.jsonl", **more):
        given = {"unit": department.pk, "register": SimpleUploadedFile(name, "\n".join(lines).encode())}
        return at_desk(user).post("/desk/registers/", given | more, follow=True)

    return hand_in


def states(upload):
    return list(upload.lines.order_by("line").values_list("line", "state"))


def test_nothing_is_registered_before_somebody_says_so(hand_in):
    page = hand_in(line(1), line(2, 标题=""), line(3, 公开属性=""), line(1), "{").content.decode()
    upload = RegisterUpload.objects.get()
    assert states(upload) == [(1, "ready"), (2, "refused"), (3, "refused"), (4, "repeated"), (5, "refused")]
    assert "共 5 行，其中 1 行可以登记" in page
    for told in ("第 2 行", "缺少标题", "缺少公开属性", "不是完整的 JSON", "登记这 1 行", "第3件"):
        assert told in page
    drain()
    assert not OfficialDocument.objects.exists()


def test_the_worker_enters_what_was_confirmed_and_forgets_what_it_read(hand_in, at_desk, drafter, monkeypatch):
    monkeypatch.setattr("gongkai.interfaces.exchange.actions.registers.REGISTER_BATCH", 2)
    hand_in(*(line(serial) for serial in range(1, 6)), line(6, 标题=""))
    upload, client = RegisterUpload.objects.get(), at_desk(drafter)
    url = f"/desk/registers/{upload.number}/"
    page = client.post(f"{url}confirm/", follow=True).content.decode()
    assert "正在登记：已处理 1 行，共 6 行" in page
    assert not OfficialDocument.objects.exists()
    drain()
    page = client.get(url).content.decode()
    assert "已处理完，共 6 行" in page
    assert OfficialDocument.objects.count() == 5
    assert {line.cells == {} for line in RegisterUploadLine.objects.all()} == {True}
    assert set(RegisterUploadLine.objects.filter(state=RegisterLineState.ENTERED).values_list("sentence")) == {("",)}
    assert [event.kind for event in Event.objects.about(upload)] == ["register.uploaded", "register.confirmed"]
    again = client.post(f"{url}confirm/", follow=True).content.decode()
    assert "已经确认导入或放弃，不必重复操作" in again
    drain()
    assert OfficialDocument.objects.count() == 5


def test_a_number_taken_between_reading_and_entering_is_refused_then(hand_in, at_desk, drafter):
    hand_in(line(1), name="a.jsonl")
    hand_in(line(1, 标题="另一标题"), name="b.jsonl")
    client = at_desk(drafter)
    for upload in RegisterUpload.objects.order_by("pk"):
        client.post(f"/desk/registers/{upload.number}/confirm/")
        drain()
    told = RegisterUpload.objects.order_by("pk").last().lines.get()
    assert (told.state, "已由 FW/" in told.sentence) == (RegisterLineState.REFUSED, True)
    assert OfficialDocument.objects.get().title == "第1件"


def test_a_secret_keeps_no_word_from_the_first_moment(hand_in, at_desk, drafter):
    page = hand_in(line(1, 标题="秘而不宣", 密级="机密"), line(2)).content.decode()
    upload = RegisterUpload.objects.get()
    assert "秘而不宣" not in page + str(list(upload.lines.values()))
    at_desk(drafter).post(f"/desk/registers/{upload.number}/confirm/")
    drain()
    assert OfficialDocument.objects.filter(status=DocumentStatus.SEALED).count() == 1
    assert OfficialDocument.objects.count() == 2


def test_what_is_discarded_is_forgotten(hand_in, at_desk, drafter):
    hand_in(line(1))
    upload = RegisterUpload.objects.get()
    page = at_desk(drafter).post(f"/desk/registers/{upload.number}/discard/", follow=True).content.decode()
    assert "已放弃，什么都没有登记" in page
    assert states(upload) == [(1, "refused")]
    assert upload.lines.get().cells == {}
    at_desk(drafter).post(f"/desk/registers/{upload.number}/confirm/")
    drain()
    assert not OfficialDocument.objects.exists()


def test_whoever_lost_the_post_meanwhile_registers_nothing_and_the_worker_does_not_try_for_ever(
    hand_in, at_desk, drafter, founder, now
):
    hand_in(line(1))
    upload = RegisterUpload.objects.get()
    at_desk(drafter).post(f"/desk/registers/{upload.number}/confirm/")
    vacate(Post.objects.get(user=drafter), until=now.date(), reason="调离", by=founder, now=now)
    drain()
    upload.refresh_from_db()
    assert upload.finished_at
    assert "登记" in upload.lines.get().sentence
    assert not OfficialDocument.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "该文件是空的"),
        (b"PK\x03\x04 broken", "a.xlsx", "不是完整的 XLSX"),
        (b"MZ", "a.exe", "不是 XLSX、CSV 或 JSONL 文件"),
        ("甲,乙\n1,2".encode(), "a.csv", "没有找到表头"),
        ("标题,文号\n".encode(), "a.csv", "表头下面没有内容"),
    ],
)
def test_what_is_no_register_gets_a_sentence_and_leaves_nothing(content, name, sentence, at_desk, drafter, department):
    given = {"unit": department.pk, "register": SimpleUploadedFile(name, content)}
    response = at_desk(drafter).post("/desk/registers/", given)
    assert response.status_code in (409, 422)
    assert sentence in response.content.decode()
    assert not RegisterUpload.objects.exists()


def test_a_register_too_long_or_too_large_for_the_desk_is_a_sentence(hand_in, monkeypatch, settings):
    monkeypatch.setattr("gongkai.interfaces.exchange.actions.registers.LONGEST_UPLOAD", 2)
    assert "超过 2 行，请分成几个文件" in hand_in(*(line(serial) for serial in range(1, 4))).content.decode()
    settings.GONGKAI_ATTACHMENT_LIMIT = 10
    assert "的上限" in hand_in(line(1)).content.decode()
    assert not RegisterUpload.objects.exists()


@pytest.mark.parametrize("who", ROLES)
def test_who_keeps_no_register_hands_none_in(who, request, at_desk, department):
    client = at_desk(request.getfixturevalue(who))
    assert client.get("/desk/registers/").status_code == 403
    given = {"unit": department.pk, "register": SimpleUploadedFile("a.jsonl", line(1).encode())}
    assert client.post("/desk/registers/", given).status_code == 403
    assert not RegisterUpload.objects.exists()


def test_others_neither_see_nor_confirm_it(hand_in, at_desk, appoint, town, approver, drafter):
    from gongkai.law.vocabulary import Role

    hand_in(line(1))
    url = f"/desk/registers/{RegisterUpload.objects.get().number}/"
    stranger = appoint(Role.DRAFTER, town)
    assert at_desk(stranger).get(url).status_code == 403
    assert at_desk(stranger).post(f"{url}confirm/").status_code == 403
    assert at_desk(approver).get(url).status_code == 200
    refused = at_desk(approver).post(f"{url}confirm/", follow=True).content.decode()
    assert "发文由其拟稿人或政务公开工作机构登记" in refused
    assert Client().get(url).url.startswith("/desk/login/")
    assert RegisterUpload.objects.get().confirmed_at is None
    assert at_desk(drafter).get(f"{url}confirm/").status_code == 302
