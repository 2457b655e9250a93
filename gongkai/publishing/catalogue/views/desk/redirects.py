from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import Refusal

from ... import actions, forms, policies
from ...models import Column, Redirect
from .screens import FormScreen, ListScreen, RoomScreen


class RedirectList(ListScreen):
    """Every old address with where it leads."""

    page_title = _("旧地址转接")
    heads = (_("旧地址"), _("转到"), _("状态"))
    intro = _("旧网站的地址、调整过的栏目地址，访问时转到现在的页面。以“/”结尾的旧地址连同其下全部页面一起转接。")
    empty = _("还没有旧地址。")

    def records(self, request: HttpRequest) -> Any:
        self.filter_form = forms.RedirectFilter(request.GET)
        self.filter_form.is_valid()
        text = self.filter_form.cleaned_data.get("text")
        found = Redirect.objects.all()
        return found.filter(source__contains=text) if text else found

    def cells(self, record: Redirect) -> tuple[Any, ...]:
        return record.source, record.target, _("在用") if record.active else _("已停用")

    def url(self, record: Redirect) -> str:
        return f"{reverse('catalogue:redirect')}?{urlencode({'source': record.source})}"

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:new_redirects"), _("录入旧地址")),)

    def more(self, request: HttpRequest) -> dict[str, Any]:
        return {"filter_form": self.filter_form}


class RedirectEnter(RoomScreen):
    """Takes in lines and tells of each what became of it."""

    template_name = "catalogue/redirects.html"
    page_title = _("录入旧地址")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=forms.RedirectsForm(), refusal=self.refusal, back_url=reverse("catalogue:redirects"))

    def post(self, request: HttpRequest) -> HttpResponse:
        policies.check_can_keep(self.user, on=self.today)
        form = forms.RedirectsForm(request.POST)
        results: list[actions.LineResult] = []
        status = 200
        if form.is_valid():
            try:
                results = actions.enter_redirects(
                    form.given(), reason=form.cleaned_data["reason"], by=self.user, now=self.now
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
                status = 409
        else:
            messages.error(request, _now("未保存。请按提示改正后再保存，已填的内容仍在下面。"))
            status = 422
        refused = [one for one in results if one.outcome == "refused"]
        return self.show(
            status=status,
            # What was not accepted stays to be mended.
            form=form if status != 200 or refused else forms.RedirectsForm(),
            results=[*refused, *(one for one in results if one.outcome != "refused")],
            taken=len(results) - len(refused),
            refused=len(refused),
            refusal=self.refusal,
            back_url=reverse("catalogue:redirects"),
        )


class RedirectDetail(FormScreen):
    """One old address; the openness office lets it lead nowhere again."""

    label = _("停用")
    done = _("已停用。")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redirect = self.thing = get_object_or_404(Redirect, source=request.GET.get("source", ""))

    def get_page_title(self) -> str:
        return _now("旧地址：%(source)s") % {"source": self.redirect}

    def form(self, request: HttpRequest) -> Any:
        return forms.RetireForm(request.POST if request.method == "POST" else None)

    def act(self, form: Any) -> Redirect:
        return actions.retire_redirect(self.redirect, reason=form.cleaned_data["reason"], by=self.user, now=self.now)

    def url(self, thing: Redirect) -> str:
        return reverse("catalogue:redirects")

    def back(self) -> str:
        return reverse("catalogue:redirects")

    def more(self, form: Any) -> dict[str, Any]:
        return {"intro": _now("转到 %(target)s") % {"target": self.redirect.target}}


class ColumnAddress(FormScreen):
    """Gives a column another address; the old one leads to it."""

    label = _("改变地址")
    done = _("地址已改变，旧地址会转到新地址。")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.column = self.thing = get_object_or_404(Column, slug=kwargs["slug"])

    def get_page_title(self) -> str:
        return _now("栏目地址：%(column)s") % {"column": self.column}

    def form(self, request: HttpRequest) -> Any:
        return forms.AddressForm(request.POST if request.method == "POST" else None)

    def act(self, form: Any) -> Column:
        given = form.cleaned_data
        return actions.readdress_column(
            self.column, given["address"], reason=given["reason"], by=self.user, now=self.now
        )

    def url(self, thing: Column) -> str:
        return reverse("catalogue:column", args=[thing.slug])

    def back(self) -> str:
        return reverse("catalogue:column", args=[self.column.slug])

    def more(self, form: Any) -> dict[str, Any]:
        return {
            "intro": _now("现在的地址是 /columns/%(address)s/。改变后旧地址仍可访问，信息的编号和网址不变。")
            % {"address": self.column.address}
        }
