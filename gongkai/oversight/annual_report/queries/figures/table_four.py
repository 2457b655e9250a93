"""Table four of the form of 2021: reconsiderations and lawsuits by what came of them (国办公开办函〔2021〕30号).

15 cells ``t4.<block>.<column>``. A case is counted in the year it is decided, and as pending in every year at whose end it is not: what a
report said of a year does not change with a decision of the next. A lawsuit with two defendants is ours once (国办公开办函〔2016〕201号).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.models import Challenge, ChallengeQuerySet
from gongkai.oversight.statistics.queries import Period, Records, Scope, Table, cell, table, total

UNIT = _("件")
REVIEW, DIRECT, AFTER, TOTAL = "review", "suit_direct", "suit_after", "total"
_SUIT = Q(kind=ChallengeKind.LAWSUIT)
_BLOCKS: dict[str, tuple[Any, Q]] = {
    REVIEW: (_("行政复议"), Q(kind=ChallengeKind.RECONSIDERATION)),
    DIRECT: (_("未经复议直接起诉的行政诉讼"), _SUIT & Q(after_reconsideration=False)),
    AFTER: (_("复议后起诉的行政诉讼"), _SUIT & Q(after_reconsideration=True)),
}
_PENDING = ChallengeOutcome.PENDING.value


def _counted(period: Period, scope: Scope) -> ChallengeQuerySet:
    return (
        Challenge.objects.standing()
        .of_units(scope.unit_ids)
        .filter(
            Q(decided_date=None) | Q(decided_date__gte=period.first),
            kind__in=(ChallengeKind.RECONSIDERATION, ChallengeKind.LAWSUIT),
            filed_date__lte=period.last,
        )
    )


def _groups(period: Period) -> dict[str, Any]:
    return {
        "block": Case(*(When(told, then=Value(block)) for block, (_label, told) in _BLOCKS.items())),
        "came_of_it": Case(When(decided_date__lte=period.last, then=F("outcome")), default=Value(_PENDING)),
    }


def _places(group: tuple[Any, ...]) -> Iterable[tuple[str, str]]:
    block, outcome = group
    return ((block, outcome),)


def _records(block: str, outcome: str) -> Any:
    def records(period: Period, scope: Scope) -> Records:
        ones = _counted(period, scope).filter(_BLOCKS[block][1])
        if outcome == _PENDING:
            return Records(ones.filter(Q(decided_date=None) | Q(decided_date__gt=period.last)))
        return Records(ones.filter(outcome=outcome, decided_date__lte=period.last))

    return records


T4 = table(Table("t4", _counted, _groups, _places))

for _block, (_name, _told) in _BLOCKS.items():
    for _outcome, _label in ChallengeOutcome.choices:
        cell(
            T4,
            (_block, _outcome),
            format_lazy("{block}·{outcome}", block=_name, outcome=_label),
            unit=UNIT,
            definition=format_lazy(
                _("到年底尚未审结的{block}。") if _outcome == _PENDING else _("年内审结、{outcome}的{block}。"),
                block=_name,
                outcome=_label,
            ),
            records=_records(_block, _outcome),
        )
    total(
        T4,
        (_block, TOTAL),
        format_lazy(_("{block}总计"), block=_name),
        unit=UNIT,
        definition=format_lazy(_("年内审结和到年底尚未审结的{block}。"), block=_name),
        parts=[(_block, outcome) for outcome in ChallengeOutcome.values],
    )
