"""What an article of the platform says, in the words of this house; what is not understood is told in a note, never guessed."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import lxml.html
import nh3
from django.utils.dateparse import parse_datetime
from django.utils.html import strip_tags
from django.utils.timezone import get_default_timezone, is_naive, localdate, make_aware
from django.utils.translation import gettext as _
from lxml import etree

from gongkai.base.core.errors import Refused
from gongkai.base.files.choices import ACCEPTED
from gongkai.base.files.queries import bare_name, suffix_of
from gongkai.law import document_numbers, themes
from gongkai.law.vocabulary import Genre, Validity
from gongkai.publishing.disclosure.choices import RelationKind

from ..lines import FIRST_YEAR

#: Where a page keeps its text, the surest first: the platform's own, what older systems called it, ours.
CONTAINERS = (
    *("article-content", "zoomcon", "zoom", "UCAP-CONTENT", "TRS_Editor", "TRS_UEDITOR", "article_con", "news_content"),
    *("pages_content", "text"),
)
#: An element by its id, or by one of its classes.
_NAMED = "//*[@id=$name or contains(concat(' ', normalize-space(@class), ' '), $word)]"
_SEPARATORS = re.compile(r"[,，、;；\s]+")
_MOST_FILES, _MOST_RELATIONS = 50, 50
_GENRES = {str(genre.label): genre.value for genre in Genre}
_RELATIONS = {str(kind.label): kind for kind in RelationKind}


@dataclass(frozen=True)
class Article:
    """One article of a listing. ``body`` is empty where only the page has it; ``notes`` say what was mended or left out."""

    place: int
    title: str
    identifier: str
    document_number: str
    publisher: str
    category: str
    published_at: datetime | None
    formed_date: date | None
    theme: str
    genre: str
    keywords: tuple[str, ...]
    abstract: str
    validity: str
    relations: tuple[tuple[RelationKind, str], ...]
    #: Name and address of each attachment.
    files: tuple[tuple[str, str], ...]
    body: str
    address: str
    #: Of everything the listing said: another one means that the site changed the article.
    sha256: str
    notes: tuple[str, ...]

    def summary_beside(self, body: str) -> str:
        """The abstract, unless it is only how the text begins."""
        text = "".join(html.unescape(strip_tags(body)).split())
        said = "".join(self.abstract.split()).rstrip("…")
        return "" if text.startswith(said) else self.abstract


def article_of(place: int, given: Mapping[str, Any]) -> Article:
    """What an article of a listing says. Refused, with a sentence, when it has no title or nothing by which to know it again."""
    notes: list[str] = []
    title = " ".join(html.unescape(_text(given, "title")).split())
    if not title:
        raise Refused(_("缺少标题（title）。"))
    address = _text(given, "url") or _text(given, "post_url")
    identifier = _text(given, "identifier")
    if not address and not identifier:
        raise Refused(_("既没有网址（url）也没有索引号（identifier），无法辨认。"))
    if len(address) > 500 or len(identifier) > 100:
        raise Refused(_("网址或索引号太长。"))
    said = _text(given, "document_number")
    formed = _instant(given, "date")
    times = ("display_publish_time", "first_publish_time", "create_time", "created_at")
    published = next((found for name in times if (found := _instant(given, name))), None)
    return Article(
        place=place,
        title=title,
        identifier=identifier,
        document_number=_number(said, notes),
        publisher=_text(given, "publisher"),
        category=_text(given, "classify_main_name"),
        published_at=published,
        formed_date=localdate(formed) if formed else None,
        theme=_theme(_text(given, "classify_theme_name"), notes),
        genre=_genre(_text(given, "classify_genre_name"), notes),
        keywords=_keywords(given, notes),
        abstract=" ".join(html.unescape(_text(given, "abstract")).split())[:300],
        validity=_validity(given),
        relations=_relations(given.get("relation"), notes),
        files=_files(given.get("attachment"), notes),
        body=_cleaned(_text(given, "content") or _text(given, "body")),
        address=address,
        sha256=hashlib.sha256(json.dumps(given, sort_keys=True, ensure_ascii=True).encode()).hexdigest(),
        notes=tuple(notes),
    )


def body_of_page(content: bytes, charset: str = "") -> str:
    """The text of an article's own page, cleaned. Refused when the page has none."""
    for encoding in filter(None, (charset, "utf-8", "gb18030")):
        try:
            text = content.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        raise Refused(_("页面的文字编码无法识别。"))
    try:
        page = lxml.html.document_fromstring(
            text.replace("\0", "").encode(), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, ValueError) as error:
        raise Refused(_("页面是空的，没有正文。")) from error
    for name in CONTAINERS:
        for found in _elements(page, name):
            inner = html.escape(found.text or "", quote=False) + "".join(
                str(etree.tostring(child, encoding="unicode", method="html")) for child in found
            )
            body = _cleaned(inner)
            if strip_tags(body).strip():
                return body
    raise Refused(_("在页面中没有找到正文。"))


def _elements(page: Any, name: str) -> list[Any]:
    found: list[Any] = page.xpath(_NAMED, name=name, word=f" {name} ")
    return found


def file_of(name: str, address: str) -> str:
    """The name a file is kept under: as it was called, with the suffix its address has where the name has none."""
    bare = bare_name(html.unescape(name)) or bare_name(address.partition("?")[0])
    suffix = suffix_of(address.partition("?")[0])
    return bare if suffix_of(bare) in ACCEPTED or suffix not in ACCEPTED else f"{bare}{suffix}"


def _cleaned(body: str) -> str:
    """Without the scripts, forms and pictures that pages of other systems carry in their texts."""
    if not body or not strip_tags(body).strip():
        return ""
    return nh3.clean(body, tags=nh3.ALLOWED_TAGS - {"img", "map", "area"}).strip()


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).strip()


def _instant(given: Mapping[str, Any], name: str) -> datetime | None:
    said = _text(given, name)
    if said in ("", "0"):
        return None
    try:
        if said.isdigit():
            seconds = int(said) if len(said) < 12 else int(said) / 1000
            found = datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)
        else:
            read = parse_datetime(said)
            if read is None:
                raise ValueError
            found = make_aware(read, get_default_timezone()) if is_naive(read) else read
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(_("“%(name)s”写的“%(said)s”不是时间。") % {"name": name, "said": said[:40]}) from error
    if found.year < FIRST_YEAR:
        raise Refused(
            _("“%(name)s”写的 %(said)s 早于 %(year)d 年。") % {"name": name, "said": said[:40], "year": FIRST_YEAR}
        )
    return found


def _number(said: str, notes: list[str]) -> str:
    try:
        kept = str(document_numbers.parse(said))
    except document_numbers.NotADocumentNumber:
        if said:
            notes.append(_("“%(said)s”不合发文字号的格式，按原样保存。") % {"said": said[:40]})
        return said
    if kept != said:
        notes.append(_("发文字号“%(said)s”已规范为“%(kept)s”。") % {"said": said[:40], "kept": kept})
    return kept


def _theme(said: str, notes: list[str]) -> str:
    if not said:
        return ""
    try:
        return themes.parse(said)
    except themes.NotATheme:
        notes.append(_("主题分类“%(said)s”不在分类表中，未采用。") % {"said": said[:40]})
        return ""


def _genre(said: str, notes: list[str]) -> str:
    if said and said not in _GENRES:
        notes.append(_("体裁分类“%(said)s”不在分类表中，未采用。") % {"said": said[:40]})
    return _GENRES.get(said, "")


def _keywords(given: Mapping[str, Any], notes: list[str]) -> tuple[str, ...]:
    every = [word for word in dict.fromkeys(_SEPARATORS.split(_text(given, "keywords"))) if word]
    kept = [word for word in every if len(word) <= 20][:10]
    if len(kept) < len(every):
        notes.append(_("主题词只采用了 %(kept)d 个，共 %(all)d 个。") % {"kept": len(kept), "all": len(every)})
    return tuple(kept)


def _validity(given: Mapping[str, Any]) -> str:
    if _text(given, "is_abolished") not in ("", "0"):
        return Validity.REPEALED
    return Validity.EXPIRED if _text(given, "is_expired") not in ("", "0") else ""


def _relations(given: Any, notes: list[str]) -> tuple[tuple[RelationKind, str], ...]:
    if isinstance(given, str):
        try:
            given = json.loads(given or "[]")
        except (ValueError, RecursionError):
            given = None
    if not given:
        return ()
    found = []
    for one in (given if isinstance(given, list) else [given])[:_MOST_RELATIONS]:
        said = one if isinstance(one, dict) else {}
        kind, text = _RELATIONS.get(_text(said, "type")), " ".join(_text(said, "title").split())
        if kind is None or not text or len(text) > 300:
            notes.append(
                _("有一项关联“%(said)s”无法对应，未采用。") % {"said": f"{_text(said, 'type')} {text}".strip()[:60]}
            )
        else:
            found.append((kind, text))
    return tuple(dict.fromkeys(found))


def _files(given: Any, notes: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for one in given if isinstance(given, list) else []:
        said = one if isinstance(one, dict) else {}
        address = _text(said, "url")
        if not address:
            notes.append(_("附件“%(name)s”没有网址，未采用。") % {"name": _text(said, "name")[:60]})
        else:
            found.append((file_of(_text(said, "name"), address), address))
    if len(found) > _MOST_FILES:
        raise Refused(_("附件超过 %(most)d 个。") % {"most": _MOST_FILES})
    return tuple(found)
