"""Asking other organs: 协商确认 with those concerned (条例 art. 11), 报请确定 from those above (art. 17 para. 3)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import Accepted, accepted
from gongkai.publishing.catalogue.policies import check_line

from .. import choices, policies
from ..choices import ClearanceAnswer, ClearanceKind
from ..models import Clearance, InformationItem
from ..policies import check_names_nobody


@transaction.atomic
def ask_clearance(
    item: InformationItem, *, kind: ClearanceKind, organ: str, asked: date, by: User, now: datetime
) -> Clearance:
    """Record that an organ was asked on a day; until it answers the secrecy review can not be finished (条例 arts 11, 17)."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_ask(by, item, on=localdate(now))
    organ = organ.strip()
    if not organ:
        raise Refused(_("请写明征求的机关。"))
    check_line(organ, _("征求机关"), 100)
    if asked > localdate(now):
        raise Refused(_("发出日期不能晚于今天。"))
    if item.clearances.unanswered().filter(kind=kind, organ=organ).exists():
        raise Refused(_("已向%(organ)s征求，尚未答复，不必重复登记。") % {"organ": organ})
    clearance = Clearance.objects.create(item=item, kind=kind, organ=organ, asked_date=asked, asked_by=by)
    record(
        choices.CLEARANCE_ASKED,
        item,
        by=by,
        at=now,
        reason=_("%(kind)s，%(organ)s") % {"kind": ClearanceKind(kind).label, "organ": organ},
    )
    return clearance


def answer_clearance(
    clearance: Clearance,
    *,
    answer: ClearanceAnswer,
    answered: date,
    words: str,
    by: User,
    now: datetime,
    scan: File[bytes] | None = None,
) -> Clearance:
    """Record what the organ answered, once, with the letter's scan where there is one. Anything but consent needs words."""
    policies.check_can_answer(by, clearance, on=localdate(now))
    looked_over = accepted(scan, name=scan.name or "") if scan is not None else None
    with transaction.atomic():
        return _answer(clearance, answer, answered, words, looked_over, by=by, now=now)


def _answer(
    clearance: Clearance,
    answer: ClearanceAnswer,
    answered: date,
    words: str,
    scan: Accepted | None,
    *,
    by: User,
    now: datetime,
) -> Clearance:
    item = InformationItem.objects.select_for_update().get(pk=clearance.item_id)
    clearance = Clearance.objects.select_for_update().get(pk=clearance.pk)
    policies.check_can_answer(by, clearance, on=localdate(now))
    words = words.strip()
    if answer != ClearanceAnswer.AGREE and not words:
        raise Refused(_("请写明答复的内容或撤回的理由。"))
    check_line(words, _("答复内容"), 300, lines=True)
    check_names_nobody(words, _("答复内容"))
    if not clearance.asked_date <= answered <= localdate(now):
        raise Refused(_("答复日期须在发出日期之后、今天之前。"))
    clearance.answer, clearance.answered_date, clearance.words = answer, answered, words
    clearance.recorded_by, clearance.recorded_at = by, now
    data = {}
    if scan is not None:
        clearance.scan = keep(scan, name=scan.name, by=by, now=now)
        data["sha256"] = clearance.scan.sha256
    clearance.save()
    reason = _("%(organ)s%(answer)s") % {"organ": clearance.organ, "answer": ClearanceAnswer(answer).label}
    record(choices.CLEARANCE_ANSWERED, item, by=by, at=now, reason=reason, **data)
    return clearance
