"""Who may announce an arrangement. Posts belong to a stranger of this room, so the right is one of the account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed


def check_can_announce(user: User) -> None:
    """Limits of the whole house move with it: only whoever keeps the calendar (``calendars.add_arrangement``) may."""
    if not user.has_perm("calendars.add_arrangement"):
        raise NotAllowed(_("您没有维护节假日安排的权限。"))


def can_announce(user: User) -> bool:
    """Whether `check_can_announce` lets the user pass."""
    try:
        check_can_announce(user)
    except NotAllowed:
        return False
    return True
