"""What case staff may see, and the answer under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Model, Q

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event, EventQuerySet
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..choices import UNDER_DECISION
from ..models import Application, ApplicationQuerySet, Part, Reply

#: Who may see the applications to their units: applicants' names are nobody else's business.
CASE_STAFF = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)
#: More keys than these are not named in a question: beyond them the database asks for them itself.
NAMED = 5000


def visible_applications(user: User, *, on: date) -> ApplicationQuerySet:
    """Those to units over which the user holds a case role that day, with a part for them, or with an answer for them to approve.

    Void ones too, they are marked. Whoever sees every unit sees every case: nothing is asked of each.
    """
    return Application.objects.filter(reduce(or_, ways_to_see(user, on=on)))


def ways_to_see(user: User, *, on: date) -> list[Q]:
    """The same as conditions, of which every visible case meets exactly one: all of them are those of each, laid together."""
    # By their keys, asked for once: a database that has to ask for them row by row, or hash them, reads the whole table for a page.
    units = list(units_of(user, *CASE_STAFF, on=on).values_list("pk", flat=True))
    if len(units) == Unit.objects.count():
        return [Q()]
    ways = [Q(unit__in=units)]
    parts = Part.objects.filter(returned_date=None, unit__in=units).exclude(application__unit__in=units)
    asked = list(parts.values_list("application", flat=True).distinct()[: NAMED + 1])
    if asked:
        named = asked if len(asked) <= NAMED else parts.values("application")
        ways.append(Q(pk__in=named))
    deciders = list(units_of(user, Role.APPROVER, on=on).exclude(pk__in=units).values_list("pk", flat=True))
    if deciders:
        deciding = Q(status__in=UNDER_DECISION, unit__in=deciders)
        ways.append(~ways[1] & deciding if asked else deciding)
    return ways


def current_reply(application: Application) -> Reply | None:
    """The answer under way: drafted, neither sent back nor served."""
    return application.replies.filter(returned_at=None, service=None).order_by("-serial").first()


def events_of(application: Application, *read: Sequence[Model]) -> EventQuerySet:
    """The history of a case with that of its letters, charges and challenges, oldest first; not who looked.

    Four queries; one where somebody hands in these records, already read.
    """
    about = Q(object_type=application._meta.label_lower, object_key=str(application.pk))
    records = read or [
        list(kind.only("pk")) for kind in (application.letters, application.fees, application.challenges)
    ]
    for those in records:
        if those:
            keys = [str(one.pk) for one in those]
            about |= Q(object_type=those[0]._meta.label_lower, object_key__in=keys)
    return Event.objects.filter(about).order_by("pk")


def version_of(application: Application) -> str:
    """Another word after every act on a case: names what a page showed."""
    last = events_of(application).values_list("pk", flat=True).last()
    return str(last or 0)
