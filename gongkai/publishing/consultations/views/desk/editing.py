from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ... import actions, policies
from ...forms import ConsultationForm
from ...models import Consultation
from .screens import BelowScreen, RoomScreen, url

_NOTHING_SAVED = gettext_lazy("未保存。请按提示改正后再保存，已填的内容仍在下面；文件须重新选择。")


class ConsultationCreate(RoomScreen):
    """Starts a consultation for a unit the person drafts for."""

    template_name = "consultations/edit.html"
    page_title = gettext_lazy("起草征求意见")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not units_of(self.user, Role.DRAFTER, on=self.today).exists():
            raise NotAllowed(_("起草征求意见由各单位的拟稿人办理，您目前没有拟稿人岗位。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ConsultationForm(user=self.user, on=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConsultationForm(request.POST, request.FILES, user=self.user, on=self.today)
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.show(status=422, form=form)
        try:
            consultation = actions.draft(form.cleaned_data["unit"], form.given(), by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.show(status=409, form=form)
        return _saved(self, consultation, form)


class ConsultationEdit(BelowScreen):
    """Changes a draft."""

    template_name = "consultations/edit.html"
    page_title = gettext_lazy("修改")

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if refusal := policies.can(policies.check_can_revise, self.user, self.consultation, on=self.today):
            messages.error(request, refusal)
            return redirect(url("consultation", self.consultation))
        return self.page(ConsultationForm(user=self.user, on=self.today, consultation=self.consultation))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = ConsultationForm(
            request.POST, request.FILES, user=self.user, on=self.today, consultation=self.consultation
        )
        if not form.is_valid():
            messages.error(request, _NOTHING_SAVED)
            return self.page(form, status=422)
        try:
            consultation = actions.revise(self.consultation, form.given(), by=self.user, now=self.now)
            for file in consultation.files.filter(file__sha256__in=request.POST.getlist("remove")):
                actions.detach(file, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return _saved(self, consultation, form)

    def page(self, form: ConsultationForm, status: int = 200) -> HttpResponse:
        """The form, with the files the draft has already."""
        files = [
            (one, url("file", self.consultation, sha256=one.file.sha256))
            for one in self.consultation.files.select_related("file")
        ]
        back = url("consultation", self.consultation)
        return self.show(status=status, form=form, consultation=self.consultation, files=files, back_url=back)


def _saved(screen: RoomScreen, consultation: Consultation, form: ConsultationForm) -> HttpResponse:
    """Say what was kept, add the files one by one, and go on: to the consultation, or back to the form for a file that was refused."""
    refused = 0
    for upload in form.cleaned_data["attachments"]:
        try:
            actions.attach(consultation, upload, name=upload.name, by=screen.user, now=screen.now)
        except Refusal as refusal:
            messages.error(screen.request, str(refusal))
            refused += 1
    messages.success(screen.request, _("草稿 %(number)s 已保存。") % {"number": consultation.number})
    return redirect(url("edit" if refused else "consultation", consultation))
