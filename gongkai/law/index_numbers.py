"""索引号: how a piece of government information is numbered, and what is wrong with a number.

条例 (2019) art. 28 asks for a catalogue by number and no text fixes one pattern, so every issuer has its own. Four are in use,
and a fifth for an issuer that has no code yet. Where a number begins with a code that proves itself (GB 32100 or
GB 11714) the proof is checked; whose code it is matters as much: notices are published under somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from stdnum.cn import uscc


class NotAnIndexNumber(ValueError):
    """What was written cannot be read as an index number. ``str()`` is a Chinese sentence."""


class Kind(StrEnum):
    """The patterns in use."""

    UNIFIED = "unified"
    """统一社会信用代码 (18 characters) ``/`` year ``-`` serial: 11441700007280420Y/2021-00050."""
    ORGANISATION = "organisation"
    """组织机构代码 (9) ``/`` year ``-`` serial: 000014349/2017-00110."""
    FILING = "filing"
    """``SY``, organisation code (9), source (1), year, serial: 21 characters without a sign."""
    AREA_CLASS = "area_class"
    """Letters and area ``-`` class ``-`` year ``-`` serial: XM02100-0101-2019-00001."""
    LOCAL = "local"
    """Any prefix of 4 to 24 capitals and digits ``/`` year ``-`` serial; nothing in it is checked: 440404101/2018-00001."""


class YearOf(StrEnum):
    """Which day gives the year of a number: both are in use."""

    FORMED = "formed"
    PUBLISHED = "published"


EARLIEST = 1949
LATEST = 2099

FILING_MARK = "SY"
SOURCES: Mapping[str, str] = MappingProxyType({"0": "政务外网", "1": "涉密内网"})

OWNERS: Mapping[str, str] = MappingProxyType({"000014349": "国务院办公厅"})
"""Organisation codes seen on other organs' notices, with the organ they belong to."""

_PREFIXES: Mapping[Kind, re.Pattern[str]] = MappingProxyType(
    {
        Kind.UNIFIED: re.compile(r"[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}"),
        Kind.ORGANISATION: re.compile(r"[0-9A-Z]{8}[0-9X]"),
        Kind.FILING: re.compile(r"[0-9A-Z]{8}[0-9X]"),
        Kind.AREA_CLASS: re.compile(r"[A-Z]{1,6}[0-9]{2,12}"),
        Kind.LOCAL: re.compile(r"[A-Z0-9]{4,24}"),
    }
)
_SLASHED = re.compile(r"([0-9A-Z]{4,24})/([0-9]{4})-([0-9]{1,8})")
_DASHED = re.compile(r"([A-Z]{1,6}[0-9]{2,12})-([0-9]{2,6})-([0-9]{4})-([0-9]{1,8})")
_FILED = re.compile(r"SY([0-9A-Z]{9})([0-9])([0-9]{4})([0-9]{5})")
_FULL_WIDTH = MappingProxyType({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
_DASHES = MappingProxyType(dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """An index number taken apart. ``str()`` writes it in the form of its kind, codes in capitals.

    ``width``: how many digits the serial is written with. ``class_code`` is the class of `Kind.AREA_CLASS` and
    ``source`` the digit of `Kind.FILING`, else empty.
    """

    kind: Kind
    prefix: str
    year: int
    serial: int
    width: int = 5
    class_code: str = ""
    source: str = ""

    def __str__(self) -> str:
        serial = f"{self.serial:0{self.width}}"
        if self.kind is Kind.FILING:
            return f"{FILING_MARK}{self.prefix}{self.source}{self.year:04}{serial}"
        if self.kind is Kind.AREA_CLASS:
            return f"{self.prefix}-{self.class_code}-{self.year:04}-{serial}"
        return f"{self.prefix}/{self.year:04}-{serial}"

    @property
    def organisation(self) -> str:
        """The organisation code the number names, or nothing: characters 9 to 17 of a unified code are one."""
        if self.kind is Kind.UNIFIED:
            return self.prefix[8:17]
        return self.prefix if self.kind in (Kind.ORGANISATION, Kind.FILING) else ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one issuer numbers: configuration. Raises ValueError, in Chinese, for a prefix its kind cannot have.

    ``prefix`` is the issuer's code, ``year_of`` which day gives the year, ``width`` the digits of the serial. ``class_code``
    belongs to `Kind.AREA_CLASS`, ``source`` to `Kind.FILING`.
    """

    kind: Kind
    prefix: str
    year_of: YearOf = YearOf.FORMED
    width: int = 5
    class_code: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefix", _plain(self.prefix))
        if not _PREFIXES[self.kind].fullmatch(self.prefix):
            raise ValueError(f"“{self.prefix}”不能作为这种索引号的前缀。")
        if wrong := _wrong_prefix(self.kind, self.prefix):
            raise ValueError(wrong)
        if not 1 <= self.width <= 8 or (self.kind is Kind.FILING and self.width != 5):
            raise ValueError("索引号的顺序号应当为1至8位，备案编号的顺序号为5位。")
        if (self.kind is Kind.AREA_CLASS) != bool(re.fullmatch("[0-9]{2,6}", self.class_code)):
            raise ValueError("按地区和类别编号的，应当写明2至6位数字的类别；其他索引号没有类别。")
        if self.source not in (SOURCES if self.kind is Kind.FILING else ("",)):
            raise ValueError("备案编号应当写明来源（0政务外网，1涉密内网）；其他索引号没有来源。")

    def year(self, *, formed: date, published: date) -> int:
        """The year of a number, by what the issuer goes by."""
        return (formed if self.year_of is YearOf.FORMED else published).year

    def compose(self, year: int, serial: int) -> IndexNumber:
        """The issuer's number for a year and a serial. Raises ValueError, in Chinese, when either cannot stand in one."""
        number = IndexNumber(self.kind, self.prefix, year, serial, self.width, self.class_code, self.source)
        if wrong := [*_wrong_year(number), *_wrong_serial(number)]:
            raise ValueError(wrong[0])
        if serial >= 10**self.width:
            raise ValueError(f"顺序号{serial}超过了{self.width}位。")
        return number


def organisation_check_digit(eight: str) -> str:
    """The ninth character of an organisation code by its first eight (GB 11714-1997, mod 11)."""
    total = sum(int(character, 36) * weight for character, weight in zip(eight, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def unified_check_digit(seventeen: str) -> str:
    """The eighteenth character of a unified social credit code by its first seventeen (GB 32100-2015, mod 31)."""
    return str(uscc.calc_check_digit(seventeen))


def parse(text: str, kind: Kind | None = None) -> IndexNumber:
    """The number that ``text`` is, in any of the patterns; full-width, small letters and spaces are read too.

    Before a slash, eighteen characters are read as a unified code and nine as an organisation code, right or wrong;
    everything else as a local prefix. ``kind`` is what the issuer's numbers are: with `Kind.LOCAL` nine digits are a
    prefix that proves nothing. What is readable but wrong is read: `faults` tells. Raises `NotAnIndexNumber`.
    """
    plain = _plain(text)
    if match := _FILED.fullmatch(plain):
        code, source, year, serial = match.groups()
        return IndexNumber(Kind.FILING, code, int(year), int(serial), len(serial), source=source)
    if match := _DASHED.fullmatch(plain):
        prefix, class_code, year, serial = match.groups()
        return IndexNumber(Kind.AREA_CLASS, prefix, int(year), int(serial), len(serial), class_code)
    if match := _SLASHED.fullmatch(plain):
        prefix, year, serial = match.groups()
        return IndexNumber(_kind_of(prefix, kind), prefix, int(year), int(serial), len(serial))
    raise NotAnIndexNumber(f"“{text.strip()}”不是索引号，应当形如“000014349/2017-00110”。")


def faults(
    text: str,
    *,
    issuer_prefix: str = "",
    kind: Kind | None = None,
    owners: Mapping[str, str] = OWNERS,
    latest: int = LATEST,
) -> tuple[str, ...]:
    """What is wrong with a number, as Chinese sentences; none when nothing is.

    ``issuer_prefix`` is the issuer's own prefix, any of its codes will do: a unified code and the organisation code
    inside it are the same issuer. ``kind`` is what the issuer's numbers are meant to be. ``owners`` are codes whose organ
    is known, ``latest`` the last year a number may bear. Raises nothing: what is no number is a fault.
    """
    try:
        number = parse(text, kind)
    except NotAnIndexNumber as error:
        return (str(error),)
    found = [wrong] if (wrong := _wrong_prefix(number.kind, number.prefix)) else []
    if kind and number.kind is not kind:
        found.append("索引号的形式与本单位的编制规则不同。")
    found += _wrong_issuer(number, _plain(issuer_prefix), owners)
    found += [*_wrong_year(number, latest), *_wrong_serial(number)]
    return tuple(found)


def _kind_of(prefix: str, meant: Kind | None) -> Kind:
    """What stands before a slash: what is meant if it can be, else what its length says."""
    for kind in (meant, Kind.UNIFIED, Kind.ORGANISATION):
        if kind in (Kind.UNIFIED, Kind.ORGANISATION, Kind.LOCAL) and _PREFIXES[kind].fullmatch(prefix):
            return kind
    return Kind.LOCAL


def _wrong_prefix(kind: Kind, prefix: str) -> str:
    """The sentence for a code that does not prove itself, or nothing."""
    if kind is Kind.UNIFIED:
        due = unified_check_digit(prefix[:17])
        return f"统一社会信用代码{prefix}的校验码不对，应当为{due}。" if prefix[17] != due else ""
    if kind in (Kind.ORGANISATION, Kind.FILING):
        due = organisation_check_digit(prefix[:8])
        return f"组织机构代码{prefix}的校验码不对，应当为{due}。" if prefix[8] != due else ""
    return ""


def _wrong_issuer(number: IndexNumber, own: str, owners: Mapping[str, str]) -> list[str]:
    if not own or number.prefix == own:
        return []
    codes = {own, own[8:17]} if len(own) == 18 else {own}
    if number.organisation and number.organisation in codes:
        return []
    owner = owners.get(number.organisation) or owners.get(number.prefix)
    whose = f"是{owner}的" if owner else "是其他单位的"
    return [f"索引号的前缀{number.prefix}{whose}，本单位的前缀为{own}。"]


def _wrong_year(number: IndexNumber, latest: int = LATEST) -> list[str]:
    return [] if EARLIEST <= number.year <= latest else [f"索引号的年份{number.year}应当在{EARLIEST}至{latest}之间。"]


def _wrong_serial(number: IndexNumber) -> list[str]:
    return [] if number.serial > 0 else ["索引号的顺序号应当从1开始。"]


def _plain(text: str) -> str:
    return "".join(text.translate({**_FULL_WIDTH, **_DASHES}).split()).upper()
