"""Whose returns somebody may see, and what waits for them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.choices import OVERSEEING
from gongkai.base.organisations.queries import units_at, units_of
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report.queries import units_published_by

from ..models import Return, ReturnQuerySet


def visible_returns(user: User, *, on: date) -> ReturnQuerySet:
    """The returns of units the user oversees, drafts for (below the government itself) or heads, the latest due first."""
    seen = set(units_of(user, *OVERSEEING, Role.DRAFTER, on=on).values_list("pk", flat=True))
    seen |= set(units_at(user, Role.UNIT_HEAD, on=on).values_list("pk", flat=True))
    tops = Q(unit__in=units_published_by(seen), unit__parent=None)
    return Return.objects.select_related("unit", "item").filter(Q(unit__in=seen) | tops)
