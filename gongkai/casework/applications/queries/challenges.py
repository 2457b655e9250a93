"""Challenges somebody may see, and those whose answer is waited for."""

from __future__ import annotations

from datetime import date

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..models import Challenge, ChallengeQuerySet
from .cases import CASE_STAFF


def visible_challenges(user: User, *, on: date) -> ChallengeQuerySet:
    """Those against units over which the user holds a case role that day, void ones too; without the words that may name people."""
    units = list(units_of(user, *CASE_STAFF, on=on).values_list("pk", flat=True))
    return Challenge.objects.of_units(units).select_related("unit", "application").defer("about")


def challenges_to_answer(user: User, *, on: date) -> ChallengeQuerySet:
    """Those the user deals with in which our own days run, the earliest limit first."""
    units = list(units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on).values_list("pk", flat=True))
    found = Challenge.objects.unanswered().of_units(units).select_related("unit").defer("about")
    return found.order_by("answer_due_date", "pk")
