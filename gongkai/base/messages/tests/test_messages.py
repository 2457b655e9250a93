"""A message goes out if and only if its act happened, at least once, under one key; nothing of whom or what is left anywhere."""

from __future__ import annotations

import json
import logging
import smtplib
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from gongkai.base.core.models import OutboxEntry
from gongkai.base.core.tasks import drain, work_once
from gongkai.base.messages import actions
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.models import Message
from gongkai.base.messages.queries import ways_to

pytestmark = pytest.mark.django_db
TO, MOBILE, WORDS = "lisi@example.test", "13812345678", "您的申请有了新进展"


class Gateway(HTTPServer):
    """Somebody's gateway for short messages: keeps what it was asked, answers what it is told to."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.asked: list[tuple[dict[str, str], dict[str, Any]]] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((dict(self.headers), body))
        self.send_response(self.server.answers.pop(0) if self.server.answers else 200)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        self.wfile.write(f"no such number {body['to']}".encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.GONGKAI_SMS_ADDRESS = f"http://127.0.0.1:{server.server_port}/send"
    settings.GONGKAI_SMS_TOKEN = "token-of-the-house"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def open_mail(settings: Any) -> None:
    settings.GONGKAI_MAIL_FROM = "公开办 <open@example.test>"


def post(*about: object, channel: Channel = Channel.MAIL, to: str = TO) -> Message | None:
    return actions.post(*(about or ("case", 1)), channel=channel, to=to, subject="进展", body=WORDS, now=timezone.now())


def everything() -> str:
    """All that lies in the tables of messages and of the outbox."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM gongkai_messages_message")
        rows = cursor.fetchall()
        cursor.execute("SELECT * FROM core_outboxentry")
        return str(rows + cursor.fetchall())


def test_mail_goes_out_once_and_is_forgotten() -> None:
    post()
    assert mail.outbox == []
    assert drain() == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([TO], "进展", WORDS)
    one = Message.objects.get()
    assert sent.extra_headers["Message-ID"] == f"<{one.key}@example.test>"
    assert one.sent_at
    assert (one.recipient, one.subject, one.body) == ("", "", "")
    assert drain() == 0


def test_the_same_message_written_twice_is_one_and_another_is_another() -> None:
    assert post() == post()
    post("case", 2)
    drain()
    assert len(mail.outbox) == 2


def test_an_act_that_did_not_happen_sends_nothing() -> None:
    class Undone(Exception):
        pass

    @transaction.atomic
    def act() -> None:
        post()
        raise Undone

    with pytest.raises(Undone):
        act()
    assert drain() == 0
    assert not Message.objects.exists()


def test_nothing_of_whom_or_what_can_be_read_in_the_database_before_or_after() -> None:
    post()
    before = everything()
    drain()
    for lying in (before, everything()):
        assert [word for word in (TO, WORDS, "进展") if word in lying] == []


def test_while_a_way_is_closed_nothing_is_written(settings: Any) -> None:
    settings.GONGKAI_MAIL_FROM = settings.GONGKAI_SMS_ADDRESS = ""
    assert post() is post(channel=Channel.SMS, to=MOBILE) is None
    assert not OutboxEntry.objects.exists()
    assert ways_to(f"{TO} {MOBILE}") == []


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        (TO, [TO]),
        (f"电话{MOBILE}，邮箱{TO}", [TO, MOBILE]),
        ("+86 13812345678", [MOBILE]),
        ("0756-7268899", []),
        ("440404199001011234", []),
        ("示范区海港大道1号", []),
    ],
)
def test_ways_are_found_in_what_is_known_of_somebody(contact: str, found: list[str], gateway: Gateway) -> None:
    assert [to for _channel, to in ways_to(contact)] == found


def test_a_short_message_is_handed_to_the_gateway_with_its_key(gateway: Gateway) -> None:
    post(channel=Channel.SMS, to=MOBILE)
    drain()
    ((headers, body),) = gateway.asked
    one = Message.objects.get()
    assert body == {"key": one.key, "to": MOBILE, "text": WORDS}
    assert headers["Idempotency-Key"] == one.key
    assert headers["Authorization"] == "Bearer token-of-the-house"
    assert one.sent_at


def test_one_that_failed_is_tried_again_under_the_same_key(gateway: Gateway) -> None:
    gateway.answers = [500, 429, 200]
    post(channel=Channel.SMS, to=MOBILE)
    for _turn in range(3):
        OutboxEntry.objects.update(available_at=timezone.now() - timedelta(seconds=1))
        work_once()
    assert len({body["key"] for _headers, body in gateway.asked}) == 1
    assert len(gateway.asked) == 3
    assert Message.objects.get().sent_at


def test_a_worker_killed_after_sending_and_before_noting_it_sends_the_same_key_again(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*args: Any, **kwargs: Any) -> None:
        raise Killed

    post(channel=Channel.SMS, to=MOBILE)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "mark_sent", killed)
        with pytest.raises(Killed):
            work_once()
    OutboxEntry.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_once()
    assert len(gateway.asked) == 2
    assert len({headers["Idempotency-Key"] for headers, _body in gateway.asked}) == 1
    assert Message.objects.get().sent_at


@pytest.mark.parametrize("status", [400, 404])
def test_what_the_gateway_will_never_take_is_given_up(status: int, gateway: Gateway) -> None:
    gateway.answers = [status]
    post(channel=Channel.SMS, to=MOBILE)
    drain()
    one = Message.objects.get()
    assert (one.failure, one.recipient, one.sent_at) == (f"HTTP {status}", "", None)
    assert not OutboxEntry.objects.pending().exists()


def test_a_gateway_that_sends_elsewhere_is_not_followed(gateway: Gateway) -> None:
    gateway.answers = [302]
    post(channel=Channel.SMS, to=MOBILE)
    drain()
    assert OutboxEntry.objects.failing().get().last_error == "NotSent('HTTP 302')"


class Refusing(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({TO: (450, f"{TO} is busy".encode())})


def test_no_log_and_no_error_names_whom_or_what(
    gateway: Gateway, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    gateway.answers = [503]
    with caplog.at_level(logging.DEBUG):
        post()
        post(channel=Channel.SMS, to=MOBILE)
        drain()
    assert OutboxEntry.objects.failing().count() == 2
    said = caplog.text + everything()
    assert "NotSent" in said
    assert [word for word in (TO, MOBILE, WORDS) if word in said] == []


def test_what_could_not_be_sent_for_days_is_given_up_and_forgotten(gateway: Gateway, settings: Any) -> None:
    settings.GONGKAI_MESSAGE_DAYS = 3
    post(channel=Channel.SMS, to=MOBILE)
    Message.objects.update(written_at=timezone.now() - timedelta(days=4))
    drain()
    one = Message.objects.get()
    assert (one.failure, one.recipient) == ("expired", "")
    assert gateway.asked == []
