"""催办 → 督办 → 逾期: telling, once each, that a limit is about to run out or has."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record_many

from .. import choices, policies
from ..choices import ReminderLevel
from ..models import Reminder
from ..queries import Wanted, reminders_wanted, told_of
from .notices import remind_staff

_KINDS = {
    ReminderLevel.CHASED: choices.APPLICATION_CHASED,
    ReminderLevel.ESCALATED: choices.APPLICATION_ESCALATED,
    ReminderLevel.OVERDUE: choices.APPLICATION_OVERDUE,
}


@transaction.atomic
def chase(*, by: User, now: datetime) -> list[Wanted]:
    """Write today's reminders into the history of the applications they are about, and mail them; run again it makes none twice.

    ``queries.reminders_wanted`` is the same list without writing anything, ``queries.told_of`` who hears of it.
    """
    policies.check_can_chase(by, on=localdate(now))
    wanted = reminders_wanted(on=localdate(now), units=policies.chased_units(by, on=localdate(now)))
    told = told_of(wanted, on=localdate(now))
    made = [
        Reminder(
            application=one.application,
            level=one.level,
            due_date=one.due_date,
            reminded_date=localdate(now),
        )
        for one in wanted
    ]
    made = Reminder.objects.bulk_create(made, batch_size=500)
    remind_staff(made, now=now)
    record_many(
        event_of(
            _KINDS[one.level],
            one.application,
            by=by,
            at=now,
            due_date=one.due_date.isoformat(),
            told=[str(user.pk) for user in told[one.application.pk]],
        )
        for one in wanted
    )
    return wanted
