"""Writing the text of a report: its parts, figures to pick by name, how it will read, last year's beside it, and what it is too like."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refusal

from ... import actions, policies, queries
from ...forms import PartFormSet
from ...queries import Section
from .screens import ReportScreen, address, named


def _may_stand(text: str) -> bool:
    try:
        queries.check_text(text)
    except Refusal:
        return False
    return True


class ReportText(ReportScreen):
    """The text as a form while the report is compiled, to be read afterwards. What was typed is never lost to a refusal."""

    template_name = "annual_report/text.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.saved())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_write(self.user, self.report, on=self.today)
        formset = PartFormSet(request.POST)
        if not formset.is_valid():
            messages.error(request, _("还没有保存：有的部分没有填好。"))
            return self.page([], formset, 422)
        forms = sorted(
            (form for form in formset if form.cleaned_data.get("heading") or form.cleaned_data.get("text", "").strip()),
            key=lambda form: form.cleaned_data.get("ORDER") or len(formset.forms),
        )
        sections = [Section(form.cleaned_data["heading"], form.cleaned_data["text"]) for form in forms]
        if not self.acceptable(forms):
            messages.error(request, _("还没有保存：有的部分不能这样写，见各部分下的说明。"))
            return self.page(sections, formset, 409)
        if "preview" in request.POST:
            return self.page(sections, formset)
        try:
            actions.write_narrative(self.report, sections, by=self.user, now=self.now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return self.page(sections, formset, 409)
        messages.success(request, _("已保存正文。"))
        return redirect(address("text", self.report))

    def acceptable(self, forms: list[Any]) -> bool:
        """Whether every part may be written so; what may not is said at its place."""
        for form in forms:
            try:
                queries.check_text(form.cleaned_data["text"])
            except Refusal as refusal:
                form.add_error("text", str(refusal))
        return not any(form.errors for form in forms)

    def figures(self, texts: Iterable[str] = ()) -> Any:
        """The report's figures by code, with those a text names that is not saved; what may not be written names none."""
        frozen = queries.frozen_figures(self.report)
        return frozen or queries.measure_wanted(self.report, texts=[text for text in texts if _may_stand(text)])

    def saved(self) -> list[Section]:
        """The parts as they were written last."""
        return [Section(part.heading, part.text) for part in self.report.narratives.order_by("order")]

    def page(self, sections: list[Section], formset: Any = None, status: int = 200) -> HttpResponse:
        """The screen with these parts: how they read, what they are like, and the form."""
        refusal = policies.can(policies.check_can_write, self.user, self.report, on=self.today)
        figures = self.figures(section.text for section in sections)
        if formset is None and not refusal:
            formset = PartFormSet(
                initial=[
                    {"heading": section.heading, "text": section.text, "ORDER": order}
                    for order, section in enumerate(sections, 1)
                ]
            )
        likenesses = queries.likenesses(self.report, sections)
        return self.show(
            status=status,
            report=self.report,
            refusal=refusal,
            formset=formset,
            parts=queries.read_parts(sections, figures, likenesses),
            alike=len(likenesses),
            earlier=self.last_year(),
            figures=[named(figure) for figure in figures.values()],
            back_url=address("report", self.report),
        )

    def last_year(self) -> list[queries.ReadPart]:
        """The parts of last year's report, read out with its own numbers."""
        last = queries.last_report(self.report)
        if last is None:
            return []
        sections = [Section(part.heading, part.text) for part in last.narratives.order_by("order")]
        return queries.read_parts(sections, queries.frozen_figures(last))
