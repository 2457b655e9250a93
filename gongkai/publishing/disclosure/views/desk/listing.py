from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import Role

from ... import queries
from ...forms import FilterForm
from .exporting import of_items, taken_away
from .screens import RoomScreen, item_url

ROWS = 50


class ItemList(RoomScreen):
    """Every item the person may see, narrowed and sorted; fifty a page."""

    template_name = "disclosure/items.html"
    page_title = _("信息公开")

    def get_breadcrumbs_items(self):
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FilterForm(request.GET, units=visible_units(self.user, on=self.today))
        form.is_valid()  # what is not on a list narrows nothing
        chosen = form.cleaned_data
        items = queries.listed_items(
            self.user,
            on=self.today,
            status=chosen.get("status") or "",
            unit=chosen.get("unit"),
            kind=chosen.get("kind"),
            column=chosen.get("column"),
            text=chosen.get("text") or "",
            sort=chosen.get("sort") or "",
        )
        taken = taken_away(request, items, of_items, name=str(self.page_title))
        if taken is not None:
            return taken
        page = Paginator(items, ROWS).get_page(request.GET.get("p"))
        return self.show(
            filter_form=form,
            page=page,
            rows=[(item, item_url("item", item)) for item in page.object_list],
            sort_label=dict(FilterForm.SORTS)[chosen.get("sort") or ""],
            may_draft=units_of(self.user, Role.DRAFTER, on=self.today).exists(),
            may_seal=units_of(self.user, Role.DRAFTER, Role.SECRECY_REVIEWER, on=self.today).exists(),
        )
