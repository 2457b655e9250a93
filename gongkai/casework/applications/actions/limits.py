"""Reckoning the limit of one application when something moved it (``late_notices`` reckons them all)."""

from __future__ import annotations

from gongkai.base.calendars.queries import calendar, calendar_version
from gongkai.law.clocks import part_due

from ..models import Application
from ..queries import limit_of_application


def reckon(application: Application) -> Application:
    """Reckon the limit of an application anew and save it, with the limits of its open parts, inside the act that moved it."""
    limit = limit_of_application(application)
    application.due_date, application.due_is_provisional = limit.date, limit.due.provisional
    application.paused_date, application.calendar_version = limit.paused_since, calendar_version()
    application.save()
    for part in application.parts.filter(done_date=None, returned_date=None):
        due = part_due(assigned=part.assigned_date, days=part.days, limit=limit, calendar=calendar())
        if (part.due_date, part.due_is_provisional) != (due.date, due.provisional):
            part.due_date, part.due_is_provisional = max(part.assigned_date, due.date), due.provisional
            part.save(update_fields=["due_date", "due_is_provisional"])
    return application
