"""Table three: applications received, carried over and ended, by leaf and kind of applicant, in both forms that print it.

Of 2021 (国办公开办函〔2021〕30号) 175 cells ``t3.<row>.<column>``, of the trial form of 2019 and 2020 (国办公开办函〔2019〕60号) 161
cells ``t3_2019.<row>.<column>``: there 其他处理 is one row. Each has its counted rows by six kinds of applicant, and the totals.
Every application of the year is in the new ones or the carried-in ones, and in one leaf or the carried-out ones: what the head of
the table asks for holds by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.casework.applications.models import Application, ApplicationQuerySet
from gongkai.law.vocabulary import ApplicantKind, Outcome
from gongkai.oversight.statistics.queries import Period, Records, Scope, Table, cell, table, total

UNIT = _("件")
NEW, CARRIED_IN, DONE, CARRIED_OUT, TOTAL = "new", "carried_in", "done_total", "carried_out", "total"


def counted(period: Period, scope: Scope) -> ApplicationQuerySet:
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


def groups(period: Period) -> dict[str, Any]:
    """Whether it came this year, how it ended by the end of it, and whose it is."""
    ended = Q(replied_date__lte=period.last) | Q(closed_date__lte=period.last)
    return {
        "came": Case(When(received_date__gte=period.first, then=Value(NEW)), default=Value(CARRIED_IN)),
        "went": Case(When(ended, then=F("outcome")), default=Value(CARRIED_OUT)),
        "kind": F("applicant_kind"),
    }


def _places(row_of: Mapping[str, str]) -> Callable[[tuple[Any, ...]], Iterable[tuple[str, str]]]:
    def places(group: tuple[Any, ...]) -> Iterable[tuple[str, str]]:
        came, went, kind = group
        return ((came, kind), (row_of.get(went, went), kind))

    return places


def _records(row: str, outcomes: tuple[str, ...], kind: str) -> Any:
    def records(period: Period, scope: Scope) -> Records:
        ones = counted(period, scope).filter(applicant_kind=kind)
        if row == NEW:
            return Records(ones.filter(received_date__gte=period.first))
        if row == CARRIED_IN:
            return Records(ones.filter(received_date__lt=period.first))
        if row == CARRIED_OUT:
            return Records(
                ones.filter(
                    Q(replied_date=None) | Q(replied_date__gt=period.last),
                    Q(closed_date=None) | Q(closed_date__gt=period.last),
                )
            )
        ended = Q(replied_date__lte=period.last) | Q(closed_date__lte=period.last)
        return Records(ones.filter(ended, outcome__in=outcomes))

    return records


_KINDS = dict(ApplicantKind.choices)
_ENDED = _("年内以“{outcome}”首次办结的政府信息公开申请")
#: What is counted beside the leaves, with what it says.
_BESIDE: dict[str, tuple[Any, Any]] = {
    NEW: (_("本年新收政府信息公开申请数量"), _("年内收到的政府信息公开申请")),
    CARRIED_IN: (_("上年结转政府信息公开申请数量"), _("年初以前收到、到年初仍未办结的政府信息公开申请")),
    CARRIED_OUT: (_("结转下年度继续办理"), _("到年底仍未办结的政府信息公开申请")),
}


def _table(code: str, leaves: Mapping[str, tuple[Any, tuple[str, ...]]]) -> None:
    """Register the table of a form: its ``leaves`` by row, each with its label and the outcomes it holds; rows in printed order."""
    row_of = {outcome: row for row, (_label, outcomes) in leaves.items() for outcome in outcomes}
    form = table(Table(code, counted, groups, _places(row_of)))
    for row in (NEW, CARRIED_IN):
        _row(form, row, *_BESIDE[row])
    for row, (label, outcomes) in leaves.items():
        _row(form, row, label, format_lazy(_ENDED, outcome=label), outcomes)
    for kind, label in [*((kind, _column(kind, label)) for kind, label in _KINDS.items()), (TOTAL, _("总计"))]:
        total(
            form,
            (DONE, kind),
            format_lazy(_("本年度办理结果总计（{kind}）"), kind=label),
            unit=UNIT,
            definition=format_lazy(_("年内办结的政府信息公开申请，各种结果之和（{kind}）。"), kind=label),
            parts=[(row, kind) for row in leaves],
        )
    _row(form, CARRIED_OUT, *_BESIDE[CARRIED_OUT])


def _row(form: Table, row: str, label: Any, said: Any, outcomes: tuple[str, ...] = ()) -> None:
    for kind, kind_label in _KINDS.items():
        cell(
            form,
            (row, kind),
            format_lazy("{label}（{kind}）", label=label, kind=_column(kind, kind_label)),
            unit=UNIT,
            definition=format_lazy(_("{said}，申请人为{kind}。"), said=said, kind=_column(kind, kind_label)),
            records=_records(row, outcomes, kind),
        )
    total(
        form,
        (row, TOTAL),
        format_lazy("{label}（总计）", label=label),
        unit=UNIT,
        definition=format_lazy("{said}。", said=said),
        parts=[(row, kind) for kind in _KINDS],
    )


def _column(kind: str, label: Any) -> Any:
    return label if kind == ApplicantKind.NATURAL else format_lazy(_("法人或其他组织·{kind}"), kind=label)


_LEAVES: dict[str, tuple[Any, tuple[str, ...]]] = {leaf.value: (leaf.label, (leaf.value,)) for leaf in Outcome}
#: One row in the trial form: 其他处理.
_OTHERS = (Outcome.OTHER_NOSUPP.value, Outcome.OTHER_NOFEE.value, Outcome.OTHER_OTHER.value)
_table("t3", _LEAVES)
_table(
    "t3_2019",
    {row: leaf for row, leaf in _LEAVES.items() if row not in _OTHERS} | {"other": (_("其他处理"), _OTHERS)},
)
