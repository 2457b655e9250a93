"""未送达的通知: which notices never reached their applicant and why, one of them, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refusal
from gongkai.base.core.sealing import Unreadable
from gongkai.base.messages.choices import Channel
from gongkai.base.messages.queries import is_open, ways_to, why_given_up

from ... import actions, policies, queries
from ...forms.notices import SendAgainForm, SettleNoticeForm
from ...models import Notice
from .among import ROWS, ListScreen
from .screens import CaseScreen, url
from .ways import address_of


class Undelivered(ListScreen):
    """For those who deal with applications: the unit's for its own, the openness office for the units it serves. It names nobody."""

    template_name = "applications/undelivered.html"
    page_title = gettext_lazy("未送达的通知")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policies.check_can_see_undelivered(self.user, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        settled = request.GET.get("list") == "settled"
        waiting = queries.undelivered_notices(self.user, on=self.today)
        found = queries.settled_notices(self.user, on=self.today) if settled else waiting
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        ones = list(page.object_list)
        rows = [
            (one, why_given_up(one.message), url("notice", one.application, place=place), address_of(one.application))
            for one, place in zip(ones, queries.places_of(ones), strict=True)
        ]
        return self.show(
            page=page, rows=rows, settled=settled, waiting=waiting.count() if settled else page.paginator.count
        )


class NoticePage(CaseScreen):
    """One notice, for whoever handles its case. While something is to be done it shows where its applicant is; that look is recorded."""

    template_name = "applications/notice.html"
    breadcrumbs_items = (
        *CaseScreen.breadcrumbs_items,
        {"url": reverse_lazy("applications:undelivered"), "label": gettext_lazy("未送达的通知")},
    )
    notice: Notice
    place: int

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.place = kwargs["place"]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(_("%(number)s 的通知") % {"number": self.application.number})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, refusal: str = "", **bound: Any) -> HttpResponse:
        """The notice with what may be done about it, and what was sent in when that was refused."""
        notice = self.named()
        refused = policies.can(policies.check_can_settle_notice, self.user, notice, on=self.today)
        reached = {} if refused else self.addressee(notice)
        ways = ways_to(reached["addressee"].contact) if "addressee" in reached else []
        return self.show(
            status=status,
            application=self.application,
            notice=notice,
            message=notice.message,
            why=why_given_up(notice.message),
            refusal=refusal,
            refused=refused if notice.failed_at else "",
            again=bound.get("again") or SendAgainForm(channels=[way for way, _to in ways]),
            ways=ways,
            closed=[each.label for each in Channel if not is_open(each)],
            otherwise=bound.get("otherwise") or SettleNoticeForm(),
            back_url=reverse("applications:undelivered"),
            case_url=address_of(self.application),
            again_url=url("notice_again", self.application, place=self.place),
            otherwise_url=url("notice_otherwise", self.application, place=self.place),
            **reached,
        )

    def named(self) -> Notice:
        """The notice the address names, for whoever handles its case; 404 where there is none."""
        ones = queries.notices_of(self.application)
        if not 1 <= self.place <= len(ones):
            raise Http404
        notice = ones[self.place - 1]
        policies.check_can_see_notice(self.user, notice, on=self.today)
        return notice

    def addressee(self, notice: Notice) -> dict[str, Any]:
        """Who is to be told; without the key the page is there all the same."""
        try:
            return {"addressee": actions.see_addressee(notice, by=self.user, now=self.now)}
        except Unreadable as refusal:
            return {"unreadable": str(refusal)}


class NoticeAgain(NoticePage):
    """Sends it once more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SendAgainForm(request.POST, channels=list(Channel))
        notice = self.named()
        if not form.is_valid():
            return self.page(status=422, refusal=_("未发送：请选择发送方式。"))
        try:
            actions.send_again(notice, channel=form.cleaned_data["channel"], by=self.user, now=self.now)
        except Refusal as refusal:
            return self.page(status=409, refusal=str(refusal))
        messages.success(request, _("已重新发送；仍然送不出去的，会再列在这里。"))
        return redirect("applications:undelivered")


class NoticeOtherwise(NoticePage):
    """Writes down that its applicant was told in another way."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SettleNoticeForm(request.POST)
        notice = self.named()
        if not form.is_valid():
            return self.page(status=422, refusal=_("还有内容没有填好，未登记；已填的内容仍在下面。"), otherwise=form)
        try:
            actions.settle_notice(notice, by=self.user, now=self.now, **form.cleaned_data)
        except Refusal as refusal:
            return self.page(status=409, refusal=str(refusal), otherwise=form)
        messages.success(request, _("已登记。"))
        return redirect("applications:undelivered")
