"""The articles of a column, gathered page after page, or of a file in which such a listing was saved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused

from ..lines import BrokenOff, raw_lines
from .fetching import LARGEST_PAGE, Fetcher

#: Pages of a listing that are read at most: two hundred thousand articles.
MOST_PAGES = 2000
#: How often a listing that changed while it was read is read again.
READINGS = 3
#: So many pages one after the other that cannot be read are the end of it.
FAILURES = 3


@dataclass
class Listing:
    """What was listed: each article once, as it was told, with its place (from 1); and what could not be read, in sentences."""

    articles: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    #: (place of the page or line, sentence).
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)

    def take(self, given: Any, place: int) -> None:
        """Remember an article; the same one met again on the next page is no second one."""
        if not isinstance(given, dict):
            self.unreadable.append((place, _("列表中有一项不是一条信息。")))
            return
        key = next((str(given[name]) for name in ("url", "post_url", "identifier", "id") if given.get(name)), "")
        key = key or json.dumps(given, sort_keys=True, ensure_ascii=False)
        if key not in self._known:
            self._known.add(key)
            self.articles.append((len(self.articles) + 1, given))


def gather(fetcher: Fetcher, column: str) -> Listing:
    """Every article of a column. What is published or withdrawn meanwhile moves the pages: then they are read again, as often as is sane.

    Refused when not even the first page can be read.
    """
    listing = Listing()
    for reading in range(READINGS):
        before = len(listing.articles)
        total, failed = _read_through(fetcher, column, listing)
        if len(listing.articles) >= total:
            return listing
        if reading and len(listing.articles) == before:
            break
    listing.unreadable += failed
    missing = _("列表自称有 %(total)d 件，只读到 %(read)d 件；可能有页面读不出，或读取时列表在变动，请稍后再运行一次。")
    listing.unreadable.append((0, missing % {"total": total, "read": len(listing.articles)}))
    return listing


def _read_through(fetcher: Fetcher, column: str, listing: Listing) -> tuple[int, list[tuple[int, str]]]:
    """How many there are by the last page's word, and the pages that could not be read: each hides its own articles, not those after."""
    total, seen = 0, 0
    failed: list[tuple[int, str]] = []
    for page in range(1, MOST_PAGES + 1):
        try:
            given = _page(fetcher, column, page)
        except Refused as refusal:
            failed.append((page, str(refusal)))
            if page == 1:
                raise
            if len(failed) >= FAILURES and failed[-FAILURES][0] == page - FAILURES + 1:
                break
            continue
        total = given["total"]
        for one in given["articles"]:
            listing.take(one, page)
        seen += len(given["articles"])
        if not given["articles"] or 0 < total <= seen:
            break
    return total, failed


def _page(fetcher: Fetcher, column: str, page: int) -> dict[str, Any]:
    answer = fetcher.get(f"gkmlpt/api/all/{quote(column, safe='')}?page={page}")
    return _as_page(_parsed(answer.read(), _("列表第 %(page)d 页") % {"page": page}), page)


def _as_page(given: Any, page: int) -> dict[str, Any]:
    articles, total = given.get("articles") if isinstance(given, dict) else None, 0
    if not isinstance(articles, list):
        raise Refused(_("列表第 %(page)d 页没有 articles，不是集约化平台的格式。") % {"page": page})
    told = given.get("total")
    if isinstance(told, int | str) and str(told).isdigit() and len(str(told)) < 10:
        total = int(told)
    return {"articles": articles, "total": total}


def _parsed(content: bytes, where: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Refused(_("%(where)s不是完整的 JSON，或不是 UTF-8 编码。") % {"where": where}) from error


def saved(path: Path) -> Listing:
    """The articles of a file: one JSON object with ``articles``, or lines of such objects or of articles (gzip too)."""
    listing = Listing()
    for place, given in _values(path, listing):
        if isinstance(given, dict) and isinstance(given.get("articles"), list):
            for one in given["articles"]:
                listing.take(one, place)
        elif isinstance(given, list):
            for one in given:
                listing.take(one, place)
        else:
            listing.take(given, place)
    if not listing.articles and not listing.unreadable:
        listing.unreadable.append((0, _("文件中没有一条信息。")))
    return listing


def _values(path: Path, listing: Listing) -> Iterator[tuple[int, Any]]:
    if path.stat().st_size <= 10 * LARGEST_PAGE:
        try:
            whole = json.loads(path.read_bytes().decode("utf-8-sig"))
        except (ValueError, RecursionError):
            pass  # lines, or nothing readable: each line says so itself
        else:
            yield 1, whole
            return
    try:
        for raw in raw_lines(path):
            try:
                given = _parsed(raw.content, _("第 %(line)d 行") % {"line": raw.number})
            except Refused as refusal:
                listing.unreadable.append((raw.number, str(refusal)))
            else:
                yield raw.number, given
    except BrokenOff:
        listing.unreadable.append((0, _("文件在此处中断，可能没有传完；已读到的均已处理，补全后重新导入即可。")))
