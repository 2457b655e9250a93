"""The lists staff work from."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import visible_units
from gongkai.publishing.catalogue.models import Column, Kind

from ..choices import Status
from ..models import InformationItem, InformationItemQuerySet
from .review import review_queue


def visible_items(user: User, *, on: date) -> InformationItemQuerySet:
    """Items of the units whose work the user may see."""
    return InformationItem.objects.of_visible(visible_units(user, on=on))


def listed_items(
    user: User,
    *,
    on: date,
    status: str = "",
    unit: Unit | None = None,
    kind: Kind | None = None,
    column: Column | None = None,
    text: str = "",
    sort: str = "",
) -> InformationItemQuerySet:
    """The desk's list: what the user may see, narrowed. ``sort``: empty (newest first), ``published`` or ``waiting``."""
    items = visible_items(user, on=on).select_related("unit", "kind", "column", "drafted_by")
    given = {"status": status, "unit": unit, "kind": kind, "column": column}
    items = items.filter(**{name: value for name, value in given.items() if value})
    if text:
        # Numbers from their beginning, by their indexes; words anywhere in the title.
        items = items.filter(
            Q(title__icontains=text)
            | Q(registration__startswith=text)
            | Q(number__startswith=text)
            | Q(document_number__icontains=text)
        )
    if sort == "published":
        return items.public().newest_first()
    if sort == "waiting":
        return items.filter(submitted_at__isnull=False).order_by("submitted_at", "pk")
    return items.order_by("-pk")


def waiting_for(user: User, *, on: date) -> InformationItemQuerySet:
    """Items whose next step is the user's: to review, to agree to at their level, to publish; see ``review_queue``."""
    return review_queue(user, on=on)


def drafts_of(user: User) -> InformationItemQuerySet:
    """The user's own drafts, those sent back among them."""
    return InformationItem.objects.filter(status=Status.DRAFT, drafted_by=user)


def waiting_for_others(user: User) -> InformationItemQuerySet:
    """The user's own items that somebody else has to take on."""
    underway = (Status.SUBMITTED, Status.SECRECY_REVIEWED, Status.APPROVED)
    return InformationItem.objects.filter(drafted_by=user, status__in=underway)
