"""May this person, on this work order, now? Every refusal is the sentence the desk shows beside the disabled button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from .models import WorkOrder
from .queries import CASE_STAFF

#: Who takes in, hands on and closes the requests of a unit; and who may follow up, which the handling officer may not.
HANDLING = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE)
FOLLOWING_UP = (Role.OPENNESS_OFFICE, Role.SUPERVISOR)


def check_can_receive(user: User, unit: Unit, *, on: date) -> None:
    """Requests are taken in by a case officer of the unit or by the openness office."""
    _check_holds(user, unit, HANDLING, on=on)


def check_can_see(user: User, work_order: WorkOrder, *, on: date) -> None:
    """Case staff of the unit and those who oversee it."""
    if not any(holds(user, role, work_order.unit, on=on) for role in CASE_STAFF):
        raise NotAllowed(_("工单含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))


def check_can_assign(user: User, work_order: WorkOrder, *, on: date) -> None:
    """An open work order is handed on by whoever has it, or by the openness office."""
    _check_open(work_order)
    _check_holds(user, work_order.unit, HANDLING, on=on)


def check_can_close(user: User, work_order: WorkOrder, *, on: date) -> None:
    """An open work order is closed, once, by its unit's case officer or the openness office."""
    _check_open(work_order)
    _check_holds(user, work_order.unit, HANDLING, on=on)


def check_can_rate(user: User, work_order: WorkOrder, *, on: date) -> None:
    """What the citizen says at follow-up is recorded once, by somebody who did not handle the request (回访)."""
    _check_stands(work_order)
    if work_order.closed_at is None:
        raise NotAllowed(_("工单尚未办结，不能登记回访评价。"))
    if work_order.rating:
        raise NotAllowed(_("该工单的回访评价已登记，不必重复操作。"))
    if not any(holds(user, role, work_order.unit, on=on) for role in FOLLOWING_UP):
        raise NotAllowed(_("回访由政务公开工作机构或监督检查人员办理，承办人不能登记自己的评价。"))


def check_can_void(user: User, work_order: WorkOrder, *, on: date) -> None:
    """Only the openness office takes a work order out of the figures."""
    _check_stands(work_order)
    if not holds(user, Role.OPENNESS_OFFICE, work_order.unit, on=on):
        raise NotAllowed(_("作废工单由政务公开工作机构办理。"))


def can(check: Callable[..., None], user: User, thing: WorkOrder | Unit, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _check_holds(user: User, unit: Unit, roles: tuple[Role, ...], *, on: date) -> None:
    if not any(holds(user, role, unit, on=on) for role in roles):
        raise NotAllowed(_("您不是%(unit)s的承办人，也不在政务公开工作机构，不能办理工单。") % {"unit": unit})


def _check_stands(work_order: WorkOrder) -> None:
    if work_order.voided_at is not None:
        raise NotAllowed(_("该工单已作废，不能再办理。"))


def _check_open(work_order: WorkOrder) -> None:
    _check_stands(work_order)
    if work_order.closed_at is not None:
        raise NotAllowed(_("该工单已办结，不必重复操作。"))
