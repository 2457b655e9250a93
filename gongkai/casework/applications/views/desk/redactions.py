"""Files given out in part: the list of a case, the pages of one with their boxes, and what was made."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.files import pictures

from ... import actions, policies, queries
from ...forms import BeginRedactionForm, DropRedactionForm, box_forms
from ...models import Redaction
from .below import BelowScreen, url
from .ways import address_of

log = logging.getLogger(__name__)
_NOTHING_SAVED = gettext_lazy("未保存。请按提示改正遮盖框，已填的内容仍在下面。")


class Redactions(BelowScreen):
    """Every file of the case that is given out in part; one more can be handed in."""

    template_name = "applications/redactions.html"
    page_title = gettext_lazy("遮盖文件")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.page(BeginRedactionForm())

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = BeginRedactionForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        upload = form.cleaned_data["file"]
        try:
            redaction = actions.begin_redaction(self.application, upload, name=upload.name, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return redirect(url("redaction", self.application, place=redaction.serial))

    def page(self, form: BeginRedactionForm, status: int = 200) -> HttpResponse:
        sees = not policies.can(policies.check_can_see_redactions, self.user, self.application, on=self.today)
        rows = [
            (one, url("redaction", self.application, place=one.serial) if sees else "")
            for one in queries.redactions_of(self.application)
        ]
        refusal = policies.can(policies.check_can_redact, self.user, self.application, on=self.today)
        return self.show(status=status, application=self.application, rows=rows, form=form, refusal=refusal, sees=sees)


class OneRedaction(BelowScreen):
    """A screen about one of those files: its original is for those who deal with the case."""

    check = staticmethod(policies.check_can_see_redactions)
    page_title = gettext_lazy("遮盖")
    redaction: Redaction

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.place = kwargs["place"]
        return super().dispatch(request, *args, **kwargs)

    def found(self) -> Redaction:
        return get_object_or_404(
            Redaction.objects.select_related("application__unit", "original", "made_file", "asked_by"),
            application=self.application,
            serial=self.place,
        )

    def way(self) -> list[dict[str, Any]]:
        return [{"url": url("redactions", self.application), "label": _("遮盖文件")}]

    def get_page_title(self) -> str:
        return _("第%(serial)d个文件") % {"serial": self.place}

    @staticmethod
    def page_of(given: str | None, redaction: Redaction) -> int:
        """The page somebody asked for, or the nearest there is."""
        page = int(given) if given and given.isdecimal() and len(given) < 6 else 1
        return min(max(page, 1), redaction.pages)

    def here(self, page: int | str = "") -> str:
        return url("redaction", self.application, place=self.place) + (f"?page={page}" if page else "")


class RedactionPage(OneRedaction):
    """One page as a picture, its boxes over it, and the same boxes as rows for whoever types."""

    template_name = "applications/redaction.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        redaction = self.found()
        page = self.page_of(request.GET.get("page"), redaction)
        return self.page(redaction, page, box_forms(boxes=redaction.boxes.filter(page=page)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        redaction = self.found()
        page = self.page_of(request.POST.get("page"), redaction)
        rows = box_forms(request.POST)
        if not rows.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.page(redaction, page, rows, status=422)
        try:
            drawn = actions.draw_boxes(redaction, page=page, boxes=rows.given(), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(redaction, page, rows, status=409)
        said = _("第%(page)d页的遮盖框已保存，共 %(count)d 个。") % {"page": page, "count": len(drawn)}
        messages.success(request, said)
        following = page + 1 if "next" in request.POST and page < redaction.pages else page
        return redirect(self.here(following))

    def page(self, redaction: Redaction, page: int, rows: Any, status: int = 200) -> HttpResponse:
        boxes = queries.boxes_by_page(redaction)
        offered = queries.page_tabs(redaction, current=page, boxed=boxes)
        return self.show(
            status=status,
            application=self.application,
            redaction=redaction,
            page_number=page,
            rows=rows,
            tabs=[(number, self.here(number), len(boxes.get(number, ()))) for number in offered],
            cut=len(offered) < redaction.pages,
            making_url=url("redaction_making", self.application, place=self.place),
            box_total=sum(len(those) for those in boxes.values()),
            picture_url=url("redaction_page", self.application, place=self.place, page=page),
            original_url=url("redaction_original", self.application, place=self.place),
            made_url=url("redaction_made", self.application, place=self.place),
            make_url=url("redaction_make", self.application, place=self.place),
            drop_url=url("redaction_drop", self.application, place=self.place),
            refusal=policies.can(policies.check_can_change_redaction, self.user, redaction, on=self.today),
            drop_form=DropRedactionForm(),
        )


class RedactionPicture(OneRedaction):
    """A page of the original as a picture; kept by no browser and no proxy."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        redaction = self.found()
        if redaction.original is None:
            raise NotAllowed(_("该文件的原件已按规定清除。"))
        response = HttpResponse(pictures.page_picture(redaction.original, kwargs["page"]), content_type="image/png")
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class RedactionFile(OneRedaction):
    """The original, or what was made, as a download."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        redaction = self.found()
        stored = redaction.made_file if kwargs["which"] == "made" else redaction.original
        if stored is None:
            raise NotAllowed(_("没有这个文件：尚未制作，或者已按规定清除。"))
        name = _("%(name)s（区分处理后）.pdf") % {"name": redaction.name.removesuffix(".pdf")}
        response = FileResponse(
            stored.content.open("rb"),
            as_attachment=True,
            filename=name if kwargs["which"] == "made" else redaction.name,
            content_type=stored.media_type,
        )
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


class RedactionMake(OneRedaction):
    """Asks for the redacted file. A few pages are made at once, by the same step the worker takes for many."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        here = self.here(self.page_of(request.POST.get("page"), self.found()))
        try:
            redaction = actions.ask_redacted(self.found(), by=self.user, now=self.now)
            if queries.is_small(redaction):
                redaction = actions.continue_redacted(redaction, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(here)
        except (
            Exception
        ):  # whatever the machine lacks: it is said on the screen of the making, and the worker tries again
            log.exception("a file was not redacted at once")
            return redirect(url("redaction_making", self.application, place=self.place))
        if redaction.made_at is not None:
            messages.success(request, _("遮盖后的文件已制作，拟写答复时可以选用。请先打开看一遍。"))
            return redirect(here)
        if redaction.asked_at is None:
            # Why stands on the page, and stays there until it is asked for again.
            return redirect(here)
        return redirect(url("redaction_making", self.application, place=self.place))


class RedactionMaking(OneRedaction):
    """How far the making is. It goes on whether anybody looks or not."""

    template_name = "applications/redaction_making.html"

    def way(self) -> list[dict[str, Any]]:
        return [*super().way(), {"url": self.here(), "label": super().get_page_title()}]

    def get_page_title(self) -> str:
        return _("制作进度")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        redaction = self.found()
        response = self.show(
            application=self.application,
            redaction=redaction,
            is_making=redaction.asked_at is not None,
            made_url=url("redaction_made", self.application, place=self.place),
            back_url=self.here(),
            case_url=address_of(self.application),
        )
        response["Cache-Control"] = "private, no-store"
        return response


class RedactionDrop(OneRedaction):
    """Puts the file away."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DropRedactionForm(request.POST)
        try:
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            actions.drop_redaction(self.found(), reason=reason, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(self.here())
        messages.success(request, _("该文件已停用。"))
        return redirect(url("redactions", self.application))
