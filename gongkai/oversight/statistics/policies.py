"""May this person hand in, sign, ask, now? Every refusal is the sentence the desk shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, stands_in_for, visible_units
from gongkai.law.vocabulary import Role

from .models import HandedIn

#: Who fills in the sheet of a unit.
ENTERING = (Role.DRAFTER, Role.CASE_OFFICER)


def check_can_see(user: User, unit: Unit, *, on: date) -> None:
    """Those of the unit and those who oversee it."""
    if not visible_units(user, on=on).filter(pk=unit.pk).exists():
        raise NotAllowed(_("%(unit)s的报送数由本单位和政务公开工作机构查看，您不在这些岗位上。") % {"unit": unit})


def check_can_ask(user: User, unit: Unit, *, on: date) -> None:
    """The openness office says what is asked of whom, and who is not on the system."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("向%(unit)s收集哪些数，由政务公开工作机构登记。") % {"unit": unit})


def check_can_hand_in(user: User, unit: Unit, *, on: date) -> None:
    """Somebody of the unit: a number is the unit's own, so the openness office never fills it in for it."""
    if not any(holds(user, role, unit, on=on) for role in ENTERING):
        raise NotAllowed(_("%(unit)s的报送数由本单位的拟稿人或承办人填报。") % {"unit": unit})


def check_can_sign(user: User, unit: Unit, numbers: Iterable[HandedIn], *, on: date) -> None:
    """The head of the unit, who entered none of it and does not stand in for whoever did; a town of two borrows an approver."""
    if not holds(user, Role.APPROVER, unit, on=on):
        raise NotAllowed(_("%(unit)s的报送数由本单位负责人（审批人）签字。") % {"unit": unit})
    entered = {number.entered_by_id for number in numbers}
    if user.pk in entered:
        raise NotAllowed(_("这张表上有您自己填报的数，须由他人签字；本单位没有别人的，可以登记借用的审批人。"))
    principal = stands_in_for(user, Role.APPROVER, unit, on=on)
    if principal is not None and principal.pk in entered:
        raise NotAllowed(_("您代理的%(principal)s填报了这张表上的数，须由他人签字。") % {"principal": principal})


def can(check: Callable[..., None], user: User, *things: Any, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, *things, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""
