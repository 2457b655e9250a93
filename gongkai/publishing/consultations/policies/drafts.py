"""From draft to public: each step by somebody else (不相容岗位)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.core.html import has_text
from gongkai.base.files.queries import text_of
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, stands_in_for, visible_units
from gongkai.law.vocabulary import Role

from ..choices import WRITING, Status
from ..models import Consultation
from ..workflow import may_follow
from .texts import check_names_nobody, check_term, plain


def can(check: Callable[..., None], user: User, thing: Any, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def check_can_draft(user: User, unit: Unit, *, on: date) -> None:
    """A drafter drafts for their own unit."""
    if not holds(user, Role.DRAFTER, unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的拟稿人，不能为其起草征求意见。") % {"unit": unit})


def check_can_see(user: User, consultation: Consultation, *, on: date) -> None:
    """Everybody sees the consultations of their own units; those who oversee see all. Comments are another question."""
    if not visible_units(user, on=on).filter(pk=consultation.unit_id).exists():
        raise NotAllowed(_("该征求意见属于其他单位，您无权查看。"))


def check_can_revise(user: User, consultation: Consultation, *, on: date) -> None:
    """Only a draft may be altered, by a drafter of its unit: what the public comments on stays as it is."""
    if consultation.status != Status.DRAFT:
        raise NotAllowed(
            _("只有草稿可以修改，该征求意见现为“%(status)s”。") % {"status": consultation.get_status_display()}
        )
    check_can_draft(user, consultation.unit, on=on)


def check_can_submit(user: User, consultation: Consultation, *, on: date) -> None:
    """Complete, its term long enough, and nobody's private data in what the public will read."""
    check_follows(consultation, Status.SUBMITTED)
    check_can_draft(user, consultation.unit, on=on)
    missing = [
        name
        for name, there in (
            (_("标题"), bool(consultation.title)),
            (_("背景和说明"), has_text(consultation.background)),
            (_("草案正文或文件"), has_text(consultation.body) or consultation.files.exists()),
            (_("开始日期"), consultation.opens_date is not None),
            (_("截止日期"), consultation.closes_date is not None),
        )
        if not there
    ]
    if missing:
        raise NotAllowed(_("还缺：%(missing)s。补齐后才能送审。") % {"missing": "、".join(missing)})
    _check_days(consultation, on=on)
    _check_texts(consultation)


def check_can_review(user: User, consultation: Consultation, *, on: date) -> None:
    """One by one (逐项), by a secrecy reviewer of the unit who did not write it (条例 art. 17)."""
    check_follows(consultation, Status.REVIEWED)
    _check_passer(user, Role.SECRECY_REVIEWER, consultation, on=on)


def check_can_approve(user: User, consultation: Consultation, *, on: date) -> None:
    """By an approver who neither wrote it nor reviewed it, while its first day is still to come."""
    check_follows(consultation, Status.APPROVED)
    _check_passer(user, Role.APPROVER, consultation, on=on)
    if user.pk == consultation.reviewed_by_id:
        raise NotAllowed(_("您已做过该征求意见的保密审查，审批须由他人办理。"))
    _check_days(consultation, on=on)


def check_can_return(user: User, consultation: Consultation, *, on: date) -> None:
    """Whoever is asked next may send it back with a reason; once approved and not yet open, the approver."""
    check_follows(consultation, Status.DRAFT)
    role = Role.SECRECY_REVIEWER if consultation.status == Status.SUBMITTED else Role.APPROVER
    if not holds(user, role, consultation.unit, on=on):
        raise NotAllowed(_("您不是该环节的经办人，不能退回。"))


def check_can_extend(user: User, consultation: Consultation, *, on: date) -> None:
    """While it is open, by an approver or the openness office; a term is never made shorter."""
    if not consultation.is_taking(on):
        raise NotAllowed(_("只有正在征求意见、尚未到期的可以延长期限。"))
    _check_decides(user, consultation, on=on)


def check_can_end(user: User, consultation: Consultation, *, on: date) -> None:
    """A draft by its drafter; what others have in hand or the public has seen by an approver or the openness office."""
    check_follows(consultation, Status.ENDED)
    if consultation.status == Status.DRAFT:
        check_can_draft(user, consultation.unit, on=on)
    else:
        _check_decides(user, consultation, on=on)


def check_follows(consultation: Consultation, following: Status) -> None:
    """What follows must stand in the table of ``workflow``."""
    if consultation.status == following:
        raise NotAllowed(
            _("该征求意见现在已是“%(status)s”，不必重复操作。") % {"status": consultation.get_status_display()}
        )
    if not may_follow(consultation.status, following):
        raise NotAllowed(
            _("该征求意见现为“%(status)s”，不能变为“%(following)s”。")
            % {"status": consultation.get_status_display(), "following": following.label}
        )


def wrote(user: User, consultation: Consultation) -> bool:
    """Whether the draft is theirs: they began it, or altered it while it was another's."""
    written = Event.objects.about(consultation).filter(kind__in=WRITING, by_key=str(user.pk))
    return user.pk == consultation.drafted_by_id or written.exists()


def _check_decides(user: User, consultation: Consultation, *, on: date) -> None:
    unit = consultation.unit
    if not (holds(user, Role.APPROVER, unit, on=on) or holds(user, Role.OPENNESS_OFFICE, unit, on=on)):
        raise NotAllowed(_("这一步由本单位审批人或政务公开工作机构办理。"))


def _check_passer(user: User, role: Role, consultation: Consultation, *, on: date) -> None:
    if wrote(user, consultation):
        raise NotAllowed(_("您是该征求意见的拟稿人，%(role)s须由他人担任。") % {"role": role.label})
    if not holds(user, role, consultation.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的%(role)s。") % {"unit": consultation.unit, "role": role.label})
    principal = stands_in_for(user, role, consultation.unit, on=on)
    if principal is not None and wrote(principal, consultation):
        raise NotAllowed(
            _("您代理的%(principal)s是该征求意见的拟稿人，该环节须由他人办理。") % {"principal": principal}
        )


def _check_days(consultation: Consultation, *, on: date) -> None:
    opens, closes = consultation.opens_date, consultation.closes_date
    assert opens is not None
    assert closes is not None
    if opens < on:
        raise NotAllowed(_("开始日期 %(opens)s 已过，请退回后改为今天或以后。") % {"opens": opens})
    check_term(kind=consultation.kind, opens=opens, closes=closes, reason=consultation.short_term_reason)


def _check_texts(consultation: Consultation) -> None:
    for place, words in (
        (_("标题"), consultation.title),
        (_("背景和说明"), plain(consultation.background)),
        (_("草案正文"), plain(consultation.body)),
        (_("缩短期限的理由"), consultation.short_term_reason),
    ):
        check_names_nobody(words, place)
    for one in consultation.files.select_related("file"):
        for part in text_of(one.file):
            check_names_nobody(part.text, f"{one.name}（{part.place}）")
