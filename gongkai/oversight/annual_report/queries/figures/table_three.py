"""Table three of the form of 2021 (国办公开办函〔2021〕30号): applications received, carried over and ended, by leaf and kind of applicant.

175 cells ``t3.<row>.<column>``: 24 counted rows by six kinds of applicant, and the totals. Every application of the year is in the new ones
or the carried-in ones, and in one leaf or the carried-out ones: what the head of the table asks for holds by construction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.casework.applications.models import Application, ApplicationQuerySet
from gongkai.law.vocabulary import ApplicantKind, Outcome
from gongkai.oversight.statistics.queries import Period, Records, Scope, Table, cell, table, total

UNIT = _("件")
NEW, CARRIED_IN, DONE, CARRIED_OUT, TOTAL = "new", "carried_in", "done_total", "carried_out", "total"


def _counted(period: Period, scope: Scope) -> ApplicationQuerySet:
    """Received by the end of the period and not ended before it began. What was opened again was ended once and is not counted again."""
    return (
        Application.objects.standing()
        .of_units(scope.unit_ids)
        .filter(
            Q(replied_date=None) | Q(replied_date__gte=period.first),
            Q(closed_date=None) | Q(closed_date__gte=period.first),
            received_date__lte=period.last,
        )
    )


def _groups(period: Period) -> dict[str, Any]:
    ended = Q(replied_date__lte=period.last) | Q(closed_date__lte=period.last)
    return {
        "came": Case(When(received_date__gte=period.first, then=Value(NEW)), default=Value(CARRIED_IN)),
        "went": Case(When(ended, then=F("outcome")), default=Value(CARRIED_OUT)),
        "kind": F("applicant_kind"),
    }


def _places(group: tuple[Any, ...]) -> Iterable[tuple[str, str]]:
    came, went, kind = group
    return ((came, kind), (went, kind))


def _records(row: str, kind: str) -> Any:
    def records(period: Period, scope: Scope) -> Records:
        ones = _counted(period, scope).filter(applicant_kind=kind)
        if row == NEW:
            return Records(ones.filter(received_date__gte=period.first))
        if row == CARRIED_IN:
            return Records(ones.filter(received_date__lt=period.first))
        ended = Q(replied_date__lte=period.last) | Q(closed_date__lte=period.last)
        if row == CARRIED_OUT:
            return Records(
                ones.filter(
                    Q(replied_date=None) | Q(replied_date__gt=period.last),
                    Q(closed_date=None) | Q(closed_date__gt=period.last),
                )
            )
        return Records(ones.filter(ended, outcome=row))

    return records


T3 = table(Table("t3", _counted, _groups, _places))

#: Rows as printed: counted ones with what they say, the total among them.
_SAYS: dict[str, Any] = {
    NEW: (_("本年新收政府信息公开申请数量"), _("年内收到的政府信息公开申请")),
    CARRIED_IN: (_("上年结转政府信息公开申请数量"), _("年初以前收到、到年初仍未办结的政府信息公开申请")),
    **{
        outcome.value: (
            outcome.label,
            format_lazy(_("年内以“{outcome}”首次办结的政府信息公开申请"), outcome=outcome.label),
        )
        for outcome in Outcome
    },
    CARRIED_OUT: (_("结转下年度继续办理"), _("到年底仍未办结的政府信息公开申请")),
}
_KINDS = dict(ApplicantKind.choices)


def _row(row: str) -> None:
    label, said = _SAYS[row]
    for kind, kind_label in _KINDS.items():
        cell(
            T3,
            (row, kind),
            format_lazy("{label}（{kind}）", label=label, kind=_column(kind, kind_label)),
            unit=UNIT,
            definition=format_lazy(_("{said}，申请人为{kind}。"), said=said, kind=_column(kind, kind_label)),
            records=_records(row, kind),
        )
    total(
        T3,
        (row, TOTAL),
        format_lazy("{label}（总计）", label=label),
        unit=UNIT,
        definition=format_lazy("{said}。", said=said),
        parts=[(row, kind) for kind in _KINDS],
    )


def _column(kind: str, label: Any) -> Any:
    return label if kind == ApplicantKind.NATURAL else format_lazy(_("法人或其他组织·{kind}"), kind=label)


for _name in (NEW, CARRIED_IN, *Outcome.values):
    _row(_name)
for _kind, _label in [*((kind, _column(kind, label)) for kind, label in _KINDS.items()), (TOTAL, _("总计"))]:
    total(
        T3,
        (DONE, _kind),
        format_lazy(_("本年度办理结果总计（{kind}）"), kind=_label),
        unit=UNIT,
        definition=format_lazy(_("年内办结的政府信息公开申请，各种结果之和（{kind}）。"), kind=_label),
        parts=[(outcome, _kind) for outcome in Outcome.values],
    )
_row(CARRIED_OUT)
