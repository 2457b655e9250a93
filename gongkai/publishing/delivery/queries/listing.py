"""Lists of deliveries, narrowed, with a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from gongkai.base.organisations.models import UnitQuerySet

from ..choices import State
from ..models import Delivery, DeliveryQuerySet, PackageLine, Platform

#: What a list may be narrowed to, beside the states themselves.
DIFFERING = "differing"


@dataclass(frozen=True)
class Selection:
    """What a list is narrowed by; ``state`` is one of ``State`` or ``DIFFERING``."""

    units: UnitQuerySet
    state: str = ""
    platform: Platform | None = None
    number: str = ""


def listed(by: Selection) -> DeliveryQuerySet:
    """The deliveries that fit, what waits longest first, of the rest the latest first."""
    found = _narrowed(by)
    if by.state == DIFFERING:
        found = found.filter(is_differing=True)
    elif by.state:
        found = found.filter(state=by.state)
    order = ("queued_at", "pk") if by.state == State.WAITING else ("-queued_at", "-pk")
    return found.select_related("platform", "item__unit").defer("item__body").order_by(*order)


def tally(by: Selection) -> dict[str, int]:
    """How many deliveries stand in each state, and how many differ."""
    found = _narrowed(by).order_by()
    counts = dict(found.values_list("state").annotate(Count("pk")).values_list("state", "pk__count"))
    counts[DIFFERING] = found.filter(is_differing=True).count()
    return counts


def latest_line(delivery: Delivery) -> PackageLine | None:
    """The line of the last package the delivery was put into."""
    filled = delivery.lines.exclude(filled_at=None).exclude(act="")
    return filled.select_related("package").order_by("-package__serial").first()


def _narrowed(by: Selection) -> DeliveryQuerySet:
    found = Delivery.objects.of_visible(by.units)
    if by.platform is not None:
        found = found.filter(platform=by.platform)
    if by.number:
        found = found.filter(item__number__startswith=by.number)
    return found
