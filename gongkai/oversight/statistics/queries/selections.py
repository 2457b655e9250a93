"""The SQL that selects a set of records. Both the count and the keys are asked of the very same text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import F

_COUNT = "SELECT COUNT(*) FROM ({records}) AS records"
_TOTAL = "SELECT COALESCE(SUM(record_amount), 0) FROM ({records}) AS records"
#: All keys as one value: fetching a million rows takes the driver three times as long.
_KEYS = {
    "sqlite": "SELECT json_group_array(record_key) FROM ({records}) AS records",
    "postgresql": "SELECT json_agg(record_key)::text FROM ({records}) AS records",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What selects the primary keys of one model's records."""

    label: str
    sql: str
    params: tuple[Any, ...]

    def ask(self, question: str) -> Any:
        """The one value that answers ``question``, in which ``{records}`` stands for the selection."""
        with connection.cursor() as cursor:
            cursor.execute(question.replace("{records}", self.sql), self.params)
            return cursor.fetchone()[0]


def select(queryset: models.QuerySet[Any, Any], *, amount: str = "") -> Selection:
    """The selection a QuerySet stands for, with a money field besides the keys when one is named. Asks nothing of the ledger."""
    chosen = {"record_key": F("pk")} | ({"record_amount": F(amount)} if amount else {})
    sql, params = queryset.order_by().annotate(**chosen).values_list(*chosen).query.sql_with_params()
    return Selection(queryset.model._meta.label_lower, sql, tuple(params))


def count(selections: Iterable[Selection]) -> int:
    """How many records; one query a selection."""
    return sum(selection.ask(_COUNT) for selection in selections)


def keys(selections: Iterable[Selection]) -> dict[str, list[int]]:
    """Ascending primary keys by model label; one query a selection."""
    found: dict[str, list[int]] = defaultdict(list)
    for selection in selections:
        found[selection.label] += json.loads(selection.ask(_KEYS[connection.vendor]) or "[]")
    for pks in found.values():
        pks.sort()
    return dict(found)


def total(selections: Iterable[Selection]) -> Decimal:
    """The sum of the money field, in yuan and fen; one query a selection."""
    sums = (Decimal(str(selection.ask(_TOTAL))) for selection in selections)
    # SQLite keeps money as a binary fraction: the fen are made whole again.
    return sum(sums, start=Decimal()).quantize(Decimal("0.01"))
