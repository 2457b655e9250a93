"""What came through the citizens' door, for those who deal with it: the files handed in, and a code for who has none."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused

from ... import actions, queries
from ...models import Application
from .ways import address_of, crumbs


@require_safe
def enclosure(request: HttpRequest, series: str, serial: str, place: int) -> HttpResponse:
    """A file an applicant handed in, as a download; that somebody looked is written down."""
    one = _application(series, serial)
    enclosures = list(one.enclosures.all())
    if not 1 <= place <= len(enclosures):
        raise Http404
    handed_in = enclosures[place - 1]
    content = actions.see_enclosure(handed_in, by=cast(User, request.user), now=timezone.now())
    response = HttpResponse(content, content_type=handed_in.media_type)
    response["Content-Disposition"] = content_disposition_header(True, handed_in.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def query_code(request: HttpRequest, series: str, serial: str) -> HttpResponse:
    """A new query code, shown once: for who applied at the counter or by post, or has lost theirs and proved who they are."""
    one = _application(series, serial)
    if request.method != "POST":
        return redirect(address_of(one))
    try:
        code = actions.issue_query_code(
            one, check=request.POST.get("check", ""), by=cast(User, request.user), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(one))
    context = {
        "application": one,
        "code": queries.grouped(code),
        "breadcrumbs_items": [*crumbs(), {"url": address_of(one), "label": one.number}],
        "header_title": one.number,
    }
    response = TemplateResponse(request, "applications/query_code.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _application(series: str, serial: str) -> Application:
    return get_object_or_404(Application.objects.select_related("unit"), number=f"{series}/{serial}")
