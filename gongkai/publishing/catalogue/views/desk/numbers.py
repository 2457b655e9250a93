from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit

from ... import actions, forms, queries
from ...models import IndexPattern
from .screens import FormScreen, ListScreen, RoomScreen


class PatternList(ListScreen):
    """Every unit with how its index numbers are made now and will be."""

    template_name = "catalogue/patterns.html"
    page_title = _("索引号编号规则")
    heads = (_("单位"), _("编制方式"), _("前缀"), _("年份取自"), _("启用日期"), _("下一个号"))
    intro = _(
        "没有设定规则的单位，按单位登记的前缀和发布年份编号。规则用过以后不能更改，只能另设新规则，从某一天起启用。"
    )
    empty = _("还没有登记单位。")

    def records(self, request: HttpRequest) -> Any:
        return Unit.objects.order_by("path")

    def get(self, request: HttpRequest) -> HttpResponse:
        units = list(self.records(request))
        self.patterns = queries.patterns_of([unit.pk for unit in units])
        return super().get(request)

    def cells(self, record: Unit) -> tuple[Any, ...]:
        found = next((one for one in self.patterns.get(record.pk, ()) if one.since_date <= self.today), None)
        if found is None:
            return record.name, _("本地前缀/年份-序号（未设规则）"), record.index_prefix, _("发布日期"), "", ""
        number = queries.next_number(found, year=self.today.year)
        kind, year_of = found.get_kind_display(), found.get_year_of_display()
        return record.name, kind, found.prefix, year_of, found.since_date.isoformat(), number

    def url(self, record: Unit) -> str:
        return f"{reverse('catalogue:new_pattern')}?unit={record.code}"

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:new_pattern"), _("设定编号规则")),)

    def more(self, request: HttpRequest) -> dict[str, Any]:
        waiting = IndexPattern.objects.select_related("unit").order_by("since_date")
        return {
            "unused": [
                (one, reverse("catalogue:cancel_pattern", args=[one.unit.code, one.since_date.isoformat()]))
                for one in waiting
                if not queries.is_used(one, on=self.today)
            ]
        }


class PatternCreate(FormScreen):
    """Sets how a unit's numbers are made from a day on."""

    page_title = _("设定编号规则")
    label = _("设定规则")
    done = _("编号规则已设定，从启用日期起使用。")

    def form(self, request: HttpRequest) -> forms.PatternForm:
        initial = {"unit": request.GET.get("unit", ""), "since": self.today}
        return forms.PatternForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(self, form: forms.PatternForm) -> IndexPattern:
        unit, since = form.cleaned_data["unit"], form.cleaned_data["since"]
        return actions.set_pattern(unit, form.given(), since=since, by=self.user, now=self.now)

    def url(self, thing: IndexPattern) -> str:
        return reverse("catalogue:patterns")

    def back(self) -> str:
        return reverse("catalogue:patterns")

    def more(self, form: Any) -> dict[str, Any]:
        return {"intro": PatternList.intro}


class PatternCancel(RoomScreen):
    """Takes back a pattern that has made no number."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect("catalogue:patterns")

    def post(self, request: HttpRequest, unit: str, since: str) -> HttpResponse:
        pattern = get_object_or_404(IndexPattern, unit__code=unit, since_date=_day(since))
        try:
            actions.cancel_pattern(pattern, reason=request.POST.get("reason", ""), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _now("编号规则已取消。"))
        return redirect("catalogue:patterns")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
