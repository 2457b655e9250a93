"""The sheet of a unit, and one number of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit

from .. import actions, models, policies, queries
from ..forms import EndForm, SheetForm, StopForm
from ..queries.registry import COLLECTED
from .screens import CollectedScreen, period_of, sheet_address, span_name


class Sheet(CollectedScreen):
    """One unit's numbers for one span: typed, pasted, corrected, and signed by the head of the unit."""

    template_name = "statistics/sheet.html"
    unit: Unit
    span: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.unit, self.span = get_object_or_404(Unit, code=kwargs["unit"]), kwargs["span"]
        self.period = period_of(self.span)
        policies.check_can_see(self.user, self.unit, on=self.today)
        self.lines = queries.sheet_of(self.unit, self.period)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("%(unit)s%(span)s报送数") % {"unit": self.unit.short_name, "span": span_name(self.span)}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(SheetForm(lines=self.lines, year=self.period.first.year))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_hand_in(self.user, self.unit, on=self.today)
        form = SheetForm(request.POST, lines=self.lines, year=self.period.first.year)
        if request.POST.get("act") == "fill":
            return self.page(form.filled())
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            self.hand_in(form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(form, status=409)
        return redirect(sheet_address(self.unit, self.span))

    def hand_in(self, form: SheetForm) -> None:
        """What is new, and what was changed."""
        given: dict[str, Any] = {"by": self.user, "now": self.now}
        if form.changed:
            actions.correct(self.unit, self.period, form.changed, reason=form.cleaned_data["reason"], **given)
        if form.new or not form.changed:
            actions.hand_in(self.unit, self.period, form.new, **given)
        messages.success(
            self.request,
            _("已报送%(n)d个数，由本单位负责人签字后计入报告。") % {"n": len(form.new) + len(form.changed)},
        )

    def page(self, form: SheetForm, status: int = 200) -> HttpResponse:
        """The sheet, with whatever is in the form."""
        unit, waiting = self.unit, [line.latest for line in self.lines if line.latest is not None and line.waits]
        figures = [line.figure for line in self.lines]
        by_code = {line.figure.code: line for line in self.lines}
        grids = queries.grids(figures, self.period.first.year)
        in_grids = {code for grid in grids for _row, codes in grid.rows for code in codes}
        asked = models.Asked.objects.filter(unit=unit, last_year=None)
        off = models.OffSystem.objects.of_year(self.period.first.year).filter(unit=unit).first()
        return self.show(
            status=status,
            unit=unit,
            span=self.span,
            span_name=span_name(self.span),
            form=form,
            lines=[_shown(line, form) for line in self.lines if line.figure.code not in in_grids],
            grids=[
                (grid, [(row, [_shown(by_code[code], form) for code in codes]) for row, codes in grid.rows])
                for grid in grids
            ],
            waiting=waiting,
            signed=sum(line.in_force is not None for line in self.lines),
            total=len(self.lines),
            enter_refusal=policies.can(policies.check_can_hand_in, self.user, unit, on=self.today),
            sign_refusal=policies.can(policies.check_can_sign, self.user, unit, waiting, on=self.today),
            asks=not policies.can(policies.check_can_ask, self.user, unit, on=self.today),
            off=off,
            asked=asked,
            stop_form=StopForm(asked=asked, initial={"last_year": self.period.first.year}),
            end_form=EndForm(initial={"last_year": self.period.first.year}),
            steps={
                step: reverse(f"statistics:{step}", kwargs={"unit": unit.code, "span": self.span})
                for step in ("sign", "stop", "end")
            },
            back_url=f"{reverse('statistics:overview')}?span={self.span}",
            has_errors=bool(form.errors) if form.is_bound and status == 422 else False,
        )


class SheetStep(Sheet):
    """One act on a sheet: POST only, one action, back to the sheet."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sentence = getattr(self, self.step)()
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(SheetForm(lines=self.lines, year=self.period.first.year), status=409)
        messages.success(request, sentence)
        return redirect(sheet_address(self.unit, self.span))

    def sign(self) -> str:
        seen = [int(pk) for pk in self.request.POST.getlist("seen") if pk.isdecimal()]
        signed = actions.sign(self.unit, self.period, seen=seen, by=self.user, now=self.now)
        return _("已签字确认%(n)d个数，自此计入报告。") % {"n": len(signed)}

    def stop(self) -> str:
        policies.check_can_ask(self.user, self.unit, on=self.today)
        form = StopForm(self.request.POST, asked=models.Asked.objects.filter(unit=self.unit, last_year=None))
        if not form.is_valid():
            raise NotAllowed(_("请选择不再收集的指标和终止年度。"))
        given = form.cleaned_data
        actions.stop_asking(
            given["asked"], last_year=given["last_year"], reason=given["reason"], by=self.user, now=self.now
        )
        return _("已登记，此后年度不再收集该指标。")

    def end(self) -> str:
        policies.check_can_ask(self.user, self.unit, on=self.today)
        off = get_object_or_404(models.OffSystem, unit=self.unit, last_year=None)
        form = EndForm(self.request.POST)
        if not form.is_valid():
            raise NotAllowed(_("请写明到哪个年度为止。"))
        given = form.cleaned_data
        actions.end_off_system(off, last_year=given["last_year"], reason=given["reason"], by=self.user, now=self.now)
        return _("已登记，此后年度由台账计数。")


class Number(CollectedScreen):
    """One number as it was handed in: its source, who entered and who signed, and every version of it."""

    template_name = "statistics/number.html"

    def get(self, request: HttpRequest, series: str, serial: str) -> HttpResponse:
        number = get_object_or_404(
            models.HandedIn.objects.select_related("unit", "entered_by", "signed_by"), reference=f"{series}/{serial}"
        )
        policies.check_can_see(self.user, number.unit, on=self.today)
        self.page_title = number.reference
        year = number.first_date.year
        span = str(year) if (number.last_date.month, number.last_date.day) == (12, 31) else f"{year}h1"
        return self.show(
            number=number,
            figure=queries.figure_of(number.code),
            versions=queries.history_of(number),
            events=Event.objects.about(number),
            sheet_url=sheet_address(number.unit, span),
        )


def _shown(line: queries.Line, form: SheetForm) -> dict[str, Any]:
    code = line.figure.code
    return {
        "line": line,
        "figure": line.figure,
        "definition": "" if str(line.figure.definition) == str(COLLECTED) else line.figure.definition,
        "number": form[f"n:{code}"],
        "source": form[f"s:{code}"],
        "note": form[f"o:{code}"],
        "url": _number_address(line.latest) if line.latest else "",
    }


def _number_address(number: models.HandedIn) -> str:
    series, _slash, serial = number.reference.partition("/")
    return reverse("statistics:handed_in", kwargs={"series": series, "serial": serial})
