"""Reconsiderations, lawsuits and complaints."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds

from ..choices import ChallengeKind, ChallengeOutcome
from ..models import Challenge
from ..queries import CASE_STAFF
from .grounds import check_handles, check_stands


def check_can_challenge(user: User, unit: Unit, *, on: date) -> None:
    """A reconsideration, a lawsuit or a complaint is put on record by the unit it goes against or by the openness office."""
    check_handles(user, unit, on=on)


def check_can_receive_copy(user: User, challenge: Challenge, *, on: date) -> None:
    """Its copy is recorded by the same people, while it is pending; a complaint has none."""
    check_can_decide(user, challenge, on=on)
    if challenge.kind == ChallengeKind.COMPLAINT:
        raise Refused(_("申诉没有法定的答复副本期限。"))


def check_can_answer_challenge(user: User, challenge: Challenge, *, on: date) -> None:
    """Our answer is recorded by the same people, while it is pending, once the copy has come."""
    check_can_decide(user, challenge, on=on)
    if challenge.copy_date is None:
        raise Refused(_("请先登记收到副本的日期。"))


def check_can_decide(user: User, challenge: Challenge, *, on: date) -> None:
    """Its outcome is recorded once, by the same people."""
    check_stands(challenge)
    if challenge.outcome != ChallengeOutcome.PENDING:
        raise NotAllowed(_("该争议的结果已登记，不必重复操作。"))
    check_handles(user, challenge.unit, on=on)


def check_can_see_challenge(user: User, challenge: Challenge, *, on: date) -> None:
    """Its course is seen by case staff of the unit it goes against."""
    if not any(holds(user, role, challenge.unit, on=on) for role in CASE_STAFF):
        raise NotAllowed(_("争议由承办人、政务公开工作机构和监督、审计人员查看。"))


def check_can_see_challenged(user: User, challenge: Challenge, *, on: date) -> None:
    """What it is about in words, which may name people, is shown to those who deal with it, to nobody who only oversees."""
    check_handles(user, challenge.unit, on=on)


def check_can_link(user: User, challenge: Challenge, *, on: date) -> None:
    """One without a case is linked with one, once, by those who put it on record; a decided one too."""
    check_stands(challenge)
    if challenge.application_id is not None:
        raise NotAllowed(_("该争议已关联申请%(number)s，不能改。") % {"number": challenge.application})
    check_handles(user, challenge.unit, on=on)
