"""Lists of applications: what waits for me, what is pressing, what stands still, and all there is, narrowed as one likes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import queries
from ...choices import Worklist
from ...forms import FilterForm
from ...models import ApplicationQuerySet
from .among import ROWS, ListScreen, lines_of, with_parts

#: What stands first on a list: the earliest limit, or what came or has stood still longest.
_ORDER: dict[Worklist | None, tuple[str, ...]] = {
    None: ("-received_date", "-pk"),
    Worklist.PAUSED: ("paused_date", "pk"),
    Worklist.UNCONFIRMED: ("arrived_date", "pk"),
}
_EARLIEST = ("due_date", "pk")


class Applications(ListScreen):
    """Applications to the units over which the person holds a case role, list by list."""

    template_name = "applications/applications.html"
    page_title = gettext_lazy("依申请公开")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FilterForm(request.GET, units=self.units)
        form.is_valid()
        which = self._which(form)
        found = self._found(form, which)
        page = Paginator(with_parts(found), ROWS).get_page(request.GET.get("p"))
        counts = queries.counts(self.user, on=self.today, calendar=self.calendar)
        return self.show(
            page=page,
            rows=lines_of(page.object_list, on=self.today, calendar=self.calendar),
            filter_form=form,
            which=which,
            tabs=[(each.value, each.label, counts[each], each == which) for each in Worklist],
            ordered=self._ordered(which),
            ways=self.ways(),
        )

    def _which(self, form: FilterForm) -> Worklist | None:
        asked = form.cleaned_data.get("list")
        return Worklist(asked) if asked else None

    def _found(self, form: FilterForm, which: Worklist | None) -> ApplicationQuerySet:
        found = queries.worklist(self.user, which, on=self.today, calendar=self.calendar)
        return found.filter(**form.narrowed()).order_by(*_ORDER.get(which, _EARLIEST))

    def _ordered(self, which: Worklist | None) -> str:
        said = {
            None: _("收到日期新的在前"),
            Worklist.PAUSED: _("中止最久的在前"),
            Worklist.UNCONFIRMED: _("最早到达的在前"),
        }
        return said.get(which, _("期限早的在前"))
