"""How things stand: the list by status with its counts, the matrix, what cannot be checked, what waits for a check."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import PolicyArea, Role

from ... import queries
from ...choices import OF_PAIRS, FulfilmentState, Status
from ...models import Fulfilment
from ...queries.standing import OTHER_AREAS
from .screens import ROWS, RoomScreen, obligation_url, occasion_url


class StandingList(RoomScreen):
    """One status at a time, each with its count; a count opens its rows."""

    name = "list"
    template_name = "obligations/list.html"
    page_title = _("标准目录")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form, selection = self.selected()
        counts = queries.tally(selection, on=self.today)
        asked = request.GET.get("status", "")
        status = (
            Status(asked) if asked in Status.values else next((each for each in counts if counts[each]), Status.LATE)
        )
        if status in OF_PAIRS:
            page, rows = self.pairs(selection, status)
        else:
            page, rows = self.occasions(selection, status)
        return self.show(
            filter_form=form,
            page=page,
            rows=rows,
            chosen=status,
            of_pairs=status in OF_PAIRS,
            statuses=[(each, counts[each], self.address(status=each)) for each in Status],
            exports=[
                (kind.upper(), reverse("obligations:export", args=[kind]) + self.address(status=status))
                for kind in ("xlsx", "csv")
            ],
        )

    def address(self, **changes: str) -> str:
        """This list with something else chosen, from its first page."""
        asked = self.request.GET.copy()
        asked.pop("p", None)
        for name, value in changes.items():
            asked[name] = value
        return f"?{asked.urlencode()}"

    def occasions(self, selection: queries.Selection, status: Status) -> tuple[Any, list[Any]]:
        """A page of occasions, each with its address and its sentence."""
        found = queries.occasions(selection, on=self.today).in_status(status)
        found = queries.with_counting(found.select_related("unit", "obligation__catalogue"), on=self.today)
        page = Paginator(found, ROWS).get_page(self.request.GET.get("p"))
        working = calendar()
        rows = [
            (each, occasion_url(each), queries.said(each, each.status, each.counting, on=self.today, calendar=working))
            for each in page.object_list
        ]
        return page, rows

    def pairs(self, selection: queries.Selection, status: Status) -> tuple[Any, list[Any]]:
        """A page of rows with the units that bear them."""
        found = queries.pairs(selection, status, on=self.today).select_related("catalogue")
        page = Paginator(found, ROWS).get_page(self.request.GET.get("p"))
        listed = list(page.object_list)
        units = Unit.objects.in_bulk({each.bearer for each in listed})
        return page, [(each, obligation_url(each), units[each.bearer]) for each in listed]


class Matrix(RoomScreen):
    """Units down, areas across: how many were met, are due, are late; each number leads to its rows."""

    name = "matrix"
    template_name = "obligations/matrix.html"
    page_title = _("单位与领域")

    def get(self, request: HttpRequest) -> HttpResponse:
        form, selection = self.selected()
        cells = queries.matrix(selection, on=self.today)
        here = {area for _unit, area in cells}
        areas = [(value, str(label)) for value, label in PolicyArea.choices if value in here]
        areas += [("", str(_("其他")))] if "" in here else []
        units = Unit.objects.filter(pk__in={unit for unit, _area in cells}).order_by("code")
        rows = [
            (unit, [(label, self.numbers(cells.get((unit.pk, area), {}), unit, area)) for area, label in areas])
            for unit in units
        ]
        return self.show(filter_form=form, areas=[label for _value, label in areas], rows=rows)

    def numbers(self, counts: dict[str, int], unit: Unit, area: str) -> list[tuple[Status, int, str]]:
        """What is met, due and late in a cell, each with the list behind it."""
        asked = self.request.GET.copy()
        asked["unit"], asked["area"] = unit.code, area or OTHER_AREAS
        found = []
        for status in (Status.MET, Status.DUE, Status.LATE):
            if counts.get(status):
                asked["status"] = status
                found.append((status, counts[status], f"{reverse('obligations:list')}?{asked.urlencode()}"))
        return found


class Uncheckable(RoomScreen):
    """The words of limits that give no day, and how many rows say so."""

    name = "uncheckable"
    template_name = "obligations/uncheckable.html"
    page_title = _("不能核对的时限")

    def get(self, request: HttpRequest) -> HttpResponse:
        form, selection = self.selected()
        found = queries.uncheckable(selection, on=self.today)
        return self.show(filter_form=form, words=found, total=sum(each.rows for each in found))


class Checks(RoomScreen):
    """What units recorded and nobody has looked at, the oldest first."""

    name = "checks"
    template_name = "obligations/checks.html"
    page_title = _("待核查")

    def get(self, request: HttpRequest) -> HttpResponse:
        checking = units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
        units = checking if checking.exists() else visible_units(self.user, on=self.today)
        found = (
            Fulfilment.objects.filter(state=FulfilmentState.RECORDED, occasion__unit__in=units)
            .select_related("occasion__unit", "occasion__obligation__catalogue", "item", "recorded_by")
            .order_by("pk")
        )
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        return self.show(page=page, rows=[(each, occasion_url(each.occasion)) for each in page.object_list])
