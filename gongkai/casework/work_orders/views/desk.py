"""Work orders to be read at the desk; what a citizen wrote is shown to those who handle it or follow up."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import YearNotAnnounced

from .. import policies, queries
from ..forms import FilterForm
from ..models import WorkOrder

ROWS = 50


@require_safe
def work_orders(request: HttpRequest) -> HttpResponse:
    """Work orders of the units over which the person holds a case role, the latest first."""
    user = cast(User, request.user)
    today = timezone.localdate()
    units = units_of(user, *queries.CASE_STAFF, on=today)
    if not units.exists():
        raise NotAllowed(_("工单含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))
    form = FilterForm(request.GET, units=units)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    if "number" in given:
        given["number__startswith"] = given.pop("number")
    if "state" in given:
        given["closed_at__isnull"] = given.pop("state") == "open"
    found = queries.visible_work_orders(user, on=today).filter(**given).select_related("unit")
    page = Paginator(found.order_by("-received_at", "-pk"), ROWS).get_page(request.GET.get("p"))
    rows = [(each, _address(each)) for each in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "breadcrumbs_items": _crumbs(),
        "header_title": _("诉求工单"),
    }
    return TemplateResponse(request, "work_orders/work_orders.html", context)


@require_safe
def work_order(request: HttpRequest, series: str, serial: str) -> HttpResponse:
    """One work order: its dates, how its limit was reckoned, its result, rating and history."""
    user = cast(User, request.user)
    today = timezone.localdate()
    one = get_object_or_404(WorkOrder.objects.select_related("unit"), number=f"{series}/{serial}")
    policies.check_can_see(user, one, on=today)
    open_now = one.closed_at is None and one.voided_at is None
    context = {
        "work_order": one,
        "due": queries.answer_due(received_at=one.received_at, limit_days=one.limit_days),
        "left": _left(today, one.due_date) if open_now else None,
        "is_open": open_now,
        "handles": not policies.can(policies.check_can_receive, user, one.unit, on=today),
        "events": Event.objects.about(one),
        "breadcrumbs_items": [*_crumbs(), {"url": "", "label": one.number}],
        "header_title": one.number,
    }
    return TemplateResponse(request, "work_orders/work_order.html", context)


def _left(today: date, due: date) -> int | None:
    """Working days left; None while nobody knows which days of that year are worked."""
    try:
        return calendar().working_days_between(today, due)
    except YearNotAnnounced:
        return None


def _address(work_order: WorkOrder) -> str:
    series, _slash, serial = work_order.number.partition("/")
    return reverse("work_orders:work_order", kwargs={"series": series, "serial": serial})


def _crumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("今日工作")},
        {"url": reverse("work_orders:list"), "label": _("诉求工单")},
    ]
