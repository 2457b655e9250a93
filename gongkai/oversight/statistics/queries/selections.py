"""The SQL that selects a set of records. Both the count and the keys are asked of the very same text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F

_COUNT = "SELECT COUNT(*) FROM ({records}) AS records"
_TOTAL = "SELECT COALESCE(SUM(record_amount), 0) FROM ({records}) AS records"
#: All keys as one value: fetching a million rows takes the driver three times as long.
_KEYS = {
    "sqlite": "SELECT json_group_array(record_key) FROM ({records}) AS records",
    "postgresql": "SELECT json_agg(record_key)::text FROM ({records}) AS records",
}
#: The same for each unit.
_BY_UNIT = "SELECT record_unit, {asked} FROM ({records}) AS records GROUP BY record_unit"
_COUNT_OF = "COUNT(*)"
_TOTAL_OF = "COALESCE(SUM(record_amount), 0)"
_KEYS_OF = {"sqlite": "json_group_array(record_key)", "postgresql": "json_agg(record_key)::text"}


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

    def ask_by_unit(self, asked: str) -> list[tuple[int, Any]]:
        """The same for each unit the records belong to, in one query; the selection was made with a unit."""
        with connection.cursor() as cursor:
            cursor.execute(_BY_UNIT.replace("{asked}", asked).replace("{records}", self.sql), self.params)
            return cursor.fetchall()  # type: ignore[no-any-return]


def select(queryset: models.QuerySet[Any, Any], *, amount: str = "", unit: str = "") -> Selection:
    """The selection a QuerySet stands for, with a money field and the unit besides the keys when named. Asks nothing of the ledger."""
    chosen = {"record_key": F("pk")}
    chosen |= {name: F(lookup) for name, lookup in (("record_amount", amount), ("record_unit", unit)) if lookup}
    try:
        sql, params = queryset.order_by().annotate(**chosen).values_list(*chosen).query.sql_with_params()
    except EmptyResultSet:  # of no unit at all: Django would ask nothing, and nothing is the answer
        sql, params = f"SELECT {', '.join(f'0 AS {name}' for name in chosen)} WHERE 1 = 0", ()
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


def count_by_unit(selections: Iterable[Selection]) -> dict[int, int]:
    """How many records of each unit, by its key; one query a selection."""
    found: dict[int, int] = defaultdict(int)
    for selection in selections:
        for unit_id, number in selection.ask_by_unit(_COUNT_OF):
            found[unit_id] += number
    return dict(found)


def keys_by_unit(selections: Iterable[Selection]) -> tuple[dict[str, list[int]], dict[int, int]]:
    """Ascending primary keys by model label, and how many are of each unit; one query a selection."""
    found: dict[str, list[int]] = defaultdict(list)
    of_unit: dict[int, int] = defaultdict(int)
    for selection in selections:
        for unit_id, packed in selection.ask_by_unit(_KEYS_OF[connection.vendor]):
            pks = json.loads(packed)
            found[selection.label] += pks
            of_unit[unit_id] += len(pks)
    for pks in found.values():
        pks.sort()
    return dict(found), dict(of_unit)


def total_by_unit(selections: Iterable[Selection]) -> dict[int, Decimal]:
    """The sum of the money field for each unit, in yuan and fen; one query a selection."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for selection in selections:
        for unit_id, amount in selection.ask_by_unit(_TOTAL_OF):
            found[unit_id] += Decimal(str(amount))
    return {unit_id: amount.quantize(Decimal("0.01")) for unit_id, amount in found.items()}


def total(selections: Iterable[Selection]) -> Decimal:
    """The sum of the money field, in yuan and fen; one query a selection."""
    sums = (Decimal(str(selection.ask(_TOTAL))) for selection in selections)
    # SQLite keeps money as a binary fraction: the fen are made whole again.
    return sum(sums, start=Decimal()).quantize(Decimal("0.01"))
