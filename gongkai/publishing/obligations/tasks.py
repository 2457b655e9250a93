"""What comes by itself: the periods of recurring limits that ended."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils import timezone

from gongkai.base.core.tasks import daily

from . import actions, queries

#: Outbox topic of the daily round; see ``base.core.tasks.daily``.
DAILY_TOPIC = "obligations.daily"
#: Occasions made in one transaction.
BATCH = 500


@daily(DAILY_TOPIC)
def daily_round(payload: dict[str, Any]) -> None:
    """Open the occasions of periods that ended, as whoever decided which units bear them: it was settled with that."""
    now = timezone.now()
    pending = sorted(
        queries.periods_to_open(on=timezone.localdate(now)), key=lambda each: each.responsibility.decided_by_id
    )
    for _decider, group in groupby(pending, key=lambda each: each.responsibility.decided_by_id):
        found = list(group)
        for start in range(0, len(found), BATCH):
            batch = found[start : start + BATCH]
            actions.open_periods(batch, by=batch[0].responsibility.decided_by, now=now)
