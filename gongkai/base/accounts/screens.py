"""What every desk screen of every room starts from: who is looking, when, the way back, and acts offered as buttons. It names no record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.base.core.errors import NotAllowed, Refusal

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


@dataclass(frozen=True)
class Step:
    """An act as a button: what it is called, what follows, what is said afterwards, what it asks, who may, and the one action it calls.

    ``act`` is given the record, what the form says, and who does it when. ``weight`` is "", "secondary" or "backward".
    """

    name: str
    label: Any
    hint: Any
    said: Any
    form: type[forms.Form]
    check: Callable[..., None]
    act: Callable[..., Any]
    weight: str = ""

    @property
    def takes_files(self) -> bool:
        return any(isinstance(field, forms.FileField) for field in self.form.base_fields.values())


@dataclass(frozen=True)
class Offer:
    """A step for one person now: its address and form, or the sentence why not."""

    step: Step
    url: str
    refusal: str
    form: forms.Form


class StepsScreen(Screen):
    """A screen about one record that offers its steps. Rooms say what the steps are, where each leads, and how the page is drawn."""

    steps: ClassVar[Sequence[Step]] = ()

    def record(self) -> Any:
        """What the steps are taken on."""
        raise NotImplementedError

    def address_of(self, step: str) -> str:
        """Where a step is taken; of an empty name, the record's own screen."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """What the forms of the steps begin with."""
        return {}

    def page(self, status: int = 200, bound: Mapping[str, forms.Form] | None = None) -> HttpResponse:
        """The screen; ``bound`` is the form of a step that was refused, and keeps what was typed."""
        raise NotImplementedError

    def offers(self, bound: Mapping[str, forms.Form] | None = None) -> list[Offer]:
        """Every step, with what was typed where one was refused."""
        kept, initial = bound or {}, self.initial()
        return [
            Offer(
                step,
                self.address_of(step.name),
                self._refusal(step),
                kept.get(step.name) or step.form(initial=initial, auto_id=f"id_{step.name}_%s"),
            )
            for step in self.steps
        ]

    def take(self, request: HttpRequest, name: str) -> HttpResponse:
        """Take one step, and back to the record. A refusal shows the screen again with its sentence."""
        step = next(step for step in self.steps if step.name == name)
        step.check(self.user, self.record(), on=self.today)
        form = step.form(request.POST, request.FILES, auto_id=f"id_{step.name}_%s")
        if not form.is_valid():
            messages.error(request, gettext("有的内容没有填好，请看“%(step)s”下的说明。") % {"step": step.label})
            return self.page(422, {step.name: form})
        try:
            step.act(self.record(), **form.cleaned_data, by=self.user, now=self.now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(409, {step.name: form})
        messages.success(request, str(step.said))
        return redirect(self.address_of(""))

    def _refusal(self, step: Step) -> str:
        try:
            step.check(self.user, self.record(), on=self.today)
        except Refusal as refusal:
            return str(refusal)
        return ""


def as_download(stored: Any, name: str) -> FileResponse:
    """A kept file, always as a download, never shown as a page of ours."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=name, content_type=stored.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
