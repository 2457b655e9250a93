"""A page of somebody else's site against what was approved: our text found inside its layout, and the first place where it is not ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree, html

#: Characters nobody sees.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_NOT_READ = frozenset({"script", "style", "noscript", "template", "head", "svg", "option", "textarea"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Characters of a text that must be found together before a difference can be placed.
_ANCHOR = 6
_SHOWN = 16
#: Names by which a page says its date of publication.
_DATES = ("pubdate", "publishdate", "publishtime")


@dataclass(frozen=True, slots=True)
class SitePage:
    """What a page says: its text and headings normalised, the day its PubDate tag names, where its links lead and what they are called."""

    text: str
    heading: str
    day: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """What has to stand on the page."""

    title: str
    body: str
    day: date


def read(content: bytes, content_type: str) -> SitePage:
    """The page as a reader meets it; nothing readable gives an empty page."""
    try:
        tree: Any = html.document_fromstring(_decoded(content, content_type))
    except (etree.ParserError, ValueError):
        return SitePage("", "", "", ())
    headings = tree.xpath("//h1") or tree.xpath("//title")
    metas = {str(meta.get("name", "")).lower(): str(meta.get("content", "")) for meta in tree.xpath("//meta[@name]")}
    day = next((metas[name] for name in _DATES if name in metas), "")
    found = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", day)
    links = tuple((str(link.get("href")), "".join(link.itertext()).strip()) for link in tree.xpath("//a[@href]"))
    heading = "".join(headings[0].itertext()).strip() if headings else ""
    return SitePage(
        text=normalised("".join(_texts(tree))),
        heading=re.sub(r"\s+", " ", heading),
        day=f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else "",
        links=links,
    )


def normalised(text: str) -> str:
    """One form for what looks alike: full and half width, any white space, characters nobody sees."""
    return "".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def differences(page: SitePage, approved: Approved) -> list[str]:
    """One sentence for each difference of title, date and text; nothing when all agree."""
    found = []
    if normalised(approved.title) not in page.text:
        found.append(
            _("标题不一致：审定为“%(ours)s”，网页上没有，网页的标题是“%(theirs)s”。")
            % {"ours": approved.title[:60], "theirs": page.heading[:60] or _("（空）")}
        )
    if said := _other_day(page, approved.day):
        found.append(said)
    if said := _other_text(page.text, normalised(approved.body)):
        found.append(said)
    return found


def shows(page: SitePage, approved: Approved) -> bool:
    """Whether the page still says the text: for what was withdrawn."""
    body = normalised(approved.body)
    return normalised(approved.title) in page.text and (not body or body[:60] in page.text)


def _other_day(page: SitePage, day: date) -> str:
    if page.day and page.day != day.isoformat():
        return _("发布日期不一致：审定为%(ours)s，网页为%(theirs)s。") % {"ours": day.isoformat(), "theirs": page.day}
    pattern = rf"{day.year}(?:[-/.]0?{day.month}[-/.]0?{day.day}(?!\d)|年0?{day.month}月0?{day.day}日)"
    if page.day or re.search(pattern, page.text):
        return ""
    return _("网页上没有发布日期%(ours)s。") % {"ours": day.isoformat()}


def _other_text(page: str, body: str) -> str:
    """Where the body first stops being found in the page; empty when all of it stands there."""
    if body in page:
        return ""
    same, more = 0, len(body)
    while same + 1 < more:  # the longest beginning of the body that stands in the page
        middle = (same + more) // 2
        same, more = (middle, more) if body[:middle] in page else (same, middle)
    if not same or same < min(_ANCHOR, len(body) - 1):
        return _("正文不一致：网页上找不到正文的开头“%(start)s”。") % {"start": body[:_SHOWN]}
    at = page.index(body[:same]) + same
    return _("正文不一致：“%(before)s”之后，审定为“%(ours)s”，网页为“%(theirs)s”。") % {
        "before": body[max(0, same - _SHOWN) : same],
        "ours": body[same : same + _SHOWN],
        "theirs": page[at : at + _SHOWN] or _("（没有了）"),
    }


def _decoded(content: bytes, content_type: str) -> str:
    named = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(content[:4096])
    names = [named[1].decode().lower()] if named else []
    for name in (*("gb18030" if one in ("gb2312", "gbk") else one for one in names), "utf-8", "gb18030"):
        try:
            return _without_declaration(content.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _without_declaration(content.decode("utf-8", "replace"))


def _without_declaration(text: str) -> str:
    """lxml takes no text that declares an encoding of its own, and no NUL."""
    return re.sub(r"\A\s*<\?xml[^>]*>", "", text).replace("\0", "")


def _texts(tree: Any) -> Iterator[str]:
    """The texts a reader sees, in order."""
    pending: list[Any] = [tree]
    while pending:
        at = pending.pop()
        if isinstance(at, str):
            yield at
            continue
        if isinstance(at.tag, str) and at.tag not in _NOT_READ and not _is_hidden(at):
            for child in reversed(at):
                if child.tail:
                    pending.append(child.tail)
                pending.append(child)
            if at.text:
                yield at.text


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
