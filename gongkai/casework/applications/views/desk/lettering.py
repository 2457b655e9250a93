"""Letters: which can be made, their words previewed and edited, issued, and taken along as PDF and DOCX; and the unit's letter head."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit

from ... import actions, forms, policies, queries
from ...choices import LetterKind
from ...models import LetterHead
from .acting import Act
from .screens import BelowScreen, RoomScreen, url
from .steps import refusal_of

FORMATS = {
    "pdf": (queries.pdf_of, "application/pdf"),
    "docx": (queries.docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


class Letters(Act):
    """The kinds of letters: those that can be made as the case stands, and why the others cannot."""

    template_name = "applications/letters.html"

    def get(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        if refusal := refusal_of(self.step, self.user, self.application, on=self.today):
            return self.refuse(refusal)
        kinds = []
        for kind in LetterKind:
            try:
                words_of(self, kind)
            except Refusal as refused:
                kinds.append((kind, "", str(refused)))
            else:
                kinds.append((kind, url("write", self.application, kind=kind.value), ""))
        return self.page(self.form(self.application), kinds=kinds, head=_head_of(self))

    def post(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        if refusal := refusal_of(self.step, self.user, self.application, on=self.today):
            return self.refuse(refusal)
        # Nothing is issued without a kind: the list again.
        response = self.get(request)
        response.status_code = 422
        return response


class Write(Act):
    """One letter before it is issued: what it says as a letter, and its paragraphs to be edited."""

    template_name = "applications/write.html"

    def get(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        if refusal := refusal_of(self.step, self.user, self.application, on=self.today):
            return self.refuse(refusal)
        try:
            words = words_of(self, self.kind)
        except Refusal as refused:
            return self.refuse(str(refused))
        return self.letter(self.form(self.application, initial={"paragraphs": "\n".join(words.paragraphs)}), words)

    def post(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        if refusal := refusal_of(self.step, self.user, self.application, on=self.today):
            return self.refuse(refusal)
        return self.page(self.form(self.application, request.POST))

    @property
    def kind(self) -> LetterKind:
        """Which letter, by the address."""
        if self.kwargs["kind"] not in LetterKind.values:
            raise Http404
        return LetterKind(self.kwargs["kind"])

    def act(self) -> Any:
        return _issue(self.kind)

    def page(self, form: forms.StepForm, status: int = 200, refusal: str = "", **more: Any) -> HttpResponse:
        try:
            words = words_of(self, self.kind)
        except Refusal as refused:
            return self.refuse(str(refused))
        if form.is_valid():
            words = queries.Words(words.title, words.addressee, tuple(form.cleaned_data["paragraphs"]))
        return self.letter(form, words, status, refusal)

    def letter(self, form: forms.StepForm, words: queries.Words, status: int = 200, refusal: str = "") -> HttpResponse:
        """The form beside the letter as it would be read."""
        return super().page(
            form,
            status,
            refusal,
            words=words,
            kind=self.kind,
            head=_head_of(self),
            letters_url=url("letters", self.application),
        )


def _issue(kind: LetterKind) -> Any:
    def issue(application: Any, **given: Any) -> Any:
        return actions.issue_letter(application, kind, **given)

    return issue


def words_of(screen: BelowScreen, kind: LetterKind) -> queries.Words:
    """The words of a letter as the case stands."""
    reply = queries.letter_reply(screen.application) if kind == LetterKind.OUTCOME else None
    return queries.words_of(screen.application, kind, on=screen.today, reply=reply)


def _head_of(screen: BelowScreen) -> dict[str, Any]:
    unit = screen.application.unit
    return {
        "set": LetterHead.objects.filter(unit=unit).exists(),
        "url": _head_url(unit),
        "refusal": policies.can(policies.check_can_set_letter_head, screen.user, unit, on=screen.today),
    }


def _head_url(unit: Unit) -> str:
    return reverse("applications:head", kwargs={"code": unit.code})


class LetterDetail(BelowScreen):
    """A letter as it was issued, to be read or taken along. Letters name the applicant: for those to whom that is shown."""

    template_name = "applications/letter.html"
    page_title = gettext_lazy("文书")

    def get(self, request: HttpRequest, key: str, suffix: str = "", **kwargs: str) -> HttpResponse:
        policies.check_can_see_applicant(self.user, self.application, on=self.today)
        letter = self.record("letters", key)
        if suffix and suffix not in FORMATS:
            raise Http404
        actions.see_applicant(self.application, by=self.user, now=self.now)
        if suffix and letter.content:
            write, media_type = FORMATS[suffix]
            response = HttpResponse(write(letter), content_type=media_type)
            response["Content-Disposition"] = (
                content_disposition_header(True, f"{letter.number}.{suffix}") or "attachment"
            )
            response["X-Content-Type-Options"] = "nosniff"
            return response
        return self.show(
            # A file of what was destroyed cannot be made: the page says so.
            status=409 if suffix else 200,
            application=self.application,
            letter=letter,
            words=json.loads(letter.content) if letter.content else None,
            downloads=[(name.upper(), url("letter_file", self.application, key=key, suffix=name)) for name in FORMATS],
        )


class Head(RoomScreen):
    """A unit's letter head: its 代字, and the organ and court a remedy names."""

    template_name = "applications/head.html"
    page_title = gettext_lazy("告知书抬头")

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        unit = get_object_or_404(Unit, code=code)
        policies.check_can_set_letter_head(self.user, unit, on=self.today)
        head = LetterHead.objects.filter(unit=unit).first()
        initial = (
            {"lead": head.prefix, "reconsideration_organ": head.reconsideration_organ, "court": head.court}
            if head
            else {}
        )
        return self.show(unit=unit, form=self.form(unit, initial=initial))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        unit = get_object_or_404(Unit, code=code)
        policies.check_can_set_letter_head(self.user, unit, on=self.today)
        form = self.form(unit, request.POST)
        if not form.is_valid():
            return self.show(
                status=422, unit=unit, form=form, refusal=_("还有内容没有填好，未保存；已填的内容仍在下面。")
            )
        given = dict(form.cleaned_data)
        try:
            actions.set_letter_head(unit, prefix=given.pop("lead"), by=self.user, now=self.now, **given)
        except Refusal as refused:
            return self.show(status=409, unit=unit, form=form, refusal=str(refused))
        messages.success(request, _("%(unit)s的告知书抬头已登记。") % {"unit": unit})
        return redirect(_head_url(unit))

    def form(self, unit: Unit, *data: Any, **more: Any) -> forms.HeadForm:
        """The three things a letter says of its unit."""
        return forms.HeadForm(*data, thing=unit, user=self.user, on=self.today, **more)
