"""What the room's screens share: the way back, and the consultation an address names."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.files.models import StoredFile

from ... import policies
from ...models import Consultation


def url(name: str, consultation: Consultation, **more: Any) -> str:
    """The address of a screen about a consultation."""
    letters, _slash, digits = consultation.number.partition("/")
    return reverse(f"consultations:{name}", kwargs={"letters": letters, "digits": digits, **more})


def download(stored: StoredFile, name: str) -> FileResponse:
    """A file, always as a download, never shown as a page of ours."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


class RoomScreen(Screen):
    """A screen of the desk with its breadcrumbs."""

    header_icon = "group"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("consultations:consultations"), "label": _("征求意见")})


class OneScreen(RoomScreen):
    """A screen about one consultation: whoever may not see it is told so."""

    consultation: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.consultation = get_object_or_404(
            Consultation.objects.select_related(
                *("unit", "drafted_by", "reviewed_by", "approved_by", "answered_by", "ended_by"),
                *("announcement", "final_item", "interpretation"),
            ),
            number=f"{kwargs['letters']}/{kwargs['digits']}",
        )
        policies.check_can_see(self.user, self.consultation, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.consultation)


class BelowScreen(OneScreen):
    """A screen one step below a consultation's own."""

    page_title: Any = ""

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": url("consultation", self.consultation), "label": str(self.consultation)}
        return [*self.breadcrumbs_items, here, {"url": "", "label": self.get_page_title()}]


class CommentsScreen(BelowScreen):
    """A screen that shows what people wrote: for the unit's own staff alone."""

    page_title = _("意见")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before anything else, so that no method of a screen can forget it.
        consultation = get_object_or_404(
            Consultation.objects.select_related("unit"), number=f"{kwargs['letters']}/{kwargs['digits']}"
        )
        policies.check_can_read_comments(self.user, consultation, on=self.today)
        return super().dispatch(request, *args, **kwargs)
