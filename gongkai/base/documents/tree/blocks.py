"""The other blocks: headings, paragraphs, page breaks, the signature and the note below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.documents.tree.inlines import Inline, Inlines, check_line, inlines, plain

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
    """发文机关署名 over 成文日期: right, the date four characters in (GB/T 9704-2012 7.3.5)."""

    unit: str
    date: date

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
