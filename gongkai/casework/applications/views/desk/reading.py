"""One application to be read; who applied is shown to those who handle it, and that they looked is written down."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.sealing import Unreadable
from gongkai.law.calendar import YearNotAnnounced
from gongkai.law.clocks import Limit, remaining
from gongkai.law.deadlines import Regulation

from ... import actions, policies, queries
from ...choices import OPEN
from ...models import Application
from .further import further_screens
from .ways import crumbs


@require_safe
def application(request: HttpRequest, series: str, serial: str) -> HttpResponse:
    """One application: its dates, how its limit was reckoned, its outcome and its history."""
    user = cast(User, request.user)
    today = timezone.localdate()
    one = get_object_or_404(Application.objects.select_related("unit"), number=f"{series}/{serial}")
    policies.check_can_see(user, one, on=today)
    handles = not policies.can(policies.check_can_see_applicant, user, one, on=today)
    open_now = one.status in OPEN and one.voided_at is None
    limit = queries.limit_of_application(one) if one.received_date else None
    context = {
        "application": one,
        "regulation": Regulation(str(one.law)) if one.law else None,
        "due": limit.due if limit else None,
        "left": _left(today, limit) if open_now and limit else None,
        "is_open": open_now,
        "handles": handles,
        "further": further_screens(one, user, on=today),
        **(_applicant(one, user) if handles else {}),
        "fees": one.fees.standing(),
        "challenges": one.challenges.standing(),
        "events": Event.objects.about(one),
        "breadcrumbs_items": [*crumbs(), {"url": "", "label": one.number}],
        "header_title": one.number,
    }
    return TemplateResponse(request, "applications/application.html", context)


def _applicant(application: Application, user: User) -> dict[str, Any]:
    """Who applied, for somebody to whom it is shown: that they looked is written down. Without the key the page is there all the same."""
    try:
        return {"applicant": actions.see_applicant(application, by=user, now=timezone.now())}
    except Unreadable as refusal:
        return {"unreadable": str(refusal)}


def _left(today: date, limit: Limit) -> int | None:
    """Working days left; None while nobody knows which days of that year are worked."""
    try:
        return remaining(limit, on=today, calendar=calendar())
    except YearNotAnnounced:
        return None
