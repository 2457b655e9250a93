"""Worklists and acts that are about many items or the whole site: what is to be explained, what is timed, bulk operations, mourning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import Role

from ... import actions, forms, policies, queries
from ...choices import BulkKind, Status
from ...models import BulkOperation, Mourning
from .screens import RoomScreen, item_url

ROWS = 50
#: Items offered at once for a bulk operation.
OFFERED = 200


class InterpretationList(RoomScreen):
    """Public policies still to be explained, by their last day."""

    template_name = "disclosure/interpretations.html"
    page_title = _("待解读的政策")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.unexplained_policies(visible_units(self.user, on=self.today))
        page = Paginator(found, ROWS).get_page(request.GET.get("p"))
        rows = queries.with_limits(page.object_list, on=self.today)
        return self.show(
            page=page,
            rows=[
                (row, item_url("item", row.policy), item_url("item", row.draft) if row.draft else "") for row in rows
            ],
        )


class ScheduleList(RoomScreen):
    """Approved items with a time of publication; those whose time has passed say why they are not public."""

    template_name = "disclosure/schedule.html"
    page_title = _("定时发布")

    def get(self, request: HttpRequest) -> HttpResponse:
        items = queries.scheduled_items(self.user, on=self.today).select_related("unit")
        page = Paginator(items, ROWS).get_page(request.GET.get("p"))
        rows = []
        for item in page.object_list:
            overdue = item.scheduled_at is not None and item.scheduled_at < self.now
            rows.append((item, item_url("item", item), overdue, queries.why_not_published(item)))
        return self.show(page=page, rows=rows)


class BulkCreate(RoomScreen):
    """Chooses public items and says what is to be done to each of them."""

    template_name = "disclosure/bulk_new.html"
    page_title = _("批量操作")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(forms.BulkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.BulkForm(request.POST)
        chosen = request.POST.getlist("item")
        try:
            if not form.is_valid():
                raise Refused(str(_("还有内容没有填好，未办理；已填的内容仍在下面。")))
            items = list(queries.visible_items(self.user, on=self.today).filter(registration__in=chosen))
            operation = actions.start_bulk(
                items, BulkKind(form.cleaned_data["kind"]), form.given(), by=self.user, now=self.now
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409, chosen=frozenset(chosen))
        return redirect("disclosure:bulk", number=operation.pk)

    def page(self, form: forms.BulkForm, status: int = 200, chosen: frozenset[str] = frozenset()) -> HttpResponse:
        """The form above the public items that fit the filter."""
        request = self.request
        filter_form = forms.FilterForm(request.GET, units=visible_units(self.user, on=self.today))
        filter_form.is_valid()
        given = filter_form.cleaned_data
        items = queries.listed_items(
            self.user,
            on=self.today,
            status=Status.PUBLISHED,
            unit=given.get("unit"),
            kind=given.get("kind"),
            column=given.get("column"),
            text=given.get("text") or "",
        )
        total = items.count()
        return self.show(
            status=status,
            form=form,
            filter_form=filter_form,
            items=[(item, item_url("item", item), item.registration in chosen) for item in items[:OFFERED]],
            total=total,
            offered=min(total, OFFERED),
            operations=BulkOperation.objects.filter(by=self.user)[:10],
        )


class BulkProgress(RoomScreen):
    """How far a bulk operation is, line by line; it goes on whether anybody looks or not."""

    template_name = "disclosure/bulk.html"
    page_title = _("批量操作")

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        operation = self._operation(number)
        lines = operation.lines.select_related("item").order_by("done_at", "pk")
        page = Paginator(lines, ROWS).get_page(request.GET.get("p"))
        return self.show(
            operation=operation,
            kind=BulkKind(operation.kind).label,
            page=page,
            rows=[(line, item_url("item", line.item)) for line in page.object_list],
            refused=operation.lines.exclude(refusal="").count(),
            may_stop=operation.finished_at is None and operation.by_id == self.user.pk,
        )

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        operation = self._operation(number)
        try:
            actions.stop_bulk(operation, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已停止，未处理的信息保持原样。"))
        return redirect("disclosure:bulk", number=number)

    def _operation(self, number: int) -> BulkOperation:
        operation = get_object_or_404(BulkOperation.objects.select_related("by"), pk=number)
        if operation.by_id != self.user.pk and not units_of(self.user, Role.OPENNESS_OFFICE, on=self.today).exists():
            raise NotAllowed(str(_("批量操作由发起人和政务公开工作机构查看。")))
        return operation


class MourningScreen(RoomScreen):
    """Days on which the whole site is grey."""

    template_name = "disclosure/mourning.html"
    page_title = _("哀悼日灰度")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        policies.check_can_declare_mourning(self.user, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(forms.MourningForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = forms.MourningForm(request.POST)
        try:
            if ended := request.POST.get("end", ""):
                mourning = get_object_or_404(Mourning, pk=ended if ended.isdecimal() else 0)
                actions.end_mourning(mourning, by=self.user, now=self.now)
            elif form.is_valid():
                actions.declare_mourning(**form.cleaned_data, by=self.user, now=self.now)
            else:
                raise Refused(str(_("还有内容没有填好，未办理；已填的内容仍在下面。")))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        messages.success(request, _("已记录，网站将按日期自动变灰和恢复。"))
        return redirect(reverse("disclosure:mourning"))

    def page(self, form: forms.MourningForm, status: int = 200) -> HttpResponse:
        """The form, and all days that were ever declared."""
        rows = [(one, one.ended_at is None and one.last_date >= self.today) for one in Mourning.objects.all()[:ROWS]]
        return self.show(status=status, form=form, rows=rows, grey=queries.in_mourning(self.today))
