"""What an applicant does with their own application: take it back, amend it, give reasons, confirm an answer, rate it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.doors.actions import knock
from gongkai.base.doors.policies import TooOften
from gongkai.base.doors.queries import client_address

from ... import actions
from ...forms import AmendForm, ExplainForm, RateForm, TakeBackForm
from ...models import Application
from .asking import show_case
from .ways import case_of, goes_to


@sensitive_post_parameters()
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take it back, with a reason."""
    return _do(
        request,
        TakeBackForm(request.POST),
        "withdraw_form",
        lambda it, given, **by: actions.take_back(it, **given, **by),
    )


@sensitive_post_parameters()
@require_POST
def amend(request: HttpRequest) -> HttpResponse:
    """Send the correction that was asked for."""
    filled = AmendForm(request.POST, request.FILES)
    return _do(
        request,
        filled,
        "amend_form",
        lambda it, given, **by: actions.amend(it, sought=given["sought"], files=given["attachments"], **by),
    )


@sensitive_post_parameters()
@require_POST
def explain(request: HttpRequest) -> HttpResponse:
    """Say why so many are asked for."""
    return _do(
        request,
        ExplainForm(request.POST),
        "explain_form",
        lambda it, given, **by: actions.explain_reasons(it, **given, **by),
    )


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Say that the answer has arrived."""
    return _do(request, forms.Form(request.POST), "", lambda it, given, **by: actions.acknowledge(it, **by))


@sensitive_post_parameters()
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Say how it was dealt with."""
    return _do(request, RateForm(request.POST), "rate_form", lambda it, given, **by: actions.rate(it, **given, **by))


def _do(request: HttpRequest, filled: forms.Form, name: str, act: Callable[..., Any]) -> HttpResponse:
    """One act on the application this browser has shown the code of; refused, its page comes back with what was typed."""
    now = timezone.now()
    found = case_of(request)
    if found is None:
        return goes_to("query")
    application: Application = found[0]
    again = {name: filled} if name else {}
    if not filled.is_valid():
        said = _("有的地方需要改一下，请看每一项下面的提示。")
        return show_case(request, application, status=422, refusal=said, **again)
    try:
        knock(door="applications:own", address=client_address(request), now=now)
        act(application, filled.cleaned_data, now=now)
    except TooOften as refusal:
        return show_case(request, application, status=429, refusal=str(refusal), **again)
    except NotAllowed as refusal:  # its form may stand on the page no more
        typed = "\n".join(str(value) for value in filled.cleaned_data.values() if isinstance(value, str) and value)
        return show_case(request, application, status=409, refusal=str(refusal), typed=typed, **again)
    except Refused as refusal:
        return show_case(request, application, status=422, refusal=str(refusal), **again)
    return goes_to("case")
