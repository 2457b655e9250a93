"""What the room's screens share: the way back, and the platform or delivery an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.publishing.disclosure.models import InformationItem

from ... import policies
from ...models import Delivery, Package, Platform

ROWS = 50


def platform_url(name: str, platform: Platform) -> str:
    """The address of a platform's screen, by its code."""
    return reverse(f"delivery:{name}", kwargs={"platform": platform.code})


def delivery_url(name: str, delivery: Delivery) -> str:
    """The address of a delivery's screen."""
    series, _slash, serial = delivery.item.registration.partition("/")
    return reverse(f"delivery:{name}", kwargs={"platform": delivery.platform.code, "series": series, "serial": serial})


def package_url(name: str, package: Package) -> str:
    """The address of a package's screen."""
    return reverse(f"delivery:{name}", kwargs={"platform": package.platform.code, "package": package.serial})


def item_url(item: InformationItem) -> str:
    """The item itself."""
    series, _slash, serial = item.registration.partition("/")
    return reverse("disclosure:item", kwargs={"series": series, "serial": serial})


class RoomScreen(Screen):
    """A screen of the room with its breadcrumbs."""

    header_icon = "upload"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("delivery:list"), "label": _("平台交付")})


class PlatformScreen(RoomScreen):
    """A screen about one platform."""

    platform: Platform

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.platform = get_object_or_404(Platform.objects.select_related("unit"), code=kwargs["platform"])
        policies.check_can_read_platform(self.user, self.platform, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.page_title or self.platform)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above: list[dict[str, Any]] = [
            {"url": reverse("delivery:platforms"), "label": _("平台")},
            {"url": platform_url("platform", self.platform), "label": str(self.platform)},
        ]
        return [*self.breadcrumbs_items, *above, *self.crumbs()]

    def crumbs(self) -> list[dict[str, Any]]:
        """What stands after the platform on the way here."""
        return [{"url": "", "label": self.page_title}] if self.page_title else []


class DeliveryScreen(RoomScreen):
    """A screen about one delivery: whoever may not see its item's unit is told so."""

    delivery: Delivery

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.delivery = get_object_or_404(
            Delivery.objects.select_related("platform__unit", "item__unit"),
            platform__code=kwargs["platform"],
            item__registration=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see(self.user, self.delivery, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.delivery.item)
