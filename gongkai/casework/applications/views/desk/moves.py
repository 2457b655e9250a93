"""期限变动: which open cases a late holiday notice moved, from which day to which."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from ... import queries
from ...models import LimitRevision, MovedLimit
from .among import ROWS, ListScreen
from .ways import address_of


def revision_url(revision: LimitRevision) -> str:
    """The screen of one revision, by its number."""
    series, _slash, serial = revision.number.partition("/")
    return reverse("applications:revision", kwargs={"series": series, "serial": serial})


class Revisions(ListScreen):
    """The notices that moved anything, the latest first."""

    template_name = "applications/revisions.html"
    page_title = _("期限变动")
    header_icon = "calendar"

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(LimitRevision.objects.select_related("by"), ROWS).get_page(request.GET.get("p"))
        return self.show(page=page, rows=[(one, revision_url(one)) for one in page.object_list])


class Revision(ListScreen):
    """The cases one notice moved, among those one may see."""

    template_name = "applications/revision.html"
    header_icon = "calendar"
    breadcrumbs_items = (
        *ListScreen.breadcrumbs_items,
        {"url": reverse_lazy("applications:revisions"), "label": _("期限变动")},
    )
    revision: LimitRevision

    def get_page_title(self) -> str:
        return str(self.revision)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        number = f"{kwargs['series']}/{kwargs['serial']}"
        self.revision = get_object_or_404(LimitRevision.objects.select_related("by"), number=number)
        visible = queries.visible_applications(self.user, on=self.today)
        moved = MovedLimit.objects.filter(revision=self.revision, application__in=visible)
        moved = moved.select_related("application__unit").order_by("after_date", "pk")
        page = Paginator(moved, ROWS).get_page(request.GET.get("p"))
        rows = [(one, address_of(one.application), (one.after_date - one.before_date).days) for one in page.object_list]
        return self.show(revision=self.revision, page=page, rows=rows)
