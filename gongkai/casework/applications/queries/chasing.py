"""Whose limit is about to run out, or has, and was not told so yet; and who is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from gongkai.base.accounts.models import User
from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.models import Post, Unit
from gongkai.law.vocabulary import Role

from ..choices import ReminderLevel
from ..models import Application, Part, Reminder

#: Who hears of it beside those who deal with the case.
_BESIDE: Mapping[ReminderLevel, tuple[Role, ...]] = {
    ReminderLevel.CHASED: (),
    ReminderLevel.ESCALATED: (Role.OPENNESS_OFFICE,),
    ReminderLevel.OVERDUE: (Role.OPENNESS_OFFICE, Role.SUPERVISOR),
}


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


def reminders_wanted(*, on: date, units: QuerySet[Unit] | None = None) -> list[Wanted]:
    """The reminders of a day, the earliest limit first: one for each application, of the highest level that was not told yet.

    催办 so many working days before the limit, 督办 nearer to it, 逾期 after it. What stands still is left alone. Of ``units`` alone
    when they are given. Three queries.
    """
    days = calendar()
    escalate = days.add_working_days(on, settings.GONGKAI_ESCALATE_DAYS).date
    chase = days.add_working_days(on, settings.GONGKAI_CHASE_DAYS).date
    running = Application.objects.open().running().select_related("unit").order_by("due_date", "pk")
    if units is not None:
        running = running.filter(unit__in=units)
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


def told_of(wanted: Iterable[Wanted], *, on: date) -> dict[int, list[User]]:
    """Who is told of each of these, by key of the application: who deals with an open part, else the unit's case officers;
    with 督办 the openness office as well, once the limit has run out the supervisors too. Two queries, however many."""
    wanted = list(wanted)
    dealing: dict[int, list[User]] = defaultdict(list)
    parts = Part.objects.filter(
        application__in=[one.application.pk for one in wanted], done_date=None, returned_date=None
    )
    for part in parts.exclude(officer=None).select_related("officer").defer("opinion").order_by("pk"):
        assert part.officer is not None
        dealing[part.application_id].append(part.officer)
    roles = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE, Role.SUPERVISOR)
    posts = list(Post.objects.on(on).filter(role__in=roles).select_related("unit", "user").order_by("pk"))
    told: dict[int, list[User]] = {}
    for one in wanted:
        case = one.application
        over = [post for post in posts if case.unit.path.startswith(post.unit.path)]
        officers = dealing.get(case.pk) or [post.user for post in over if post.role == Role.CASE_OFFICER]
        beside = [post.user for post in over if post.role in _BESIDE[one.level]]
        told[case.pk] = list({user.pk: user for user in (*officers, *beside)}.values())
    return told
