"""The result: what was adopted and why, and which documents came of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import find_public
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status
from ..models import Consultation
from ..queries import groups
from .announcing import announce

LONGEST = 20_000


@transaction.atomic
def write_result(consultation: Consultation, *, text: str, by: User, now: datetime) -> Consultation:
    """Write what goes before the numbers of the result: how comments were handled on the whole. Plain text, paragraphs by lines."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_write_result(by, consultation, on=localdate(now))
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("请写明意见采纳的总体情况。"))
    check_line(text, _("意见采纳情况说明"), LONGEST, lines=True)
    _check_public(consultation, text)
    consultation.result = text
    consultation.save(update_fields=["result"])
    record(choices.RESULT_WRITTEN, consultation, by=by, at=now)
    return consultation


@transaction.atomic
def publish_result(consultation: Consultation, *, by: User, now: datetime) -> Consultation:
    """Publish what was adopted, what was not and why (令第590号 art. 11, 令第713号 art. 32). Its numbers come from the records."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_publish_result(by, consultation, on=localdate(now))
    # A name may have been entered after a gist was written.
    _check_public(consultation, consultation.result, *(f"{one.gist}\n{one.reason}" for one in groups(consultation)))
    now = now.replace(microsecond=0)
    consultation.status, consultation.answered_by, consultation.answered_at = Status.ANSWERED, by, now
    consultation.save(update_fields=["status", "answered_by", "answered_at"])
    record(choices.RESULT_PUBLISHED, consultation, by=by, at=now)
    announce(consultation, Act.CHANGED, reason=_("公布意见采纳情况"), now=now)
    return consultation


@transaction.atomic
def link(
    consultation: Consultation,
    *,
    announcement: str = "",
    final_item: str = "",
    interpretation: str = "",
    by: User,
    now: datetime,
) -> Consultation:
    """Say which public items announce it, are its final document and explain that, by index or document number; empty for none.

    Refused when a number names no public item.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_link(by, consultation, on=localdate(now))
    names = {"announcement": _("征求意见公告"), "final_item": _("正式文件"), "interpretation": _("政策解读")}
    numbers = {"announcement": announcement, "final_item": final_item, "interpretation": interpretation}
    given = {field: _item(numbers[field], name) for field, name in names.items()}
    changed = [
        name for name, item in given.items() if getattr(consultation, f"{name}_id") != (item.pk if item else None)
    ]
    if not changed:
        raise Refused(_("与已关联的文件相同，没有改动。"))
    for name in changed:
        setattr(consultation, name, given[name])
    consultation.save(update_fields=changed)
    said = "、".join(f"{names[name]} {given[name] or _('无')}" for name in changed)
    record(choices.CONSULTATION_LINKED, consultation, by=by, at=now, reason=said)
    announce(consultation, Act.CHANGED, reason=_("关联文件：%(said)s") % {"said": said}, now=now.replace(microsecond=0))
    return consultation


def _item(number: str, name: str) -> InformationItem | None:
    number = number.strip()
    if not number:
        return None
    found = find_public(number)
    if found is None:
        raise Refused(
            _("%(name)s：没有编号为“%(number)s”的已公开信息，请填索引号或发文字号。") % {"name": name, "number": number}
        )
    return found


def _check_public(consultation: Consultation, *texts: str) -> None:
    names = consultation.comments.exclude(name="").values_list("name", flat=True).distinct()
    for text in texts:
        policies.check_names_nobody(text, _("采纳情况"))
        policies.check_repeats_no_name(text, names, _("采纳情况"))
