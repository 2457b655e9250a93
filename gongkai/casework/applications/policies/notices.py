"""Notices that never reached their applicant."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds_any
from gongkai.law.vocabulary import Role

from ..models import Notice
from .grounds import check_handles

HANDLERS = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE)


def check_can_see_undelivered(user: User, *, on: date) -> None:
    """The list is for those who deal with applications: the unit's for its own, the openness office for the units it serves."""
    if not holds_any(user, *HANDLERS, on=on):
        raise NotAllowed(_("未送达的通知由承办人和政务公开工作机构处理。"))


def check_can_see_notice(user: User, notice: Notice, *, on: date) -> None:
    """One of them is seen by whoever handles its case; not by those who only oversee it."""
    check_handles(user, notice.application.unit, on=on)


def check_can_settle_notice(user: User, notice: Notice, *, on: date) -> None:
    """Something is done about it once, by whoever handles its case, after sending was given up."""
    check_can_see_notice(user, notice, on=on)
    if notice.failed_at is None:
        raise NotAllowed(_("该通知没有停止发送，不必处理。"))
    if notice.settled_at is not None:
        told = {"by": notice.settled_by, "how": notice.get_settlement_display()}
        raise NotAllowed(_("该通知已由%(by)s处理（%(how)s），不必重复操作。") % told)
