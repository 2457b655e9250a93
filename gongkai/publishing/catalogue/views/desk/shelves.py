from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import Role

from ... import actions, forms
from ...choices import REQUIRABLE
from ...models import Column, Kind
from .screens import FormScreen, ListScreen, RoomScreen

_MARKS = (("has_validity", _("标注有效性")), ("is_policy", _("政策文件")), ("needs_interpretation", _("应当解读")))


class KindList(ListScreen):
    """Every kind of information with what it asks for."""

    page_title = _("信息种类")
    heads = (_("名称"), _("代码"), _("标记"), _("送审前必填"), _("专项内容"))
    intro = _("信息种类决定起草时要填什么。改动只影响以后的起草，已发布的内容不变。")

    def records(self, request: HttpRequest) -> Any:
        return Kind.objects.all()

    def cells(self, record: Kind) -> tuple[Any, ...]:
        marks = "、".join(str(label) for name, label in _MARKS if getattr(record, name))
        required = "、".join(str(REQUIRABLE[name]) for name in record.required)
        return record.name, record.code, marks, required, "、".join(each["label"] for each in record.details)

    def url(self, record: Kind) -> str:
        return reverse("catalogue:kind", args=[record.code])

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:new_kind"), _("新设种类")),)

    def more(self, request: HttpRequest) -> dict[str, Any]:
        return {"post_url": reverse("catalogue:standard_kinds"), "post_label": _("补齐标准种类")}


class StandardKinds(RoomScreen):
    """Takes over the standard set, where codes are free."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("catalogue:kinds")

    def post(self, request: HttpRequest) -> HttpResponse:
        added = actions.adopt_standard_kinds(by=self.user, now=self.now)
        if added:
            names = "、".join(kind.name for kind in added)
            messages.success(request, _now("已补齐 %(count)d 种：%(names)s。") % {"count": len(added), "names": names})
        else:
            messages.info(request, _now("标准种类都已登记，没有新增。"))
        return redirect("catalogue:kinds")


class _KindScreen(FormScreen):
    template_name = "catalogue/kind.html"
    kind: Kind | None = None

    def rows(self, request: HttpRequest) -> Any:
        if request.method == "POST":
            return forms.DetailRows(request.POST, prefix="details")
        return forms.DetailRows(initial=forms.rows_started(self.kind) if self.kind else [], prefix="details")

    def is_valid(self, form: Any) -> bool:
        self.detail_rows = self.rows(self.request)
        return all([form.is_valid(), self.detail_rows.is_valid()])

    def more(self, form: Any) -> dict[str, Any]:
        return {"rows": getattr(self, "detail_rows", None) or self.rows(self.request)}

    def url(self, thing: Kind) -> str:
        return reverse("catalogue:kind", args=[thing.code])

    def back(self) -> str:
        return reverse("catalogue:kinds")


class KindCreate(_KindScreen):
    """Adds a kind."""

    page_title = _("新设信息种类")

    def form(self, request: HttpRequest) -> forms.NewKindForm:
        return forms.NewKindForm(request.POST if request.method == "POST" else None)

    def act(self, form: forms.NewKindForm) -> Kind:
        code = form.cleaned_data["code"].strip()
        return actions.add_kind(code, form.given(self.detail_rows), by=self.user, now=self.now)


class KindEdit(_KindScreen):
    """One kind: what it is and asks for."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kind = self.thing = get_object_or_404(Kind, code=kwargs["code"])

    def get_page_title(self) -> str:
        return _now("信息种类：%(kind)s") % {"kind": self.kind}

    def form(self, request: HttpRequest) -> forms.KindForm:
        initial = {name: getattr(self.kind, name) for name in forms.KindForm.base_fields}
        return forms.KindForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(self, form: forms.KindForm) -> Kind:
        assert self.kind is not None
        return actions.arrange_kind(self.kind, form.given(self.detail_rows), by=self.user, now=self.now)


class ColumnList(ListScreen):
    """Every column with its review and its kinds."""

    page_title = _("栏目")
    heads = (_("名称"), _("地址"), _("上级栏目"), _("统计类别"), _("审批层级"), _("可列种类"))
    intro = _("栏目是门户上的书架。地址改变后旧地址仍可访问；审批层级的改动只影响以后送审的信息。")

    def records(self, request: HttpRequest) -> Any:
        return Column.objects.select_related("parent").prefetch_related("kinds")

    def cells(self, record: Column) -> tuple[Any, ...]:
        levels = " → ".join(str(Role(role).label) for role in record.review)
        kinds = "、".join(kind.name for kind in record.kinds.all()) or _("不限")
        return record.name, record.address, record.parent or "", record.get_group_display(), levels, kinds

    def url(self, record: Column) -> str:
        return reverse("catalogue:column", args=[record.slug])

    def buttons(self) -> tuple[tuple[str, Any], ...]:
        return ((reverse("catalogue:new_column"), _("开设栏目")),)


class ColumnCreate(FormScreen):
    """Opens a column."""

    page_title = _("开设栏目")

    def form(self, request: HttpRequest) -> forms.NewColumnForm:
        return forms.NewColumnForm(request.POST if request.method == "POST" else None)

    def act(self, form: forms.NewColumnForm) -> Column:
        return actions.add_column(form.cleaned_data["slug"].strip(), form.given(), by=self.user, now=self.now)

    def url(self, thing: Column) -> str:
        return reverse("catalogue:column", args=[thing.slug])

    def back(self) -> str:
        return reverse("catalogue:columns")


class ColumnEdit(ColumnCreate):
    """One column: all but its address."""

    template_name = "catalogue/column.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.column = self.thing = get_object_or_404(Column, slug=kwargs["slug"])

    def get_page_title(self) -> str:
        return _now("栏目：%(column)s") % {"column": self.column}

    def form(self, request: HttpRequest) -> Any:
        return forms.ColumnForm(
            request.POST if request.method == "POST" else None, initial=forms.column_started(self.column)
        )

    def act(self, form: Any) -> Column:
        return actions.arrange_column(self.column, form.given(), by=self.user, now=self.now)

    def more(self, form: Any) -> dict[str, Any]:
        url = "" if self.refusal else reverse("catalogue:column_address", args=[self.column.slug])
        return {"address": self.column.address, "address_url": url}
