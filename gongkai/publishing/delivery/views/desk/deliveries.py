"""The list of deliveries, one of them with its history, and what can be done about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.queries import visible_units

from ... import actions, policies, queries
from ...choices import PlatformKind, State
from ...forms import FilterForm, ReceiptForm
from ...models import Platform
from ...queries.listing import DIFFERING
from .screens import ROWS, DeliveryScreen, RoomScreen, delivery_url, item_url

#: The tabs of the list, in the order in which there is something to do about them.
TABS = (State.WAITING, State.PACKED, State.REFUSED, DIFFERING, State.DELIVERED, State.REMOVED)


class DeliveryList(RoomScreen):
    """Deliveries of the units whose work the person may see."""

    template_name = "delivery/list.html"
    page_title = gettext_lazy("平台交付")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return list(self.breadcrumbs_items)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FilterForm(request.GET, platforms=Platform.objects.all())
        form.is_valid()
        given = {name: value for name, value in form.cleaned_data.items() if value}
        by = queries.Selection(visible_units(self.user, on=self.today), **given)
        counts = queries.tally(by)
        page = Paginator(queries.listed(by), ROWS).get_page(request.GET.get("p"))
        labels = {**dict(State.choices), DIFFERING: _("与审定的不一致")}
        return self.show(
            page=page,
            rows=[(one, delivery_url("delivery", one)) for one in page.object_list],
            filter_form=form,
            tabs=[(labels[tab], counts.get(tab, 0), self._address(tab), tab == by.state) for tab in TABS],
            troubled=[one for one in Platform.objects.on() if one.trouble],
            reads_platforms=not _refusal(policies.check_can_read_platforms, self.user, on=self.today),
        )

    def _address(self, state: str) -> str:
        kept: dict[str, Any] = {
            name: self.request.GET[name] for name in ("number", "platform") if self.request.GET.get(name)
        }
        return f"?{urlencode({**kept, 'state': state})}"


class DeliveryDetail(DeliveryScreen):
    """One item on one platform."""

    template_name = "delivery/delivery.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(ReceiptForm(initial={"address": self.delivery.address}))

    def page(self, form: ReceiptForm, status: int = 200) -> HttpResponse:
        """What is known of the delivery, with what may be done about it."""
        delivery = self.delivery
        asks: Any = {"user": self.user, "thing": delivery, "on": self.today}
        retry = policies.can(policies.check_can_retry, **asks)
        receipt = policies.can(policies.check_can_enter_receipt, **asks)
        return self.show(
            status,
            delivery=delivery,
            item_url=item_url(delivery.item),
            form=form,
            retry_url=delivery_url("again", delivery),
            receipt_url=delivery_url("receipt", delivery),
            retry_refusal=retry,
            receipt_refusal=receipt,
            by_package=delivery.platform.kind == PlatformKind.PACKAGE,
            is_open=delivery.state in (State.WAITING, State.REFUSED),
            events=Event.objects.about(delivery),
        )


class Retry(DeliveryScreen):
    """Has it tried again at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            actions.retry(self.delivery, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已放回待交付，随即重试。"))
        return redirect(delivery_url("delivery", self.delivery))


class EnterReceipt(DeliveryDetail):
    """Enters what the platform answered about one item of a package."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(delivery_url("delivery", self.delivery))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("还有内容没有填好，未保存；已填的内容仍在下面。"))
            return self.page(form, status=422)
        receipt = actions.Receipt(self.delivery.item.number or "", **form.cleaned_data)
        try:
            actions.enter_receipt(self.delivery, receipt, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已登记回执。"))
        return redirect(delivery_url("delivery", self.delivery))


def _refusal(check: Any, *args: Any, **kwargs: Any) -> str:
    try:
        check(*args, **kwargs)
    except Refusal as refusal:
        return str(refusal)
    return ""
