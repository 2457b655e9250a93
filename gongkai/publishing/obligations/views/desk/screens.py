"""What the room's screens share: the way back, the lists, and the things an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.organisations.queries import visible_units

from ... import policies
from ...forms import FilterForm
from ...models import Obligation, Occasion, StandardCatalogue
from ...queries import Selection

ROWS = 50
#: The lists of the room: name of the address, label.
LISTS = (
    ("list", _("公开情况")),
    ("matrix", _("单位与领域")),
    ("uncheckable", _("不能核对的时限")),
    ("checks", _("待核查")),
    ("catalogues", _("标准目录")),
)


def catalogue_url(name: str, catalogue: StandardCatalogue, **more: Any) -> str:
    """The address of a catalogue's screen, by its code."""
    return reverse(f"obligations:{name}", kwargs={"code": catalogue.code, **more})


def obligation_url(obligation: Obligation, name: str = "obligation") -> str:
    """The address of a row's screen, by its catalogue and number."""
    return catalogue_url(name, obligation.catalogue, row=obligation.row)


def occasion_url(occasion: Occasion, name: str = "occasion", **more: Any) -> str:
    """The address of an occasion's screen, by its number."""
    series, _slash, serial = occasion.number.partition("/")
    return reverse(f"obligations:{name}", kwargs={"series": series, "serial": serial, **more})


class RoomScreen(Screen):
    """A screen of the room with its breadcrumbs and the way to the other lists."""

    header_icon = "list-ul"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("obligations:list"), "label": _("标准目录")})
    name = ""

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        lists = [(label, reverse(f"obligations:{name}"), name == self.name) for name, label in LISTS]
        keeps = policies.keeps(self.user, on=self.today)
        return super().show(status, lists=lists, keeps=keeps, today=self.today, **context)

    def selected(self) -> tuple[FilterForm, Selection]:
        """What the list is narrowed to, from the address; what is not on a list narrows nothing."""
        units = visible_units(self.user, on=self.today)
        form = FilterForm(self.request.GET, units=units)
        form.is_valid()
        given = {name: value for name, value in form.cleaned_data.items() if value}
        return form, Selection(units, **given)


class CatalogueScreen(RoomScreen):
    """A screen about one catalogue; everybody at the desk may read it, the public does too."""

    catalogue: StandardCatalogue
    keeping = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.catalogue = get_object_or_404(StandardCatalogue, code=kwargs["code"])
        if self.keeping:
            policies.check_can_keep(self.user, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.catalogue)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        catalogues = {"url": reverse("obligations:catalogues"), "label": _("各部目录")}
        here = {"url": catalogue_url("catalogue", self.catalogue), "label": str(self.catalogue)}
        return [*self.breadcrumbs_items, catalogues, here, *({"url": "", "label": each} for each in self.crumbs())]

    def crumbs(self) -> list[Any]:
        """What stands after the catalogue on the way here."""
        return [self.page_title] if self.page_title else []


class ObligationScreen(CatalogueScreen):
    """A screen about one row: its current version, or the last one of a row that was removed."""

    obligation: Obligation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        versions = Obligation.objects.filter(catalogue__code=kwargs["code"], row=kwargs["row"])
        found = versions.select_related("catalogue", "subject", "edition", "until_edition").order_by("-version").first()
        self.obligation = found or get_object_or_404(versions)
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[Any]:
        return [self.obligation.matter]


class OccasionScreen(RoomScreen):
    """A screen about one occasion: whoever may not see its unit is told so."""

    occasion: Occasion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.occasion = get_object_or_404(
            Occasion.objects.select_related(
                "unit", "recorded_by", "voided_by", "obligation__catalogue", "obligation__subject"
            ),
            number=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see(self.user, self.occasion.unit, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.occasion)
