"""Asking after an application by its number and code: where it stands, which days counted, its letters."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.base.core.errors import Refusal
from gongkai.base.core.sealing import Unreadable
from gongkai.base.doors.actions import knock
from gongkai.base.doors.policies import TooOften
from gongkai.base.doors.queries import client_address
from gongkai.base.files.queries import suffix_of

from ... import policies, queries
from ...choices import Status
from ...forms import AmendForm, ExplainForm, RateForm, TakeBackForm
from ...models import Application, ReasonsRequest
from .ways import CASE, case_of, forget, goes_to, handed_out, remember, shown


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """The number and the code. A wrong number and a wrong code are answered alike."""
    if request.method != "POST":
        return shown(request, "query", {"refusal": "", "number": "", "left": False})
    now = timezone.now()
    typed = request.POST.get("number", "")[:60]
    try:
        knock(door="applications:query", address=client_address(request), now=now)
    except TooOften as refusal:
        return shown(request, "query", {"refusal": str(refusal), "number": typed, "left": False}, status=429)
    number, code = queries.plain_number(typed), queries.plain_code(request.POST.get("code", "")[:60])
    if queries.application_by(number, code) is None:
        said = _("申请编号或者查询码不对，请对照回执核对。查询码丢失的，请持身份证明与受理单位联系。")
        return shown(request, "query", {"refusal": said, "number": typed, "left": False}, status=422)
    return remember(goes_to("case"), CASE, f"{number} {code}")


@require_safe
def case(request: HttpRequest) -> HttpResponse:
    """One application, for who has shown its number and code."""
    found = case_of(request)
    return goes_to("query") if found is None else show_case(request, found[0])


@require_safe
def letter(request: HttpRequest, place: int) -> HttpResponse:
    """A letter as PDF, byte for byte as it was issued."""
    found = case_of(request)
    if found is None:
        return goes_to("query")
    letters = queries.letters_for_applicant(found[0])
    if not 1 <= place <= len(letters):
        raise Http404
    try:
        return handed_out(queries.pdf_of(letters[place - 1]), f"letter-{place}.pdf")
    except Refusal as refusal:
        return show_case(request, found[0], status=409, refusal=str(refusal))


@require_safe
def file(request: HttpRequest) -> HttpResponse | FileResponse:
    """What was given out, for an applicant who wants it electronically."""
    found = case_of(request)
    if found is None:
        return goes_to("query")
    stored = queries.given_out(found[0])
    if stored is None:
        raise Http404
    # Never under the name it was handed in with: that may name somebody.
    name = f"given-out{suffix_of(stored.name)}"
    return FileResponse(stored.content.open("rb"), as_attachment=True, filename=name, content_type=stored.media_type)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """This browser forgets the application."""
    return forget(goes_to("query"), CASE)


def show_case(
    request: HttpRequest, application: Application, *, status: int = 200, refusal: str = "", **forms: Any
) -> HttpResponse:
    """The page of an application, with a form that was refused and what was typed in it."""
    today = timezone.localdate()
    counting = application.received_date is not None and application.voided_at is None
    limit = queries.limit_of_application(application) if counting else None
    sought, unreadable = _sought(application)
    waiting = application.amendments.filter(corrected_date=None).first()
    amend_refusal = _why_not(policies.check_can_amend, application, on=today)
    context: dict[str, Any] = {
        "application": application,
        "status": queries.status_sentence(application, limit, on=today),
        "sought": sought,
        "unreadable": unreadable,
        "limit": limit,
        "days": queries.explained(application) if limit else (),
        "steps": queries.timeline(application),
        "letters": list(enumerate(queries.letters_for_applicant(application), 1)),
        "given_out": queries.given_out(application),
        "notice": application.fee_notices.first(),
        "ways": queries.ways_to([application.unit])[0][1],
        "amendment": waiting if application.status == Status.AMENDING else None,
        "amend_refusal": amend_refusal,
        "may_acknowledge": not _why_not(policies.check_can_acknowledge, application),
        "may_rate": not _why_not(policies.check_can_rate, application),
        "may_withdraw": not _why_not(policies.check_can_take_back, application),
        "rating": getattr(application, "rating", None),
        "refusal": refusal,
        "typed": "",
        "reasons_request": _reasons_request(application),
        "may_explain": not _why_not(policies.check_can_explain, application),
        "amend_form": AmendForm(initial={"sought": sought}),
        "explain_form": ExplainForm(),
        "rate_form": RateForm(),
        "withdraw_form": TakeBackForm(),
    }
    return shown(request, "case", context | forms, status=status)


def _reasons_request(application: Application) -> ReasonsRequest | None:
    """What was asked and is not judged yet (art. 35)."""
    asked: ReasonsRequest | None = getattr(application, "reasons_request", None)
    return asked if asked is not None and asked.is_reasonable is None else None


def _sought(application: Application) -> tuple[str, str]:
    try:
        return application.applicant.sought, ""
    except Unreadable as refusal:
        return "", str(refusal)


def _why_not(check: Any, application: Application, **told: Any) -> str:
    try:
        check(application, **told)
    except Refusal as refusal:
        return str(refusal)
    return ""
