"""HTML handed in by people, made safe. What is dangerous is refused aloud; what is only clutter (styles, classes) is dropped."""

from __future__ import annotations

import html
import re

import nh3
from django.utils.translation import gettext as _

from .errors import Refused

_TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "strong",
        "b",
        "em",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "blockquote",
        "span",
        "section",
    ),
    *(
        "ul",
        "ol",
        "li",
        "a",
        "table",
        "caption",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "figure",
    ),
}
_ATTRIBUTES = {
    "a": {"href", "title", "data-figure"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
#: Classes our own renderer gives and the portal's style sheet knows.
_CLASSES = {
    "a": {"figure", "handed-in"},
    "td": {"number", "indent-1", "indent-2"},
    "th": {"number", "indent-1", "indent-2"},
    "p": {"signature", "note", "right"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ACTIVE = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|form|input|meta|link|base|svg|math|frame|frameset|applet)\b"
    r"|<[^>]*[\s/\"'](?:href|src)\s*=\s*[\"']?\s*(?:javascript|vbscript|data)\s*:",
    re.IGNORECASE,
)

#: What the cleaner leaves of a class it does not know.
_NO_CLASS = re.compile(r'(<[a-z0-9]+[^<>]*?) class=""')

#: Paragraphs of nothing but words: what the cleaner gives back as it is. Text of old portals comes so by the hundred thousand.
_PLAIN = re.compile(r"(?:<p>[^<>&\xa0\r\0]*</p>)*")

_TAG = re.compile(r"<[^>]*>")
#: A tag, or nothing, and then a word.
_WORD = re.compile(r"(?:^|>)[^\S\n]*[^\s<>&]")
_WHOLE_TAG = re.compile(r"""<[a-z](?:"[^"]*"|'[^']*'|[^'"<>])*>""", re.IGNORECASE)
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_HANDLER = re.compile(r"[\s/\"']on[a-z]+\s*=", re.IGNORECASE)


def has_text(body: str) -> bool:
    """Whether anything can be read in it: an editor left empty hands in empty paragraphs."""
    return bool(_WORD.search(body) or html.unescape(_TAG.sub("", body)).strip())


def safe_html(body: str) -> str:
    """The body with only the tags a public text needs. Refused, with a sentence, when it holds a script or anything else that acts."""
    if _PLAIN.fullmatch(body):
        return body
    if _ACTIVE.search(body) or any(_HANDLER.search(_QUOTED.sub('""', tag)) for tag in _WHOLE_TAG.findall(body)):
        raise Refused(_("正文中含有脚本、表单或嵌入内容，未保存。请删除后重试，其余文字可原样保留。"))
    clean = nh3.clean(
        body,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel="noopener",
    )
    return _NO_CLASS.sub(r"\1", clean)
