"""What the screens of the room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import TODAY, Screen

from ... import policies
from ...choices import Status
from ...models import Return


def address(name: str, owner: Return, **more: str) -> str:
    """The address of a return's screen."""
    known = {"unit": owner.unit.code, "year": owner.year, "serial": owner.serial}
    return reverse(f"returns:{name}", kwargs={**known, **more})


def due_sentence(owner: Return, *, on: date) -> str:
    """By when, and how late it is or was."""
    said = _("应于 %(day)s 前报送") % {"day": owner.due_date.isoformat()}
    if owner.status == Status.CANCELLED:
        return said
    late = ((owner.sent_date or on) - owner.due_date).days
    if late > 0:
        return said + (_("，逾期 %(days)d 天报送") if owner.sent_date else _("，已逾期 %(days)d 天")) % {"days": late}
    return said if owner.sent_date else said + _("，还有 %(days)d 天") % {"days": -late}


def turn_of(owner: Return) -> str:
    """What it waits for, for whoever has nothing to do with it now."""
    if owner.status == Status.SENT:
        return _("已报送，回执已登记。") if owner.receipt_date else _("已报送，待登记回执。")
    return {
        Status.DRAFT: _("待填报送审。"),
        Status.SUBMITTED: _("待单位负责人审批。"),
        Status.APPROVED: _("待登记报送。"),
        Status.CANCELLED: _("已取消，不再报送。"),
    }[Status(owner.status)]


class ReturnRoomScreen(Screen):
    """A screen of the room with its breadcrumbs."""

    header_icon = "table"
    breadcrumbs_items = (TODAY, {"url": reverse_lazy("returns:returns"), "label": gettext_lazy("统计报送")})


class ReturnScreen(ReturnRoomScreen):
    """A screen about one return; whoever may not see it is told so."""

    owner: Return

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        people = ("entered_by", "submitted_by", "approved_by", "on_behalf_of", "sent_by")
        self.owner = get_object_or_404(
            Return.objects.select_related("unit", "item", "asked_file", "receipt", "paper_scan", *people),
            unit__code=kwargs["unit"],
            year=kwargs["year"],
            serial=kwargs["serial"],
        )
        policies.check_can_see(self.user, self.owner.unit, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.owner)
