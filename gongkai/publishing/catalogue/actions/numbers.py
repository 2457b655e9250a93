"""Taking numbers, and setting how a unit's are made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.models import Unit
from gongkai.law import index_numbers

from .. import choices, policies, queries
from ..models import IndexPattern, NumberSeries, series_of


@dataclass(frozen=True)
class Numbered:
    """What an index number is taken for: a unit's information, formed and published on these days."""

    unit: Unit
    formed: date
    published: date


@dataclass(frozen=True)
class PatternFields:
    """How a unit's numbers are made: ``kind``, ``prefix``, ``class_code`` and ``source`` as in ``law.index_numbers.Pattern``."""

    kind: str
    prefix: str
    year_of: str = choices.YearOf.PUBLISHED
    width: int = 5
    class_code: str = ""
    source: str = ""

    def pattern(self) -> index_numbers.Pattern:
        """As the law has it. Refused when the code does not prove itself, or a part is missing or one too many."""
        if self.kind not in choices.PatternKind.values or self.year_of not in choices.YearOf.values:
            raise Refused(_("请选编制方式和年份的取法。"))
        try:
            return index_numbers.Pattern(
                kind=index_numbers.Kind(self.kind),
                prefix=self.prefix,
                year_of=index_numbers.YearOf(self.year_of),
                width=self.width,
                class_code=self.class_code.strip(),
                source=self.source.strip(),
            )
        except ValueError as error:
            raise Refused(str(error)) from error


def take_numbers(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next ``count`` numbers of a series, as ``prefix/year-00001``. Call inside the transaction that uses them: rolled back with it."""
    return [f"{prefix}/{year}-{serial:05d}" for serial in _take({(prefix, year): count})[prefix, year]]


def take_index_numbers(wanted: Sequence[Numbered]) -> list[str]:
    """An index number for each, in the order given, by the pattern its unit has on the day of publication (条例 art. 12).

    Call inside the transaction that uses them: rolled back with it, so that no number is left out. Refused when a series is full.
    """
    patterns = queries.patterns_of({each.unit.pk for each in wanted})
    _hold([pattern for found in patterns.values() for pattern in found])
    by_series: dict[tuple[str, int], list[int]] = defaultdict(list)
    made: list[index_numbers.Pattern | None] = []
    for place, each in enumerate(wanted):
        found = next((one for one in patterns.get(each.unit.pk, ()) if one.since_date <= each.published), None)
        pattern = found.pattern() if found else None
        made.append(pattern)
        prefix = series_of(pattern) if pattern else each.unit.index_prefix
        year = pattern.year(formed=each.formed, published=each.published) if pattern else each.published.year
        by_series[prefix, year].append(place)
    numbers = [""] * len(wanted)
    taken = _take({series: len(places) for series, places in by_series.items()})
    for (prefix, year), places in by_series.items():
        for place, serial in zip(places, taken[prefix, year], strict=True):
            numbers[place] = _compose(made[place], prefix, year, serial)
    return numbers


@transaction.atomic
def set_pattern(unit: Unit, given: PatternFields, *, since: date, by: User, now: datetime) -> IndexPattern:
    """Let a unit's numbers be made in this way from a day on (openness office); those made before stay what they are.

    Refused when the prefix is another's, when the code does not prove itself, or when numbers of that time were already made
    otherwise. A pattern set for the same day is replaced while no number was made by it.
    """
    today = localdate(now)
    policies.check_can_keep(by, on=today)
    # One at a time: two units could be given one prefix at the same moment.
    list(Unit.objects.select_for_update().filter(parent=None).order_by("pk"))
    pattern = given.pattern()
    owner = queries.owner_of(pattern, unit)
    if owner:
        raise Refused(
            _("“%(prefix)s”是%(owner)s的代码，不能用作%(unit)s的索引号前缀。")
            % {"prefix": pattern.prefix, "owner": owner, "unit": unit}
        )
    same_day = IndexPattern.objects.select_for_update().filter(unit=unit, since_date=since).first()
    if same_day and queries.is_used(same_day, on=today):
        raise NotAllowed(_("这条编号规则已经用于编号，不能更改；需要改变时，请另设一条从今天以后的日期启用的规则。"))
    if since < today and _numbered_since(unit, since):
        raise Refused(_("%(since)s以后已有按原规则编的索引号，新规则只能从今天起启用。") % {"since": since.isoformat()})
    values = asdict(given) | {"prefix": pattern.prefix, "class_code": pattern.class_code, "source": pattern.source}
    pattern_set, _created = IndexPattern.objects.update_or_create(unit=unit, since_date=since, defaults=values)
    record(choices.PATTERN_SET, pattern_set, by=by, at=now, **values)
    return pattern_set


@transaction.atomic
def cancel_pattern(pattern: IndexPattern, *, reason: str, by: User, now: datetime) -> None:
    """Take back a pattern by which no number was made (openness office)."""
    policies.check_can_keep(by, on=localdate(now))
    pattern = IndexPattern.objects.select_for_update().select_related("unit").get(pk=pattern.pk)
    if queries.is_used(pattern, on=localdate(now)):
        raise NotAllowed(_("这条编号规则已经用于编号，不能取消；需要改变时，请另设一条新的规则。"))
    if not reason.strip():
        raise Refused(_("请写明取消的理由。"))
    policies.check_line(reason.strip(), _("理由"), 300)
    record(choices.PATTERN_CANCELLED, pattern, by=by, at=now, reason=reason.strip())
    pattern.delete()


def _take(counts: Mapping[tuple[str, int], int]) -> dict[tuple[str, int], range]:
    """So many of each series (prefix, year), the series held until the transaction ends."""
    if not counts:
        return {}
    wanted = NumberSeries.objects.filter(reduce(or_, (Q(prefix=prefix, year=year) for prefix, year in counts)))
    NumberSeries.objects.bulk_create(
        [NumberSeries(prefix=prefix, year=year) for prefix, year in sorted(counts)], ignore_conflicts=True
    )
    # In one order everywhere, or two batches could wait for each other for ever.
    held = list(wanted.select_for_update().order_by("prefix", "year"))
    taken = {}
    for series in held:
        count = counts[series.prefix, series.year]
        taken[series.prefix, series.year] = range(series.last + 1, series.last + 1 + count)
        series.last += count
    NumberSeries.objects.bulk_update(held, ["last"])
    return taken


def _hold(patterns: list[IndexPattern]) -> None:
    """Nobody alters a pattern while a number is made by it."""
    if patterns:
        list(IndexPattern.objects.select_for_update().filter(pk__in=[one.pk for one in patterns]).order_by("pk"))


def _compose(pattern: index_numbers.Pattern | None, prefix: str, year: int, serial: int) -> str:
    if pattern is None:
        return f"{prefix}/{year}-{serial:05d}"
    try:
        return str(pattern.compose(year, serial))
    except ValueError as error:
        raise Refused(_("取不到索引号：%(reason)s请政务公开工作机构调整编号规则。") % {"reason": error}) from error


def _numbered_since(unit: Unit, since: date) -> bool:
    """Whether the way the unit numbers now has numbers of that year or later."""
    patterns = queries.patterns_of([unit.pk]).get(unit.pk, [])
    prefixes = {unit.index_prefix, *(one.series for one in patterns)}
    return NumberSeries.objects.filter(prefix__in=prefixes, year__gte=since.year, last__gt=0).exists()
