"""The result: written by who handled the comments, published by somebody else, never before each comment has its answer."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import HANDLING, RESULT_WRITTEN, Status
from ..models import Consultation
from .drafts import check_follows


def check_can_write_result(user: User, consultation: Consultation, *, on: date) -> None:
    """Once the term is over, by who handles comments."""
    if consultation.status != Status.CLOSED:
        raise NotAllowed(
            _("采纳情况在征求意见截止后拟写，现为“%(status)s”。") % {"status": consultation.get_status_display()}
        )
    if not any(holds(user, role, consultation.unit, on=on) for role in HANDLING):
        raise NotAllowed(_("采纳情况由%(unit)s的拟稿人或承办人拟写。") % {"unit": consultation.unit})


def check_can_publish_result(user: User, consultation: Consultation, *, on: date) -> None:
    """By an approver or the openness office who neither wrote the result nor disposed of a comment; every comment has its answer."""
    check_follows(consultation, Status.ANSWERED)
    left = consultation.comments.undisposed().count()
    if left:
        raise NotAllowed(_("还有 %(left)d 条意见没有处理，处理完才能公布采纳情况。") % {"left": left})
    if not consultation.result:
        raise NotAllowed(_("还没有拟写采纳情况说明。"))
    if _handled(user, consultation):
        raise NotAllowed(_("您参与了意见处理或拟写了采纳情况说明，公布须由他人办理。"))
    unit = consultation.unit
    if not (holds(user, Role.APPROVER, unit, on=on) or holds(user, Role.OPENNESS_OFFICE, unit, on=on)):
        raise NotAllowed(_("采纳情况由本单位审批人或政务公开工作机构公布。"))


def check_can_link(user: User, consultation: Consultation, *, on: date) -> None:
    """Which documents belong to a consultation is public at once, so an approver or the openness office says it."""
    if consultation.opened_at is None:
        raise NotAllowed(_("征求意见开始以后才能关联文件。"))
    unit = consultation.unit
    if not (holds(user, Role.APPROVER, unit, on=on) or holds(user, Role.OPENNESS_OFFICE, unit, on=on)):
        raise NotAllowed(_("关联文件由本单位审批人或政务公开工作机构办理。"))


def _handled(user: User, consultation: Consultation) -> bool:
    written = Event.objects.about(consultation).filter(kind=RESULT_WRITTEN, by_key=str(user.pk))
    return written.exists() or consultation.comments.filter(disposition__by=user).exists()
