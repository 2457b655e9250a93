"""What a document can say: an immutable tree of blocks and inlines, checked when it is built.

Every refusal is ``Refused`` with one Chinese sentence. Headings carry no numbers: ``numbered_blocks`` numbers them
(一、/（一）/1./（1）, GB/T 9704-2012 7.3.3), once for all renderers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.core.errors import Refused
from gongkai.base.documents.tree.blocks import Heading, Note, PageBreak, Paragraph, Picture, Signature
from gongkai.base.documents.tree.inlines import (
    Figure,
    Inline,
    Inlines,
    Link,
    Strong,
    Text,
    address_on_paper,
    check_line,
    inlines,
    plain,
)
from gongkai.base.documents.tree.tables import Align, Cell, Column, Row, Table, row

__all__ = [
    "Align",
    "Block",
    "Cell",
    "Column",
    "Document",
    "Figure",
    "Heading",
    "Inline",
    "Inlines",
    "Link",
    "Note",
    "PageBreak",
    "Paragraph",
    "Picture",
    "Row",
    "Signature",
    "Strong",
    "Table",
    "Text",
    "address_on_paper",
    "chinese_date",
    "chinese_number",
    "inlines",
    "numbered_blocks",
    "plain",
    "row",
]

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")

Block: TypeAlias = Heading | Paragraph | Table | Picture | PageBreak | Signature | Note


@dataclass(frozen=True, slots=True)
class Document:
    """A document. ``number`` is the 发文字号; ``meta`` are facts that travel with it (索引号, 公开方式), by name."""

    title: str
    issuer: str
    date: date
    blocks: tuple[Block, ...]
    number: str = ""
    language: str = "zh-CN"
    meta: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        check_line(self.title, gettext_lazy("文件标题"))
        check_line(self.issuer, gettext_lazy("发文机关"))
        if self.number:
            check_line(self.number, gettext_lazy("发文字号"))
        for name, value in self.meta:
            check_line(name, gettext_lazy("文件信息"))
            check_line(value, name)
        if not LANGUAGE.fullmatch(self.language):
            raise Refused(_("“%(language)s”不是语言代码。") % {"language": self.language})
        if not self.blocks:
            raise Refused(_("文件没有正文。"))


def chinese_date(day: date) -> str:
    """2024年3月6日: Arabic digits without leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """1-99 in Chinese digits: 一, 十, 十一, 二十, 九十九."""
    if not 1 <= number <= 99:
        raise Refused(_("同一级标题不能超过99个。"))
    digits = "零一二三四五六七八九"
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[units] if units else "")


def _label(level: int, count: int) -> str:
    if level == 1:
        return f"{chinese_number(count)}、"
    if level == 2:
        return f"（{chinese_number(count)}）"
    return f"{count}." if level == 3 else f"（{count}）"


def numbered_blocks(document: Document) -> Iterator[tuple[str, Block]]:
    """(number, block) in order; the number is "" for all but numbered headings. A heading starts its sublevels anew."""
    counts = [0, 0, 0, 0]
    for block in document.blocks:
        label = ""
        if isinstance(block, Heading) and block.numbered:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            label = _label(block.level, counts[block.level - 1])
        yield label, block
