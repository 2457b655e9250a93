"""Published items that propose themselves for an occasion."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from gongkai.law.vocabulary import Carrier
from gongkai.publishing.disclosure.models import InformationItem, InformationItemQuerySet

from ..models import Fulfilment, MatchingRule, Obligation, Occasion
from .limits import future_bases

#: How long before an event an item may have been published that had to be public before it.
AHEAD = timedelta(days=60)


def matching_rule(obligation: Obligation) -> MatchingRule | None:
    """The rule of a row, whatever its version."""
    return MatchingRule.objects.filter(catalogue=obligation.catalogue_id, row=obligation.row).first()


def suggestions(occasion: Occasion) -> InformationItemQuerySet:
    """Public items of the unit that fit the row's rule, published since the event, and meet no other occasion of the row; newest first.

    Whether one is the right one a person says: `actions.meet_by_item`.
    """
    obligation = occasion.obligation
    rule = matching_rule(obligation)
    marked = {*obligation.required_carriers, *obligation.optional_carriers}
    if rule is None or (marked and Carrier.WEBSITE not in marked):
        return InformationItem.objects.none()
    since = occasion.period_start or min(occasion.days.values(), default=occasion.started_date)
    if set(occasion.days) & future_bases(obligation.limit):
        since -= AHEAD
    same = Occasion.objects.of_row(obligation)
    used = Fulfilment.objects.standing().filter(item__isnull=False, occasion__in=same)
    items = InformationItem.objects.public().filter(
        unit=occasion.unit_id, published_at__gte=make_aware(datetime.combine(since, time.min))
    )
    if rule.kinds:
        items = items.filter(kind__code__in=rule.kinds)
    if rule.columns:
        items = items.filter(column__slug__in=rule.columns)
    if rule.phrases:
        said = Q()
        for phrase in rule.phrases:
            said |= Q(title__contains=phrase)
        items = items.filter(said)
    return items.exclude(pk__in=used.values("item")).newest_first()
