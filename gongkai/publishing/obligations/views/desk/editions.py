"""A new edition: uploaded, looked over line by line, then adopted or put away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal, Refused

from ... import actions, policies, queries
from ...choices import EditionState
from ...forms import AdoptForm, DiscardForm, UploadForm
from ...models import Edition
from .screens import CatalogueScreen, catalogue_url

#: Lines of each list on the screen; the rest is told by its number.
SHOWN = 200


class Upload(CatalogueScreen):
    """Takes a file; nothing is in force by that."""

    template_name = "obligations/upload.html"
    page_title = gettext_lazy("上传目录文件")
    keeping = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(UploadForm(initial={"year": self.today.year, "since": self.today}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        # An empty file has a sentence of its own, and so has one that was too large to keep.
        form.fields["file"].allow_empty_file = True  # type: ignore[attr-defined]
        if not form.is_valid():
            messages.error(request, _("还有内容没有填好，文件须重新选择。"))
            return self.page(form, status=422)
        given = form.cleaned_data
        try:
            edition = actions.prepare_edition(
                self.catalogue, given["file"], name=given["file"].name, year=given["year"], since=given["since"],
                by=self.user, now=self.now,
            )  # fmt: skip
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return redirect(catalogue_url("edition", self.catalogue, edition=edition.serial))

    def page(self, form: UploadForm, status: int = 200) -> HttpResponse:
        """The form."""
        return self.show(status, form=form, catalogue=self.catalogue)


class EditionScreen(CatalogueScreen):
    """A screen about one edition."""

    edition: Edition
    page_title = gettext_lazy("版次")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.edition = get_object_or_404(
            Edition.objects.select_related("catalogue", "file", "prepared_by", "decided_by"),
            catalogue__code=kwargs["code"],
            serial=kwargs["edition"],
        )
        return super().dispatch(request, *args, **kwargs)


class EditionDetail(EditionScreen):
    """What an edition would change, and what there is to say about its lines; of one that was decided, what it did."""

    template_name = "obligations/edition.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, discard: DiscardForm | None = None) -> HttpResponse:
        """The screen, with a refused form where there is one."""
        edition = self.edition
        context: dict[str, Any] = {"edition": edition, "events": Event.objects.about(edition), "shown": SHOWN}
        try:
            reading = queries.read_edition(edition)
        except Refused as refusal:
            return self.show(409, unreadable=str(refusal), **context)
        context |= {"reading": reading, "problems": reading.problems[:SHOWN]}
        if edition.state == EditionState.PREPARED:
            found = queries.compare(edition.catalogue, reading.rows)
            context |= {
                "found": found,
                "added": found.added[:SHOWN],
                "changed": found.changed[:SHOWN],
                "removed": found.removed[:SHOWN],
                "refusal": policies.can(policies.check_can_decide, self.user, edition, on=self.today),
                "adopt_form": AdoptForm(),
                "discard_form": discard or DiscardForm(),
                "adopt_url": catalogue_url("edition_adopt", self.catalogue, edition=edition.serial),
                "discard_url": catalogue_url("edition_discard", self.catalogue, edition=edition.serial),
            }
        return self.show(status, **context)


class EditionAdopt(EditionDetail):
    """Puts it in force."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(catalogue_url("edition", self.catalogue, edition=self.edition.serial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AdoptForm(request.POST)
        form.is_valid()
        try:
            edition = actions.adopt_edition(self.edition, by=self.user, now=self.now, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(status=409)
        messages.success(request, _("已启用第 %(number)d 版。") % {"number": edition.number})
        if edition.catalogue.subjects.filter(decided_at=None).exists():
            messages.warning(request, _("有公开主体尚未确定承担单位，请接着确定。"))
            return redirect(catalogue_url("subjects", self.catalogue))
        return redirect(catalogue_url("catalogue", self.catalogue))


class EditionDiscard(EditionDetail):
    """Puts it away, with the reason."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(catalogue_url("edition", self.catalogue, edition=self.edition.serial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DiscardForm(request.POST)
        refusal = _("理由最多 300 字。")
        if form.is_valid():
            try:
                actions.discard_edition(self.edition, by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refused:
                refusal = str(refused)
            else:
                messages.success(request, _("已登记为未启用。"))
                return redirect(catalogue_url("catalogue", self.catalogue))
        messages.error(request, refusal)
        return self.page(status=409, discard=form)
