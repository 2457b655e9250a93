"""May this person, on this register that was handed in, now?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import visible_units
from gongkai.casework.applications.policies import check_can_receive

from .models import CaseUpload, RegisterUpload


def check_can_see(user: User, upload: RegisterUpload, *, on: date) -> None:
    """Whoever sees the unit's register sees what was handed in for it."""
    if not visible_units(user, on=on).filter(pk=upload.unit_id).exists():
        raise NotAllowed(_("该登记簿属于其他单位，您无权查看。"))


def check_can_see_cases(user: User, upload: CaseUpload, *, on: date) -> None:
    """A register of applications is seen by whoever deals with applications to the unit."""
    check_can_receive(user, upload.unit, on=on)


def check_undecided(upload: RegisterUpload | CaseUpload) -> None:
    """It is confirmed or discarded once."""
    if upload.confirmed_at or upload.finished_at:
        raise NotAllowed(_("%(upload)s 已经确认导入或放弃，不必重复操作。") % {"upload": upload})
