"""What a page says of itself to machines: JSON-LD in the words of schema.org, the way to the page included."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, urljoin

from markupsafe import Markup

#: A step of the way as the page's own list has it: where it leads, unless it is the page itself, and what it is called.
_STEP = re.compile(r'<li[^>]*>\s*(?:<a href="([^"]*)">)?\s*([^<]*)')
#: In a script element only these could end it or begin another.
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: What holds an address; one that begins with a slash is this site's.
_ADDRESSES = frozenset({"url", "contentUrl"})
_NOTHING: tuple[Any, ...] = (None, "", [], {})


def linked_data(
    about: Mapping[str, Any], *, title: str, trail: str, url: str, site_name: str, site_address: str, sponsor: str = ""
) -> Markup:
    """The script element for a template: what the page is called and how one comes to it are read from its markup."""
    site = Site(site_name, site_address, sponsor or site_name)
    steps = _read(trail) if trail.strip() else ()
    return script(about, title=html.unescape(title).strip(), steps=steps, url=url, site=site)


class Site(NamedTuple):
    """What the site is called, where it is, and whose it is."""

    name: str
    address: str
    owner: str


def script(about: Mapping[str, Any], *, title: str, steps: Iterable[tuple[str, str]], url: str, site: Site) -> Markup:
    """The script element: what the page is (a plain page unless ``about`` says more), whose it is, how one comes to it.

    Empty values in ``about`` are left out. ``steps`` are addresses and names, without the first page of the site; that of the page
    itself has no address.
    """
    said = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": title,
        "inLanguage": "zh-CN",
        "publisher": {"@type": "GovernmentOrganization", "name": site.owner},
        **_absolute(about, site.address),
    }
    graph = [said]
    if steps:
        graph.append({"@type": "BreadcrumbList", "itemListElement": list(_items(steps, url, site))})
    text = _ENCODER.encode({"@context": "https://schema.org", "@graph": graph})
    return Markup(f'<script type="application/ld+json">{_safe(text)}</script>')  # noqa: S704 — nothing left to escape


def _safe(text: str) -> str:
    for (
        character,
        written,
    ) in _UNSAFE.items():  # five times through it is a fifth of what ``translate`` takes on Chinese
        text = text.replace(character, written)
    return text


def _items(steps: Iterable[tuple[str, str]], url: str, site: Site) -> Iterator[dict[str, Any]]:
    yield {"@type": "ListItem", "position": 1, "name": site.name, "item": f"{site.address}/index.html"}
    for place, (href, name) in enumerate(steps, 2):
        where = f"{site.address}{href}" if href.startswith("/") else urljoin(url, href) if href else url
        yield {"@type": "ListItem", "position": place, "name": name, "item": where}


@lru_cache(maxsize=500)
def _read(trail: str) -> list[tuple[str, str]]:
    """The steps of a list as written: where each leads, and what it is called. Remembered: a column is the way to all its items."""
    return [(html.unescape(href), html.unescape(name).strip()) for href, name in _STEP.findall(trail)]


def _absolute(about: Mapping[str, Any], site_address: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, one in about.items():
        if one in _NOTHING:
            continue
        if one.__class__ is str:
            said[name] = f"{site_address}{quote(one)}" if name in _ADDRESSES and one[0] == "/" else one
        elif isinstance(one, Mapping):
            said[name] = _absolute(one, site_address)
        elif isinstance(one, list | tuple):
            said[name] = [_absolute(each, site_address) if isinstance(each, Mapping) else each for each in one]
        else:
            said[name] = one
    return said
