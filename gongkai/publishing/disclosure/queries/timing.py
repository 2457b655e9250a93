"""What the calendar brings: documents that lapse or take effect, publications that are timed."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Q

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.organisations.queries import visible_units
from gongkai.law.vocabulary import Validity

from ..choices import ITEM_SCHEDULE_FAILED, ITEM_SCHEDULED, RelationKind, Status
from ..models import InformationItem, InformationItemQuerySet, Mourning, Relation


def lapsing(*, on: date) -> InformationItemQuerySet:
    """Public items whose last day is over and that are still shown as if it were not, the first to lapse first."""
    applies = Q(validity="") | Q(validity__in=[Validity.IN_FORCE, Validity.AMENDED])
    # Declared in force after its last day, a document stays in force.
    undecided = Q(validity_date=None) | Q(validity_date__lte=F("lapse_date"))
    found = InformationItem.objects.filter(applies, undecided, status=Status.PUBLISHED, lapse_date__lt=on)
    return found.select_related("published_by").order_by("lapse_date", "pk")


def taking_effect(*, on: date) -> InformationItemQuerySet:
    """Public items that end older documents and hold by now, without having marked them yet."""
    marking = [kind for kind in RelationKind if kind.mark]
    waiting = Relation.objects.filter(kind__in=marking, applied_at=None, to_item__isnull=False)
    found = InformationItem.objects.public().filter(pk__in=waiting.values("from_item"))
    held = found.filter(Q(effective_date=None) | Q(effective_date__lte=on))
    return held.select_related("published_by").order_by("pk")


def scheduled_items(user: User, *, on: date) -> InformationItemQuerySet:
    """Approved items with a time of publication that the user may see, the next first; those whose time has passed stand at the top."""
    items = InformationItem.objects.of_visible(visible_units(user, on=on))
    return items.filter(status=Status.APPROVED, scheduled_at__isnull=False).order_by("scheduled_at", "pk")


def why_not_published(item: InformationItem) -> str:
    """Why the publication at the time last set was refused; empty when it was not."""
    told = Event.objects.about(item).filter(kind__in=(ITEM_SCHEDULED, ITEM_SCHEDULE_FAILED)).order_by("-pk").first()
    return told.reason if told is not None and told.kind == ITEM_SCHEDULE_FAILED else ""


def overdue_schedules(items: InformationItemQuerySet, *, at: datetime) -> InformationItemQuerySet:
    """Those whose time has passed without their being published."""
    return items.filter(scheduled_at__lt=at)


def in_mourning(day: date) -> bool:
    """Whether the site is shown without colour on this day."""
    return Mourning.objects.on(day).exists()
