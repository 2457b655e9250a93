"""What the screens about one case share: the case an address names, whether the person may be here, and the way back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise

from gongkai.base.accounts.screens import Screen

from ... import policies
from ...models import Application
from .ways import address_of, crumbs


def url(name: str, application: Application, **more: Any) -> str:
    """The address of a screen about an application."""
    series, _slash, serial = application.number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial, **more})


class BelowScreen(Screen):
    """A screen one step below a case's own. ``check`` says who may be here, before any method of it runs."""

    header_icon = "mail"
    page_title: str | Promise = ""
    application: Application

    @staticmethod
    def check(user: Any, application: Application, *, on: Any) -> None:
        policies.check_can_see(user, application, on=on)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.application = get_object_or_404(
            Application.objects.select_related("unit"), number=f"{kwargs['series']}/{kwargs['serial']}"
        )
        self.check(self.user, self.application, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": address_of(self.application), "label": self.application.number}
        return [*crumbs(), here, *self.way(), {"url": "", "label": self.get_page_title()}]

    def way(self) -> list[dict[str, Any]]:
        """Crumbs between the case and this screen."""
        return []
