"""One report: where it stands, what is wrong with it, its parts and tables as they will be printed, and what may be done now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.documents.html import render_html

from ... import queries
from ...choices import Status
from .files import file_links
from .screens import address, named
from .steps import ReportSteps


class ReportDetail(ReportSteps):
    """The report, whether its identities hold, and what may be done with it now."""

    template_name = "annual_report/report.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def page(self, status: int = 200, bound: Mapping[str, forms.Form] | None = None) -> HttpResponse:
        """The screen, after a refusal too."""
        report = self.report
        figures = self.figures()
        evaluation = queries.check_identities(report.format, figures).evaluation
        offers = self.offers(bound)
        sendings = list(report.sendings.order_by("pk"))
        signatures = report.signatures.standing().select_related("by", "on_behalf_of")
        due = queries.report_due(report)
        done = queries.published_date(report)
        printed, missing = self.printed(figures)
        return self.show(
            status=status,
            report=report,
            due=queries.due_sentence(due, done, on=self.today),
            is_late=due.is_late(done, on=self.today),
            turn=queries.turn_of(report, sent=bool(sendings)),
            signatures=signatures,
            sendings=sendings,
            files=file_links(report),
            printed=printed,
            missing=missing,
            figures=[(named(figure), address("figure", report, code=code)) for code, figure in figures.items()],
            findings=[(violation, self.linked(violation.identity, figures)) for violation in evaluation.violations],
            passed=evaluation.passed,
            compared=queries.compared(report, figures),
            events=Event.objects.about(report),
            offers=[offer for offer in offers if not offer.refusal],
            refused=[offer for offer in offers if offer.refusal],
            text_url=address("text", report),
            differences_url=address("differences", report),
            public_url=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{report.folder}/index.html"
            if report.status == Status.PUBLISHED
            else "",
        )

    def printed(self, figures: Any) -> tuple[SafeString, str]:
        """The report as it is printed, each number leading to its desk screen; and the sentence why it cannot be frozen so."""
        day = localdate(self.report.frozen_at) if self.report.frozen_at else self.today
        html = render_html(queries.build_document(self.report, figures, day=day), titled=False)
        for code in figures:
            html = html.replace(
                f'href="/{queries.figure_path(self.report, code)}"',
                f'href="{address("figure", self.report, code=code)}"',
            )
        try:
            queries.check_written(self.report)
        except Refused as refused:
            return mark_safe(html), str(refused)  # noqa: S308 our own markup
        return mark_safe(html), ""  # noqa: S308

    def linked(self, identity: Any, figures: Any) -> list[SafeString]:
        """The figures an identity is about, each with its value and leading to its records."""
        return [
            format_html(
                '<a href="{}">{} {}</a>',
                address("figure", self.report, code=code),
                named(figures[code])["label"],
                figures[code].printed or _("空白"),
            )
            for code in dict.fromkeys(identity.keys)
            if code in figures
        ]


class ReportStep(ReportDetail):
    """One act on a report: POST only, one action, back to the report."""

    http_method_names = ["post"]
    step = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.take(request, self.step)
