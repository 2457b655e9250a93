from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import Role

from ... import queries
from ...forms import ListForm
from .screens import RoomScreen, url

ROWS = 50


class ConsultationList(RoomScreen):
    """Every consultation the person may see, narrowed; fifty a page."""

    template_name = "consultations/consultations.html"
    page_title = _("征求意见")

    def get_breadcrumbs_items(self):
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ListForm(request.GET, units=visible_units(self.user, on=self.today))
        form.is_valid()  # what is not on a list narrows nothing
        chosen = form.cleaned_data
        found = queries.listed(
            self.user,
            on=self.today,
            status=chosen.get("status") or "",
            unit=chosen.get("unit"),
            kind=chosen.get("kind") or "",
            text=chosen.get("text") or "",
        )
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        return self.show(
            filter_form=form,
            page=page,
            rows=[(each, url("consultation", each)) for each in page.object_list],
            may_draft=units_of(self.user, Role.DRAFTER, on=self.today).exists(),
        )
