"""Splitting and joining: by whoever handles the case, before anything was done with it that belongs to the whole."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import Status
from ..models import Application
from .cases import check_can_see_applicant
from .grounds import check_being_handled, check_handles, check_stands


def check_can_split(user: User, application: Application, *, on: date) -> None:
    """Split while nothing was asked of anybody, charged, extended or drafted: what is on record would be about the wrong matter."""
    check_stands(application)
    if application.status != Status.REGISTERED:
        check_being_handled(application, _("拆分"))
    check_handles(user, application.unit, on=on)
    begun = (
        application.reopened_date is not None
        or application.extended_date is not None
        or application.deferred_date is not None
        or application.joined_to_id is not None
        or application.joined.exists()
        or application.parts.exists()
        or application.consultations.exists()
        or application.replies.exists()
        or application.fee_notices.exists()
        or hasattr(application, "extension")
        or hasattr(application, "reasons_request")
    )
    if begun:
        raise NotAllowed(_("该申请已经交办、征求意见、延期、收费、并案或者拟写答复，不能再拆分。"))


def check_can_see_group(user: User, application: Application, *, on: date) -> None:
    """Which cases are answered together is seen by those who deal with them, and by whoever approves the one answer."""
    if not holds(user, Role.APPROVER, application.unit, on=on):
        check_can_see_applicant(user, application, on=on)


def check_can_join(user: User, application: Application, *, on: date) -> None:
    """Joined or parted while the answer is not drafted."""
    check_being_handled(application, _("并案或者分案"))
    check_handles(user, application.unit, on=on)
