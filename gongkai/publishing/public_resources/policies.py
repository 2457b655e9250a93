"""May this person say that an item is a notice about a public resource?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.models import InformationItem

#: Who files the items of a unit under public resources.
ANNOUNCING = (Role.DRAFTER, Role.OPENNESS_OFFICE)


def check_can_announce(user: User, item: InformationItem, *, on: date) -> None:
    """A drafter of the item's unit, or the openness office."""
    if not any(holds(user, role, item.unit, on=on) for role in ANNOUNCING):
        raise NotAllowed(_("公共资源配置信息由%(unit)s的拟稿人或政务公开工作机构登记。") % {"unit": item.unit})


def can(check: Callable[..., None], user: User, item: InformationItem, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, item, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""
