"""New-media posts to be read at the desk."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import visible_units

from ..forms import FilterForm
from ..models import Post

ROWS = 50


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """Posts of the units whose work the person may see, the latest first."""
    user = cast(User, request.user)
    units = visible_units(user, on=timezone.localdate())
    form = FilterForm(request.GET, units=units)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    if "number" in given:
        given["number__startswith"] = given.pop("number")
    if "kind" in given:
        given["repeats__isnull"] = given.pop("kind") == "original"
    found = Post.objects.filter(unit__in=units, **given).select_related("account", "unit", "repeats")
    page = Paginator(found.order_by("-posted_at", "-pk"), ROWS).get_page(request.GET.get("p"))
    rows = [(each, _address("media:post", each.number)) for each in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "filter_form": form,
        "breadcrumbs_items": _crumbs(),
        "header_title": _("新媒体"),
    }
    return TemplateResponse(request, "media/posts.html", context)


@require_safe
def post(request: HttpRequest, series: str, serial: str) -> HttpResponse:
    """One post, the item it repeats, and its history."""
    user = cast(User, request.user)
    one = get_object_or_404(Post.objects.select_related("account", "unit", "repeats"), number=f"{series}/{serial}")
    if not visible_units(user, on=timezone.localdate()).filter(pk=one.unit_id).exists():
        raise NotAllowed(_("该条内容属于其他单位，您无权查看。"))
    context = {
        "post": one,
        "repeats_url": _address("disclosure:item", one.repeats.registration) if one.repeats else "",
        "events": Event.objects.about(one),
        "breadcrumbs_items": [*_crumbs(), {"url": "", "label": one.number}],
        "header_title": one.number,
    }
    return TemplateResponse(request, "media/post.html", context)


def _address(name: str, number: str) -> str:
    series, _slash, serial = number.partition("/")
    return reverse(name, kwargs={"series": series, "serial": serial})


def _crumbs() -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("今日工作")},
        {"url": reverse("media:list"), "label": _("新媒体")},
    ]
