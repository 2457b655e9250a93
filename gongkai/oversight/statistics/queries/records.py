"""The records a figure counts: the count, the sum, the keys and the list, all of one definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.timezone import localtime

from .selections import Selection, count, keys, select, total

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

AnyQuerySet: TypeAlias = "models.QuerySet[Any, Any]"

#: Keys in one statement: SQLite takes at most 32,766 parameters, PostgreSQL 65,535.
KEYS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Listing:
    """How records of one model stand in a list: lookups of number, day, unit and kind.

    ``at`` is a date or an instant. ``kinds`` translates stored kinds into words. ``address`` makes the public address of a
    record from its number; records about people, and those without a page, have none. ``desk`` is the name of the desk
    address of a record, by ``desk_number`` cut at its slash. ``standing`` is the lookup whose value tells (``is_standing``)
    whether a record still stands: one that was taken out keeps its row and loses its link. ``pages`` is for records the public
    reads as something else, and does not read all of: keys → number and address of those it may; no public list shows the others.
    """

    number: str
    at: str
    kind: str
    unit: str = "unit__short_name"
    kinds: Mapping[Any, StrOrPromise] = field(default_factory=dict)
    address: Callable[[str], str] | None = None
    desk: str = ""
    desk_number: str = "number"
    standing: str = "pk"
    is_standing: Callable[[Any], bool] = bool
    pages: Callable[[Sequence[int]], Mapping[int, tuple[str, str]]] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. ``href`` is the public page, empty when there is none.

    ``standing`` is false once the record was taken out of every figure.
    """

    model: str
    pk: int
    number: str
    day: date
    unit: str
    kind: str
    href: str
    standing: bool
    desk_number: str

    @property
    def desk(self) -> str:
        """The address of the record's screen at the desk, empty when it has none."""
        name = listing_of(self.model).desk
        series, _slash, serial = self.desk_number.partition("/")
        return reverse(name, kwargs={"series": series, "serial": serial}) if name and self.desk_number else ""


_listings: dict[str, Listing] = {}


def list_as(model: type[models.Model], listing: Listing) -> None:
    """Say how records of a model are listed. ValueError when it was said differently before."""
    if _listings.setdefault(model._meta.label_lower, listing) != listing:
        raise ValueError(f"two listings for {model._meta.label_lower}")


def listing_of(label: str) -> Listing:
    """The listing of a model by its label ("disclosure.informationitem"). LookupError when nobody gave one."""
    return _listings[label]


def unit_lookup(model: type[models.Model]) -> str:
    """How to find the unit a record belongs to; LookupError when nobody gave a listing."""
    return listing_of(model._meta.label_lower).unit.rpartition("__")[0]


class Records:
    """What a figure counts: one or several sets of records that never share one. Querysets must not yield a row twice."""

    def __init__(self, *querysets: AnyQuerySet) -> None:
        self.querysets = querysets

    def __add__(self, other: Records) -> Records:
        return Records(*self.querysets, *other.querysets)

    def selections(self, *, amount: str = "", by_unit: bool = False) -> tuple[Selection, ...]:
        """The SQL behind the records, a selection for each set; with a money field when ``amount`` names one, and their units."""
        return tuple(
            select(queryset, amount=amount, unit=unit_lookup(queryset.model) if by_unit else "")
            for queryset in self.querysets
        )

    def count(self) -> int:
        """How many records; one query a set."""
        return count(self.selections())

    def ids(self) -> dict[str, list[int]]:
        """Ascending primary keys by model label; one query a set."""
        return keys(self.selections())

    def sum(self, amount: str) -> Decimal:
        """The sum of a money field over the records, in yuan; 0 when there are none."""
        return total(self.selections(amount=amount))

    def rows(self, offset: int = 0, limit: int = 200) -> list[Row]:
        """A part of the list: set after set, oldest first within each, the primary key deciding ties."""
        rows: list[Row] = []
        for queryset in self.querysets:
            if len(rows) == limit:
                break
            size = count([select(queryset)]) if offset else 0
            if offset and offset >= size:
                offset -= size
                continue
            listing = listing_of(queryset.model._meta.label_lower)
            part = queryset.order_by(listing.at, "pk")[offset : offset + limit - len(rows)]
            rows += _read(listing, queryset.model._meta.label_lower, part)
            offset = 0
        return rows


def rows_of(
    sets: Iterable[tuple[str, Sequence[int]]],
    *,
    part: int = 200,
    unit_ids: Sequence[int] | None = None,
    public: bool = False,
) -> Iterator[list[Row]]:
    """The list behind stored primary keys (model label, keys), in parts of ``part`` rows, in the order of ``Records.rows``.

    Records that were taken out since are still listed, with ``standing`` false. With ``unit_ids`` only those of these units, ``public``
    only those a public list may show (``Listing.pages``).
    """
    waiting: list[Row] = []
    for label, pks in sets:
        listing, manager = listing_of(label), apps.get_model(label)._default_manager
        if unit_ids is not None:
            manager = manager.filter(**{f"{unit_lookup(apps.get_model(label))}__in": unit_ids})
        ordered: list[tuple[Any, int]] = []
        for chunk in _chunks(pks, KEYS_AT_ONCE):
            ordered += manager.filter(pk__in=chunk).values_list(listing.at, "pk")
        ordered.sort()
        for chunk in _chunks([pk for _at, pk in ordered], part):
            rows = _read(listing, label, manager.filter(pk__in=chunk).order_by(listing.at, "pk"))
            waiting += _as_public(rows, listing, chunk) if public else rows
            while len(waiting) >= part:
                yield waiting[:part]
                waiting = waiting[part:]
    if waiting:
        yield waiting


def count_rows(sets: Iterable[tuple[str, Sequence[int]]], unit_ids: Sequence[int]) -> int:
    """How many of the records with these keys are of these units."""
    number = 0
    for label, pks in sets:
        model = apps.get_model(label)
        of_units = model._default_manager.filter(**{f"{unit_lookup(model)}__in": unit_ids})
        number += sum(of_units.filter(pk__in=chunk).count() for chunk in _chunks(pks, KEYS_AT_ONCE))
    return number


def count_hidden(sets: Iterable[tuple[str, Sequence[int]]]) -> int:
    """How many of the records with these keys no public list shows."""
    number = 0
    for label, pks in sets:
        listing = listing_of(label)
        if listing.pages is not None:
            number += sum(len(chunk) - len(listing.pages(chunk)) for chunk in _chunks(pks, KEYS_AT_ONCE))
    return number


def _as_public(rows: Iterable[Row], listing: Listing, pks: Sequence[int]) -> Iterator[Row]:
    """The rows as the public reads them, without those it does not read."""
    if listing.pages is None:
        yield from rows
        return
    pages = listing.pages(pks)
    for row in rows:
        if row.pk in pages:
            number, href = pages[row.pk]
            yield replace(row, number=number, href=href)


def _read(listing: Listing, label: str, queryset: AnyQuerySet) -> Iterator[Row]:
    lookups = (listing.number, listing.at, listing.unit, listing.kind, listing.desk_number, listing.standing)
    for pk, number, at, unit, kind, desk_number, standing in queryset.values_list("pk", *lookups):
        stands = listing.is_standing(standing)
        yield Row(
            model=label,
            pk=pk,
            number=number or "",
            day=localtime(at).date() if isinstance(at, datetime) else at,
            unit=unit,
            kind=str(listing.kinds.get(kind, kind)),
            href=listing.address(number) if listing.address and stands else "",
            standing=stands,
            desk_number=desk_number or "",
        )


def _chunks(values: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (values[start : start + size] for start in range(0, len(values), size))
