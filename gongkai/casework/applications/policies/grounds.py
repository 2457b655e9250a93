"""What the checks of this room are made of: who handles, what still stands, which step may follow."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import OPEN, Status
from ..models import Application, Voidable
from ..workflow import may_follow


def handles(user: User, unit: Unit, *, on: date) -> bool:
    """Whether the user deals with applications to the unit."""
    return holds(user, Role.CASE_OFFICER, unit, on=on) or holds(user, Role.OPENNESS_OFFICE, unit, on=on)


def check_handles(user: User, unit: Unit, *, on: date) -> None:
    """The unit's case officers and the openness office deal with its applications."""
    if not handles(user, unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的承办人，也不在政务公开工作机构，不能办理公开申请。") % {"unit": unit})


def check_stands(record: Voidable) -> None:
    """A void record stays as it is."""
    if record.voided_at is not None:
        raise NotAllowed(_("该记录已作废，不能再办理。"))


def check_follows(application: Application, following: Status, doing: str) -> None:
    """The step stands in the room's table after where the application is."""
    check_stands(application)
    if not may_follow(application.status, following):
        raise _not_now(application, doing)


def check_being_handled(application: Application, doing: str) -> None:
    """It was received, waits for nobody and has no answer under way."""
    check_stands(application)
    if application.status != Status.RECEIVED:
        raise _not_now(application, doing)


def check_open(application: Application, doing: str) -> None:
    """It was received and is not ended."""
    check_stands(application)
    if application.status not in OPEN:
        raise _not_now(application, doing)


def check_kept_long_enough(since: date, *, on: date) -> None:
    """The retention period is over on the same day of the year in which it ends; 29 February ends on 1 March."""
    years = settings.GONGKAI_RETENTION_YEARS
    if (on.year - since.year, on.month, on.day) < (years, since.month, since.day):
        raise NotAllowed(_("归档（办结）未满%(years)d年，不能销毁申请人信息。") % {"years": years})


def _not_now(application: Application, doing: str) -> NotAllowed:
    status = {"status": application.get_status_display(), "doing": doing}
    return NotAllowed(_("该申请%(status)s，不能%(doing)s。") % status)
