"""What the screens of a case share: the way back, the case an address names, and the records below it an address may name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.core.sealing import Unreadable
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.queries import rights_read_once

from ... import actions, policies
from ...models import Application


def url(name: str, application: Application, **more: Any) -> str:
    """The address of a screen about a case."""
    series, _slash, serial = application.number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial, **more})


def download(stored: StoredFile, name: str = "") -> FileResponse:
    """A file, always as a download, never shown as a page of ours."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=name or stored.name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


#: Kinds of records below a case as addresses name them → their records in order. Parts are named by their unit, challenges by
#: their number, the rest by their place.
BELOW: dict[str, Callable[[Application], Any]] = {
    "parts": lambda case: case.parts.select_related("unit", "officer").order_by("pk"),
    "consultations": lambda case: _in_order(case.consultations.all()),
    "fee-notices": lambda case: _in_order(case.fee_notices.all()),
    "fees": lambda case: case.fees.order_by("pk"),
    "challenges": lambda case: case.challenges.select_related("unit").order_by("pk"),
    "letters": lambda case: case.letters.select_related("issued_by").order_by("pk"),
}


def _in_order(records: Iterable[Any]) -> list[Any]:
    # Sorted here and not by the database: what was read with the case is not asked for again.
    return sorted(records, key=lambda record: record.pk)


def below(application: Application, kind: str) -> dict[str, Model]:
    """The records of one kind below a case, by the key an address names them with."""
    keyed: dict[str, Model] = {}
    for place, record in enumerate(BELOW[kind](application), 1):
        record.application = application
        if kind == "parts":
            keyed[record.unit.code] = record  # given back and given out again: the later one
        elif kind == "challenges":
            keyed[record.number.partition("/")[2]] = record
        else:
            keyed[str(place)] = record
    return keyed


class RoomScreen(Screen):
    """A screen of the desk with its breadcrumbs."""

    header_icon = "mail"
    breadcrumbs_items: Sequence[dict[str, Any]] = (
        TODAY,
        {"url": reverse_lazy("applications:list"), "label": _("依申请公开")},
    )


class CaseScreen(RoomScreen):
    """A screen about one case: whoever may not see it is told so."""

    application: Application

    def cases(self) -> QuerySet[Application]:
        """Cases with what the screen needs of them."""
        return Application.objects.select_related("unit", "registered_by")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.application = get_object_or_404(self.cases(), number=f"{kwargs['series']}/{kwargs['serial']}")
        with rights_read_once(self.user):
            policies.check_can_see(self.user, self.application, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.application.number

    def record(self, kind: str, key: str) -> Any:
        """A record below the case, or 404."""
        found = below(self.application, kind).get(key)
        if found is None:
            raise Http404
        return found

    def applicant(self) -> dict[str, Any]:
        """Who applied, for somebody to whom it is shown: that they looked is written down.

        Without the key the page is there all the same.
        """
        if policies.can(policies.check_can_see_applicant, self.user, self.application, on=self.today):
            return {"handles": False}
        try:
            return {"handles": True, "applicant": actions.see_applicant(self.application, by=self.user, now=self.now)}
        except Unreadable as refusal:
            return {"handles": True, "unreadable": str(refusal)}


class BelowScreen(CaseScreen):
    """A screen one step below a case's own."""

    page_title: Any = ""

    def get_page_title(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": url("application", self.application), "label": self.application.number}
        return [*self.breadcrumbs_items, here, {"url": "", "label": self.get_page_title()}]
