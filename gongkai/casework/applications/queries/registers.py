"""The register of cases (台账) as a list to take away: the course of each, and who applied only where that may be seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from gongkai.base.core.tables import Cell, Table

from ..models import Applicant, Application


def register_of(applications: Iterable[Application], applicants: Mapping[int, Applicant] | None = None) -> Table:
    """Cases as the list shows them. With ``applicants`` the columns that say who applied, empty for cases that are not among them."""
    columns = [
        ("number", _("申请编号")),
        ("unit", _("受理单位")),
        ("channel", _("申请方式")),
        ("applicant_kind", _("申请人类别")),
        ("arrived_date", _("到达日期")),
        ("received_date", _("收到日期")),
        ("law", _("适用条例")),
        ("status", _("状态")),
        ("due_date", _("答复期限")),
        ("due_is_provisional", _("期限为暂定")),
        ("extended_date", _("延期决定日期")),
        ("paused_date", _("计时中止之日")),
        ("parts", _("承办")),
        ("outcome", _("办理结果")),
        ("replied_date", _("答复日期")),
        ("closed_date", _("终止日期")),
        ("late", _("逾期")),
        ("void_reason", _("作废理由")),
    ]
    if applicants is not None:
        columns += [("applicant_name", _("申请人")), ("sought", _("所需信息"))]
    rows = [
        [*_course(one), *(_person(applicants.get(one.pk)) if applicants is not None else ())] for one in applications
    ]
    return Table(_("依申请公开台账"), tuple(columns), rows)


def _course(one: Application) -> list[Cell]:
    yes, no = _("是"), _("否")
    ended = one.replied_date or one.closed_date
    late = bool(ended and one.due_date and one.reopened_date is None and ended > one.due_date)
    parts = getattr(one, "open_parts", [])
    return [
        one.number,
        one.unit.short_name,
        str(one.get_channel_display()),
        str(one.get_applicant_kind_display()),
        one.arrived_date,
        one.received_date,
        str(one.get_law_display()),
        str(_("已作废") if one.voided_at else one.get_status_display()),
        one.due_date,
        yes if one.due_is_provisional else no,
        one.extended_date,
        one.paused_date,
        "；".join(f"{part.unit.short_name} {part.officer or ''}".strip() for part in parts),
        str(one.get_outcome_display()) if one.outcome else "",
        one.replied_date,
        one.closed_date,
        (yes if late else no) if ended else "",
        one.void_reason,
    ]


def _person(applicant: Applicant | None) -> list[Cell]:
    return [applicant.name, applicant.sought] if applicant else ["", ""]
