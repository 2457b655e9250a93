"""The shell's own screens: today's work, one's account, the audit trail; and what a closed door and a refusal look like."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.i18n import JavaScriptCatalog

from gongkai.base.accounts.actions import change_password
from gongkai.base.accounts.screens import Screen
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Post

from ..forms import AuditFilterForm, PasswordForm
from ..queries import may_read_audit, worklists

ROWS = 50


class ScriptCatalog(JavaScriptCatalog):
    """Wagtail's translations for its scripts, with ours of what it leaves in English."""

    packages = ["wagtail.admin"]

    def get_paths(self, packages: list[str]) -> list[str]:
        return [*super().get_paths(packages), *(str(path) for path in settings.LOCALE_PATHS)]


class Today(Screen):
    """My work today: each row opens the next act."""

    template_name = "desk/today.html"
    page_title = gettext_lazy("今日工作")
    header_icon = "home"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(
            today=self.today,
            worklists=worklists(self.user, on=self.today),
            posts=Post.objects.exercised_by(self.user.pk, on=self.today).select_related("unit"),
        )


class Account(Screen):
    """Who I am here, which posts I hold or stand in for, and my password."""

    template_name = "desk/account.html"
    page_title = gettext_lazy("我的账号")
    header_icon = "user"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(PasswordForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasswordForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                user = change_password(self.user, old=given["old"], new=given["new"], by=self.user, now=self.now)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                return self.page(form, status=409)
            update_session_auth_hash(request, user)
            messages.success(request, _("密码已修改，下次登录请用新密码。"))
            return redirect("wagtailadmin_account")
        return self.page(form, status=422)

    def page(self, form: PasswordForm, status: int = 200) -> HttpResponse:
        """The screen with the password form."""
        posts = Post.objects.exercised_by(self.user.pk, on=self.today).select_related("unit", "user")
        return self.show(status=status, form=form, posts=posts)


class AuditTrail(Screen):
    """Who did what, when and why; to be read, never to be altered."""

    template_name = "desk/audit.html"
    page_title = gettext_lazy("审计记录")
    header_icon = "history"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not may_read_audit(self.user, on=self.today):
            raise NotAllowed(_("审计记录由审计人员和监督检查人员查阅。"))
        form = AuditFilterForm(request.GET)
        form.is_valid()
        given = form.cleaned_data
        events = Event.objects.order_by("-pk")
        if about := given.get("about"):
            events = events.filter(object_name__icontains=about)
        if who := given.get("who"):
            events = events.filter(by_name__icontains=who)
        if first := given.get("first"):
            events = events.filter(at__gte=timezone.make_aware(datetime.combine(first, time.min)))
        if last := given.get("last"):
            events = events.filter(at__lt=timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min)))
        page = Paginator(events, ROWS).get_page(request.GET.get("p"))
        return self.show(filter_form=form, page=page)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """What somebody reads who may not do what they asked for."""
    return TemplateResponse(request, "desk/refused.html", {"sentence": sentence}, status=403).render()


def only_sent(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What somebody reads who loads anew the address a form was sent to."""
    said = _("这个地址只用来提交表单，重新打开不会再提交一次。请回到上一页，或者从左边的菜单进入。")
    page = TemplateResponse(request, "desk/refused.html", {"sentence": said}, status=response.status_code).render()
    page["Allow"] = response["Allow"]
    return page


def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """A door that is not there."""
    return TemplateResponse(request, "desk/closed.html", status=404).render()
