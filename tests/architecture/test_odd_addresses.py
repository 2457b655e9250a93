"""Odd addresses at every door. A NUL is a page that says so, and no database is ever asked about it; the billionth page is no fault either.

Every address is found by walking the resolver, so a view added tomorrow is walked too. (SQLite would let most of it pass: the suite runs on
PostgreSQL as well.)
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from gongkai.interfaces.desk.views.desk import closed
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db
#: What views read of a query besides what is found in their own source.
USUAL = (
    "q",
    "p",
    "page",
    "next",
    "text",
    "unit",
    "kind",
    "column",
    "status",
    "year",
    "sort",
    "since",
    "until",
    "theme",
)
_READ = re.compile(r"""\.(?:get|getlist|pop)\(\s*["']([a-z_]+)["']|GET\[["']([a-z_]+)["']\]""")


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        whole = before + pattern.pattern.regex.pattern.removeprefix("^").removeprefix("\\A")
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, whole)
        else:
            yield whole, pattern


def parameters(pattern: URLPattern) -> list[str]:
    """What the view reads of its query: the names in its module, and what is usual."""
    module = sys.modules[pattern.callback.__module__]
    if not module.__name__.startswith("gongkai."):
        return list(USUAL)
    return sorted({*USUAL, *(name for pair in _READ.findall(inspect.getsource(module)) for name in pair if name)})


def addresses() -> Iterator[str]:
    """Each address with a plausible filling, and the same with NULs: one in the whole query, one in each segment that may vary."""
    for regex, pattern in patterns(get_resolver()):
        for template, names in normalize(regex):
            good = "/" + template % dict.fromkeys(names, "1")
            query = "&".join(f"{name}=1%00" for name in parameters(pattern))
            yield f"{good}?{query}"
            yield f"{good}?%00=1"
            for name in names:
                yield "/" + template % {each: quote("1\0") if each == name else "1" for each in names}


@pytest.mark.parametrize("who", ["citizen", "drafter", "openness_officer"])
def test_a_nul_anywhere_in_an_address_is_a_clear_page(request, make_item, who: str) -> None:
    client = Client(raise_request_exception=False)
    if who != "citizen":
        client.force_login(request.getfixturevalue(who))
    item = make_item(Status.PUBLISHED)
    walked = 0
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert "网址中有不能识别的字符" in answer.content.decode(), address
        walked += 1
    assert walked > 300, "the walk lost its way"
    for address in (f"/desk/items/{item.registration}%00/", f"/search/?q={quote(item.title)}%00", "/%00", "/%2500%00/"):
        assert client.get(address).status_code == 400, address


@pytest.mark.parametrize("number", [10**9, 10**20])
def test_the_billionth_page_of_every_list_is_answered(settings, tmp_path, openness_officer, make_item, number) -> None:
    settings.GONGKAI_SEARCH_ROOT = tmp_path
    client = Client(raise_request_exception=False)
    client.force_login(openness_officer)
    make_item(Status.PUBLISHED)
    lists = [
        "/" + template
        for regex, pattern in patterns(get_resolver())
        for template, names in normalize(regex)
        if not names and pattern.callback.__module__.startswith(("gongkai.", "ninja."))
    ]
    assert len(lists) > 40
    for address in {*lists, "/gkmlpt/api/all/notices"}:
        if "logout" not in address:
            answer = client.get(address, {"p": number, "page": number, "limit": number, "offset": number})
            assert answer.status_code < 500, address


def test_an_escaped_percent_sign_is_no_nul(client) -> None:
    assert client.get("/search/?q=%2500").status_code != 500


def test_no_two_screens_of_ours_share_an_address():
    """The second would never be reached."""
    ours: dict[str, set[str]] = {}
    for whole, pattern in patterns(get_resolver()):
        if sys.modules[pattern.callback.__module__].__name__.startswith("gongkai."):
            screen = getattr(pattern.callback, "view_class", pattern.callback)
            if screen.__name__ == closed.__name__:  # what the shell would answer itself if we did not
                continue
            ours.setdefault(whole, set()).add(f"{screen.__module__}.{screen.__qualname__}:{pattern.name}")
    assert {whole: screens for whole, screens in ours.items() if len(screens) > 1} == {}
