"""Who has handed in and who has not, and what is collected from whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import Role

from .. import actions, queries
from ..forms import AskForm, OffSystemForm
from .screens import CollectedScreen, period_of, sheet_address, span_name, spans


class Overview(CollectedScreen):
    """Who has handed in and who has not, of the units the person may see; and for the openness office what is collected from whom."""

    template_name = "statistics/overview.html"
    page_title = gettext_lazy("数据报送")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, ask: AskForm | None = None, off: OffSystemForm | None = None) -> HttpResponse:
        """The overview, after a refusal too."""
        units = visible_units(self.user, on=self.today)
        if not units.exists():
            raise NotAllowed(_("数据报送由各单位和政务公开工作机构办理，您目前没有岗位。"))
        span = self.span()
        asking = units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
        rows = queries.progress(list(units), period_of(span))
        return self.show(
            status=status,
            span=span,
            spans=[(one, span_name(one)) for one in spans(self.today)],
            rows=[(row, sheet_address(row.unit, span)) for row in rows],
            waiting=sum(bool(row.missing) for row in rows),
            asks=asking.exists(),
            ask_form=ask or AskForm(units=asking, year=int(span[:4])),
            off_form=off or OffSystemForm(units=asking, initial={"first_year": span[:4]}),
        )

    def span(self) -> str:
        """What was chosen, the year before this one when nothing was."""
        chosen = self.request.GET.get("span") or self.request.POST.get("span") or ""
        return chosen if chosen in spans(self.today) else str(self.today.year - 1)


class Ask(Overview):
    """Ask units for numbers, from the chosen year on."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        units = units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
        if not units.exists():
            raise NotAllowed(_("向单位收集哪些数，由政务公开工作机构登记。"))
        span = self.span()
        form = AskForm(request.POST, units=units, year=int(span[:4]))
        if not form.is_valid():
            return self.page(422, ask=form)
        new = [
            asked
            for unit in form.cleaned_data["units"]
            for asked in actions.ask(
                unit, form.cleaned_data["codes"], first_year=int(span[:4]), by=self.user, now=self.now
            )
        ]
        messages.success(request, _("已登记%(n)d项收集要求，自%(year)s年度起。") % {"n": len(new), "year": span[:4]})
        return redirect(f"{reverse('statistics:overview')}?span={span}")


class OffSystem(Overview):
    """Say that a unit's cases are not in this ledger."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        units = units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
        if not units.exists():
            raise NotAllowed(_("哪些单位未接入系统，由政务公开工作机构登记。"))
        form = OffSystemForm(request.POST, units=units)
        if not form.is_valid():
            return self.page(422, off=form)
        given = form.cleaned_data
        try:
            actions.take_off_system(
                given["unit"], first_year=given["first_year"], reason=given["reason"], by=self.user, now=self.now
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(409, off=form)
        messages.success(request, _("已登记。该单位这些年度的数全部由其填报、签字。"))
        return redirect(f"{reverse('statistics:overview')}?span={self.span()}")
