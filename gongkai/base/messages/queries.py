"""By which way somebody can be reached, which ways are open, and why a message did not go out."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext as _

from .choices import Channel
from .models import Message

#: Why a message is given up that could not be sent in ``GONGKAI_MESSAGE_DAYS``.
EXPIRED = "expired"

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d{9})(?!\d)")


def is_open(channel: Channel) -> bool:
    """Whether messages of this kind are sent at all: mail has a sender, short messages a gateway."""
    return bool(settings.GONGKAI_MAIL_FROM if channel == Channel.MAIL else settings.GONGKAI_SMS_ADDRESS)


def ways_to(contact: str) -> list[tuple[Channel, str]]:
    """The open ways to somebody of whom this is known: the first address and the first mobile number in it."""
    found: list[tuple[Channel, str]] = []
    if (mail := _MAIL.search(contact)) and is_open(Channel.MAIL):
        found.append((Channel.MAIL, mail.group()))
    if (mobile := _MOBILE.search(contact)) and is_open(Channel.SMS):
        found.append((Channel.SMS, mobile.group(1)))
    return found


def why_given_up(message: Message) -> str:
    """Why it never went out, as a clause for a person of the house; empty while it was not given up. Says nothing of whom or what."""
    if message.given_up_at is None:
        return ""
    if message.failure != EXPIRED:
        return _clause(message.channel, message.failure)
    days = max((message.given_up_at - message.written_at).days, 1)
    last = _clause(message.channel, message.trouble) if message.trouble else _("发送程序一直没有运行")
    return _("%(days)d 天内一直没有送出，最近一次：%(last)s") % {"days": days, "last": last}


def _clause(channel: str, word: str) -> str:
    """A word of the gateways as a clause."""
    kind, _space, code = word.partition(" ")
    mail = channel == Channel.MAIL
    match kind:
        case "address":
            return _("邮箱地址无效")
        case "SMTP" if code.isdigit():
            return _("收件方邮件服务器拒收（%(code)s），邮箱可能不存在") % {"code": code}
        case "SMTP":
            return _("收件方邮件服务器暂时不收")
        case "HTTP" if code.startswith("4") and code not in ("408", "425", "429"):
            return _("短信网关不接受（%(code)s），号码可能无效") % {"code": code}
        case "HTTP":
            return _("短信网关暂时不能发送（%(code)s）") % {"code": code}
        case "GONGKAI_SMS_ADDRESS":
            return _("短信网关的地址设置有误，请告知系统管理员")
    return _("连不上发件服务器，请告知系统管理员") if mail else _("连不上短信网关，请告知系统管理员")
