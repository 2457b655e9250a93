"""Identities between the numbers of a report (勾稽关系), as data.

An identity names figures by key and says which relation must hold between them. A figure that is blank is unknown, never
zero: an identity with an unknown side is reported as unanswerable, unless the known numbers already break it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Number = int | Decimal
Values = Mapping[str, Number | None]


class Severity(StrEnum):
    """How sure a finding is: cannot both be true, may have an unstated explanation, or form only."""

    HARD = "hard"
    SOFT = "soft"
    FORM = "form"


class Relation(StrEnum):
    """What must hold between the left and the right figures of an identity; no figure is negative."""

    EQUAL = "equal"  # sum(left) = sum(right): two flows, or the same thing counted in two places
    PARTITION = "partition"  # left = sum(right): every record is in exactly one part
    PARTIAL = "partial"  # sum(right) <= left: the parts are apart, but not all of them are named
    OVERLAP = "overlap"  # max(right) <= left <= sum(right): a record may be in several parts and is counted once in all
    AT_MOST = "at_most"  # sum(left) <= sum(right)
    TOGETHER = "together"  # both sides are zero, or neither is


@dataclass(frozen=True)
class Identity:
    """One relation: `left` and `right` are figure keys, `why` the Chinese sentence shown when it fails."""

    id: str
    severity: Severity
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Relation
    why: str

    @property
    def keys(self) -> tuple[str, ...]:
        return self.left + self.right


@dataclass(frozen=True)
class Violation:
    """A broken identity with the numbers that break it (sums of the known figures on either side)."""

    identity: Identity
    left: Number
    right: Number
    values: Mapping[str, Number | None]

    @property
    def difference(self) -> Number:
        return self.right - self.left


@dataclass(frozen=True)
class Evaluation:
    """What became of each identity: broken, holding, or unanswerable because figures in `missing` are blank."""

    violations: tuple[Violation, ...]
    passed: tuple[Identity, ...]
    unanswerable: tuple[tuple[Identity, tuple[str, ...]], ...]


def identity(
    id: str,
    *,
    left: Iterable[str],
    right: Iterable[str],
    why: str,
    relation: str = Relation.EQUAL,
    severity: str = Severity.HARD,
) -> Identity:
    """Build an identity from plain words, as read from a data file. Raises ValueError for an unknown word or an empty side."""
    sides = tuple(left), tuple(right)
    if not all(sides):
        raise ValueError(f"identity {id!r} has an empty side")
    kind = Relation(relation)
    if kind in (Relation.PARTITION, Relation.PARTIAL, Relation.OVERLAP) and len(sides[0]) != 1:
        raise ValueError(f"identity {id!r}: a whole is one figure")
    return Identity(id, Severity(severity), sides[0], sides[1], kind, why)


def evaluate(identities: Iterable[Identity], values: Values) -> Evaluation:
    """Test each identity on `values` (key → number, None when blank). Keys that are absent count as blank.

    The numbers are counts or amounts and must not be negative (ValueError).
    """
    if any(value is not None and value < 0 for value in values.values()):
        raise ValueError("a figure of a report is never negative")
    violations, passed, unanswerable = [], [], []
    for item in identities:
        used = {key: values.get(key) for key in item.keys}
        left, right = ([used[key] for key in side] for side in (item.left, item.right))
        answer = _holds(item.relation, left, right)
        if answer is None:
            unanswerable.append((item, tuple(key for key, value in used.items() if value is None)))
        elif answer:
            passed.append(item)
        else:
            violations.append(Violation(item, _known(left), _known(right), used))
    return Evaluation(tuple(violations), tuple(passed), tuple(unanswerable))


def _known(numbers: Iterable[Number | None]) -> Number:
    return sum((number for number in numbers if number is not None), start=0)


def _holds(relation: Relation, left: list[Number | None], right: list[Number | None]) -> bool | None:
    """True, False, or None when a blank figure leaves it open."""
    low_left, low_right = _known(left), _known(right)  # blanks can only add
    full_left, full_right = None not in left, None not in right
    if relation in (Relation.EQUAL, Relation.PARTITION):
        return _equal(low_left, full_left, low_right, full_right)
    if relation in (Relation.PARTIAL, Relation.AT_MOST):
        if relation is Relation.PARTIAL:  # sum(right) <= left
            low_left, full_left, low_right, full_right = low_right, full_right, low_left, full_left
        return _at_most(low_left, full_left, low_right, full_right)
    if relation is Relation.OVERLAP:
        largest = max((number for number in right if number is not None), default=0)
        upper = _at_most(low_left, full_left, low_right, full_right)
        lower = _at_most(largest, full_right, low_left, full_left)
        return False if False in (upper, lower) else None if None in (upper, lower) else True
    if not (full_left and full_right):
        return None
    return (low_left == 0) == (low_right == 0)


def _equal(a: Number, a_full: bool, b: Number, b_full: bool) -> bool | None:
    if a_full and b_full:
        return a == b
    if (a_full and b > a) or (b_full and a > b):
        return False
    return None


def _at_most(a: Number, a_full: bool, b: Number, b_full: bool) -> bool | None:
    if b_full and a > b:
        return False
    return a <= b if a_full and b_full else None
