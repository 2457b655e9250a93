"""What lists are narrowed by, in words: the names of facets and of their values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.base.organisations.models import Unit
from gongkai.law import themes
from gongkai.law.vocabulary import Validity
from gongkai.publishing.catalogue.models import Column, Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: what it is called, how many texts have it, where choosing or leaving it leads."""

    name: str
    count: int
    href: str
    chosen: bool = False


def facet_titles() -> dict[str, str]:
    """What each facet is called."""
    return {
        "kind": _("信息种类"), "unit": _("发文机关"), "column": _("栏目"), "theme": _("主题"), "year": _("年份"),
        "validity": _("有效性"),
    }  # fmt: skip


def value_names(facet: str, values: Collection[str]) -> Mapping[str, str]:
    """What the values of a facet are called; without those nobody knows."""
    match facet:
        case "unit":
            return dict(Unit.objects.filter(code__in=values).values_list("code", "short_name"))
        case "column":
            return dict(Column.objects.filter(slug__in=values).values_list("slug", "name"))
        case "kind":
            return dict(Kind.objects.filter(code__in=values).values_list("code", "name"))
        case "theme":
            known = set(themes.codes())
            return {value: themes.name_of(value) for value in values if value in known}
        case "validity":
            return {value: str(Validity(value).label) for value in values if value in list(Validity)}
        case _:
            return {value: _("%(year)s年") % {"year": value} for value in values}
