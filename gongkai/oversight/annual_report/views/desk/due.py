"""Notices that ask for reports earlier than the law: entered and cancelled by the openness office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role, UnitKind

from ... import actions
from ...forms import DueNoticeForm
from ...models import DueNotice
from .screens import ReportRoomScreen


class DueNotices(ReportRoomScreen):
    """All notices, newest year first; enters one, or with ``cancel`` takes one back."""

    template_name = "annual_report/due_notices.html"
    page_title = gettext_lazy("年报报送通知")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(DueNoticeForm(units=self.units(), initial={"year": self.today.year - 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DueNoticeForm(request.POST, units=self.units())
        try:
            if "cancel" in request.POST:
                key = request.POST["cancel"]
                notice = get_object_or_404(DueNotice, pk=int(key) if key.isascii() and key.isdigit() else 0)
                actions.cancel_due_notice(notice, reason=request.POST.get("reason", ""), by=self.user, now=self.now)
                messages.success(request, _("已撤销，期限按法律规定。"))
                return redirect(reverse("annual_report:due_notices"))
            if not form.is_valid():
                return self.page(form, status=422)
            given: dict[str, Any] = dict(form.cleaned_data)
            kind = given.pop("unit_kind")
            actions.enter_due_notice(
                given.pop("unit"), unit_kind=UnitKind(kind) if kind else None, **given, by=self.user, now=self.now
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已登记。"))
        return redirect(reverse("annual_report:due_notices"))

    def page(self, form: DueNoticeForm, status: int = 200) -> HttpResponse:
        """The notices with the form."""
        if not self.units().exists():
            raise NotAllowed(_("年报报送通知由政务公开工作机构登记。"))
        notices = DueNotice.objects.filter(unit__in=self.units()).select_related("unit", "entered_by")
        return self.show(status=status, notices=notices, form=form)

    def units(self) -> Any:
        """Units for which the person is the openness office."""
        return units_of(self.user, Role.OPENNESS_OFFICE, on=self.today)
