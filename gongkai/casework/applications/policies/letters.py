"""The unit's letter head, and issuing letters."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import Status
from ..models import Application
from .grounds import check_handles, check_stands


def check_can_set_letter_head(user: User, unit: Unit, *, on: date) -> None:
    """Which organ and court a remedy names is the openness office's to say."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("告知书抬头和救济机关由政务公开工作机构登记。"))


def check_can_issue_letter(user: User, application: Application, *, on: date) -> None:
    """Letters are issued by whoever handles the application, once it was received."""
    check_stands(application)
    if application.status == Status.REGISTERED:
        raise NotAllowed(_("该申请尚未确认收到，不能制作文书。"))
    check_handles(user, application.unit, on=on)
