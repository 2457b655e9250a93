"""Which cases stand on which list of the desk, how many there are, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import WorkingCalendar, YearNotAnnounced
from gongkai.law.vocabulary import Role

from ..choices import OPEN, Status, Tone, Waits, Worklist
from ..models import Amendment, Application, ApplicationQuerySet, Extension, FeeNotice, Part, Reply
from .cases import visible_applications
from .rows import Row

#: Working days before a limit from which a case counts as due soon.
SOON_DAYS = 3
#: States in which somebody has something to do; the index ``application_by_stage`` holds exactly these.
TO_DO = (Status.REGISTERED.value, *OPEN)

_APPLICATION = OuterRef("pk")


def worklist(user: User, which: Worklist | None, *, on: date, calendar: WorkingCalendar) -> ApplicationQuerySet:
    """The cases of one list among those the user may see; all of them, void ones too, when none is named."""
    if which is Worklist.MINE:
        return waiting_for(user, on=on)
    visible = visible_applications(user, on=on)
    if which is None:
        return visible
    return visible.standing().filter(Q(status__in=TO_DO), _on_list(which, on=on, calendar=calendar))


def counts(user: User, *, on: date, calendar: WorkingCalendar) -> dict[Worklist, int]:
    """How many cases stand on each list, however many there are in one pass over what is not ended.

    Exact, never bounded: what is not ended is small beside what is kept (ADR 35). What waits for the user is among what they see.
    """
    lists = [which for which in Worklist if which is not Worklist.MINE]
    to_do = visible_applications(user, on=on).standing().filter(status__in=TO_DO)
    counted = to_do.aggregate(
        mine=Count("pk", filter=_any(_acts(user, on=on).values())),
        **{which.value: Count("pk", filter=_on_list(which, on=on, calendar=calendar)) for which in lists},
    )
    return {which: counted[which.value] for which in Worklist}


def waiting_for(user: User, *, on: date) -> ApplicationQuerySet:
    """Cases whose next act is the user's; ``waits`` says which (``choices.Waits``).

    A part given to them, or to a unit of theirs and to nobody by name; what is to be confirmed or served; drafts for the openness
    office and the approver, extensions to be agreed to, never what they drafted, reviewed or asked for themselves.
    """
    acts = _acts(user, on=on)
    waits = Case(*(When(told, then=Value(act.value)) for act, told in acts.items()), default=Value(""))
    found = Application.objects.standing().filter(_any(acts.values()), status__in=TO_DO)
    return found.annotate(waits=waits)


def _acts(user: User, *, on: date) -> dict[Waits, Q]:
    """What makes each act the user's, the one that is named first before the others. Without a right nothing does."""
    dealing = _keys(user, Role.CASE_OFFICER, on=on)
    office = _keys(user, Role.OPENNESS_OFFICE, on=on)
    approving = _keys(user, Role.APPROVER, on=on)
    handling = sorted({*dealing, *office})
    parts = Part.objects.filter(done_date=None, returned_date=None)
    mine = parts.filter(Q(officer=user) | Q(officer=None), unit__in=dealing).values("application")
    drafts = Reply.objects.filter(application=_APPLICATION, returned_at=None, service=None)
    asked = Extension.objects.filter(application=_APPLICATION, granted_date=None).exclude(requested_by=user)
    # The state first: a database asks the dearer question only of those the cheaper one left. Open parts are few and asked for once; whose
    # answer it is, among all there ever were, of each case by itself.
    return {
        Waits.PART: Q(status__in=OPEN) & Q(pk__in=mine),
        Waits.CONFIRM: Q(status=Status.REGISTERED, unit__in=handling),
        Waits.REVIEW: Q(status=Status.DRAFTED, unit__in=office) & Q(Exists(drafts.exclude(drafted_by=user))),
        Waits.APPROVE: Q(status=Status.REVIEWED, unit__in=approving)
        & Q(Exists(drafts.exclude(drafted_by=user).exclude(reviewed_by=user))),
        Waits.SERVE: Q(status=Status.APPROVED, unit__in=handling),
        Waits.EXTENSION: Q(status__in=OPEN, unit__in=office) & Q(Exists(asked)),
    }


def _keys(user: User, role: Role, *, on: date) -> list[int]:
    return list(units_of(user, role, on=on).values_list("pk", flat=True))


def _any(told: Iterable[Q]) -> Q:
    return reduce(or_, told)


def has_lapsed(*, on: date) -> Q:
    """The applicant neither corrected nor paid in time: it may be ended as given up (art. 30; 109号 art. 6)."""
    amending = Amendment.objects.filter(application=_APPLICATION, corrected_date=None, due_date__lt=on)
    unpaid = FeeNotice.objects.unpaid().filter(application=_APPLICATION, due_date__lt=on)
    return Q(status=Status.AMENDING) & Q(Exists(amending)) | Q(status=Status.UNPAID) & Q(Exists(unpaid))


def _on_list(which: Worklist, *, on: date, calendar: WorkingCalendar) -> Q:
    is_open, runs = Q(status__in=OPEN), Q(status__in=OPEN, paused_date=None)
    match which:
        case Worklist.OVERDUE:
            return runs & Q(due_date__lt=on)
        case Worklist.SOON:
            return runs & Q(due_date__gte=on, due_date__lte=calendar.add_working_days(on, SOON_DAYS).date)
        case Worklist.PAUSED:
            return is_open & Q(paused_date__isnull=False)
        case Worklist.LAPSED:
            return has_lapsed(on=on)
        case Worklist.PROVISIONAL:
            return is_open & Q(due_is_provisional=True)
        case Worklist.UNCONFIRMED:
            return Q(status=Status.REGISTERED)
        case _:
            return is_open


@dataclass(frozen=True)
class Standing:
    """How a case stands against its limit on a day: the kind of it, for colour, and working days left where they are known."""

    tone: Tone
    left: int | None = None


def standing_of(application: Application | Row, *, on: date, calendar: WorkingCalendar) -> Standing:
    """Late, pressing, still, running or over: what a list says of a case, in words and colour. No query."""
    if application.voided_at is not None or application.status not in OPEN or application.due_date is None:
        return Standing(Tone.NONE)
    if application.paused_date is not None:
        return Standing(Tone.PAUSED)
    late = application.due_date < on
    try:
        left = calendar.working_days_between(on, application.due_date)
    except YearNotAnnounced:
        return Standing(Tone.OVERDUE if late else Tone.RUNNING)
    if late:
        return Standing(Tone.OVERDUE, left)
    return Standing(Tone.SOON if left <= SOON_DAYS else Tone.RUNNING, left)
