"""All addresses under /desk/: the shell's own, the rooms' (through ``register_admin_urls``), and a few of Wagtail's.

Wagtail's patterns stay in place, so that its templates can name them, but answer only where ``OPEN`` says so: no stock screen may create,
edit or delete anything. ``NotAllowed`` from any screen becomes a page with its sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import SimpleTemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils import translation
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import urlpatterns as wagtail_patterns
from wagtail.utils.urlpatterns import decorate_urlpatterns

from gongkai.base.accounts.models import User
from gongkai.base.calendars.queries import calendar_read_once
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import rights_read_once

from .views import desk, search

#: Wagtail's own screens that stay: icons, signing out, and putting a link into a text.
OPEN = frozenset(
    {
        "wagtailadmin_sprite",
        "wagtailadmin_logout",
        "wagtailadmin_choose_page_external_link",
    }
)

View = Callable[..., HttpResponse]

_READING = ("GET", "HEAD")


def _as_staff_meet_it(view: View) -> View:
    """In Chinese whatever the browser asks for, written with the reader's rights read once, and with a page for a refusal nobody caught."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        translation.activate(settings.LANGUAGE_CODE)
        if request.method in _READING:
            with _read_once(request):
                response = _answered(request, args, kwargs)
                if isinstance(response, HttpResponseNotAllowed) and isinstance(request.user, User):
                    return desk.only_sent(request, response)
                return _written(response)
        response = _answered(request, args, kwargs)
        with _read_once(request):  # only now: an action reads for itself what it checks
            return _written(response)

    def _answered(request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refusal:
            return desk.refused(request, str(refusal))

    return update_wrapper(answer, view)


@contextmanager
def _read_once(request: HttpRequest) -> Iterator[None]:
    """Every menu and button of a page asks who is looking, every due date which days count: both are read once a page."""
    rights = rights_read_once(request.user) if isinstance(request.user, User) else nullcontext()
    with rights, calendar_read_once():
        yield


def _written(response: HttpResponse) -> HttpResponse:
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response


def _guard(patterns: Iterable[URLPattern | URLResolver]) -> None:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _guard(pattern.url_patterns)
        elif pattern.callback.__module__.startswith("gongkai.") or pattern.name in OPEN:
            pattern.callback = _as_staff_meet_it(pattern.callback)
        else:
            pattern.callback = _as_staff_meet_it(desk.closed)


_signed_in: list[URLPattern | URLResolver] = [
    path("", desk.Today.as_view(), name="wagtailadmin_home"),
    path("account/", desk.Account.as_view(), name="wagtailadmin_account"),
    path("search/", search.Search.as_view(), name="gongkai_search"),
    path("audit/", desk.AuditTrail.as_view(), name="gongkai_audit"),
]
_for_anybody: list[URLPattern | URLResolver] = [
    path("jsi18n/", desk.ScriptCatalog.as_view(), name="wagtailadmin_javascript_catalog"),
    path("", include("gongkai.base.accounts.urls")),
]
_ours = [*decorate_urlpatterns(_signed_in, require_admin_access), *_for_anybody]
# Ours come first: where Wagtail has a screen at the same address, ours answers.
urlpatterns = [*decorate_urlpatterns(_ours, never_cache), *wagtail_patterns]
_guard(urlpatterns)
