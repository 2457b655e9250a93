"""What all citizens' doors have in common, and the pages for when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from ..asgi import POLICY
from ..rendering import render as render_plain
from ..rendering import without_ledger

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]
HALL = "/hall/"
#: Where programs ask: they are answered in JSON.
PROGRAMS = ("/api/", "/gkmlpt/")
_DOWN = (OperationalError, InterfaceError)
#: Fields that are no words of the visitor's.
_OURS = {"csrfmiddlewaretoken"}
#: More than this is nobody's form.
_MOST_FIELDS, _MOST_CHARACTERS = 50, 50_000


def as_citizens_meet_it(view: View) -> View:
    """A view as a door: its language, its headers, and an answer while the database is gone."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        translation.activate(settings.LANGUAGE_CODE)
        try:
            response = view(request, *args, **kwargs)
        except _DOWN:
            log.exception("a citizen stood before %s and the database could not be reached", request.path)
            response = closed(request)
        return _with_headers(response)

    return update_wrapper(answer, view)


def legible(get_response: View) -> View:
    """In front of all doors, the desk's and the citizens' (``MIDDLEWARE``): an address with a NUL in it is answered here.

    No name, number or word has one, and PostgreSQL refuses to be asked about it: behind this place nobody has to think of it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            translation.activate(settings.LANGUAGE_CODE)
            said = _("网址中有不能识别的字符。请检查网址，或者从首页重新查找。")
            if request.path.startswith(PROGRAMS):
                return JsonResponse({"detail": said}, status=400, json_dumps_params={"ensure_ascii": False})
            return _with_headers(_without_ledger(request, 400, _("网址有误"), said))
        return get_response(request)

    return answer


def closed(request: HttpRequest) -> HttpResponse:
    """503: the door is shut for the moment. Needs no database; shows again what was typed, to be copied."""
    said = _("现在暂时不能办理，请过一会儿再试。已经公开的信息仍可查看。")
    response = _without_ledger(request, 503, _("暂时不能办理"), said, typed=_typed(request))
    response["Retry-After"] = "120"
    return response


def not_ours(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that does not carry this browser's token (``CSRF_FAILURE_VIEW``). At a citizens' door one press sends it again."""
    said = _("浏览器没有保存本站的 cookie，或者页面打开得太久。")
    if not request.path.startswith(HALL):
        return _with_headers(_without_ledger(request, 403, _("没有办理"), said + _("请返回上一页刷新后再试。")))
    try:
        return _with_headers(
            render(
                request,
                "portal/again.html",
                {"said": said, "fields": _typed(request), "had_files": bool(request.FILES)},
                status=403,
                using="jinja2",
            )
        )
    except _DOWN:
        return _with_headers(closed(request))


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: too many fields, a broken form."""
    said = _("提交的内容无法读取，没有保存。请返回上一页重新填写。")
    return _with_headers(_without_ledger(request, 400, _("无法读取"), said))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    said = _("地址可能有误，或者这项功能没有开放。")
    return _with_headers(_without_ledger(request, 404, _("没有这个页面"), said))


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    said = _("办理时出了故障，没有保存，已经记录下来。请返回上一页，过一会儿再试。")
    return _with_headers(_without_ledger(request, 500, _("出了故障"), said))


def _without_ledger(
    request: HttpRequest, status: int, title: str, said: str, typed: dict[str, list[str]] | None = None
) -> HttpResponse:
    context = {**without_ledger(), "path": request.path.removeprefix("/"), "title": title, "said": said}
    texts = [value for values in (typed or {}).values() for value in values if len(value) > 20]
    return HttpResponse(render_plain("portal/notice.html", {**context, "texts": texts}), status=status)


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    """What was sent, as far as it is a form of ours."""
    try:
        given = {name: values for name, values in request.POST.lists() if name not in _OURS}
    except Exception:  # whatever made the body unreadable
        return {}
    if len(given) > _MOST_FIELDS or sum(len(value) for values in given.values() for value in values) > _MOST_CHARACTERS:
        return {}
    return {name: [str(value) for value in values] for name, values in given.items()}


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Security-Policy", POLICY.decode())
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Robots-Tag", "noindex")
    add_never_cache_headers(response)
    return response
