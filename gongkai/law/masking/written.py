"""What has a form but no proof: telephone numbers of offices, e-mail addresses, passports and travel permits.

Every pattern is bounded: from any one character it looks at no more than a fixed number of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Kind, Span

_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.*-])(?:\+86[ -]{0,2}|\(86\)[ -]{0,2})?(?:\(0(?:10|2[0-57-9]|[3-9][0-9]{2})\)|0(?:10|2[0-57-9]|[3-9][0-9]{2}))"
    r"[ -]{0,3}[2-8][0-9]{6,7}(?:[ -]{0,2}(?:转|ext\.?) ?[0-9]{1,6}|-[0-9]{1,5}(?![0-9-]))?(?![0-9*])"
)
_LOCAL = re.compile(
    r"(?:电 {0,4}话|传 {0,4}真|热线|座机|固话|致电|拨打)[^0-9\n]{0,4}[: (]{0,2}([2-8][0-9]{6,7}(?:-[0-9]{1,5})?)(?![0-9*.]|元|万)"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9._%+-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?<=[A-Za-z0-9])"
)
# Ordinary passports E, EA-EZ and G; diplomatic, service and public affairs D/DE, S/SE, P/PE; K of 香港, MA/MB of 澳门.
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:[EGK][0-9]{8}|(?:E[A-HJ-NP-Z]|[DSP]E|K[A-Z]|M[AB])[0-9]{7}|[DSP][0-9]{7,8}|1[45][0-9]{7})(?![0-9A-Za-z*])"
)
# 往来港澳 C and W, 往来台湾 L and T; 来往内地 H and M (eight digits and, printed, two more); 台胞证 eight digits.
_PERMIT = re.compile(r"(?<![0-9A-Za-z])(?:[CWLT][0-9A-Z][0-9]{7}|[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8})(?![0-9A-Za-z*])")

_PASSPORT_WORD = re.compile(r"护照|passport", re.IGNORECASE)
_PERMIT_WORD = re.compile(r"通行证|回乡证|台胞证|港澳证|签注")
_REACH = 24


def find_written(said: str) -> Iterator[Span]:
    """Telephone numbers and e-mail addresses, never certain; passports and permits named as such, certain."""
    for match in _LANDLINE.finditer(said):
        yield Span(Kind.LANDLINE, match.start(), match.end(), False)
    for match in _LOCAL.finditer(said):
        yield Span(Kind.LANDLINE, match.start(1), match.end(1), False)
    for match in _EMAIL.finditer(said):
        yield Span(Kind.EMAIL, match.start(), match.end(), False)
    for pattern, word, kind in (
        (_PASSPORT, _PASSPORT_WORD, Kind.PASSPORT),
        (_PERMIT, _PERMIT_WORD, Kind.TRAVEL_PERMIT),
    ):
        for match in pattern.finditer(said):
            if word.search(said, max(0, match.start() - _REACH), match.start()):
                yield Span(kind, match.start(), match.end(), True)
