"""Numbers of people: resident identity numbers, mobile numbers, bank cards.

A *run* is digits in groups with a space or a hyphen or two between them. Every number of at most nineteen digits that
begins and ends with a group is looked at once, so the work for each group has a bound that no text can raise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from stdnum import luhn
from stdnum.cn import uscc

from .findings import Kind, Span

# Eleven digits, with 86, 086 or 0086; an identity number of 15 or 18; a card of 16 to 19.
_LENGTHS = (11, 13, 14, 15, 16, 17, 18, 19)

# Possessive, so that a long run is walked once and never given back.
_RUN = re.compile(r"[0-9]++(?:[ -]{1,3}+[0-9]++)*+[Xx]?")
_GROUP = re.compile(r"[0-9]++")

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"""The first two digits of GB/T 2260, with 81-83 as residence permits of 港澳台 residents carry them since 2018."""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (5, 6)}
_COUNTRY = ("86", "086", "0086")
_CARD_GROUPS = {(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 10), (6, 13), (4, 12), (4, 15)}

_ID_WORD = re.compile(r"身份|证件|公民|居民证|户口")
_CODE_WORD = re.compile(r"信用代码|社会信用|机构代码|识别号|税号|代码")
_CARD_WORD = re.compile(r"卡号|银行卡|储蓄卡|借记卡|信用卡|一卡通|存折")
_ACCOUNT_WORD = re.compile(r"[账帐]\s{0,4}[号户]|开户")
_OTHER_WORD = re.compile(
    r"(?:编号|编码|代码|文号|(?<!身份)证号|备案号?|注册号|登记号|许可证|证书|单号|案号|受理号|考号|识别号|标识码|条码|批号|合同)[^0-9]{0,6}$"
)
_UNITS = frozenset("元万亿千百佰仟圆%‰吨米㎡株")
_REACH = 24


class _Number(NamedTuple):
    """Some groups of a run read as one number: its digits with a final X, where it stands, the lengths of its groups."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]
    joined_left: str
    joined_right: str


def resident_check_digit(seventeen: str) -> str:
    """The last character of an identity number by its first seventeen digits (GB 11643-1999, ISO 7064 mod 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def find_numbers(said: str) -> Iterator[Span]:
    """The numbers of people in a text already made `narrow`; they may overlap."""
    for run in _RUN.finditer(said):
        if run.end() - run.start() >= _LENGTHS[0]:
            for number in _numbers(said, run.start(), run.end()):
                span = _read(said, number)
                if span:
                    yield span


def _numbers(said: str, start: int, end: int) -> Iterator[_Number]:
    """Every stretch of groups of a run that is as long, and grouped, as some kind of number."""
    groups = [group.span() for group in _GROUP.finditer(said, start, end)]
    sizes = [last - first for first, last in groups]
    joined = "".join(said[first:last] for first, last in groups)
    # Where a group ends in the joined digits, and which it is.
    ending = {at: place for place, at in enumerate(accumulate(sizes))}
    at, last_group = 0, len(groups) - 1
    ten = said[end - 1] in "Xx"
    for i, size in enumerate(sizes):
        for length in _LENGTHS:
            j = ending.get(at + length)
            if j is None:
                continue
            ends_in_ten = ten and j == last_group and length == 17
            digits = joined[at : at + length]
            if i == j or length == 18 or ends_in_ten or _is_grouped(digits, tuple(sizes[i : j + 1])):
                yield _Number(
                    digits + "X" * ends_in_ten,
                    groups[i][0],
                    groups[j][1] + ends_in_ten,
                    tuple(sizes[i : j + 1]),
                    said[groups[i][0] - 1] if i else "",
                    said[groups[j][1]] if j < last_group else "",
                )
        at += size


def _is_grouped(digits: str, groups: tuple[int, ...]) -> bool:
    """Whether people write a mobile number or a card in these groups: what most of a table of figures is not."""
    return groups in _MOBILE_GROUPS or groups in _CARD_GROUPS or digits.startswith(_COUNTRY)


def _read(said: str, number: _Number) -> Span | None:
    before, after = said[max(0, number.start - 2) : number.start], said[number.end : number.end + 2]
    covered_already = before[-1:] == "*" or after[:1] == "*"
    decimal = (before[-1:] == "." and before[:1].isdigit()) or (after[:1] == "." and after[1:].isdigit())
    if covered_already or decimal or _is_letter(after[:1]):
        return None
    return _resident_id(said, number) or _card(said, number) or _mobile(said, number)


def _context(said: str, number: _Number) -> str:
    return said[max(0, number.start - _REACH) : number.start]


def _resident_id(said: str, number: _Number) -> Span | None:
    digits = number.digits
    if len(digits) == 18 and _has_born_and_place(digits, digits[6:14]):
        proven = resident_check_digit(digits[:17]) == digits[17]
        context = _context(said, number)
        if _CODE_WORD.search(context) and uscc.is_valid(digits):
            return None
        if proven or len(number.groups) == 1 or _ID_WORD.search(context):
            return Span(Kind.RESIDENT_ID, number.start, number.end, proven)
    if len(digits) == 15 and len(number.groups) == 1 and _has_born_and_place(digits, f"19{digits[6:12]}"):
        return Span(Kind.RESIDENT_ID, number.start, number.end, bool(_ID_WORD.search(_context(said, number))))
    return None


def _has_born_and_place(digits: str, born: str) -> bool:
    """Whether the number begins with a province and holds a day of 1900 to 2099 on which somebody may be born.

    A foreigner's permanent residence card since 2023 is a 9 before the province.
    """
    place = digits[1:3] if digits[0] == "9" else digits[:2]
    if place not in PROVINCES or born[:2] not in ("19", "20"):
        return False
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return True


def _card(said: str, number: _Number) -> Span | None:
    digits = number.digits
    if not 16 <= len(digits) <= 19 or digits[-1] == "X":
        return None
    if "-" in (number.joined_left, number.joined_right) or _glued(said, number):
        return None
    if len(number.groups) > 1 and (number.groups not in _CARD_GROUPS or number.joined_left or number.joined_right):
        return None
    context = _context(said, number)
    if _CODE_WORD.search(context):
        return None
    issued, sums = _has_known_issuer(digits), luhn.is_valid(digits)
    if _CARD_WORD.search(context) or (issued and _ACCOUNT_WORD.search(context)):
        return Span(Kind.BANK_CARD, number.start, number.end, sums)
    if _ACCOUNT_WORD.search(context):
        return Span(Kind.BANK_CARD, number.start, number.end, False)
    if issued and sums and not uscc.is_valid(digits):
        # 620 and 4-5 are also how the numbers of licences begin in 甘肃, 广东 and 四川: alone they prove nothing.
        alone = digits[:2] == "62" and digits[2] != "0" and len(digits) in (16, 19)
        return Span(Kind.BANK_CARD, number.start, number.end, alone and not _OTHER_WORD.search(context))
    return None


def _has_known_issuer(digits: str) -> bool:
    """UnionPay 62 with 16 to 19 digits; Visa 4 and Mastercard 51-55 with 16 (ISO/IEC 7812)."""
    if digits.startswith("62"):
        return True
    return len(digits) == 16 and (digits[0] == "4" or "51" <= digits[:2] <= "55")


def _mobile(said: str, number: _Number) -> Span | None:
    digits, groups, start = number.digits, number.groups, number.start
    if len(digits) > 11:
        code, digits = digits[:-11], digits[-11:]
        plus = said[start - 1 : start] == "+"
        if code not in _COUNTRY or (code == "86" and groups[0] != 2 and not plus):
            return None
        start -= plus
        groups = (groups[0] - len(code), *groups[1:]) if groups[0] > len(code) else groups[1:]
    if digits[0] != "1" or digits[1] < "3" or groups not in _MOBILE_GROUPS:
        return None
    if said[number.end : number.end + 2].lstrip()[:1] in _UNITS and number.end < len(said):
        return None
    hyphens = "-" in (number.joined_left, number.joined_right)
    apart = len(groups) == 1 or not (number.joined_left or number.joined_right)
    labelled = _OTHER_WORD.search(_context(said, number))
    return Span(Kind.MOBILE, start, number.end, apart and not (hyphens or labelled or _glued(said, number)))


def _glued(said: str, number: _Number) -> bool:
    """Whether it stands against a letter or a sign of an address: part of a name or of a link, not a number."""
    before, after = said[max(0, number.start - 2) : number.start], said[number.end : number.end + 2]
    if _is_letter(before[-1:]) or before[-1:] in ("_", "=", "&", "%", "#", "$", "¥"):
        return True
    return (before[-1:] == "/" and _is_letter(before[:1])) or (after[:1] in ("/", "_", ".") and _is_letter(after[1:]))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()
