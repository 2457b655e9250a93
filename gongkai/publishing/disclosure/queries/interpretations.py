"""Which policies are still to be explained, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.models import Unit
from gongkai.law.calendar import DueDate, WorkingCalendar
from gongkai.law.deadlines import interpretation_due

from ..choices import ApprovalMode, Status
from ..models import InformationItem, InformationItemQuerySet, Interpretation, InterpretationPlan


@dataclass(frozen=True)
class Unexplained:
    """A public policy without a public interpretation: its last day, and how far its interpretation is ("" when there is none)."""

    policy: InformationItem
    due: DueDate
    late: bool
    draft: InformationItem | None


def unexplained_policies(units: QuerySet[Unit]) -> InformationItemQuerySet:
    """Policies of these units that are public and to be explained, without a public interpretation, the earliest first.

    Not those that were published elsewhere and entered as history, nor those for which it was settled that they need none.
    """
    public = Interpretation.objects.filter(policy=OuterRef("pk"), item__status=Status.PUBLISHED)
    waived = InterpretationPlan.objects.filter(policy=OuterRef("pk")).exclude(waived_reason="")
    items = InformationItem.objects.public().filter(kind__needs_interpretation=True, unit__in=units)
    items = items.exclude(approval_mode=ApprovalMode.ELSEWHERE).filter(~Exists(public), ~Exists(waived))
    order = "formed_date" if settings.GONGKAI_INTERPRETATION_START == "issued" else "published_at"
    return items.select_related("unit", "kind").defer("body").order_by(order, "pk")


def with_limits(policies: Iterable[InformationItem], *, on: date) -> list[Unexplained]:
    """These policies with the last day for each, in the order given; two queries."""
    policies = list(policies)
    known = calendar()
    drafts = {
        one.policy_id: one.item
        for one in Interpretation.objects.filter(policy__in=policies).select_related("item").order_by("-pk")
        if one.item.status not in (Status.DISCARDED, Status.CLOSED, Status.WITHDRAWN)
    }
    result = []
    for policy in policies:
        due = due_of(policy, known)
        result.append(Unexplained(policy, due, due.date < on, drafts.get(policy.pk)))
    return result


def due_of(policy: InformationItem, known: WorkingCalendar) -> DueDate:
    """The last day to explain a public policy, counted as the institution has settled: from its publication or from its issue."""
    assert policy.published_at is not None
    published = localdate(policy.published_at)
    issued = settings.GONGKAI_INTERPRETATION_START == "issued"
    start = (policy.formed_date or published) if issued else published
    return interpretation_due(start, known, settings.GONGKAI_INTERPRETATION_DAYS)
