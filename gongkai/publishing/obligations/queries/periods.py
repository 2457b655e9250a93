"""Which periods of recurring limits ended and have no occasion yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..models import Obligation, Occasion, Responsibility
from .limits import periods_ended


@dataclass(frozen=True)
class Pending:
    """A period that ended, for a unit that bears the row."""

    obligation: Obligation
    responsibility: Responsibility
    first: date
    last: date


def periods_to_open(*, on: date) -> Iterator[Pending]:
    """Every period that ended before a day while row and responsibility were in force, without an occasion of any version of the row.

    Four queries, whatever the number of rows.
    """
    obligations = list(
        Obligation.objects.filter(cycle__gt=0).select_related("catalogue").order_by("catalogue", "row", "version")
    )
    by_subject: dict[int, list[Responsibility]] = {}
    borne = Responsibility.objects.filter(subject__in={each.subject_id for each in obligations})
    for responsibility in borne.select_related("unit", "decided_by").order_by("pk"):
        by_subject.setdefault(responsibility.subject_id, []).append(responsibility)
    known = set(
        Occasion.objects.filter(obligation__in=[each.pk for each in obligations], period_start__isnull=False)
        .order_by()
        .values_list("catalogue", "row", "unit", "period_start")
    )
    for obligation in obligations:
        for responsibility in by_subject.get(obligation.subject_id, ()):
            since = max(obligation.since_date, responsibility.since_date)
            ends = [day for day in (obligation.until_date, responsibility.until_date) if day]
            for first, last in periods_ended(obligation.cycle, since=since, on=on):
                key = (obligation.catalogue_id, obligation.row, responsibility.unit_id, first)
                if last < since or any(last >= end for end in ends) or key in known:
                    continue
                known.add(key)
                yield Pending(obligation, responsibility, first, last)
