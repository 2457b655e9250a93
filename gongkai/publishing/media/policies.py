"""May this person, on this account, now?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from .models import Account, Post

#: Whoever may publish an item may put something on the unit's accounts: not the drafter alone.
POSTING = (Role.APPROVER, Role.OPENNESS_OFFICE)


def check_can_open_account(user: User, unit: Unit, *, on: date) -> None:
    """Accounts are registered by the openness office."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("新媒体账号由政务公开工作机构登记。"))


def check_can_post(user: User, account: Account, *, on: date) -> None:
    """By an approver of the account's unit or the openness office: an original post passes no other review here."""
    if not any(holds(user, role, account.unit, on=on) for role in POSTING):
        raise NotAllowed(_("%(account)s的发布由主办单位审批人或政务公开工作机构办理。") % {"account": account})


def check_can_remove(user: User, post: Post, *, on: date) -> None:
    """Whoever may post may remove, once."""
    if post.removed_at is not None:
        raise NotAllowed(_("该条发布已经删除，不必重复操作。"))
    check_can_post(user, post.account, on=on)


def can(check: Callable[..., None], user: User, thing: Account | Post | Unit, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""
