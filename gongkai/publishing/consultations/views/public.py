"""The citizens' door: a comment on a draft, without an account and without a script. Whatever goes wrong, what was typed comes back."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.doors.actions import knock
from gongkai.base.doors.policies import TooOften
from gongkai.base.doors.queries import client_address

from .. import actions, policies, queries
from ..forms import DoorForm
from ..models import Consultation
from ..pages import ways

_TOKEN_LENGTH = 16


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """The list is a page of the site."""
    return HttpResponseRedirect("/consultations/index.html")


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, letters: str, digits: str) -> HttpResponse:
    """The form, and taking it in. A consultation that takes no comments says so with its date."""
    now = timezone.now()
    consultation = _consultation(letters, digits)
    try:
        policies.check_can_comment(consultation, on=timezone.localdate(now))
    except NotAllowed as closed:
        typed = request.POST.get("text", "")
        return _show(
            request, consultation, status=409 if request.method == "POST" else 200, closed=str(closed), typed=typed
        )
    if request.method != "POST":
        return _show(request, consultation, form=DoorForm())
    form = DoorForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(
            request, consultation, status=422, form=form, refusal=_("有的地方需要改一下，请看每一项下面的提示。")
        )
    if form.is_machine():
        return _show(
            request, consultation, status=422, form=form, refusal=_("页面上有一栏应当留空，请清空后再提交一次。")
        )
    try:
        knock(door=f"consultation:{consultation.number}", address=client_address(request), now=now)
        made = actions.comment(
            consultation,
            form.given(),
            files=form.cleaned_data["attachments"],
            submission=_token(request),
            now=now,
        )
    except TooOften as refusal:
        return _show(request, consultation, status=429, form=form, refusal=str(refusal))
    except NotAllowed as closed:  # it closed while the form was on its way
        return _show(request, consultation, status=409, closed=str(closed), typed=form.cleaned_data["text"])
    except Refused as refusal:  # the texts are checked, so it is a file
        form.add_error("attachments", str(refusal))
        return _show(request, consultation, status=422, form=form, refusal=str(refusal))
    address = reverse(
        "hall_consultations:receipt", kwargs={"letters": letters, "digits": digits, "key": made.submission_key}
    )
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


@require_safe
def receipt(request: HttpRequest, letters: str, digits: str, key: str) -> HttpResponse:
    """That a comment arrived, under an address only its writer knows. Shows nothing of what was written."""
    consultation = _consultation(letters, digits)
    made = consultation.comments.filter(submission_key=key).first()
    if made is None:
        raise Http404
    made.consultation = consultation
    context = {"consultation": consultation, "comment": made, "files": made.files.count()}
    return render(request, "consultations/receipt.html", context, using="jinja2")


def _consultation(letters: str, digits: str) -> Consultation:
    consultation = queries.find(f"{letters}/{digits}")
    if consultation is None:
        raise Http404
    return consultation


def _show(
    request: HttpRequest,
    consultation: Consultation,
    *,
    status: int = 200,
    form: DoorForm | None = None,
    refusal: str = "",
    closed: str = "",
    typed: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "consultation": consultation,
        "form": form,
        "refusal": refusal,
        "closed": closed,
        "typed": typed,
        "token": _token(request),
        "ways": ways(consultation),
    }
    return render(request, "consultations/comment.html", context, status=status, using="jinja2")


def _token(request: HttpRequest) -> str:
    """What tells this form from another: sent twice it is one comment. Kept through every refusal."""
    given = request.POST.get("token", "")
    return given if 0 < len(given) <= 4 * _TOKEN_LENGTH else secrets.token_urlsafe(_TOKEN_LENGTH)
