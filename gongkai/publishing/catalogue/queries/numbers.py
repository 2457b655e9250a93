"""Index numbers: by which pattern, whose prefix, and where what bears a number stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from gongkai.base.organisations.models import Unit
from gongkai.law import index_numbers

from ..models import IndexPattern, NumberSeries


def patterns_of(unit_ids: Collection[int]) -> dict[int, list[IndexPattern]]:
    """The patterns of these units, the newest first; a unit without one numbers by its ``index_prefix``."""
    found: dict[int, list[IndexPattern]] = defaultdict(list)
    for pattern in IndexPattern.objects.filter(unit_id__in=unit_ids).order_by("-since_date"):
        found[pattern.unit_id].append(pattern)
    return found


def is_used(pattern: IndexPattern, *, on: date) -> bool:
    """Whether a number may have been made by it: it has begun, and its series has numbers of a year since then."""
    taken = NumberSeries.objects.filter(prefix=pattern.series, year__gte=pattern.since_date.year, last__gt=0)
    if pattern.year_of == index_numbers.YearOf.FORMED:  # what was formed years ago may be published today
        taken = NumberSeries.objects.filter(prefix=pattern.series, last__gt=0)
    return pattern.since_date <= on and taken.exists()


def owner_of(pattern: index_numbers.Pattern, unit: Unit) -> str:
    """Whose prefix it is when it is not the unit's own: a unit of ours or an organ known by its code. Empty when nobody's."""
    codes = _codes(pattern.kind, pattern.prefix)
    for code in codes:
        organ = index_numbers.OWNERS.get(code)
        if organ and organ != unit.name:
            return organ
    for other in Unit.objects.filter(index_prefix__in=codes).exclude(pk=unit.pk):
        return other.name
    for each in IndexPattern.objects.exclude(unit=unit).select_related("unit"):
        if _codes(index_numbers.Kind(each.kind), each.prefix) & codes:
            return each.unit.name
    return ""


def next_number(pattern: IndexPattern, *, year: int) -> str:
    """What the next number of a year would be, for the screen; nothing is taken."""
    series = NumberSeries.objects.filter(prefix=pattern.series, year=year).first()
    return str(pattern.pattern().compose(year, (series.last if series else 0) + 1))


def page_path(number: str) -> str:
    """Where the page of an index number stands, without a suffix; no two numbers share a place, and none moves.

    ``440404101/2018-00001`` → ``items/440404101/2018/00001``; ``XM02100-0101-2019-00001`` → ``items/XM02100-0101/2019-00001``;
    ``SY0000143490201900001`` → ``items/SY0000143490/201900001``.
    """
    prefix, slash, rest = number.partition("/")
    if slash:
        year, _dash, serial = rest.partition("-")
        return f"items/{prefix}/{year}/{serial}"
    if "-" in number:
        issuer, year, serial = number.rsplit("-", 2)
        return f"items/{issuer}/{year}-{serial}"
    return f"items/{number[:-9]}/{number[-9:]}"


def _codes(kind: index_numbers.Kind, prefix: str) -> set[str]:
    """The codes a prefix names: a unified code holds an organisation code in its characters 9 to 17."""
    return {prefix, prefix[8:17]} if kind is index_numbers.Kind.UNIFIED else {prefix}
