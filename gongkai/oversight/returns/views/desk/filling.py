"""Filling in a return: the situation report with figures by name, and the rows that are words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.oversight.annual_report.queries import read_parts

from ... import actions, policies, queries
from ...forms import FillForm
from .screens import ReturnScreen, address

#: Rows of the website's table that every page of the site says already: key → name in ``GONGKAI_SITE``.
_KNOWN = {"site_code": "code", "icp": "icp", "police": "police", "organ": "sponsor"}


class ReturnFill(ReturnScreen):
    """The form; what was typed is never lost to a refusal."""

    template_name = "returns/fill.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_write(self.user, self.owner, on=self.today)
        words = {key: str(settings.GONGKAI_SITE.get(name, "")) for key, name in _KNOWN.items()}
        words |= {"site_name": settings.GONGKAI_SITE_NAME, "home_page": settings.GONGKAI_ADDRESS} | self.owner.words
        initial = {"text": self.owner.text} | {f"word-{key}": value for key, value in words.items()}
        return self.page(FillForm(keys=self.keys(), initial=initial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        policies.check_can_write(self.user, self.owner, on=self.today)
        form = FillForm(request.POST, keys=self.keys())
        if not form.is_valid():
            messages.error(request, _("还没有保存：有的内容没有填好。"))
            return self.page(form, 422)
        text = form.cleaned_data["text"]
        try:
            if "preview" in request.POST:
                queries.check_situation(text)
                return self.page(form, text=text)
            actions.write(self.owner, text=text, words=form.words(), by=self.user, now=self.now)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error("text", str(refusal))
            messages.error(request, _("还没有保存：情况报告不能这样写，见下面的说明。"))
            return self.page(form, 409)
        messages.success(request, _("已保存。"))
        return redirect(address("return", self.owner))

    def page(self, form: FillForm, status: int = 200, *, text: str | None = None) -> HttpResponse:
        """The screen: figures to pick from, how the text reads (``text``: not saved yet), the last return's beside it, what is alike."""
        values = queries.measure_return(self.owner, text=text)
        last, section = queries.last_return(self.owner), queries.section_of(self.owner, text)
        likenesses = queries.repeated_in(last, section)
        return self.show(
            status=status,
            owner=self.owner,
            form=form,
            parts=read_parts([section], values, likenesses) if section.text.strip() else [],
            alike=len(likenesses),
            earlier=queries.read_last(last),
            figures=[
                {
                    "code": figure.code,
                    "label": figure.label,
                    "unit": figure.unit,
                    "printed": values[figure.code].printed,
                    "denominator": None,
                }
                for figure in queries.figures_to_pick(self.owner)
            ],
            back_url=address("return", self.owner),
        )

    def keys(self) -> dict[str, str]:
        """The rows that are words."""
        return dict(queries.form_of(self.owner.format).keys)
