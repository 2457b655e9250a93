"""What case staff may see, and the answer under way."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..models import Application, ApplicationQuerySet, Part, Reply

#: Who may see the applications to their units: applicants' names are nobody else's business.
CASE_STAFF = (Role.CASE_OFFICER, Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)


def visible_applications(user: User, *, on: date) -> ApplicationQuerySet:
    """Those to units over which the user holds a case role that day, or with a part for them; void ones too, they are marked."""
    # By their keys, asked for once: a database that has to ask for them row by row, or hash them, reads the whole table for a page.
    units = list(units_of(user, *CASE_STAFF, on=on).values_list("pk", flat=True))
    parts = Part.objects.filter(application=OuterRef("pk"), returned_date=None, unit__in=units)
    return Application.objects.filter(Q(unit__in=units) | Exists(parts))


def current_reply(application: Application) -> Reply | None:
    """The answer under way: drafted, neither sent back nor served."""
    return application.replies.filter(returned_at=None, service=None).order_by("-serial").first()
