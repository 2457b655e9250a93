"""What staff may see of citizens' requests, and when an answer is due."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import DueDate, WorkingCalendar
from gongkai.law.vocabulary import Role

from .models import WorkOrder, WorkOrderQuerySet

#: Who may see the work orders of their units: citizens write names and addresses into them.
CASE_STAFF = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)


def visible_work_orders(user: User, *, on: date) -> WorkOrderQuerySet:
    """Work orders of the units over which the user holds a case role that day."""
    return WorkOrder.objects.filter(unit__in=units_of(user, *CASE_STAFF, on=on))


def answer_due(*, received_at: datetime, limit_days: int, known: WorkingCalendar | None = None) -> DueDate:
    """The last day for an answer: so many working days, the day of receipt not counted. Limits are local, not statute."""
    return (known or calendar()).add_working_days(localdate(received_at), limit_days)
