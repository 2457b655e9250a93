"""催办: what would be told to whom today, the button that tells it, and what was told before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal

from ... import actions, policies, queries
from ...choices import ReminderLevel
from ...models import Reminder
from .among import ROWS, ListScreen, lines_of
from .ways import address_of

#: Reminders of today shown one by one; the rest is counted.
SHOWN = 200


class Chasing(ListScreen):
    """For the openness office, over the units it serves."""

    template_name = "applications/chasing.html"
    page_title = gettext_lazy("催办")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.check_can_chase(self.user, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        chased = policies.chased_units(self.user, on=self.today)
        wanted = queries.reminders_wanted(on=self.today, units=chased)
        shown = wanted[:SHOWN]
        told = queries.told_of(shown, on=self.today)
        lines = lines_of([queries.row_of(one.application) for one in shown], on=self.today, calendar=self.calendar)
        written = Reminder.objects.filter(application__unit__in=chased).select_related("application__unit")
        page = Paginator(written.order_by("-pk"), ROWS).get_page(request.GET.get("p"))
        return self.show(
            wanted=[(one, line, told[one.application.pk]) for one, line in zip(shown, lines, strict=True)],
            total=len(wanted),
            levels=[(level.label, sum(one.level == level for one in wanted)) for level in ReminderLevel],
            page=page,
            written=[(one, address_of(one.application)) for one in page.object_list],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            made = actions.chase(by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已催办 %(count)d 件，写入了各自的办理记录。") % {"count": len(made)})
        return redirect("applications:chasing")
