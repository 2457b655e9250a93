"""What waits for whom today, drawn from the rooms below; and who may read the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.queries import holds_any, units_of
from gongkai.casework.applications.choices import Worklist as CaseList
from gongkai.casework.applications.models import Application
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.calendar import WorkingCalendar, YearNotAnnounced
from gongkai.law.vocabulary import Role
from gongkai.publishing.consultations import queries as consultations
from gongkai.publishing.disclosure import queries as disclosure
from gongkai.publishing.disclosure.choices import DocumentStatus, Status
from gongkai.publishing.disclosure.models import InformationItem, OfficialDocument

from .applications import cases, list_url
from .beside import beside
from .guides import guides
from .obligations import obligations
from .reports import reports
from .returns import returns
from .rows import SHOWN, Row, Worklist
from .searching import DESK_FACETS, DESK_INDEX, DeskFound, desk_differences, found_at_desk, search_desk

__all__ = [
    "DESK_FACETS",
    "DESK_INDEX",
    "SOON",
    "DeskFound",
    "desk_differences",
    "found_at_desk",
    "may_read_audit",
    "search_desk",
    "worklists",
]

#: Working days before a limit from which a case counts as due soon.
SOON = 3
_AUDITING = (Role.AUDITOR, Role.SUPERVISOR)


def may_read_audit(user: User, *, on: date) -> bool:
    """Auditors and supervisors read the trail; nobody writes it."""
    return holds_any(user, *_AUDITING, on=on)


def worklists(user: User, *, on: date) -> list[Worklist]:
    """The first screen, most pressing first: overdue, due soon, waiting for me, my drafts, waiting for others."""
    mine = units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on)
    applications = Application.objects.open().running().filter(unit__in=mine)
    orders = WorkOrder.objects.open().filter(unit__in=units_of(user, Role.CASE_OFFICER, on=on))
    days = calendar()
    soon = days.add_working_days(on, SOON).date
    items = reverse("disclosure:items")
    publishing = units_of(user, Role.DRAFTER, Role.APPROVER, Role.OPENNESS_OFFICE, on=on)
    lists = [
        _cases("overdue", _("已超期"), _("没有超期的事项。"), applications, orders, {"due_date__lt": on}, on=on),
        _cases(
            "soon",
            _("三个工作日内到期"),
            _("三个工作日内没有到期的事项。"),
            applications,
            orders,
            {"due_date__gte": on, "due_date__lte": soon},
            on=on,
        ),
        _items("mine", _("等我办理"), _("没有等您办理的信息。"), disclosure.waiting_for(user, on=on), _next, on=on,
               more_url=f"{items}?sort=waiting"),
        _items("drafts", _("我的草稿"), _("没有未送审的草稿。"), disclosure.drafts_of(user),
               lambda item: (_("继续写"), "edit"), on=on, more_url=f"{items}?status={Status.DRAFT}"),
        _items("others", _("等别人办理"), _("您送出的信息都已办完。"), disclosure.waiting_for_others(user),
               lambda item: (_("查看"), "item"), on=on, more_url=f"{items}?sort=waiting"),
    ]  # fmt: skip
    overdue, due_soon, waiting, drafts, others = lists
    over = disclosure.overdue_documents(publishing, on=on, calendar=days)
    due = disclosure.documents_due(publishing, on=on, until=soon, calendar=days)
    return [
        _with_documents(
            overdue, [(over, "documents_unpublished", _("未公开的公文"), _("去公开"))], on=on, calendar=days
        ),
        _with_documents(
            due_soon, [(due, "documents_unpublished", _("未公开的公文"), _("去公开"))], on=on, calendar=days
        ),
        _with_documents(waiting, _documents_for(user, on=on), on=on, calendar=days),
        *cases(user, on=on, calendar=days),
        *beside(user, on=on),
        *_consultations(user, on=on),
        drafts,
        _with_documents(others, _documents_with_others(user), on=on, calendar=days),
        _unexplained(user, on=on),
        *guides(user, on=on),
        *reports(user, on=on),
        *returns(user, on=on),
        obligations(user, on=on, until=soon, calendar=days),
        _timed(user, on=on),
    ]


def _unexplained(user: User, *, on: date) -> Worklist:
    """Public policies whose interpretation is due or late, for whoever drafts and for the openness office."""
    policies = disclosure.unexplained_policies(units_of(user, Role.DRAFTER, Role.OPENNESS_OFFICE, on=on))
    rows = [
        Row(row.policy.title, str(row.policy), f"{row.policy.unit.short_name}，{_explained_by(row)}",
            _("去解读"), _item_url(row.policy, "item"))
        for row in disclosure.with_limits(policies[:SHOWN], on=on)
    ]  # fmt: skip
    total = policies.count() if len(rows) == SHOWN else len(rows)
    more = reverse("disclosure:interpretations") if total > len(rows) else ""
    return Worklist("unexplained", _("待解读的政策"), _("没有待解读的政策。"), rows, total, more)


def _explained_by(row: disclosure.Unexplained) -> str:
    facts = {"due": row.due.date}
    if row.due.provisional:
        return _("应于 %(due)s 前解读（暂定，放假安排尚未公布）") % facts
    return _("应于 %(due)s 前解读，已逾期") % facts if row.late else _("应于 %(due)s 前解读") % facts


def _timed(user: User, *, on: date) -> Worklist:
    """Approved items with a time of publication, for whoever publishes; one that failed says why."""
    units = units_of(user, Role.APPROVER, Role.OPENNESS_OFFICE, on=on)
    items = disclosure.scheduled_items(user, on=on).filter(unit__in=units).select_related("unit")
    rows = []
    for item in items[:SHOWN]:
        why = disclosure.why_not_published(item)
        at = localtime(item.scheduled_at).strftime("%Y-%m-%d %H:%M")
        state = _("到时未能发布：%(why)s") % {"why": why} if why else _("定于 %(at)s 发布") % {"at": at}
        rows.append(Row(item.title, str(item), f"{item.unit.short_name}，{state}", _("查看"), _item_url(item, "item")))
    total = items.count() if len(rows) == SHOWN else len(rows)
    more = reverse("disclosure:schedules") if total > len(rows) else ""
    return Worklist("timed", _("定时发布"), _("没有设定发布时间的信息。"), rows, total, more)


def _item_url(item: InformationItem, screen: str) -> str:
    series, _slash, serial = item.registration.partition("/")
    return reverse(f"disclosure:{screen}", kwargs={"series": series, "serial": serial})


def _consultations(user: User, *, on: date) -> list[Worklist]:
    """Consultations whose next act is the user's, results that are overdue first; no list at all for whom none waits."""
    found = consultations.waiting_for(user, on=on)
    rows = []
    for each in found[:SHOWN]:
        one = each.consultation
        letters, _slash, digits = one.number.partition("/")
        url = reverse("consultations:consultation", kwargs={"letters": letters, "digits": digits})
        rows.append(Row(one.title, one.number, f"{one.unit.short_name}，{each.state}", each.act, url))
    more = reverse("consultations:consultations") if len(found) > len(rows) else ""
    return [Worklist("consultations", _("征求意见"), "", rows, len(found), more)] if found else []


#: Documents, the register's list that holds them all, what that list is called, and the next act.
DocumentList = tuple[QuerySet[OfficialDocument], str, str, str]


def _documents_for(user: User, *, on: date) -> list[DocumentList]:
    """Documents whose next act is the user's: to pass, to mend after 退文, to assess anew."""
    office, drafting = units_of(user, Role.OPENNESS_OFFICE, on=on), units_of(user, Role.DRAFTER, on=on)
    return [
        (disclosure.awaiting_office(office), "documents_review", _("待公开审查的公文"), _("去审查")),
        (disclosure.returned_documents(drafting), "documents", _("发文登记"), _("去更正")),
        (
            disclosure.to_reassess(units_of(user, *disclosure.ASSESSORS, on=on), until=on),
            *("documents_reassess", _("待评估的公文"), _("去评估")),
        ),
    ]


def _documents_with_others(user: User) -> list[DocumentList]:
    mine = OfficialDocument.objects.filter(registered_by=user, status=DocumentStatus.AWAITING).order_by("pk")
    return [(mine, "documents_review", _("待公开审查的公文"), _("查看"))]


def _with_documents(worklist: Worklist, lists: list[DocumentList], *, on: date, calendar: WorkingCalendar) -> Worklist:
    """The list with official documents before the rest: theirs are limits of law."""
    rows: list[Row] = []
    total, further = 0, []
    for documents, address, label, act in lists:
        found = [
            _document_row(each, act, on=on, calendar=calendar) for each in documents.select_related("unit")[:SHOWN]
        ]
        if found:
            rows += found
            total += documents.count()
            further.append((label, reverse(f"disclosure:{address}")))
    return replace(
        worklist,
        rows=(rows + worklist.rows)[: max(SHOWN, len(rows))],
        total=total + worklist.total,
        further=further + worklist.further,
    )


def _document_row(document: OfficialDocument, act: str, *, on: date, calendar: WorkingCalendar) -> Row:
    limit = disclosure.limit_of(document, on=on, calendar=calendar)
    if limit and document.status == DocumentStatus.REGISTERED:
        state = str(limit)
    elif document.reassess_date:
        state = _("应于 %(day)s 前评估") % {"day": document.reassess_date}
    else:
        state = document.get_status_display()
    series, _slash, serial = document.registration.partition("/")
    url = reverse("disclosure:document", kwargs={"series": series, "serial": serial})
    number = document.document_number or document.registration
    return Row(document.title, number, f"{document.unit.short_name}，{state}", act, url)


def _next(item: InformationItem) -> tuple[str, str]:
    acts = {Status.SUBMITTED: _("去审查"), Status.SECRECY_REVIEWED: _("去审批"), Status.APPROVED: _("去发布")}
    return acts[Status(item.status)], "item"


def _items(
    name: str,
    title: str,
    empty: str,
    items: QuerySet[InformationItem],
    act: Callable[[InformationItem], tuple[str, str]],
    *,
    on: date,
    more_url: str,
) -> Worklist:
    total = items.count()
    first = items.select_related("unit").order_by("submitted_at", "pk")[:SHOWN]
    rows = []
    for item in first:
        label, screen = act(item)
        url = _item_url(item, screen)
        rows.append(Row(item.title or _("（未填标题）"), str(item), _waited(item, on=on), label, url))
    return Worklist(name, title, empty, rows, total, more_url if total > len(rows) else "")


def _waited(item: InformationItem, *, on: date) -> str:
    since: datetime = item.drafted_at
    for instant in (item.submitted_at, item.secrecy_reviewed_at, item.approved_at):
        since = instant or since
    if item.status == Status.DRAFT:
        return _("%(unit)s，%(date)s起草") % {"unit": item.unit.short_name, "date": localdate(item.drafted_at)}
    days = (on - localdate(since)).days
    facts = {"unit": item.unit.short_name, "status": item.get_status_display(), "date": localdate(since), "days": days}
    if days > 0:
        return _("%(unit)s，%(date)s起%(status)s，已等 %(days)d 天") % facts
    return _("%(unit)s，今天起%(status)s") % facts


def _cases(
    name: str,
    title: str,
    empty: str,
    applications: QuerySet[Application],
    orders: QuerySet[WorkOrder],
    limit: dict[str, Any],
    *,
    on: date,
) -> Worklist:
    """Applications and work orders together, the earliest limit first."""
    found: Iterable[tuple[date, Row]] = [
        *_case_rows(applications.filter(**limit), _("公开申请"), "applications:application", on=on),
        *_case_rows(orders.filter(**limit), _("工单"), "work_orders:work_order", on=on),
    ]
    rows = [row for _due, row in sorted(found, key=lambda pair: pair[0])]
    of_cases = applications.filter(**limit).count()
    total = of_cases + orders.filter(**limit).count()
    further = [(_("公开申请（%(count)d 件）") % {"count": of_cases}, list_url(CaseList(name)))] if of_cases else []
    return Worklist(name, title, empty, rows[:SHOWN], total, further=further)


def _case_rows(cases: QuerySet[Any], noun: str, address: str, *, on: date) -> list[tuple[date, Row]]:
    rows = []
    for case in cases.select_related("unit").order_by("due_date", "pk")[:SHOWN]:
        left = _limit(case.due_date, on=on)
        series, _slash, serial = case.number.partition("/")
        url = reverse(address, kwargs={"series": series, "serial": serial})
        row = Row(f"{noun}（{case.kind_label}）", case.number, f"{case.unit.short_name}，{left}", _("查看"), url)
        rows.append((case.due_date, row))
    return rows


def _limit(due: date, *, on: date) -> str:
    try:
        working = calendar().working_days_between(on, due)
    except YearNotAnnounced:
        return _("应于 %(due)s 前办结（暂定，放假安排尚未公布）") % {"due": due}
    if working >= 0:
        return _("应于 %(due)s 前办结，还剩 %(days)d 个工作日") % {"due": due, "days": working}
    return _("应于 %(due)s 前办结，已超 %(days)d 个工作日") % {"due": due, "days": -working}
