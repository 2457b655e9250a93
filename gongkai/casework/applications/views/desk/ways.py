"""Ways to the room's screens: an application is known by its number, never by its key."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ...models import Application
from ...queries import Row


def address_of(application: Application | Row) -> str:
    """The screen of one application."""
    series, _slash, serial = application.number.partition("/")
    return reverse("applications:application", kwargs={"series": series, "serial": serial})


def crumbs() -> list[dict[str, str]]:
    """The way back from every screen of the room."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("今日工作")},
        {"url": reverse("applications:list"), "label": _("依申请公开")},
    ]
