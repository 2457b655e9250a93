"""What every desk screen of every room starts from: who is looking, when, and the way back. It names no record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from .models import User

#: The first crumb of every way back.
TODAY = {"url": reverse_lazy("wagtailadmin_home"), "label": _("今日工作")}


class Screen(WagtailAdminTemplateMixin, View):
    """A screen of the desk. Rooms name their ``template_name``, ``page_title``, ``header_icon`` and the crumbs after today's work."""

    breadcrumbs_items: Sequence[dict[str, Any]] = (TODAY,)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = cast(User, request.user)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def show(self, status: int = 200, **context: Any) -> HttpResponse:
        """The screen with these facts."""
        return self.render_to_response(self.get_context_data(**context), status=status)
