"""The search page: what is public, by any phrase of it, narrowed on the left, the count and the order always visible."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refusal
from gongkai.base.core.tables import FORMATS, handed_out
from gongkai.base.search.engines import open_search
from gongkai.base.search.port import LONGEST_QUERY, Hit, Page, Query, Sort
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.pages import Line, line

from ..pages.tables import of_lines
from ..queries import Choice, facet_titles, value_names

#: What results are narrowed by, in the order shown, with the Chinese of each.
FACETS = ("kind", "unit", "column", "theme", "year", "validity")
SHOWN = 8
#: Hits in a table that is taken away.
MOST_TAKEN = 200
#: Pages named below a list, on each side of the one shown.
NEAR = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what its item is now."""

    hit: Hit
    line: Line
    validity: str


def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. A refusal is a sentence on the page; what was typed stays."""
    text = request.GET.get("q", "")
    context: dict[str, Any] = {
        "q": text[: LONGEST_QUERY * 2],
        "refusal": "",
        "found": [],
        "page": None,
        "facets": [],
        "sorts": [],
        "days": {name: request.GET.get(name, "")[:10] for name in ("since", "until")},
        "kept": [(name, value) for name in (*FACETS, "sort") for value in chosen(request.GET, name)[:20]],
    }
    status = 200
    try:
        if (form := request.GET.get("format", "")) in FORMATS:
            return _to_take_away(_asked(request.GET), form)
        page = open_search().search(_asked(request.GET))
    except Refusal as refusal:
        context["refusal"], status = str(refusal), 400
    else:
        context |= {
            "page": page,
            "found": still_public(page),
            "facets": facets(page, request.GET),
            "sorts": sorts(request.GET),
            "turns": turns(page, request.GET),
            "most": MOST_TAKEN,
            "taken": [(form.upper(), address(request.GET, format=form, page=None)) for form in FORMATS],
            "suggestion": page.suggestion,
            "suggestion_href": address(request.GET, q=page.suggestion, page=None),
            "chosen": any(chosen(request.GET, name) for name in FACETS),
            "unnarrowed": address(request.GET, **dict.fromkeys((*FACETS, "page"))),
        }
    return render(request, "portal/search.html", context, status=status, using="jinja2")


def _to_take_away(query: Query, form: str) -> HttpResponse:
    """The first hits as a table."""
    page = open_search().search(replace(query, page=1, size=MOST_TAKEN, facets=()))
    lines = [found.line for found in still_public(page)]
    return handed_out(of_lines(_("搜索结果"), lines), form, name=_("搜索结果"))


def suggest(request: HttpRequest) -> JsonResponse:
    """What somebody who has typed this far may be typing, as a JSON list."""
    text = request.GET.get("q", "")[:LONGEST_QUERY]
    try:
        return JsonResponse({"suggestions": open_search().suggest(text) if text.strip() else []})
    except Refusal:
        return JsonResponse({"suggestions": []})


def _asked(given: QueryDict) -> Query:
    return Query(
        text=given.get("q", ""),
        filters={name: tuple(values[:20]) for name in FACETS if (values := chosen(given, name))},
        since=day_of(given.get("since", "")),
        until=day_of(given.get("until", "")),
        sort=sort_of(given),
        page=page_of(given.get("page", "")),
    )


def chosen(given: QueryDict, name: str) -> list[str]:
    """What a facet is narrowed to. A value that cannot be printed is nobody's choice, and PostgreSQL will not be asked about it."""
    return [value for value in given.getlist(name) if value and value.isprintable()]


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def sort_of(given: QueryDict) -> Sort:
    asked = given.get("sort", "")
    return Sort(asked) if asked in list(Sort) else Sort.RELEVANCE


def page_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 1


def still_public(page: Page) -> list[Found]:
    """The hits with their items. The index follows the ledger a moment later: what came down meanwhile is not shown."""
    numbers = [hit.document.number for hit in page.hits]
    items = InformationItem.objects.public().filter(number__in=numbers).select_related("unit").defer("body")
    standing = {item.number: item for item in items}
    return [
        Found(hit, line(item), str(item.get_validity_display()) if item.validity else "")
        for hit in page.hits
        if (item := standing.get(hit.document.number))
    ]


def facets(page: Page, given: QueryDict, names: Collection[str] = FACETS) -> list[tuple[str, list[Choice]]]:
    """Each facet with its values by name; chosen ones first, a value nobody knows by its code. One without values is left out."""
    titles = facet_titles()
    found = []
    for name in names:
        counted = dict(page.facets.get(name, ()))
        picked = chosen(given, name)
        values = [*picked, *(value for value in counted if value and value not in picked)][: SHOWN + len(picked)]
        called = value_names(name, values)
        choices = [
            Choice(
                called.get(value, value),
                counted.get(value, 0),
                _toggled(given, name, value),
                value in picked,
            )
            for value in values
        ]
        found.append((titles[name], choices))
    return [(title, choices) for title, choices in found if choices]


def _toggled(given: QueryDict, name: str, value: str) -> str:
    changed = given.copy()
    values = [one for one in given.getlist(name) if one and one != value]
    changed.setlist(name, values if value in given.getlist(name) else [*values, value])
    changed.pop("page", None)
    return f"?{changed.urlencode()}"


def address(given: QueryDict, **changes: str | None) -> str:
    changed = given.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return f"?{changed.urlencode()}"


def sorts(given: QueryDict) -> list[tuple[str, str, bool]]:
    """Name, address and whether it is the one in force."""
    names = {Sort.RELEVANCE: _("相关"), Sort.NEWEST: _("最新"), Sort.OLDEST: _("最早")}
    return [(name, address(given, sort=sort.value, page=None), sort == sort_of(given)) for sort, name in names.items()]


def turns(page: Page, given: QueryDict) -> list[tuple[int, str, bool]]:
    """The pages near the one shown: number, address, whether it is the one shown."""
    first, last = max(1, page.page - NEAR), min(page.pages, page.page + NEAR)
    return [(n, address(given, page=str(n)), n == page.page) for n in range(first, last + 1)] if last > 1 else []
