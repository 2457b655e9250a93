"""How the door knows who comes back: sealed cookies for this door alone; and what its pages have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.sealing import seal, unseal

from ... import queries
from ...models import Application

PATH = "/hall/applications/"
#: The draft somebody is writing, a draft's code to be written down, and an application with its code.
DRAFT, KEPT, CASE = "gongkai_draft", "gongkai_kept", "gongkai_case"
#: For how long they are believed, in seconds. The draft's as long as a draft is kept; the browser forgets all when it is closed.
_AGES = {KEPT: 600, CASE: 1800}


def remember(response: HttpResponse, cookie: str, value: str) -> HttpResponse:
    """Let this browser show something again: sealed, unreadable to scripts, sent to this door alone."""
    response.set_signed_cookie(
        cookie,
        seal(value),
        salt=cookie,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def remembered(request: HttpRequest, cookie: str) -> str:
    """What this browser was given to show again; empty when it was not, or too long ago."""
    age = _AGES.get(cookie, settings.GONGKAI_DRAFT_HOURS * 3600)
    try:
        return unseal(request.get_signed_cookie(cookie, default="", salt=cookie, max_age=age) or "")
    except (KeyError, BadSignature, NotAllowed):
        return ""


def forget(response: HttpResponse, *cookies: str) -> HttpResponse:
    """Take it away."""
    for cookie in cookies:
        response.delete_cookie(cookie, path=PATH, samesite="Strict")
    return response


def case_of(request: HttpRequest) -> tuple[Application, str] | None:
    """The application whose number and code this browser has shown, with the code. They are compared anew each time."""
    number, _blank, code = remembered(request, CASE).partition(" ")
    found = queries.application_by(number, code) if number else None
    return (found, code) if found else None


def shown(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of this door."""
    return render(request, f"applications/{template}.html", dict(context), status=status, using="jinja2")


def goes_to(name: str) -> HttpResponseRedirect:
    """On to another page of this door, to be asked for anew (303): loading it again sends nothing twice."""
    response = HttpResponseRedirect(reverse(f"hall_applications:{name}"))
    response.status_code = 303
    return response


def handed_out(content: bytes, name: str) -> HttpResponse:
    """A PDF to be saved."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
