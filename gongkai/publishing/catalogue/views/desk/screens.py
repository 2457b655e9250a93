"""What the room's screens share: a list anybody on the staff reads, and a form only the openness office can send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal

from ... import policies

ROWS = 50
_NOTHING_SAVED = _("未保存。请按提示改正后再保存，已填的内容仍在下面。")


class RoomScreen(Screen):
    """A screen of the catalogue; ``refusal`` is why this person only reads it, empty for who keeps it."""

    header_icon = "list-ul"
    breadcrumbs_items = (TODAY, {"url": "", "label": _("目录管理")})

    @cached_property
    def refusal(self) -> str:
        return policies.can_keep(self.user, on=self.today)


class ListScreen(RoomScreen):
    """Rows of one register, fifty a page. A room's list names its heads and makes a row's cells."""

    template_name = "catalogue/list.html"
    heads: Sequence[str | Promise] = ()
    intro: str | Promise = ""
    empty: str | Promise = _("还没有登记。")

    def records(self, request: HttpRequest) -> QuerySet[Any]:
        """What the list shows."""
        raise NotImplementedError

    def cells(self, record: Any) -> Sequence[Any]:
        """The cells of a row, the first of which is the link."""
        raise NotImplementedError

    def url(self, record: Any) -> str:
        """Where a row leads."""
        raise NotImplementedError

    def buttons(self) -> Sequence[tuple[str, Any]]:
        """Address and label of what the openness office may begin from here; the last is the usual one."""
        return ()

    def more(self, request: HttpRequest) -> dict[str, Any]:
        """What a list shows besides."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(self.records(request), ROWS).get_page(request.GET.get("p"))
        return self.show(
            page=page,
            heads=self.heads,
            intro=self.intro,
            empty=self.empty,
            rows=[(self.url(one), list(zip(self.heads, self.cells(one), strict=True))) for one in page.object_list],
            buttons=() if self.refusal else self.buttons(),
            refusal=self.refusal,
            **self.more(request),
        )


class FormScreen(RoomScreen):
    """A form that calls one action; whoever may not send it reads it, with the sentence why. Nothing typed is lost."""

    template_name = "catalogue/form.html"
    label: str | Promise = _("保存")
    done: str | Promise = _("已保存。")
    #: What the form is about; its history stands below.
    thing: Model | None = None

    def form(self, request: HttpRequest) -> forms.Form:
        """The form, bound when it was sent."""
        raise NotImplementedError

    def act(self, form: Any) -> Any:
        """The one action; raises a refusal."""
        raise NotImplementedError

    def url(self, thing: Any) -> str:
        """Where to go on when it was done."""
        raise NotImplementedError

    def back(self) -> str:
        """Where the way back leads."""
        raise NotImplementedError

    def more(self, form: Any) -> dict[str, Any]:
        """What the screen shows besides."""
        return {}

    def is_valid(self, form: Any) -> bool:
        return bool(form.is_valid())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form(request))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_keep(self.user, on=self.today)
        form = self.form(request)
        if not self.is_valid(form):
            messages.error(request, _NOTHING_SAVED)
            return self.page(form, status=422)
        try:
            thing = self.act(form)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, str(self.done))
        return redirect(self.url(thing))

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            form=form,
            checks=[form[name] for name in getattr(form, "CHECKS", ()) if name in form.fields],
            marks=[form[name] for name in getattr(form, "MARKS", ())],
            plain=[
                field
                for field in form.visible_fields()
                if field.name not in (*getattr(form, "CHECKS", ()), *getattr(form, "MARKS", ()))
            ],
            label=self.label,
            refusal=self.refusal,
            back_url=self.back(),
            events=Event.objects.about(self.thing) if self.thing is not None else (),
            **self.more(form),
        )
