"""The library of policies, narrowed: the same list as the baked first page, answered by search, and as tables to take away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refusal
from gongkai.base.core.tables import FORMATS, handed_out
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import LAST_HIT, LONGEST_QUERY, Page, Query, Sort
from gongkai.publishing.catalogue.models import Kind

from ..pages.library import FACETS, NEWEST, Row
from ..pages.tables import of_lines
from ..queries import of_policies
from .search import address, chosen, day_of, facets, page_of, sort_of, sorts, still_public, turns

#: Rows of a table, asked for in pieces.
_PIECE = 200


def policies(request: HttpRequest) -> HttpResponse:
    """Policies by theme, issuer, year, validity and kind, and by any phrase. A refusal is a sentence on the page."""
    given = request.GET
    context: dict[str, Any] = {
        "shelf": of_policies(),
        "q": given.get("q", "")[: LONGEST_QUERY * 2],
        "kept": [(name, value) for name in (*FACETS, "sort") for value in chosen(given, name)[:20]],
        "rows": [],
        "facets": [],
        "narrowed": any(chosen(given, name) for name in FACETS),
        "unnarrowed": address(given, **dict.fromkeys((*FACETS, "page"))),
    }
    status = 200
    try:
        if (form := given.get("format", "")) in FORMATS:
            return _to_take_away(given, form)
        page = open_search().search(_asked(given, page=page_of(given.get("page", "")), size=NEWEST))
    except Refusal as refusal:
        context["refusal"], status = str(refusal), 400
    else:
        context |= {
            "total": page.total,
            "rows": _rows(page),
            "facets": facets(_of_policies(page), given, FACETS),
            "sorts": [one for one in sorts(given) if context["q"] or one[0] != _("相关")],
            "turns": turns(page, given),
            "taken": [(form.upper(), address(given, format=form, page=None)) for form in FORMATS if page.total],
        }
    return render(request, "portal/policies.html", context, status=status, using="jinja2")


def _to_take_away(given: QueryDict, form: str) -> HttpResponse:
    """The narrowed list as a table, as far as search can be paged."""
    lines = []
    for number in range(1, LAST_HIT // _PIECE + 1):
        page = open_search().search(_asked(given, page=number, size=_PIECE, facets=()))
        lines += [row.line for row in _rows(page)]
        if number * _PIECE >= page.total:
            break
    return handed_out(of_lines(_("政策文件库"), lines), form, name=_("政策文件库"))


def _asked(given: QueryDict, *, page: int, size: int, facets: tuple[str, ...] = FACETS) -> Query:
    """Never anything but policies: a kind that is none is not asked for, and where there is no kind of policies, nothing is."""
    kinds = _kinds()
    picked = [code for code in chosen(given, "kind") if code in kinds]
    filters = {name: tuple(values[:20]) for name in FACETS if (values := chosen(given, name))}
    text = given.get("q", "")
    sort = sort_of(given)
    return Query(
        text=text,
        filters={**filters, "kind": tuple(picked or kinds or [""])},
        since=day_of(given.get("since", "")),
        until=day_of(given.get("until", "")),
        sort=Sort.NEWEST if sort == Sort.RELEVANCE and not text.strip() else sort,
        page=page,
        size=size,
        facets=facets,
    )


def _kinds() -> list[str]:
    return list(Kind.objects.filter(is_policy=True).values_list("code", flat=True))


def _of_policies(page: Page) -> Page:
    """The page with only kinds of policies to choose from: search counts those that are not asked for as well."""
    kinds = _kinds()
    counted = tuple((code, count) for code, count in page.facets.get("kind", ()) if code in kinds)
    return replace(page, facets={**page.facets, "kind": counted})


def _rows(page: Page) -> list[Row]:
    return [Row(one.line, one.validity) for one in still_public(page)]
