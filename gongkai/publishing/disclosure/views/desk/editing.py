from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import Kind

from ... import actions, policies, queries
from ...choices import Status
from ...forms import ItemForm, SecretForm
from ...models import InformationItem
from .screens import ItemScreen, RoomScreen, item_url

_NOTHING_SAVED = gettext_lazy("未保存。请按提示改正后再保存，已填的内容仍在下面；附件须重新选择。")


class ItemCreate(RoomScreen):
    """Starts an item for a unit the person drafts for."""

    template_name = "disclosure/edit.html"
    page_title = gettext_lazy("起草信息")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_of(self.user, Role.DRAFTER, on=self.today).exists():
            raise NotAllowed(_("起草信息由各单位的拟稿人办理，您目前没有拟稿人岗位。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ItemForm(user=self.user, on=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ItemForm(request.POST, request.FILES, user=self.user, on=self.today)
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.show(status=422, form=form)
        try:
            item = actions.draft(form.cleaned_data["unit"], form.given(), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.show(status=409, form=form)
        return _saved(self, item, form)


class ItemEdit(ItemScreen):
    """Changes a draft."""

    template_name = "disclosure/edit.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": item_url("item", self.item), "label": str(self.item)}
        return [*self.breadcrumbs_items, here, {"url": "", "label": _("修改")}]

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if refusal := policies.can(policies.check_can_revise, self.user, self.item, on=self.today):
            messages.error(request, str(refusal))
            return redirect(item_url("item", self.item))
        return self.page(ItemForm(user=self.user, on=self.today, item=self.item))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = ItemForm(request.POST, request.FILES, user=self.user, on=self.today, item=self.item)
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.page(form, status=422)
        try:
            item = actions.revise(self.item, form.given(), by=self.user, now=self.now)
            for attachment in item.attachments.filter(file__sha256__in=request.POST.getlist("remove")):
                actions.detach(attachment, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return _saved(self, item, form)

    def page(self, form: ItemForm, status: int = 200) -> HttpResponse:
        """The form, with the files the item has already."""
        attachments = [
            (attachment, item_url("attachment", self.item, sha256=attachment.file.sha256))
            for attachment in self.item.attachments.select_related("file")
        ]
        return self.show(
            status=status,
            form=form,
            item=self.item,
            attachments=attachments,
            doubts=queries.doubts_about(self.item, self.user, on=self.today),
            back_url=item_url("item", self.item),
        )


class ItemDetails(RoomScreen):
    """The fields of one kind's own, for the script that puts them into the form when another kind is chosen. Changes nothing."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = get_object_or_404(Kind, pk=request.GET["kind"]) if request.GET.get("kind", "").isdigit() else None
        form = ItemForm(user=self.user, on=self.today, initial={"kind": kind})
        return render(request, "disclosure/details.html", {"form": form})


class SecretCreate(RoomScreen):
    """Counts secret documents; nothing about them can be typed here."""

    template_name = "disclosure/secret.html"
    page_title = gettext_lazy("登记国家秘密件数")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_of(self.user, Role.DRAFTER, Role.SECRECY_REVIEWER, on=self.today).exists():
            raise NotAllowed(_("国家秘密件数由本单位拟稿人或保密审查员登记。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=SecretForm(user=self.user, on=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SecretForm(request.POST, user=self.user, on=self.today)
        if form.is_valid():
            try:
                item = actions.seal(by=self.user, now=self.now, **form.cleaned_data)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return self.show(status=409, form=form)
            messages.success(request, _("已登记，只保存单位和件数。"))
            return redirect(item_url("item", item))
        return self.show(status=422, form=form)


def _saved(screen: RoomScreen, item: InformationItem, form: ItemForm) -> HttpResponse:
    """Say what was kept, add the files one by one, and go on: to the item, or back to the form for a file that was refused."""
    request = screen.request
    if item.status == Status.CLOSED:
        messages.warning(request, _("已定为国家秘密：内容和附件均未保存，只登记了单位和件数。"))
        return redirect(item_url("item", item))
    refused = 0
    for upload in form.cleaned_data["attachments"]:
        try:
            actions.attach(item, upload, name=upload.name, by=screen.user, now=screen.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            refused += 1
    messages.success(request, _("草稿 %(item)s 已保存。") % {"item": item.registration})
    for note in queries.number_notes(form.cleaned_data["document_number"], item.document_number):
        messages.warning(request, note)
    if form.asks_for_more():
        messages.info(request, _("“%(kind)s”还有专项内容，请在下面接着填写。") % {"kind": item.kind})
    return redirect(item_url("edit" if refused or form.asks_for_more() else "item", item))
