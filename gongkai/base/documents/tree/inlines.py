"""The words of a document: text, emphasis, figures and links, each checked when it is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What XML 1.0 cannot hold: a DOCX with one of these does not open.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|[/#?](?![/\\]))[^\s\x00-\x1f]*", re.IGNORECASE)


def check_printable(text: str, what: StrOrPromise) -> None:
    """Refuse a character that no page can hold; ``what`` names the text in the refusal."""
    found = UNPRINTABLE.search(text)
    if found:
        code = f"U+{ord(found.group()):04X}"
        raise Refused(_("%(what)s中含有不可打印的字符 %(code)s。") % {"what": what, "code": code})


def check_line(text: str, what: StrOrPromise) -> None:
    """Refuse an empty text, and one of more than one line."""
    check_printable(text, what)
    if not text.strip():
        raise Refused(_("%(what)s不能为空。") % {"what": what})
    if "\n" in text:
        raise Refused(_("%(what)s不能换行。") % {"what": what})


def check_address(href: str) -> None:
    """Refuse an address that is no address, or one that runs a script."""
    check_printable(href, gettext_lazy("链接地址"))
    if not SAFE_ADDRESS.fullmatch(href):
        raise Refused(_("链接地址“%(href)s”不是网页、邮箱、电话或站内地址。") % {"href": href})


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words; a newline is a line break."""

    text: str

    def __post_init__(self) -> None:
        check_printable(self.text, gettext_lazy("文字"))


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out: set in 黑体 on paper."""

    text: str

    def __post_init__(self) -> None:
        check_printable(self.text, gettext_lazy("文字"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the list behind it: ``text`` as printed ("7,385"), ``href`` of the list, ``code`` of the figure.

    ``handed_in``: nobody counted it, somebody reported it; a double line below it says so in every format.
    """

    text: str
    href: str
    code: str
    handed_in: bool = False

    def __post_init__(self) -> None:
        check_line(self.text, gettext_lazy("数字"))
        check_line(self.code, gettext_lazy("指标代码"))
        check_address(self.href)


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: http(s), mailto, tel, or an address of this site (``/…``, ``#…``, ``?…``)."""

    text: str
    href: str

    def __post_init__(self) -> None:
        check_line(self.text, gettext_lazy("链接文字"))
        check_address(self.href)


Inline: TypeAlias = Text | Strong | Figure | Link
Inlines: TypeAlias = tuple[Inline, ...]


def inlines(*parts: str | Inline) -> Inlines:
    """Strings become ``Text``: ``inlines("公开", Figure("7,385", "/figures/t1.total", "t1.total"), "条。")``."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def plain(parts: Inlines) -> str:
    """The words of some inlines, without links and emphasis."""
    return "".join(part.text for part in parts)


def address_on_paper(part: Inline, base_url: str) -> str:
    """Where an inline leads from a PDF or DOCX: ``base_url`` goes before an address of this site; "" is nowhere."""
    href = part.href if isinstance(part, Figure | Link) else ""
    if href.startswith("/") and base_url:
        return base_url + href
    return "" if href.startswith(("/", "#", "?")) else href
