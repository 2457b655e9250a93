"""Doing one act: its form with what it is about and what follows, then one call and back to the case."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refusal
from gongkai.base.files.actions import keep

from ... import actions, forms, queries
from .screens import BelowScreen, url
from .steps import STEPS, refusal_of
from .steps_kinds import Step


class Act(BelowScreen):
    """One act on the case, or on the record below it the address names.

    Refused, it says why, keeps what was typed and the files that were kept. 409: refused; 422: not filled in.
    """

    template_name = "applications/act.html"
    #: Each address names its own.
    step: Step = STEPS[0]

    def get_page_title(self) -> str:
        return str(self.step.label)

    def get(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        thing = self.thing(key)
        if refusal := refusal_of(self.step, self.user, thing, on=self.today):
            return self.refuse(refusal)
        return self.page(self.form(thing))

    def post(self, request: HttpRequest, key: str = "", **kwargs: str) -> HttpResponse:
        thing = self.thing(key)
        if refusal := refusal_of(self.step, self.user, thing, on=self.today):
            return self.refuse(refusal)
        form = self.form(thing, request.POST, request.FILES)
        if not form.is_valid() or not request.POST.get("seen"):
            return self.page(form, status=422, refusal=_("还有内容没有填好，未办理；已填的内容仍在下面。"))
        try:
            given = self.with_files_kept(form)
            actions.act_as_seen(
                self.application,
                partial(self.act(), thing),
                seen=request.POST["seen"],
                by=self.user,
                now=self.now,
                **given,
            )
        except Refusal as refused:
            self.application.refresh_from_db()
            return self.page(form, status=409, refusal=str(refused))
        messages.success(request, str(self.step.done))
        return redirect(url("application", self.application))

    def act(self) -> Any:
        """The action this screen calls."""
        return self.step.act

    def thing(self, key: str) -> Any:
        """What the act is done to."""
        return self.record(self.step.below, key) if self.step.below else self.application

    def form(self, thing: Any, *data: Any, **more: Any) -> forms.StepForm:
        """The act's form, empty or with what was sent."""
        return self.step.form(*data, thing=thing, user=self.user, on=self.today, **more)

    def with_files_kept(self, form: forms.StepForm) -> dict[str, Any]:
        """What the form gave, each upload kept first: it is looked over before the act's transaction begins."""
        given = dict(form.cleaned_data)
        for name, value in given.items():
            if isinstance(value, UploadedFile):
                given[name] = keep(value, name=value.name or "", by=self.user, now=self.now, sealed=True)
                form.remember(name, given[name])
        return given

    def page(self, form: forms.StepForm, status: int = 200, refusal: str = "", **more: Any) -> HttpResponse:
        """The form, under what the case is about."""
        reply = queries.current_reply(self.application) if self.step.shows_reply else None
        redacted = reply.redacted_file if reply else None
        return self.show(
            status=status,
            application=self.application,
            step=self.step,
            about=self.step.about(form.thing) if self.step.about else "",
            form=form,
            refusal=refusal,
            seen=queries.version_of(self.application),
            reply=reply,
            reply_file_url=url("file", self.application, sha256=redacted.sha256) if redacted else "",
            back_url=url("application", self.application),
            **self.applicant(),
            **more,
        )

    def refuse(self, refusal: str) -> HttpResponse:
        """The sentence, and the way back; what was typed was typed too late for this person or this state."""
        typed = [
            value
            for name, value in self.request.POST.items()
            if name not in ("csrfmiddlewaretoken", "seen", "outcome") and not name.endswith("-kept") and len(value) > 10
        ]
        return self.show(
            status=409,
            application=self.application,
            step=self.step,
            refusal=refusal,
            typed=typed,
            back_url=url("application", self.application),
        )
