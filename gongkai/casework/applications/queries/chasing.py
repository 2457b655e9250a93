"""Whose limit is about to run out, or has, and was not told so yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.base.calendars.queries import calendar

from ..choices import ReminderLevel
from ..models import Application, Reminder


@dataclass(frozen=True)
class Wanted:
    """One reminder to be made."""

    application: Application
    level: ReminderLevel

    @property
    def due_date(self) -> date:
        """The limit that is told; what is open has one."""
        assert self.application.due_date is not None
        return self.application.due_date


def reminders_wanted(*, on: date) -> list[Wanted]:
    """The reminders of a day, the earliest limit first: one for each application, of the highest level that was not told yet.

    催办 so many working days before the limit, 督办 nearer to it, 逾期 after it. What stands still is left alone. Three queries.
    """
    days = calendar()
    escalate = days.add_working_days(on, settings.GONGKAI_ESCALATE_DAYS).date
    chase = days.add_working_days(on, settings.GONGKAI_CHASE_DAYS).date
    running = Application.objects.open().running().select_related("unit").order_by("due_date", "pk")
    levels: Sequence[tuple[ReminderLevel, QuerySet[Application]]] = (
        (ReminderLevel.OVERDUE, running.filter(due_date__lt=on)),
        (ReminderLevel.ESCALATED, running.filter(due_date__gte=on, due_date__lte=escalate)),
        (ReminderLevel.CHASED, running.filter(due_date__gt=escalate, due_date__lte=chase)),
    )
    wanted = []
    for level, those in levels:
        told = Reminder.objects.filter(application=OuterRef("pk"), level=level, due_date=OuterRef("due_date"))
        wanted += [Wanted(one, level) for one in those.exclude(Exists(told))]
    return wanted
