"""How a finding is covered: with asterisks, character for character, keeping what custom keeps.

No text of law says how many digits stay. What is kept by default is what lists of names published by local governments
mostly keep, KNOWN? in the words of our rule book: every function takes an institution's own custom.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .findings import Finding, Kind
from .narrow import narrow

COVER = "*"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many letters and digits stay readable at the beginning and at the end; spaces and hyphens always stay."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first < 0 or self.last < 0:
            raise ValueError("保留的位数不能为负数。")


DEFAULT_CUSTOM: Mapping[Kind, Keep] = MappingProxyType(
    {
        Kind.RESIDENT_ID: Keep(6, 4),
        Kind.MOBILE: Keep(3, 4),
        Kind.LANDLINE: Keep(4, 2),
        Kind.BANK_CARD: Keep(4, 4),
        Kind.PASSPORT: Keep(2, 2),
        Kind.TRAVEL_PERMIT: Keep(2, 2),
    }
)
"""A kind that is not named keeps nothing, besides the town of an address and the provider of an e-mail address."""

_NOTHING = Keep(0, 0)
_TOWN = re.compile(r"省|自治区|市|区|县|旗|镇|乡|街道")
_SIGNS = frozenset(" -()+")


def mask(text: str, finding: Finding, custom: Mapping[Kind, Keep] = DEFAULT_CUSTOM) -> str:
    """``text`` with the finding covered; as long as before, so the positions of other findings still hold.

    440404199001011234 becomes 440404********1234; an address keeps its town, an e-mail address its provider. What is
    too short to keep both ends and still hide as much is covered wholly. Raises ValueError when the finding does
    not stand in the text.
    """
    return mask_all(text, (finding,), custom)


def mask_all(text: str, findings: Iterable[Finding], custom: Mapping[Kind, Keep] = DEFAULT_CUSTOM) -> str:
    """``text`` with every finding covered, as `mask` does, in one pass."""
    pieces, done = [], 0
    for finding in sorted(findings, key=lambda one: one.start):
        if text[finding.start : finding.end] != finding.text or finding.start < done:
            raise ValueError(f"“{finding.text}”不在文中所指的位置。")
        pieces += [text[done : finding.start], _covered(finding, custom.get(finding.kind, _NOTHING))]
        done = finding.end
    return "".join((*pieces, text[done:]))


def _covered(finding: Finding, keep: Keep) -> str:
    said = finding.text
    if finding.kind is Kind.ADDRESS:
        return _from(said, max((town.end() for town in _TOWN.finditer(_before_digits(said))), default=0))
    if finding.kind is Kind.EMAIL:
        provider = narrow(said).index("@")
        return COVER * provider + said[provider:]
    places = [place for place, character in enumerate(narrow(said)) if character not in _SIGNS]
    if keep.first + keep.last > len(places) * 2 // 3:
        keep = _NOTHING
    hidden = set(places[keep.first : len(places) - keep.last])
    return "".join(COVER if place in hidden else character for place, character in enumerate(said))


def _before_digits(address: str) -> str:
    return re.split("[0-9]", narrow(address), maxsplit=1)[0]


def _from(said: str, start: int) -> str:
    return said[:start] + COVER * (len(said) - start)
