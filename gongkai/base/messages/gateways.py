"""The two ways out. What a server answers may name the person, so nothing of it passes on but a word of ours."""

from __future__ import annotations

import json
import smtplib
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from django.core.mail import EmailMessage

from .choices import Channel
from .models import Message

TIMEOUT = urllib3.Timeout(connect=5, read=15)
#: Answers after which the same request may yet be taken: try again.
AGAIN = (408, 425, 429)


class NotSent(Exception):
    """It did not go out now and may later; says nothing of whom or what."""


class Undeliverable(Exception):
    """It will never go out; says nothing of whom or what."""


def send(message: Message) -> None:
    """Hand a message over. NotSent when it is to be tried again, Undeliverable when that is no use."""
    if message.channel == Channel.MAIL:
        _mail(message)
    else:
        _short_message(message)


def _mail(message: Message) -> None:
    host = settings.GONGKAI_MAIL_FROM.rpartition("@")[2].strip("> ") or "localhost"
    # The same identity each time: a reader's program shows one of two that are the same.
    mail = EmailMessage(
        message.subject,
        message.body,
        settings.GONGKAI_MAIL_FROM,
        [message.recipient],
        headers={"Message-ID": f"<{message.key}@{host}>"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        if codes and all(500 <= code < 600 for code in codes):
            raise Undeliverable(f"SMTP {codes[0]}") from None
        raise NotSent("SMTP recipient") from None
    except (ValueError, UnicodeError):  # an address that is none
        raise Undeliverable("address") from None
    except Exception as error:
        raise NotSent(type(error).__name__) from None


def _short_message(message: Message) -> None:
    address = settings.GONGKAI_SMS_ADDRESS
    if urlsplit(address).scheme not in ("http", "https"):
        raise NotSent("GONGKAI_SMS_ADDRESS")
    said = json.dumps({"key": message.key, "to": message.recipient, "text": message.body}, ensure_ascii=False)
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.key}
    if settings.GONGKAI_SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.GONGKAI_SMS_TOKEN}"
    try:
        with urllib3.PoolManager(timeout=TIMEOUT, retries=False) as pool:
            answer = pool.request("POST", address, body=said.encode(), headers=headers, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise NotSent(type(error).__name__) from None
    if 200 <= answer.status < 300:
        return
    if 400 <= answer.status < 500 and answer.status not in AGAIN:
        raise Undeliverable(f"HTTP {answer.status}")
    raise NotSent(f"HTTP {answer.status}")
