"""Reconsiderations, lawsuits and complaints."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit

from ..choices import ChallengeOutcome
from ..models import Challenge
from .grounds import check_handles, check_stands


def check_can_challenge(user: User, unit: Unit, *, on: date) -> None:
    """A reconsideration, a lawsuit or a complaint is put on record by the unit it goes against or by the openness office."""
    check_handles(user, unit, on=on)


def check_can_answer_challenge(user: User, challenge: Challenge, *, on: date) -> None:
    """Its copy and our answer are recorded by the same people, while it is pending."""
    check_can_decide(user, challenge, on=on)


def check_can_decide(user: User, challenge: Challenge, *, on: date) -> None:
    """Its outcome is recorded once, by the same people."""
    check_stands(challenge)
    if challenge.outcome != ChallengeOutcome.PENDING:
        raise NotAllowed(_("该争议的结果已登记，不必重复操作。"))
    check_handles(user, challenge.unit, on=on)
