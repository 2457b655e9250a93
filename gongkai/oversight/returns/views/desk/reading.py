"""One return: what was asked, the situation report and the tables as they will be sent or were, and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.screens import as_download
from gongkai.base.audit.models import Event
from gongkai.base.documents.html import render_html
from gongkai.base.files.models import StoredFile

from ... import policies, queries
from ...models import Return
from .screens import ReturnScreen, address, due_sentence, turn_of
from .steps import ReturnSteps


def kept_files(owner: Return) -> dict[str, tuple[str, StoredFile]]:
    """The files of a return by what their addresses call them, with their names."""
    files: dict[str, tuple[str, StoredFile]] = {}
    if owner.asked_file is not None:
        files["letter"] = (owner.asked_file.name, owner.asked_file)
    for each in owner.files.filter(given_up_at=None).select_related("file"):
        files[f"made-{each.order}"] = (each.name, each.file)
    if owner.paper_scan is not None:
        files["paper"] = (owner.paper_scan.name, owner.paper_scan)
    if owner.receipt is not None:
        files["receipt"] = (owner.receipt.name, owner.receipt)
    return files


class ReturnDetail(ReturnSteps):
    """The return as it will be sent, or was."""

    template_name = "returns/return.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: Mapping[str, forms.Form] | None = None) -> HttpResponse:
        """The screen, after a refusal too."""
        owner, figures = self.owner, queries.figures_of(self.owner)
        offers = self.offers(bound)
        files = kept_files(owner)
        return self.show(
            status=status,
            owner=owner,
            form=queries.form_of(owner.format),
            due=due_sentence(owner, on=self.today),
            is_late=owner.is_late(on=self.today),
            printed=self.printed(figures),
            findings=queries.broken_in(owner, figures),
            files=[(which, name, address("file", owner, which=which), kept) for which, (name, kept) in files.items()],
            events=Event.objects.about(owner),
            offers=[offer for offer in offers if not offer.refusal],
            refused=[offer for offer in offers if offer.refusal],
            turn=turn_of(owner),
            fill_url=address("fill", owner),
            may_fill=not policies.can(policies.check_can_write, self.user, owner, on=self.today),
        )

    def printed(self, figures: Any) -> SafeString:
        """The return as it is printed, each number leading to its records."""
        owner = self.owner
        document = queries.return_document(
            owner,
            figures,
            day=localdate(owner.submitted_at) if owner.submitted_at else self.today,
            leads=lambda code: address("figure", owner, code=code),
            blank=_("空白"),
        )
        return mark_safe(render_html(document, titled=False))  # noqa: S308 our own markup


class ReturnStep(ReturnDetail):
    """One act: POST only, one action, back to the return."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(request, self.step)


class KeptFile(ReturnScreen):
    """One of its files."""

    def get(self, request: HttpRequest, which: str, **kwargs: Any) -> FileResponse:
        name, stored = kept_files(self.owner).get(which, ("", None))
        if stored is None:
            raise Http404
        return as_download(stored, name)
