"""The doors other programs come through."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import Throttled, ValidationError
from ninja.throttling import AnonRateThrottle

from gongkai.base.core.errors import Refusal

from .views import gkmlpt, items

#: For each address of a reader.
RATE = "300/m"

api = NinjaAPI(
    title="公开信息数据接口",
    version="1",
    description="只读，只有已经公开的信息。列表按页取，下一页的地址在 next 里。",
    urls_namespace="api-1",
    throttle=[AnonRateThrottle(RATE)],
)
api.add_router("", items.router)
platform = NinjaAPI(
    title="集约化平台格式", version="gkmlpt", urls_namespace="gkmlpt", docs_url=None, openapi_url=None,
    throttle=[AnonRateThrottle(RATE)],
)  # fmt: skip
platform.add_router("", gkmlpt.router)


def _said(door: NinjaAPI, request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return door.create_response(request, {"detail": sentence}, status=status)


for door in (api, platform):

    @door.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Any, door: NinjaAPI = door) -> HttpResponse:
        """A refusal is a sentence here too."""
        return _said(door, request, str(refusal), 400)

    @door.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: Any, door: NinjaAPI = door) -> HttpResponse:
        """What was asked for is malformed: which parameter."""
        names = sorted({str(one["loc"][-1]) for one in error.errors})
        return _said(door, request, _("参数不对：%(names)s。") % {"names": "、".join(names)}, 422)

    @door.exception_handler(Throttled)
    def too_often(request: HttpRequest, error: Any, door: NinjaAPI = door) -> HttpResponse:
        """Asked too often."""
        return _said(door, request, _("访问太频繁，请稍后再试。"), 429)


urlpatterns = [path("api/v1/", api.urls), path("gkmlpt/api/", platform.urls)]
