"""The desk's search: any phrase of what the person may see, narrowed by selects that say how many there are of each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import Screen
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.search.port import LONGEST_QUERY, Page, Sort
from gongkai.publishing.catalogue.models import Kind
from gongkai.publishing.disclosure.choices import DocumentStatus, Status
from gongkai.publishing.disclosure.queries import DOCUMENT_KIND

from ..forms import SearchForm
from ..queries import DESK_FACETS, found_at_desk, search_desk

_MOST_VALUES = 20


class Search(Screen):
    """What was found, with its snippet and its state. A refusal is a sentence on the screen; what was typed stays."""

    template_name = "desk/search.html"
    page_title = _("检索")
    header_icon = "search"

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.GET
        text, chosen = given.get("q", ""), {name: _chosen(given, name) for name in DESK_FACETS}
        page: Page | None = None
        refusal = ""
        try:
            page = search_desk(
                self.user, text, on=self.today, filters=chosen, sort=_sort(given), page=_number(given.get("p", ""))
            )
        except Refusal as refused:
            refusal = str(refused)
        form = SearchForm(
            initial={
                "q": text[: 2 * LONGEST_QUERY],
                "sort": _sort(given).value,
                **{name: values[0] for name, values in chosen.items() if values},
            },
            counted=_counted(page, chosen),
        )
        return self.show(
            status=400 if refusal else 200,
            filter_form=form,
            refusal=refusal,
            page=page,
            found=found_at_desk(self.user, page, on=self.today) if page else [],
            earlier=page.page - 1 if page and page.page > 1 else None,
            later=page.page + 1 if page and page.page < page.pages else None,
        )


def _chosen(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(value for value in given.getlist(name) if value and value.isprintable())[:_MOST_VALUES]


def _sort(given: QueryDict) -> Sort:
    asked = given.get("sort", "")
    return Sort(asked) if asked in list(Sort) else Sort.RELEVANCE


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 1


def _counted(page: Page | None, chosen: dict[str, tuple[str, ...]]) -> dict[str, list[tuple[str, str]]]:
    """For each facet its values with what they are called and how many texts have them; what is chosen stays among them."""
    facets = page.facets if page else {}
    counted = {name: dict(facets.get(name, ())) for name in DESK_FACETS}
    for name, values in chosen.items():
        for value in values:
            counted[name].setdefault(value, 0)
    names: dict[str, dict[str, Any]] = {
        "unit": dict(Unit.objects.filter(code__in=counted["unit"]).values_list("code", "short_name")),
        "kind": {
            **dict(Kind.objects.filter(code__in=counted["kind"]).values_list("code", "name")),
            DOCUMENT_KIND: _("公文（发文登记）"),
        },
        "status": {**dict(DocumentStatus.choices), **dict(Status.choices)},
        "year": {},
    }
    return {
        name: [
            (value, f"{names[name].get(value, value)}（{count}）") for value, count in counted[name].items() if value
        ]
        for name in DESK_FACETS
    }
