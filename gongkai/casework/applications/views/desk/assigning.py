"""批量交办: choosing cases on a list and a unit for them, and how far it is, case by case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import NotAllowed, Refusal, Refused

from ... import actions, policies, queries
from ...choices import Status, Worklist
from ...forms import AssignmentForm, FilterForm
from ...models import ApplicationQuerySet, Assignment
from .among import ROWS, ListScreen, lines_of, written
from .ways import address_of

#: Cases offered at once.
OFFERED = 200
#: Earlier ones shown beside the form.
EARLIER = 10


def assignment_url(assignment: Assignment) -> str:
    """The screen of one bulk assignment, by its number."""
    series, _slash, serial = assignment.number.partition("/")
    return reverse("applications:assignment", kwargs={"series": series, "serial": serial})


class Assignments(ListScreen):
    """Cases being dealt with that could be given out, and the form that gives them out; for whoever handles any."""

    template_name = "applications/assignments.html"
    page_title = gettext_lazy("批量交办")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.handled = policies.handled_units(self.user, on=self.today)
        if not self.handled.exists():
            raise NotAllowed(_("批量交办由承办人或者政务公开工作机构办理。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(AssignmentForm(on=self.today))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AssignmentForm(request.POST, on=self.today)
        chosen = request.POST.getlist("case")
        try:
            if not form.is_valid():
                raise Refused(_("请选定承办单位和办理工作日数（1至40日）。"))
            found = queries.visible_applications(self.user, on=self.today).filter(number__in=chosen)
            assignment = actions.start_assignment(
                list(found.order_by("due_date", "pk")), **form.cleaned_data, by=self.user, now=self.now
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409, chosen=frozenset(chosen))
        return redirect(assignment_url(assignment))

    def page(self, form: AssignmentForm, status: int = 200, chosen: frozenset[str] = frozenset()) -> HttpResponse:
        """The form above the cases that fit the filter."""
        filter_form = FilterForm(self.request.GET, units=self.handled)
        filter_form.is_valid()
        del filter_form.fields["status"]
        found = self._offered(filter_form)
        total = found.count()
        lines = lines_of(queries.rows_of(found)[:OFFERED], on=self.today, calendar=self.calendar)
        earlier = Assignment.objects.filter(by=self.user).select_related("unit")[:EARLIER]
        return self.show(
            status=status,
            form=form,
            filter_form=filter_form,
            lines=written(lines, choosing=True, chosen=chosen),
            total=total,
            offered=min(total, OFFERED),
            earlier=[(one, assignment_url(one)) for one in earlier],
        )

    def _offered(self, form: FilterForm) -> ApplicationQuerySet:
        which = Worklist(form.cleaned_data.get("list") or Worklist.OPEN)
        found = queries.worklist(self.user, which, on=self.today, calendar=self.calendar)
        narrowed = {name: value for name, value in form.narrowed().items() if name != "status"}
        return found.filter(status=Status.RECEIVED, unit__in=self.handled, **narrowed).order_by("due_date", "pk")


class AssignmentProgress(ListScreen):
    """How far a bulk assignment is, case by case; it goes on whether anybody looks or not."""

    template_name = "applications/assignment.html"
    breadcrumbs_items = (
        *ListScreen.breadcrumbs_items,
        {"url": reverse_lazy("applications:assignments"), "label": gettext_lazy("批量交办")},
    )
    assignment: Assignment

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.assignment = get_object_or_404(
            Assignment.objects.select_related("by", "unit", "officer"), number=f"{kwargs['series']}/{kwargs['serial']}"
        )
        policies.check_can_see_assignment(self.user, self.assignment, on=self.today)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.assignment)

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        one = self.assignment
        lines = one.lines.select_related("application").order_by("pk")
        if request.GET.get("refused"):
            lines = lines.exclude(refusal="")
        page = Paginator(lines, ROWS).get_page(request.GET.get("p"))
        return self.show(
            assignment=one,
            page=page,
            rows=[(line, address_of(line.application)) for line in page.object_list],
            refused=one.lines.exclude(refusal="").count(),
            only_refused=bool(request.GET.get("refused")),
            may_stop=one.finished_at is None and one.by_id == self.user.pk,
        )

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        try:
            actions.stop_assignment(self.assignment, by=self.user, now=self.now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已停止，未处理的申请保持原样。"))
        return redirect(assignment_url(self.assignment))
