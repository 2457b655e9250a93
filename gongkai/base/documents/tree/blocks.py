"""The other blocks: headings, paragraphs, pictures, page breaks, the signature and the note below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.documents.tree.inlines import Inline, Inlines, check_address, check_line, inlines, plain

WRITTEN_NUMBER = re.compile(r"[一二三四五六七八九十百]+、|（[一二三四五六七八九十百]+）|\d+[.．、](?!\d)|（\d+）")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1-4. Write no number in it; ``numbered=False`` leaves it without one."""

    level: int
    text: str
    numbered: bool = True

    def __post_init__(self) -> None:
        check_line(self.text, gettext_lazy("标题"))
        if self.level not in (1, 2, 3, 4):
            raise Refused(_("标题只有一至四级。"))
        if self.numbered and WRITTEN_NUMBER.match(self.text):
            raise Refused(_("标题“%(text)s”不用写序号，序号由系统编排。") % {"text": self.text})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, indented by two characters; ``indented=False`` stands flush left (主送机关)."""

    content: Inlines
    indented: bool = True

    @classmethod
    def of(cls, *parts: str | Inline, indented: bool = True) -> Paragraph:
        return cls(inlines(*parts), indented)

    def __post_init__(self) -> None:
        if not plain(self.content).strip():
            raise Refused(_("段落不能为空。"))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page on paper; nothing on a screen."""


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 over 成文日期: right, the date four characters in (GB/T 9704-2012 7.3.5).

    ``seal``: a seal is put on the paper (7.3.5.1). It stands upright over both lines, its middle a little above theirs, its top within a
    line of the text: white is kept for it, and the last words of the text stay on its page (此页无正文 is not written). No seal is drawn.
    """

    unit: str
    date: date
    seal: bool = False

    def __post_init__(self) -> None:
        check_line(self.unit, gettext_lazy("署名"))


@dataclass(frozen=True, slots=True)
class Note:
    """附注, below the date (“此件公开发布”); the brackets are the renderer's."""

    text: str

    def __post_init__(self) -> None:
        check_line(self.text, gettext_lazy("附注"))
        if self.text.startswith("（") and self.text.endswith("）"):
            raise Refused(_("附注不用写括号，括号由系统编排。"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (``svg``) with its ``caption``; ``alt`` says in words all that it shows. ``href`` is where a page finds it."""

    svg: str
    alt: str
    caption: str
    href: str = ""

    def __post_init__(self) -> None:
        check_line(self.alt, gettext_lazy("图片说明"))
        check_line(self.caption, gettext_lazy("图题"))
        if not self.svg.startswith("<svg"):
            raise Refused(_("图“%(caption)s”不是SVG。") % {"caption": self.caption})
        if self.href:
            check_address(self.href)
