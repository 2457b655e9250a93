"""What case staff may see, and the answer under way."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event, EventQuerySet
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..choices import UNDER_DECISION
from ..models import Application, ApplicationQuerySet, Part, Reply

#: Who may see the applications to their units: applicants' names are nobody else's business.
CASE_STAFF = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)


def visible_applications(user: User, *, on: date) -> ApplicationQuerySet:
    """Those to units over which the user holds a case role that day, with a part for them, or with an answer for them to approve.

    Void ones too, they are marked.
    """
    # By their keys, asked for once: a database that has to ask for them row by row, or hash them, reads the whole table for a page.
    units = list(units_of(user, *CASE_STAFF, on=on).values_list("pk", flat=True))
    deciders = list(units_of(user, Role.APPROVER, on=on).values_list("pk", flat=True))
    parts = Part.objects.filter(application=OuterRef("pk"), returned_date=None, unit__in=units)
    deciding = Q(status__in=UNDER_DECISION, unit__in=deciders)
    return Application.objects.filter(Q(unit__in=units) | Exists(parts) | deciding)


def current_reply(application: Application) -> Reply | None:
    """The answer under way: drafted, neither sent back nor served."""
    return application.replies.filter(returned_at=None, service=None).order_by("-serial").first()


def events_of(application: Application) -> EventQuerySet:
    """The history of a case with that of its letters, charges and challenges, oldest first; not who looked. Four queries."""
    about = Q(object_type=application._meta.label_lower, object_key=str(application.pk))
    for records in (application.letters, application.fees, application.challenges):
        keys = [str(key) for key in records.values_list("pk", flat=True)]
        if keys:
            about |= Q(object_type=records.model._meta.label_lower, object_key__in=keys)
    return Event.objects.filter(about).order_by("pk")


def version_of(application: Application) -> str:
    """Another word after every act on a case: names what a page showed."""
    last = events_of(application).values_list("pk", flat=True).last()
    return str(last or 0)
