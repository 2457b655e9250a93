"""The shelves of the site: the same items by column, by unit, by theme, and all policies together, each with its months."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from gongkai.base.organisations.models import Unit
from gongkai.law import themes
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure.models import InformationItem


class Group(StrEnum):
    """The folders shelves stand in, and the field of an item that says on which it lies."""

    COLUMNS = "columns"
    UNITS = "units"
    THEMES = "themes"
    POLICIES = "policies"

    @property
    def field(self) -> str:
        return _FIELDS[self]


_FIELDS = {Group.COLUMNS: "column_id", Group.UNITS: "unit_id", Group.THEMES: "theme", Group.POLICIES: "kind__is_policy"}
#: The one shelf of policies.
LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A column, a unit or a theme as a reader finds it: ``key`` is what the item's field holds."""

    group: Group
    slug: str
    name: str
    key: int | str | bool
    description: str = ""
    column: Column | None = None

    @property
    def folder(self) -> str:
        """Where its pages stand: ``columns/notices``; the library has no other shelf beside it."""
        if self.group == Group.POLICIES:
            return str(self.group)
        return f"{self.group}/{self.column.address if self.column else self.slug}"

    @property
    def where(self) -> dict[str, int | str | bool]:
        """The items on it, as a filter."""
        return {self.group.field: self.key}


def of_column(column: Column) -> Shelf:
    """The shelf of a column."""
    return Shelf(Group.COLUMNS, column.slug, column.name, column.pk, column.description, column)


def of_unit(unit: Unit) -> Shelf:
    """The shelf of a unit: its disclosure catalogue (条例 art. 12)."""
    return Shelf(Group.UNITS, unit.code, unit.name, unit.pk)


def of_theme(code: str) -> Shelf:
    """The shelf of a subject class."""
    return Shelf(Group.THEMES, code, themes.name_of(code), code)


def of_policies() -> Shelf:
    """The library: every item whose kind is one of policies."""
    return Shelf(Group.POLICIES, LIBRARY, _("政策文件库"), True, _("本级制定的规范性文件和其他政策文件。"))


def shelves_of(item: InformationItem) -> Iterator[Shelf]:
    """Every shelf an item lies on; its ``unit``, ``column`` and ``kind`` are read."""
    if item.column is not None:
        yield of_column(item.column)
    yield of_unit(item.unit)
    if item.theme:
        yield of_theme(item.theme)
    if item.kind is not None and item.kind.is_policy:
        yield of_policies()


def all_shelves(groups: Collection[Group] = tuple(Group)) -> Iterator[Shelf]:
    """Every shelf there is, empty ones too."""
    if Group.COLUMNS in groups:
        yield from map(of_column, Column.objects.select_related("parent__parent"))
    if Group.UNITS in groups:
        yield from map(of_unit, Unit.objects.all())
    if Group.THEMES in groups:
        yield from map(of_theme, themes.codes())
    if Group.POLICIES in groups:
        yield of_policies()


def shelf(group: str, slug: str) -> Shelf:
    """The shelf at an address. Raises the ``DoesNotExist`` of its model, or ``LookupError`` for an unknown theme."""
    match Group(group):
        case Group.COLUMNS:
            return of_column(Column.objects.select_related("parent__parent").get(slug=slug))
        case Group.UNITS:
            return of_unit(Unit.objects.get(code=slug))
        case Group.THEMES:
            return of_theme(slug)
        case Group.POLICIES:
            return of_policies()
