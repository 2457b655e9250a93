"""发文字号: how an official document is numbered, and what is wrong with how it was written.

党政机关公文处理工作条例 (中办发〔2012〕14号) art. 9(5) and GB/T 9704-2012: the issuer's short form (代字), the year in
four digits and six-cornered brackets 〔〕, a number without 第 and without leading zeros, 号. Orders are numbered
without a year: 国务院令第711号. A number that can be read is read; every departure from the form is reported, never
silently mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple


class NotADocumentNumber(ValueError):
    """What was written cannot be read as a document number. ``str()`` is a Chinese sentence."""


class Fault(StrEnum):
    """A departure from the prescribed form; `SENTENCES` has its Chinese."""

    BRACKETS = "brackets"
    MISSING_BRACKET = "missing_bracket"
    LEADING_ZERO = "leading_zero"
    ORDINAL = "ordinal"
    SPACES = "spaces"
    WIDE_DIGITS = "wide_digits"


SENTENCES: Mapping[Fault, str] = MappingProxyType(
    {
        Fault.BRACKETS: "年份应当用六角括号“〔〕”括入。",
        Fault.MISSING_BRACKET: "年份的括号缺少一半。",
        Fault.LEADING_ZERO: "发文顺序号不编虚位，即1不编为01。",
        Fault.ORDINAL: "发文顺序号前不加“第”字。",
        Fault.SPACES: "发文字号中间不应有空格。",
        Fault.WIDE_DIGITS: "年份和序号应当用阿拉伯数字的半角形式。",
    }
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """国办发〔2018〕10号: the issuer's short form, the year, the number. ``str()`` gives the prescribed form."""

    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.prefix}〔{self.year}〕{self.number}号"


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """国务院令第711号: an order is numbered through its issuer's term, without a year."""

    issuer: str
    number: int

    def __str__(self) -> str:
        return f"{self.issuer}令第{self.number}号"


class Citation(NamedTuple):
    """A number found in running text: what was written, where (characters from the start), what it says, its faults."""

    said: str
    start: int
    number: DocumentNumber | OrderNumber
    faults: tuple[Fault, ...]


ISSUERS: Mapping[str, str] = MappingProxyType(
    {
        "中": "中共中央",
        "中办": "中共中央办公厅",
        "国": "国务院",
        "国办": "国务院办公厅",
        "国办公开办": "国务院办公厅政府信息与政务公开办公室",
        "国办秘": "国务院办公厅秘书局",
        "粤府": "广东省人民政府",
        "粤府办": "广东省人民政府办公厅",
        "粤办": "广东省人民政府办公厅",
        "穗府": "广州市人民政府",
        "穗府办": "广州市人民政府办公厅",
        "珠府": "珠海市人民政府",
        "珠府办": "珠海市人民政府办公室",
    }
)
"""Whose number it is, by the part of the short form that names the issuer: 国办发 and 国办函 are both 国办."""

_KINDS = ("发明电", "规函", "令", "发", "函", "规", "字", "复", "电", "")
_OPEN, _CLOSE = "〔[［(（【﹝{", "〕]］)）】﹞}"
_DIGIT = "[0-9０-９]"
_NUMBERED = re.compile(
    rf"(?P<org>[一-龥]{{2,24}}?)(?P<s1>\s*)(?P<open>[{re.escape(_OPEN)}]?)(?P<s2>\s*)(?P<year>(?:19|20|１９|２０){_DIGIT}{{2}})"
    rf"(?P<s3>\s*)(?P<close>[{re.escape(_CLOSE)}]?)(?P<s4>\s*)(?P<nth>第?)(?P<s5>\s*)(?P<n>{_DIGIT}{{1,5}})(?P<s6>\s*)号"
)
_ORDER = re.compile(
    rf"(?P<org>[一-龥]{{2,24}}?)(?P<s1>\s*)令(?P<s2>\s*)第?(?P<s3>\s*)(?P<n>{_DIGIT}{{1,5}})(?P<s4>\s*)号"
)
#: No number is longer; a longer text is not worth remembering.
_SHORT = 60
# Words that stand before a number in running text and are no part of any short form.
_LEAD = re.compile(r"^.*(?:根据|按照|依据|依照|执行|落实|贯彻|印发|废止|以及|关于|文件|通知|意见|见|和|与|及|按|以|的)")


def parse(text: str) -> DocumentNumber | OrderNumber:
    """The number that ``text`` is, brackets and zeros mended; `faults` says what was. Raises `NotADocumentNumber`."""
    return _read(text).number


def faults(text: str) -> tuple[Fault, ...]:
    """Every departure of ``text`` from the prescribed form, in the order of `Fault`. Raises `NotADocumentNumber`."""
    return _read(text).faults


def find(text: str) -> Iterator[Citation]:
    """The numbers cited in running text, in order. Half a pair of brackets is enough; with none it is no citation."""
    for match in sorted((*_NUMBERED.finditer(text), *_ORDER.finditer(text)), key=re.Match.start):
        citation = _citation(match, running=True)
        if citation is not None:
            yield citation


def issuer_of(number: DocumentNumber | OrderNumber, also: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The organ a number belongs to by its short form (国办发 is 国务院办公厅, not 国务院), or None when unknown.

    ``also`` adds the institution's own short forms to `ISSUERS`, without their 发, 函 or 规.
    """
    if isinstance(number, OrderNumber):
        return number.issuer
    known = {**ISSUERS, **also}
    for kind in _KINDS:
        stem = number.prefix.removesuffix(kind)
        # A single character is too short to stand alone: 国发 is the State Council's, 国 is nobody's.
        if number.prefix.endswith(kind) and stem in known and len(number.prefix) > 1:
            return known[stem]
    return None


def _read(text: str) -> Citation:
    return _read_short(text) if len(text) <= _SHORT else _read_anew(text)


def _read_anew(text: str) -> Citation:
    stripped = text.strip()
    for pattern in (_NUMBERED, _ORDER):
        match = pattern.fullmatch(stripped)
        citation = _citation(match, running=False) if match else None
        if citation is not None:
            return citation
    raise NotADocumentNumber(f"“{text}”不是发文字号，应当形如“国办发〔2018〕10号”或“国务院令第711号”。")


#: The last numbers read are remembered: a batch of documents has each of its own read several times.
_read_short = lru_cache(maxsize=2048)(_read_anew)


def _citation(match: re.Match[str], *, running: bool) -> Citation | None:
    groups = match.groupdict()
    org, start = groups["org"], match.start()
    if running:
        short = _without_lead(org)
        start += len(org) - len(short)
        org = short
    number = int(groups["n"])
    if len(org) < 2 or len(org) > 20 or number == 0:
        return None
    found: set[Fault] = set()
    if any(groups.get(f"s{i}") for i in range(1, 7)):
        found.add(Fault.SPACES)
    if not (groups["n"] + groups.get("year", "")).isascii():
        found.add(Fault.WIDE_DIGITS)
    if groups["n"][0] in "0０":
        found.add(Fault.LEADING_ZERO)
    said = match.string[start : match.end()]
    if "year" not in groups:
        return Citation(said, start, OrderNumber(org, number), _in_order(found))
    opened, closed = groups["open"], groups["close"]
    if not opened and not closed:
        return None
    if not opened or not closed:
        found.add(Fault.MISSING_BRACKET)
    if opened not in "〔" or closed not in "〕":
        found.add(Fault.BRACKETS)
    if groups["nth"]:
        found.add(Fault.ORDINAL)
    return Citation(said, start, DocumentNumber(org, int(groups["year"]), number), _in_order(found))


def _without_lead(org: str) -> str:
    """The short form at the end of a run of Chinese characters."""
    known = [stem + kind for stem in ISSUERS for kind in _KINDS if len(stem + kind) > 1 and org.endswith(stem + kind)]
    return max(known, key=len) if known else _LEAD.sub("", org)


def _in_order(found: set[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for fault in Fault if fault in found)
