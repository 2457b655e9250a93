"""What the register's screens share: the way back, and the document an address names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen

from .... import policies
from ....models import OfficialDocument


def document_url(name: str, document: OfficialDocument, **more: str) -> str:
    """The address of a document's screen, by its registration number."""
    series, _slash, serial = document.registration.partition("/")
    return reverse(f"disclosure:{name}", kwargs={"series": series, "serial": serial, **more})


class RegisterScreen(Screen):
    """A screen of the register with its breadcrumbs."""

    header_icon = "clipboard-list"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("disclosure:documents"), "label": _("发文登记")})


class DocumentScreen(RegisterScreen):
    """A screen about one document: whoever may not see it is told so."""

    document: OfficialDocument

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.document = get_object_or_404(
            OfficialDocument.objects.select_related("unit", "registered_by", "reviewed_by", "cancelled_by"),
            registration=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see_document(self.user, self.document, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.document)
