"""Lists of applications: what waits for me, what is pressing, what stands still, and all there is, narrowed as one likes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal
from gongkai.base.core.tables import FORMATS, MOST_ROWS, handed_out

from ... import actions, queries
from ...choices import Worklist
from ...forms import FilterForm
from ...models import ApplicationQuerySet
from .among import ROWS, ListScreen, Register, lines_of, with_parts, written

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
        return self._taken_away(request.GET.get("format", ""), with_applicants=False) or self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """The list with who applied: asked for by a button and not by an address, for it is written down."""
        return self._taken_away(request.POST.get("format", ""), with_applicants=True) or self.page(status=409)

    def page(self, status: int = 200) -> HttpResponse:
        """The list asked for by the address, a page of it."""
        request = self.request
        form = FilterForm(request.GET, units=self.units)
        form.is_valid()
        which = self._which(form)
        counts = queries.counts(self.user, on=self.today, calendar=self.calendar)
        counted = counts[which] if which and not form.narrowed() else None
        if which:
            rows = queries.rows_of(self._found(form, which))
        else:
            rows = queries.register_rows(self.user, on=self.today, narrowed=form.narrowed())
        page = Register(rows, ROWS, counted=counted).get_page(request.GET.get("p"))
        return self.show(
            status=status,
            page=page,
            lines=written(lines_of(page.object_list, on=self.today, calendar=self.calendar)),
            filter_form=form,
            which=which,
            tabs=[(each.value, each.label, counts[each], each == which) for each in Worklist],
            diverted=queries.diverted_in(self.today.year, units=self.units),
            year=self.today.year,
            ordered=self._ordered(which),
            ways=self.ways(),
            forms=list(FORMATS),
            may_register=self.handles,
            may_take_applicants=self.handles,
        )

    def _taken_away(self, file_format: str, *, with_applicants: bool) -> HttpResponse | None:
        """The whole list as a file; nothing when no such format is asked for, or it is refused: the page says why."""
        if file_format not in FORMATS:
            return None
        form = FilterForm(self.request.GET, units=self.units)
        form.is_valid()
        which = self._which(form)
        # One more than may go out: enough to be refused.
        found = list(with_parts(self._found(form, which))[: MOST_ROWS + 1])
        try:
            table = actions.export_register(
                found, narrowed=form.told(), with_applicants=with_applicants, by=self.user, now=self.now
            )
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return None
        return handed_out(table, file_format, name=_("依申请公开台账"))

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
