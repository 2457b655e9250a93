"""交办: giving parts of an application to units, and what comes back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.clocks import part_due
from gongkai.law.vocabulary import Role

from .. import choices, policies
from ..models import Application, Part
from ..queries import limit_of_application


@transaction.atomic
def assign(
    application: Application,
    *,
    unit: Unit,
    by: User,
    now: datetime,
    officer: User | None = None,
    days: int | None = None,
) -> Part:
    """Ask a unit to deal with a part within so many working days, never beyond the limit of the reply."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_assign(by, application, on=localdate(now))
    if application.parts.filter(unit=unit, returned_date=None).exists():
        raise Refused(_("该申请已经交给%(unit)s办理。") % {"unit": unit})
    if officer is not None and not holds(officer, Role.CASE_OFFICER, unit, on=localdate(now)):
        raise Refused(_("所选的人不是%(unit)s的承办人。") % {"unit": unit})
    days = settings.GONGKAI_PART_DAYS if days is None else days
    if days < 1:
        raise Refused(_("办理时间不少于1个工作日。"))
    limit = limit_of_application(application)
    due = part_due(assigned=localdate(now), days=days, limit=limit, calendar=calendar())
    part = Part.objects.create(
        application=application,
        unit=unit,
        officer=officer,
        assigned_date=localdate(now),
        days=days,
        due_date=max(due.date, localdate(now)),
        due_is_provisional=due.provisional,
        assigned_by=by,
    )
    record(choices.PART_ASSIGNED, application, by=by, at=now, unit=unit.code, due_date=part.due_date.isoformat())
    return part


@transaction.atomic
def hand_in(part: Part, *, opinion: str, by: User, now: datetime) -> Part:
    """Give back what the unit found and thinks of it."""
    part = Part.objects.select_for_update().get(pk=part.pk)
    policies.check_can_hand_in(by, part, on=localdate(now))
    if not opinion.strip():
        raise Refused(_("请写明办理意见。"))
    part.done_date, part.opinion = localdate(now), opinion.strip()
    part.save(update_fields=["done_date", "opinion"])
    record(choices.PART_DONE, part.application, by=by, at=now, unit=part.unit.code, late=part.done_date > part.due_date)
    return part


@transaction.atomic
def return_part(part: Part, *, reason: str, by: User, now: datetime) -> Part:
    """Give a part back that is not the unit's; it may then be given to another."""
    part = Part.objects.select_for_update().get(pk=part.pk)
    policies.check_can_hand_in(by, part, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    part.returned_date, part.return_reason = localdate(now), reason.strip()
    part.save(update_fields=["returned_date", "return_reason"])
    record(choices.PART_RETURNED, part.application, by=by, at=now, reason=reason.strip(), unit=part.unit.code)
    return part
