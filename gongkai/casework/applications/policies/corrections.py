"""Corrections: seen and handled by those who deal with applications, approved by another person."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import CorrectionStatus
from ..models import Correction
from ..queries import CASE_STAFF
from ..workflow import correction_may_follow
from .grounds import check_handles, check_kept_long_enough, handles


def check_can_receive_correction(user: User, unit: Unit, *, on: date) -> None:
    """Taken in by whoever takes in applications."""
    check_handles(user, unit, on=on)


def check_can_see_correction(user: User, correction: Correction, *, on: date) -> None:
    """Case staff and the approver see its course."""
    roles = (*CASE_STAFF, Role.APPROVER)
    if not any(holds(user, role, correction.unit, on=on) for role in roles):
        raise NotAllowed(_("更正申请含个人信息，只有承办人、审批人、政务公开工作机构和监督、审计人员可以查看。"))


def check_can_see_requester(user: User, correction: Correction, *, on: date) -> None:
    """Who asks and about what is shown to those who deal with it and to whoever approves, to nobody who only oversees."""
    if not (handles(user, correction.unit, on=on) or holds(user, Role.APPROVER, correction.unit, on=on)):
        raise NotAllowed(_("申请人及其记录只对承办人、审批人和政务公开工作机构显示。"))


def check_can_draft_correction(user: User, correction: Correction, *, on: date) -> None:
    """What comes of it is proposed by whoever handles it."""
    _check_follows(correction, CorrectionStatus.DRAFTED, _("拟办"))
    check_handles(user, correction.unit, on=on)


def check_can_approve_correction(user: User, correction: Correction, *, on: date) -> None:
    """Agreed to by the unit's approver, who did not propose it."""
    _check_follows(correction, CorrectionStatus.APPROVED, _("审批"))
    if not holds(user, Role.APPROVER, correction.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的审批人，不能审批。") % {"unit": correction.unit})
    if correction.drafted_by_id == user.pk:
        raise NotAllowed(_("处理意见是您拟的，须由他人审批。"))


def check_can_return_correction(user: User, correction: Correction, *, on: date) -> None:
    """Sent back by the approver before it is told."""
    if correction.status not in (CorrectionStatus.DRAFTED, CorrectionStatus.APPROVED):
        raise _not_now(correction, _("退回"))
    if not holds(user, Role.APPROVER, correction.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的审批人，不能退回。") % {"unit": correction.unit})


def check_can_tell_correction(user: User, correction: Correction, *, on: date) -> None:
    """Told by whoever handles it, once approved."""
    _check_follows(correction, CorrectionStatus.TOLD, _("告知"))
    check_handles(user, correction.unit, on=on)


def check_can_withdraw_correction(user: User, correction: Correction, *, on: date) -> None:
    """What its requester takes back is ended by whoever handles it, before it is told."""
    _check_follows(correction, CorrectionStatus.WITHDRAWN, _("撤回"))
    check_handles(user, correction.unit, on=on)


def check_can_erase_correction(user: User, correction: Correction, *, on: date) -> None:
    """Who asked is destroyed after the retention period, counted from the day it ended, by the openness office, once."""
    if correction.ended_date is None:
        raise _not_now(correction, _("销毁申请人信息"))
    check_kept_long_enough(correction.ended_date, on=on)
    if correction.erased_at is not None:
        raise NotAllowed(_("申请人信息已经销毁。"))
    if not holds(user, Role.OPENNESS_OFFICE, correction.unit, on=on):
        raise NotAllowed(_("销毁申请人信息由政务公开工作机构办理。"))


def _check_follows(correction: Correction, following: CorrectionStatus, doing: str) -> None:
    if not correction_may_follow(correction.status, following):
        raise _not_now(correction, doing)


def _not_now(correction: Correction, doing: str) -> NotAllowed:
    status = {"status": correction.get_status_display(), "doing": doing}
    return NotAllowed(_("该更正申请%(status)s，不能%(doing)s。") % status)
