"""Many rows of one table in few statements, for the bulk paths.

Django's ``bulk_create`` prepares every value through six calls; an item of history has eighty values in four tables, and preparing them was
half of what entering it cost. Here a value that is already what the database takes goes straight in, and what must be adapted (instants,
JSON) is adapted by its field as ever, the same value once. No signal is sent and no related object is looked at, as with ``bulk_create``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import NOT_PROVIDED
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)

#: Values in one statement: fewer than any database refuses, enough that the statement itself costs nothing.
VALUES = 8000
#: Fields whose values go in as they are when they are exactly of these types.
_PLAIN: tuple[tuple[type[models.Field[Any, Any]], type], ...] = (
    (models.CharField, str),
    (models.TextField, str),
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.ForeignKey, int),
)
#: Values that are often the same, and cost most to adapt.
_REPEATED = (datetime, date, Enum)


def insert_many(rows: Sequence[models.Model], *, keys: bool = False) -> None:
    """Insert unsaved rows of one model in the order given. With ``keys`` those whose key the database makes are told it."""
    if not rows:
        return
    model = type(rows[0])
    key = model._meta.pk
    fields = _fields(model)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field, _name, _plain in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608 names of our own columns
    place = f"({', '.join(['%s'] * len(fields))})"
    adapted: dict[tuple[Any, ...], Any] = {}
    values: list[list[Any]] = [
        [
            value if type(value) is plain or value is None else _adapt(field, value, adapted)
            for field, name, plain in fields
            for value in (row.__dict__[name],)
        ]
        for row in rows
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if not keys:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for each in values:
                        copy.write_row(each)
            else:
                cursor.executemany(head + place, values)
            return
        size = max(1, VALUES // len(fields))
        for start in range(0, len(rows), size):
            part = values[start : start + size]
            places = ", ".join([place] * len(part))
            cursor.execute(
                f"{head}{places} RETURNING {connection.ops.quote_name(str(key.column))}",
                list(chain.from_iterable(part)),
            )
            for row, (made,) in zip(rows[start : start + size], cursor.fetchall(), strict=True):
                row.pk, row._state.adding, row._state.db = made, False, connection.alias


def update_many(model: type[models.Model], keys: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> None:
    """Give each row of ``keys`` its own value in each of ``columns`` (by their names in the table's row): one statement on PostgreSQL."""
    key = model._meta.pk
    of_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [of_name[name] for name in columns]
    if not keys:
        return
    adapted: dict[tuple[Any, ...], Any] = {}
    given = [
        [_adapt(field, value, adapted) for value in values]
        for field, values in zip(fields, columns.values(), strict=True)
    ]
    quote = connection.ops.quote_name
    table, own = quote(model._meta.db_table), quote(str(key.column))
    names = [quote(str(field.column)) for field in fields]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            told = ", ".join(f"{name} = %s" for name in names)
            one = f"UPDATE {table} SET {told} WHERE {own} = %s"  # noqa: S608 names of our own columns
            cursor.executemany(one, list(zip(*given, keys, strict=True)))
            return
        told = ", ".join(f"{name} = given.{name}" for name in names)
        kinds = ["bigint", *(str(field.db_type(connection)) for field in fields)]
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        cursor.execute(
            f"UPDATE {table} SET {told} FROM unnest({arrays}) AS given ({', '.join([own, *names])}) "  # noqa: S608
            f"WHERE {table}.{own} = given.{own}",
            [list(keys), *given],
        )


def unsaved(model: type[M], **values: Any) -> M:
    """What ``model(**values)`` makes, in a tenth of the time. Columns by their names in the table's row (``unit_id``), nothing else.

    The values are laid into the object, which is where Django's own ``__init__`` puts them one after the other; no signal is sent.
    """
    fixed, made = _defaults(model)
    if unknown := values.keys() - fixed.keys() - made.keys():
        raise TypeError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    row = model.__new__(model)
    row.__dict__.update(
        fixed, **{name: make() for name, make in made.items() if name not in values}, **values, _state=ModelState()
    )
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The value each column has when none is given, and what makes those that are to be made anew each time."""
    if model.__init__ is not models.Model.__init__:
        raise TypeError(f"{model.__name__} makes its rows itself")
    made = {field.attname: field.default for field in model._meta.concrete_fields if callable(field.default)}
    made = {name: default for name, default in made.items() if default is not NOT_PROVIDED}
    return {
        field.attname: field.get_default() for field in model._meta.concrete_fields if field.attname not in made
    }, made


@cache
def _fields(model: type[models.Model]) -> list[tuple[models.Field[Any, Any], str, type | None]]:
    """Each column with the name of its value and the type that needs no adapting; not a key the database makes."""
    return [
        (field, field.attname, next((plain for kind, plain in _PLAIN if _takes_as_is(field, kind)), None))
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField)
    ]


def _takes_as_is(field: models.Field[Any, Any], kind: type[models.Field[Any, Any]]) -> bool:
    """Whether it is of the kind and prepares a value as the kind does: what seals its text (``SealedField``) is always asked."""
    own = type(field)
    return isinstance(field, kind) and all(
        getattr(own, name) is getattr(kind, name)
        for name in ("get_prep_value", "get_db_prep_value", "get_db_prep_save")
    )


def _adapt(field: models.Field[Any, Any], value: Any, adapted: dict[tuple[Any, ...], Any]) -> Any:
    if isinstance(value, _REPEATED):
        known: tuple[Any, ...] = (type(field), value)
    elif isinstance(value, list | dict):
        # The rows hold it while they are put in, so that its identity names it.
        known = (type(field), id(value)) if value else (type(field), type(value))
    else:
        return field.get_db_prep_save(value, connection)
    if known not in adapted:
        adapted[known] = field.get_db_prep_save(value, connection)
    return adapted[known]
