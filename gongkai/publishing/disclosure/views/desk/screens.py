"""What the room's screens share: the moment of the request, the way back, and the item an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen

from ... import policies
from ...models import InformationItem


def item_url(name: str, item: InformationItem, **more: str) -> str:
    """The address of an item's screen, by its registration number."""
    series, _slash, serial = item.registration.partition("/")
    return reverse(f"disclosure:{name}", kwargs={"series": series, "serial": serial, **more})


class RoomScreen(Screen):
    """A screen of the desk with its breadcrumbs."""

    header_icon = "doc-full"
    breadcrumbs_items = (
        TODAY,
        {"url": reverse_lazy("disclosure:items"), "label": _("信息公开")},
    )


class ItemScreen(RoomScreen):
    """A screen about one item: whoever may not see it is told so (``NotAllowed`` becomes a page in the desk's shell)."""

    item: InformationItem

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.item = get_object_or_404(
            InformationItem.objects.select_related(
                "unit", "kind", "column", "drafted_by", "secrecy_reviewed_by", "approved_by", "published_by",
                "withdrawn_by", "paper_scan",
            ),
            registration=f"{kwargs['series']}/{kwargs['serial']}",
        )  # fmt: skip
        policies.check_can_see(self.user, self.item, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.item)
