"""May this person, about this platform or delivery, now?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, units_of, visible_units
from gongkai.law.vocabulary import Role

from .choices import PlatformKind, State
from .models import Delivery, Platform
from .queries import latest_line

#: Who looks at platforms and packages as a whole.
READING = (Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)


def check_can_read_platforms(user: User, *, on: date) -> None:
    """Platforms and packages are read by the openness office and by those who oversee it."""
    if not units_of(user, *READING, on=on).exists():
        raise NotAllowed(_("平台设置和上传包由政务公开工作机构办理，监督检查和审计人员可以查看。"))


def check_can_read_platform(user: User, platform: Platform, *, on: date) -> None:
    """The same for one platform, over its unit."""
    if not any(holds(user, role, platform.unit, on=on) for role in READING):
        raise NotAllowed(_("该平台由%(unit)s的政务公开工作机构办理，您无权查看。") % {"unit": platform.unit})


def check_can_see(user: User, delivery: Delivery, *, on: date) -> None:
    """A delivery is seen by whoever may see the work of the item's unit."""
    if not visible_units(user, on=on).filter(pk=delivery.item.unit_id).exists():
        raise NotAllowed(_("该信息属于其他单位，您无权查看它的交付情况。"))


def check_can_configure(user: User, unit: Unit, *, on: date) -> None:
    """A platform is entered by the openness office over the unit whose publications go there."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("平台由政务公开工作机构登记和修改。"))


def check_can_pack(user: User, platform: Platform, *, on: date) -> None:
    """Packages are made by the openness office, for platforms that take them."""
    check_can_configure(user, platform.unit, on=on)
    if platform.kind != PlatformKind.PACKAGE:
        raise NotAllowed(_("%(platform)s按接口交付，不需要上传包。") % {"platform": platform})
    if not platform.is_on:
        raise NotAllowed(_("%(platform)s已停用，请先在设置中启用。") % {"platform": platform})
    if platform.packages.filter(state="building").exists():
        raise NotAllowed(_("上一个上传包还在整理，完成后才能再做一个。"))


def check_can_enter_receipts(user: User, platform: Platform, *, on: date) -> None:
    """What the platform answered to a package is entered by the openness office; an interface answers by itself."""
    check_can_configure(user, platform.unit, on=on)
    if platform.kind != PlatformKind.PACKAGE:
        raise NotAllowed(_("%(platform)s按接口交付，回执由接口自动登记。") % {"platform": platform})


def check_can_enter_receipt(user: User, delivery: Delivery, *, on: date) -> None:
    """The same for one item, once it has been in a package."""
    check_can_enter_receipts(user, delivery.platform, on=on)
    if latest_line(delivery) is None:
        raise NotAllowed(_("该信息还没有装进上传包，没有回执可登记。"))


def check_can_retry(user: User, delivery: Delivery, *, on: date) -> None:
    """What was refused, or waits for its next try, may be tried at once."""
    check_can_configure(user, delivery.platform.unit, on=on)
    if delivery.state not in (State.WAITING, State.REFUSED):
        raise NotAllowed(_("该信息的交付状态为“%(state)s”，不必重新交付。") % {"state": delivery.get_state_display()})
    if not delivery.platform.is_on:
        raise NotAllowed(_("%(platform)s已停用，请先在设置中启用。") % {"platform": delivery.platform})


def can(check: Callable[..., None], user: User, thing: Platform | Delivery | Unit, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""
