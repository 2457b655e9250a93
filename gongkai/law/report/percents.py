"""Can a printed percentage be true?

A percentage is printed with a number of decimals; it stands for every ratio that rounds to it, half up (四舍五入,
GB/T 8170). All arithmetic is exact: integers and fractions, no floating point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

PERCENT = re.compile(r"(\d+)(?:\.(\d+))?\s*[%％]")


class Fit(StrEnum):
    """How a printed percentage relates to a numerator and a denominator."""

    OK = "ok"
    TRUNCATED = "truncated"  # the digits after the last printed one were cut off instead of rounded
    WRONG = "wrong"


@dataclass(frozen=True)
class Percent:
    """A printed percentage: `digits` without the point and the number of `decimals`, so 99.9% and 99.90% differ."""

    digits: int
    decimals: int

    @property
    def ratio(self) -> Fraction:
        return Fraction(self.digits, 100 * self.scale)

    @property
    def scale(self) -> int:
        return int(10**self.decimals)

    def __str__(self) -> str:
        whole, rest = divmod(self.digits, self.scale)
        return f"{whole}.{rest:0{self.decimals}d}%" if self.decimals else f"{whole}%"


def parse_percent(text: str) -> Percent:
    """Read "12.50%", decimals kept. Raises ValueError for anything else."""
    match = PERCENT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"not a percentage: {text!r}")
    whole, rest = match[1], match[2] or ""
    return Percent(int(whole + rest), len(rest))


def rounded(numerator: int, denominator: int, decimals: int) -> Percent:
    """The percentage that should be printed for a ratio, rounded half up. Raises ValueError when the denominator is not positive."""
    _positive(denominator)
    return Percent((2 * numerator * 100 * 10**decimals + denominator) // (2 * denominator), decimals)


def truncated(numerator: int, denominator: int, decimals: int) -> Percent:
    """The percentage with the rest cut off, the common mistake."""
    _positive(denominator)
    return Percent(numerator * 100 * 10**decimals // denominator, decimals)


def fit(percent: Percent, numerator: int, denominator: int) -> Fit:
    """Whether `percent` is the rounded ratio, the truncated one, or neither."""
    if rounded(numerator, denominator, percent.decimals) == percent:
        return Fit.OK
    return Fit.TRUNCATED if truncated(numerator, denominator, percent.decimals) == percent else Fit.WRONG


def possible_numerators(percent: Percent, denominator: int) -> range:
    """Every integer k with round-half-up(k / denominator) = percent; empty when the percentage is impossible."""
    _positive(denominator)
    low, high = (Fraction(2 * percent.digits + side, 2 * percent.scale * 100) * denominator for side in (-1, 1))
    return range(max(0, _ceiling(low)), _ceiling(high))


def truncated_numerators(percent: Percent, denominator: int) -> range:
    """Every integer k whose ratio gives `percent` when cut off instead of rounded."""
    _positive(denominator)
    low, high = (Fraction(percent.digits + step, percent.scale * 100) * denominator for step in (0, 1))
    return range(_ceiling(low), _ceiling(high))


def nearest(percent: Percent, denominator: int) -> tuple[tuple[int, Percent], ...]:
    """The whole numerators just below and just above the printed ratio, each with what it would print as."""
    _positive(denominator)
    below = int(percent.ratio * denominator)
    return tuple((k, rounded(k, denominator, percent.decimals)) for k in (below, below + 1) if k <= denominator)


def fitting_denominators(percent: Percent, candidates: Iterable[int]) -> tuple[int, ...]:
    """Those candidates over which some whole numerator, not larger than the denominator, rounds to `percent`."""
    return tuple(n for n in candidates if n > 0 and any(k <= n for k in possible_numerators(percent, n)))


def previous_totals(growth: Percent, current: int) -> range:
    """The totals of last year for which "增长 growth" of `current` is correctly rounded; empty when there is none.

    growth = (current - previous) / previous, so a growth of 20% to 420 means 349 to 351.
    """
    low, high = (1 + Fraction(2 * growth.digits + side, 2 * growth.scale * 100) for side in (-1, 1))
    return range(_floor(current / high) + 1, _floor(current / low) + 1)


def previous_totals_of_decline(decline: Percent, current: int) -> range:
    """The totals of last year for which "下降 decline" to `current` is correctly rounded; empty when there is none.

    Raises ValueError when the decline may be one by everything, which leaves last year open.
    """
    low, high = (1 - Fraction(2 * decline.digits + side, 2 * decline.scale * 100) for side in (-1, 1))
    if high <= 0:
        raise ValueError("a fall by everything says nothing about last year")
    return range(_ceiling(current / low), _ceiling(current / high))


def growth_fit(growth: Percent, current: int, previous: int) -> Fit:
    """Whether "增长 growth" is right for a rise from `previous` to `current`."""
    return fit(growth, current - previous, previous) if current >= previous else Fit.WRONG


def decline_fit(decline: Percent, current: int, previous: int) -> Fit:
    """Whether "下降 decline" is right for a fall from `previous` to `current`."""
    return fit(decline, previous - current, previous) if current <= previous else Fit.WRONG


def _positive(denominator: int) -> None:
    if denominator <= 0:
        raise ValueError("the denominator must be positive")


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _ceiling(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
