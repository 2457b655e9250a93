"""What a finding is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Kind(StrEnum):
    """What sort of personal data was found; `LABELS` has the Chinese."""

    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    ADDRESS = "address"
    EMAIL = "email"


LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.RESIDENT_ID: "居民身份证号码",
        Kind.MOBILE: "手机号码",
        Kind.LANDLINE: "固定电话号码",
        Kind.BANK_CARD: "银行卡号（账号）",
        Kind.PASSPORT: "护照号码",
        Kind.TRAVEL_PERMIT: "出入境通行证件号码",
        Kind.ADDRESS: "住址",
        Kind.EMAIL: "电子邮箱",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data in a text: ``text`` is what stands there from ``start`` up to, not including, ``end``.

    ``certain``: what was written proves its kind by itself or by the word before it. What is not certain is shown to
    the person who decides and is never covered without asking.
    """

    kind: Kind
    start: int
    end: int
    text: str
    certain: bool


class Span(NamedTuple):
    """A finding before it is cut out of its text."""

    kind: Kind
    start: int
    end: int
    certain: bool
