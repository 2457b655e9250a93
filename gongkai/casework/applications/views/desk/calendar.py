"""A month of due dates over the units one may see: each day a count and the way to its list."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from ... import queries
from ...choices import Worklist
from ...forms import MonthForm
from .among import ListScreen


class Months(ListScreen):
    """When the open cases fall due, day by day of a month; days off and worked weekends are marked."""

    template_name = "applications/calendar.html"
    page_title = _("期限日历")
    header_icon = "calendar"

    def get(self, request: HttpRequest) -> HttpResponse:
        form = MonthForm({"month": _month(self.today), **request.GET.dict()}, units=self.units)
        form.is_valid()
        first = form.cleaned_data.get("month") or self.today.replace(day=1)
        unit = form.cleaned_data.get("unit")
        weeks = queries.month_of(self.user, first, on=self.today, calendar=self.calendar, unit=unit)
        days = [day for week in weeks for day in week if day.in_month]
        return self.show(
            filter_form=form,
            first=first,
            before=_month(first - timedelta(days=1)),
            after=_month(first + timedelta(days=32)),
            weeks=[[(day, self._list_url(day.date, unit)) for day in week] for week in weeks],
            days=[(day, self._list_url(day.date, unit)) for day in days if day.total or day.is_exceptional],
            total=sum(day.total for day in days),
            unannounced=any(day.works is None for day in days),
        )

    def _list_url(self, day: date, unit: object) -> str:
        asked = {"list": Worklist.OPEN.value, "due": day.isoformat()}
        if unit is not None:
            asked["unit"] = unit.code  # type: ignore[attr-defined]
        return f"{reverse('applications:list')}?{urlencode(asked)}"


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
