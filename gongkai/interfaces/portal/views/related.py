"""What is about the same matter as an item: asked of search when a reader wants it, and never written on a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from gongkai.base.core.errors import Refusal
from gongkai.base.core.written import iso_date
from gongkai.base.search.engines import open_search
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line
from gongkai.publishing.disclosure.queries import search_key

from .search import chosen

MOST = 6


def related(request: HttpRequest) -> HttpResponse:
    """The list as a page, for readers whose browser runs no scripts."""
    of, lines, refusal = _near(request)
    context = {"of": of, "lines": lines, "refusal": refusal}
    status = 200 if of else 404
    return render(request, "portal/related.html", context, status=status, using="jinja2")


def related_list(request: HttpRequest) -> JsonResponse:
    """The same as JSON, for the item's page."""
    _of, lines, _refusal = _near(request)
    return JsonResponse(
        {
            "related": [
                {
                    "title": one.title,
                    "href": one.href,
                    "unit": one.unit,
                    "document_number": one.document_number,
                    "date": iso_date(one.published_at),
                }
                for one in lines
            ]
        }
    )


def _near(request: HttpRequest) -> tuple[Line | None, list[Line], str]:
    """The item, what is near it and public at this moment, and why search could not say."""
    public = InformationItem.objects.public().select_related("unit").defer("body")
    item = public.filter(number__in=chosen(request.GET, "of")[:1]).first()
    if item is None:
        return None, [], ""
    try:
        numbers = [found.number for found in open_search().related(search_key(item.number or ""), limit=MOST)]
    except Refusal as refusal:
        return line(item), [], str(refusal)
    standing = {one.number: one for one in public.filter(number__in=numbers)}
    return line(item), [line(standing[number]) for number in numbers if number in standing], ""
