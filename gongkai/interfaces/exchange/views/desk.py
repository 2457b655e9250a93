"""Handing in a register at the desk: what each line would do is shown first, then the worker enters it while one does something else."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.files.viruses import check_clean
from gongkai.base.organisations.queries import visible_units
from gongkai.law.vocabulary import Openness
from gongkai.publishing.disclosure.queries import kept_units

from .. import actions, policies
from ..choices import RegisterLineState
from ..forms import RegisterForm
from ..models import RegisterUpload

ROWS = 50


def register_url(name: str, upload: RegisterUpload) -> str:
    """The address of an upload's screen, by its number."""
    series, _slash, serial = upload.number.partition("/")
    return reverse(f"exchange:{name}", kwargs={"series": series, "serial": serial})


class _RegisterScreen(Screen):
    header_icon = "upload"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("exchange:registers"), "label": gettext_lazy("导入发文登记簿")})


class Registers(_RegisterScreen):
    """The form, and what was handed in before."""

    template_name = "exchange/registers.html"
    page_title = gettext_lazy("导入发文登记簿")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not kept_units(self.user, on=self.today).exists():
            raise NotAllowed(_("发文登记簿由各单位的拟稿人或政务公开工作机构导入，您目前没有这样的岗位。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(RegisterForm(user=self.user, on=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegisterForm(request.POST, request.FILES, user=self.user, on=self.today)
        if not form.is_valid():
            return self.page(form, status=422)
        given = form.cleaned_data
        with NamedTemporaryFile(suffix=Path(given["register"].name).suffix.lower()[:8]) as copy:
            for chunk in given["register"].chunks():
                copy.write(chunk)
            copy.flush()
            try:
                # Exports of office systems are of no type that is kept; the scanner is asked all the same.
                check_clean(given["register"], name=given["register"].name)
                upload = actions.upload_register(
                    Path(copy.name),
                    name=given["register"].name,
                    unit=given["unit"],
                    openness=Openness(given["openness"]) if given["openness"] else None,
                    by=self.user,
                    now=self.now,
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return self.page(form, status=409)
        return redirect(register_url("register", upload))

    def page(self, form: RegisterForm, status: int = 200) -> HttpResponse:
        """The screen with its form."""
        found = RegisterUpload.objects.filter(unit__in=visible_units(self.user, on=self.today))
        page = Paginator(found.select_related("unit", "uploaded_by"), ROWS).get_page(self.request.GET.get("p"))
        rows = [(each, register_url("register", each)) for each in page.object_list]
        return self.show(status, form=form, page=page, rows=rows)


class Register(_RegisterScreen):
    """One register that was handed in: what would become, becomes or became of its lines."""

    template_name = "exchange/register.html"
    upload: RegisterUpload

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.upload = get_object_or_404(
            RegisterUpload.objects.select_related("unit", "uploaded_by"),
            number=f"{kwargs['series']}/{kwargs['serial']}",
        )
        policies.check_can_see(self.user, self.upload, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.upload)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        counted = dict(
            self.upload.lines.order_by().values_list("state").annotate(Count("pk")).values_list("state", "pk__count")
        )
        asked = request.GET.get("state", "")
        # What was refused is what there is something to do about.
        first = RegisterLineState.REFUSED if counted.get(RegisterLineState.REFUSED) else ""
        state = asked if asked in RegisterLineState.values or asked == "all" else first
        lines = self.upload.lines.order_by("line")
        if state in RegisterLineState.values:
            lines = lines.filter(state=state)
        states = [
            (each.label, each.value, counted.get(each.value, 0), each.value == state) for each in RegisterLineState
        ]
        total, waiting = sum(counted.values()), counted.get(RegisterLineState.READY, 0)
        return self.show(
            upload=self.upload,
            states=[each for each in states if each[2]],
            total=total,
            waiting=waiting,
            done=total - waiting,
            running=bool(self.upload.confirmed_at and not self.upload.finished_at),
            undecided=not (self.upload.confirmed_at or self.upload.finished_at),
            page=Paginator(lines, ROWS).get_page(request.GET.get("p")),
            confirm_url=register_url("register_confirm", self.upload),
            discard_url=register_url("register_discard", self.upload),
        )


class RegisterDecision(Register):
    """Has the lines entered, or forgotten."""

    confirms = True

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(register_url("register", self.upload))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        act = actions.confirm_register if self.confirms else actions.discard_register
        try:
            act(self.upload, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("已开始登记，可以离开本页，稍后回来看结果。") if self.confirms else _("已放弃，什么都没有登记。"),
            )
        return redirect(register_url("register", self.upload))
