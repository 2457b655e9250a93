"""期限变动: which open limits a late holiday notice moved, from which day to which."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from ... import queries
from ...models import Application, Challenge, Correction, LimitRevision, MovedLimit
from .among import ROWS, ListScreen
from .challenges import address_of as challenge_address
from .corrections import address_of as correction_address
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
        moved = MovedLimit.objects.filter(
            Q(application__in=queries.visible_applications(self.user, on=self.today))
            | Q(challenge__unit__in=self.units)
            | Q(correction__in=queries.visible_corrections(self.user, on=self.today)),
            revision=self.revision,
        )
        moved = moved.select_related(
            "application__unit", "challenge__unit", "challenge__application", "correction__unit"
        ).order_by("after_date", "pk")
        page = Paginator(moved, ROWS).get_page(request.GET.get("p"))
        rows = [(one, *_shown(one), (one.after_date - one.before_date).days) for one in page.object_list]
        return self.show(revision=self.revision, page=page, rows=rows)


def _shown(one: MovedLimit) -> tuple[Application | Challenge | Correction, str, str]:
    """What it is the limit of, where that is read, and how it stands now."""
    if one.application is not None:
        return one.application, address_of(one.application), one.application.get_status_display()
    if one.correction is not None:
        return one.correction, correction_address(one.correction), one.correction.get_status_display()
    filed = one.challenge
    assert filed is not None
    return (
        filed,
        address_of(filed.application) if filed.application else challenge_address(filed),
        filed.get_outcome_display(),
    )
