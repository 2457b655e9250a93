"""What starts a clock: recorded by a person, or generated when a period has ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.law.calendar import DueDate
from gongkai.law.publication_limits import Base
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies, queries
from ..choices import Checkability, OccasionKind
from ..models import Obligation, Occasion

#: Series of the numbers of occasions.
OCCASIONS = "SX"


@transaction.atomic
def record_occasion(
    obligation: Obligation, unit: Unit, *, title: str, days: Mapping[Base, date], by: User, now: datetime
) -> Occasion:
    """Record that something happened (information formed, a decision made, a hearing set): the clock of the row runs for the unit.

    Refused when the unit does not bear the row, none of its limit's days is told, a day that cannot lie ahead does, or it was recorded
    before.
    """
    today = localdate(now)
    policies.check_can_record(by, unit, on=today)
    policies.check_bears(unit, obligation, on=today)
    if obligation.until_date and obligation.until_date <= today:
        raise NotAllowed(_("该事项自 %(day)s 起已变更或移除，请在现行版次中登记。") % {"day": obligation.until_date})
    said = policies.check_words(title, _("事由"), 200)
    limit = obligation.limit
    asked = queries.asked_days(limit)
    told = {base: day for base, day in days.items() if base in asked}
    if not told:
        raise Refused(_("请填写起算日期：%(names)s。") % {"names": _("或").join(asked.values())})
    for base in told.keys() - queries.future_bases(limit):
        if told[base] > today:
            raise Refused(_("%(name)s %(day)s 还没有到。") % {"name": asked[base], "day": told[base]})
    working = calendar()
    due = queries.due_of(limit, told, working)
    if due is None and obligation.is_computable:
        raise Refused(_("按这些日期算不出公开期限：该年的放假安排没有录入。"))
    occasion = Occasion(
        obligation=obligation,
        unit=unit,
        kind=OccasionKind.EVENT,
        title=said,
        events={str(base): day.isoformat() for base, day in told.items()},
        started_date=max(told.values()),
        recorded_by=by,
        recorded_at=now,
    )
    _set_due(occasion, due, version=working.version)
    occasion.number = take_numbers(OCCASIONS, today.year)[0]
    _save_once(occasion)
    record(choices.OCCASION_RECORDED, occasion, by=by, at=now, events=occasion.events)
    return occasion


def _save_once(occasion: Occasion) -> None:
    try:
        with transaction.atomic():
            occasion.save()
    except IntegrityError as error:
        raise Refused(_("同一事由已经登记过，不必重复登记。")) from error


@transaction.atomic
def void_occasion(occasion: Occasion, *, reason: str, by: User, now: datetime) -> Occasion:
    """Declare an occasion void, with the reason: it was recorded in error. It stays and is counted nowhere."""
    occasion = Occasion.objects.select_for_update().get(pk=occasion.pk)
    policies.check_can_void(by, occasion, on=localdate(now))
    return close(occasion, reason=policies.check_words(reason, _("作废的理由"), 300), by=by, now=now)


def close(occasion: Occasion, *, reason: str, by: User, now: datetime) -> Occasion:
    """Write down that a locked occasion is void; asked before whether it may be."""
    occasion.voided_by, occasion.voided_at, occasion.void_reason = by, now, reason
    occasion.save(update_fields=["voided_by", "voided_at", "void_reason"])
    record(choices.OCCASION_VOIDED, occasion, by=by, at=now, reason=reason)
    return occasion


@transaction.atomic
def open_periods(pending: Sequence[queries.Pending], *, by: User, now: datetime) -> list[Occasion]:
    """Generate the occasions of periods that ended: each unit owes the information of that period by its recurring limit.

    ``by`` decided that the units bear these rows: with that it was settled. Called again, finds nothing left of what is there.
    """
    working = calendar()
    year = localdate(now).year
    wanted = [each for each in pending if not _is_open(each)]
    made = []
    for each, number in zip(wanted, take_numbers(OCCASIONS, year, len(wanted)) if wanted else [], strict=True):
        days = {Base.PERIOD: each.last}
        occasion = Occasion(
            number=number,
            obligation=each.obligation,
            catalogue_id=each.obligation.catalogue_id,
            row=each.obligation.row,
            unit=each.responsibility.unit,
            kind=OccasionKind.PERIOD,
            title=queries.period_title(each.first, each.last),
            events={str(Base.PERIOD): each.last.isoformat()},
            period_start=each.first,
            period_end=each.last,
            started_date=each.last,
            recorded_by=by,
            recorded_at=now,
        )
        _set_due(occasion, queries.due_of(each.obligation.limit, days, working), version=working.version)
        made.append(occasion)
    Occasion.objects.bulk_create(made, batch_size=200)
    record_many(event_of(choices.OCCASION_OPENED, occasion, by=by, at=now) for occasion in made)
    return made


def _is_open(pending: queries.Pending) -> bool:
    found = Occasion.objects.of_row(pending.obligation)
    return found.filter(unit=pending.responsibility.unit_id, period_start=pending.first).exists()


@transaction.atomic
def fix_limits(*, because: str, by: User, now: datetime) -> int:
    """A new holiday notice: count the limits of open occasions anew; how many moved. Those that were met keep theirs."""
    working = calendar()
    today = localdate(now)
    moved: dict[str, list[Occasion]] = defaultdict(list)
    unmet = Occasion.objects.unmet(on=today).exclude(calendar_version=working.version)
    for occasion in unmet.select_related("obligation").select_for_update(of=("self",)).order_by("pk"):
        before = (occasion.due_date, occasion.due_may_move)
        _set_due(occasion, queries.due_of(occasion.obligation.limit, occasion.days, working), version=working.version)
        if occasion.due_date is None:
            continue
        moved["moved" if before != (occasion.due_date, occasion.due_may_move) else "same"].append(occasion)
    fields = ["due_date", "due_may_move", "calendar_version"]
    Occasion.objects.bulk_update(moved["moved"] + moved["same"], fields, batch_size=200)
    record_many(
        event_of(
            choices.OCCASION_MOVED,
            occasion,
            by=by,
            at=now,
            reason=_("%(because)s，新期限 %(due)s") % {"because": because, "due": occasion.due_date},
        )
        for occasion in moved["moved"]
    )
    return len(moved["moved"])


def _set_due(occasion: Occasion, due: DueDate | None, *, version: str) -> None:
    """Keep a limit with the calendar it was counted by. What a vague part of a limit leaves open stays without a day."""
    computable = occasion.obligation.checkability not in (Checkability.NOT_CHECKABLE, Checkability.ON_REQUEST)
    occasion.due_date = due.date if due and computable else None
    occasion.due_may_move = bool(occasion.due_date and due and due.provisional and not due.backwards)
    occasion.calendar_version = version
