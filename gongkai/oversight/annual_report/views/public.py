"""年报体检: anybody may have anybody's annual report checked, without an account. What is handed in is kept nowhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.doors.actions import knock
from gongkai.base.doors.queries import client_address
from gongkai.base.files.viruses import check_clean

from ..checker.alone import check_alone
from ..checker.documents import Unreadable
from ..checker.findings import Rule
from ..forms import ReportCheckForm

#: How sure a finding is → its heading, and what that means.
SEVERITIES = {
    "hard": (gettext_lazy("硬伤"), gettext_lazy("报告自己与自己矛盾，两处不能同时为真。")),
    "soft": (gettext_lazy("疑点"), gettext_lazy("也许有原因，报告没有说明。")),
    "form": (gettext_lazy("格式"), gettext_lazy("写法和填写的问题。")),
}


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: HttpRequest) -> HttpResponse:
    """The form, and what was found, on one page."""
    if request.method != "POST":
        return _show(request, form=ReportCheckForm())
    form = ReportCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(
            request,
            status=422,
            form=form,
            refusal="；".join(map(str, form.non_field_errors())) or _("请看下面的提示。"),
        )
    if form.is_machine():
        return _show(request, status=422, form=form, refusal=_("页面上有一栏应当留空，请清空后再提交一次。"))
    try:
        knock(door="report-check", address=client_address(request), now=timezone.now())
    except NotAllowed as refusal:
        return _show(request, status=429, form=form, refusal=str(refusal))
    content, suffix = form.content()
    try:
        if file := form.cleaned_data["file"]:
            check_clean(file, name=file.name)
        told = check_alone(content, suffix=suffix, limits=settings.GONGKAI_EXAMINATION_LIMITS)
    except (Unreadable, Refused) as refusal:
        return _show(request, status=422, form=form, refusal=str(refusal))
    return _show(request, form=ReportCheckForm(), told=told)


#: Suffix of a marked file → its kind.
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".html": "text/html;charset=utf-8",
}


def _marked(marked: dict[str, Any] | None) -> dict[str, Any] | None:
    """The marked page to be shown (the checker left nothing in it but text, tables and marks), and the file inside its own address."""
    if marked is None:
        return None
    page = mark_safe(marked["page"]) if marked["page"] else None  # noqa: S308 - cleaned by `checker.marking.pages`
    return {
        "page": page,
        "shown": marked["shown"],
        "file": f"data:{_KINDS[marked['suffix']]};base64,{marked['file']}",
        "name": _("年报体检标记") + marked["suffix"],
    }


def _show(
    request: HttpRequest,
    *,
    form: ReportCheckForm,
    status: int = 200,
    refusal: str = "",
    told: dict[str, Any] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "refusal": refusal, "told": told}
    if told:
        asks = {rule.id: rule.asks for rule in Rule}
        context["marked"] = _marked(told["marked"])
        context["groups"] = [
            (
                heading,
                meaning,
                [{**one, "asks": asks[one["rule"]]} for one in told["findings"] if one["severity"] == severity],
            )
            for severity, (heading, meaning) in SEVERITIES.items()
        ]
    return render(request, "annual_report/check.html", context, status=status, using="jinja2")
