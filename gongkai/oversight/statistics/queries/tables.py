"""Tables whose every cell is a figure, counted together: one query groups all their records, whatever the number of cells.

A cell has the same name, list and records as any other figure; a total is the whole of its parts. Cells stand in no report of a form that
does not print them, so they are not among ``registry.codes``: ask for a table by its name.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import F

from .measuring import Measured, complete
from .periods import Period, Scope
from .records import Records
from .registry import Counted, Whole, figure_of, register_cell

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Place = tuple[str, str]

_GROUPED = "SELECT {groups}, {counted} FROM ({records}) AS records GROUP BY {groups}"
_COUNT = "COUNT(*)"
#: The keys of a group as one value, as for a single figure.
_KEYS = {"sqlite": "json_group_array(record_key)", "postgresql": "json_agg(record_key)::text"}


@dataclass(frozen=True)
class Table:
    """A table of figures ``<code>.<row>.<column>``.

    ``records`` are all records the table counts, each once; ``groups`` the expressions that tell its cells apart, for a period;
    ``places`` the cells in which a group is counted; ``cell`` the records of one cell.
    """

    code: str
    records: Callable[[Period, Scope], models.QuerySet[Any, Any]]
    groups: Callable[[Period], dict[str, Any]]
    places: Callable[[tuple[Any, ...]], Iterable[Place]]


_tables: dict[str, Table] = {}
_codes: dict[str, list[str]] = {}


def table(new: Table) -> Table:
    """Register a table; its cells follow by ``cell`` and ``total``. ValueError when there is one of that name."""
    if new.code in _tables:
        raise ValueError(f"two tables called {new.code}")
    _tables[new.code], _codes[new.code] = new, []
    return new


def cell(
    of: Table,
    place: Place,
    label: StrOrPromise,
    *,
    unit: StrOrPromise,
    definition: StrOrPromise,
    records: Callable[[Period, Scope], Records],
) -> None:
    """Register one counted cell; ``records`` are those its list shows."""
    code = code_of(of.code, place)
    register_cell(Counted(code, label, unit, definition, records))
    _codes[of.code].append(code)


def total(
    of: Table,
    place: Place,
    label: StrOrPromise,
    *,
    unit: StrOrPromise,
    definition: StrOrPromise,
    parts: Sequence[Place],
) -> None:
    """Register a cell that is the sum of cells registered before it."""
    code = code_of(of.code, place)
    register_cell(Whole(code, label, unit, definition, tuple(code_of(of.code, part) for part in parts)))
    _codes[of.code].append(code)


def code_of(code: str, place: Place) -> str:
    """The name of a cell: ``t3.granted.natural``; a table of one column has none to name: ``n4.1``."""
    return ".".join(filter(None, (code, *place)))


def codes_of(code: str) -> tuple[str, ...]:
    """The names of a table's cells. LookupError when there is no such table."""
    return tuple(_codes[code])


def measure_table(code: str, period: Period, scope: Scope, *, with_ids: bool = False) -> dict[str, Measured]:
    """Every cell of a table, totals too, from one query; ``with_ids`` with the primary keys behind each counted cell."""
    wanted = _tables[code]
    expressions = wanted.groups(period)
    queryset = wanted.records(period, scope).order_by()
    label = queryset.model._meta.label_lower
    names = list(expressions)
    chosen = queryset.annotate(**expressions, record_key=F("pk")).values_list(*names, "record_key")
    sql, params = chosen.query.sql_with_params()
    counted = _KEYS[connection.vendor] if with_ids else _COUNT
    question = _GROUPED.format(groups=", ".join(names), counted=counted, records="{records}")
    numbers: dict[str, int] = defaultdict(int)
    keys: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(question.replace("{records}", sql), params)
        for *group, found in cursor.fetchall():
            ids = json.loads(found) if with_ids else []
            for place in wanted.places(tuple(group)):
                numbers[code_of(code, place)] += len(ids) if with_ids else found
                keys[code_of(code, place)] += ids
    values: dict[str, Measured] = {}
    for name in _codes[code]:
        figure = figure_of(name)
        if isinstance(figure, Counted):
            ids_of = {label: sorted(keys[name])} if keys[name] else {}
            values[name] = Measured(figure, numbers[name], records=numbers[name], ids=ids_of if with_ids else None)
    return complete(_codes[code], values, period, scope)
