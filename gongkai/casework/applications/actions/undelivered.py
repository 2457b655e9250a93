"""A notice that never reached its applicant: noted when sending is given up, then sent once more or told in another way."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.models import Message
from gongkai.base.messages.queries import ways_to, why_given_up

from .. import policies
from ..choices.notices import NOTICE_FAILED, NOTICE_SENT_AGAIN, NOTICE_SETTLED, NoticeKind, Settlement
from ..models import Applicant, Notice
from .applicants import see_applicant
from .notices import tell


def note_undelivered(message: Message, *, by: None = None, now: datetime) -> Notice | None:
    """Sending of a message was given up: where it was for an applicant, the history of the case says so. Nobody did it: the machine."""
    notice = Notice.objects.select_related("application", "message").filter(message=message, failed_at=None).first()
    if notice is None:
        return None
    notice.failed_at = now
    notice.save(update_fields=["failed_at"])
    why = f"{notice.message.get_channel_display()}，{why_given_up(notice.message)}"
    event = event_of(NOTICE_FAILED, notice.application, by=by, at=now, reason=why, about=notice.about)
    event.by_name = _("系统")
    record_many([event])
    return notice


@transaction.atomic
def see_addressee(notice: Notice, *, by: User, now: datetime) -> Applicant:
    """Who is to be told and how they can be reached, for somebody who handles the case; the look is written down."""
    policies.check_can_settle_notice(by, notice, on=localdate(now))
    return see_applicant(notice.application, by=by, now=now)


@transaction.atomic
def send_again(notice: Notice, *, channel: Channel, by: User, now: datetime) -> Notice:
    """Write the notice once more, to where the case says its applicant can be reached today. Looking that up is written down too."""
    notice = _locked(notice)
    policies.check_can_settle_notice(by, notice, on=localdate(now))
    one = notice.application
    if one.voided_at is not None:
        raise NotAllowed(_("该申请已作废，不能再发送通知；请登记已另行处理。"))
    applicant = see_applicant(one, by=by, now=now)
    to = dict(ways_to(applicant.contact)).get(channel)
    if to is None:
        way = {"way": channel.label}
        raise Refused(_("申请人的联系方式中没有可用的%(way)s，或者本单位没有开通；请另行告知后登记。") % way)
    key = (notice.about, "again", notice.pk)
    sent = tell(one.pk, one.number, NoticeKind(notice.about), *key, channel=channel, to=to, now=now)
    assert sent is not None
    _settle(notice, Settlement.AGAIN, "", by=by, now=now)
    record(NOTICE_SENT_AGAIN, one, by=by, at=now, reason=str(channel.label), about=notice.about)
    return sent


@transaction.atomic
def settle_notice(notice: Notice, *, how: Settlement, note: str, by: User, now: datetime) -> Notice:
    """Record that the applicant was told otherwise: how, and in a note that is sealed with the case when, by whom and what came of it."""
    notice = _locked(notice)
    policies.check_can_settle_notice(by, notice, on=localdate(now))
    if how == Settlement.AGAIN:
        raise Refused(_("重新发送请用“重新发送”。"))
    if not note.strip():
        raise Refused(_("请写明何时、怎样告知的，结果如何。"))
    _settle(notice, how, note.strip(), by=by, now=now)
    record(NOTICE_SETTLED, notice.application, by=by, at=now, reason=str(how.label), about=notice.about)
    return notice


def _locked(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).select_related("application__unit").get(pk=notice.pk)


def _settle(notice: Notice, how: Settlement, note: str, *, by: User, now: datetime) -> None:
    notice.settlement, notice.note = how, note
    notice.settled_at, notice.settled_by = now, by
    notice.save(update_fields=["settlement", "note", "settled_at", "settled_by"])
