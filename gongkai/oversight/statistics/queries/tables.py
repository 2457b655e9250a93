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

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F

from .handed_in import Handed
from .measuring import Asking, Measured, complete, with_handed_in
from .periods import Period, Scope
from .records import Records, unit_lookup
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
    apart: tuple[str, ...] = (),
) -> None:
    """Register one counted cell; ``records`` are those its list shows, ``apart`` the rows printed in its place (``Counted``)."""
    code = code_of(of.code, place)
    register_cell(Counted(code, label, unit, definition, records, apart))
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


def measure_table(
    code: str,
    period: Period,
    scope: Scope,
    *,
    with_ids: bool = False,
    by_unit: bool = False,
    handed: Handed | None = None,
) -> dict[str, Measured]:
    """Every cell of a table, totals too, from one query and one that asks who is not on the system.

    ``with_ids`` with the primary keys behind each counted cell, ``by_unit`` with how much of each is whose: one query still, however
    many units there are.
    """
    wanted = _tables[code]
    asking = Asking(handed or Handed(period, scope), with_ids, by_unit)
    found = _count(wanted, asking)
    label = found.label
    values: dict[str, Measured] = {}
    for name in _codes[code]:
        figure = figure_of(name)
        if isinstance(figure, Counted):
            ids_of = {label: sorted(found.keys[name])} if found.keys.get(name) else {}
            number = found.numbers.get(name, 0)
            shares = found.shares.get(name, {})
            values[name] = with_handed_in(
                Measured(
                    figure,
                    number,
                    records=number,
                    ids=ids_of if with_ids else None,
                    shares=shares if by_unit else None,
                ),
                asking,
            )
    return complete(_codes[code], values, asking)


@dataclass(frozen=True)
class _Found:
    """What one query found, by name of the cell."""

    label: str
    numbers: dict[str, int]
    keys: dict[str, list[int]]
    shares: dict[str, dict[int, int]]


def _count(wanted: Table, asking: Asking) -> _Found:
    with_ids, by_unit = asking.with_ids, asking.by_unit
    expressions = wanted.groups(asking.period)
    # The cells of a table are typed by a unit that is not on the system all together, so none of its records is counted here.
    typed = any(asking.handed.takes_in(name) for name in _codes[wanted.code])
    scope = asking.handed.on_system if typed else asking.handed.scope
    queryset = wanted.records(asking.period, scope).order_by()
    names = list(expressions)
    more = {"record_key": F("pk")} | ({"record_unit": F(unit_lookup(queryset.model))} if by_unit else {})
    counted = _KEYS[connection.vendor] if with_ids else _COUNT
    groups = ", ".join([*names, "record_unit"] if by_unit else names)
    question = _GROUPED.format(groups=groups, counted=counted, records="{records}")
    found = _Found(queryset.model._meta.label_lower, defaultdict(int), defaultdict(list), defaultdict(dict))
    try:
        sql, params = queryset.annotate(**expressions, **more).values_list(*names, *more).query.sql_with_params()
    except EmptyResultSet:  # of no unit at all
        return found
    with connection.cursor() as cursor:
        cursor.execute(question.replace("{records}", sql), params)
        _sort_out(wanted, cursor.fetchall(), asking, found)
    return found


def _sort_out(wanted: Table, rows: Iterable[tuple[Any, ...]], asking: Asking, found: _Found) -> None:
    """Each group into the cells it is counted in. A thousand units have a hundred thousand groups: little is done for each."""
    width = -2 if asking.by_unit else -1
    cells: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        group, answer = row[:width], row[-1]
        if group not in cells:
            cells[group] = [code_of(wanted.code, place) for place in wanted.places(group)]
        ids = json.loads(answer) if asking.with_ids else ()
        number = len(ids) if asking.with_ids else answer
        for name in cells[group]:
            found.numbers[name] += number
            if asking.with_ids:
                found.keys[name] += ids
            if asking.by_unit:
                shares = found.shares[name]
                shares[row[-2]] = shares.get(row[-2], 0) + number
