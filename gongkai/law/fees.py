"""信息处理费: what may be asked of an applicant whose applications go beyond a number or a volume (国办函〔2020〕109号).

It steers, it pays for nothing: progressive by the applications of one applicant in one calendar month (art. 4), or by the
pages of one application (art. 5), never by both (art. 3). Nothing may be charged under it for what was received before
2021-01-01. Whether a charge is taken up at all is the organ's to decide; here is only what it comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from .calendar import DueDate, WorkingCalendar

IN_FORCE = date(2021, 1, 1)

#: Pages up to the first number cost the second, each; the last tier has no end (art. 5).
_PAGE_TIERS: tuple[tuple[int | None, int], ...] = ((30, 0), (100, 10), (200, 20), (None, 40))
_FREE_ITEMS, _FIRST_TIER, _BLOCK, _STEP = 10, 30, 10, 100


class NoFee(ValueError):
    """A charge the text does not know. ``str()`` is a Chinese sentence."""


class Basis(Enum):
    """One application is charged by one of the two, never both (art. 3)."""

    ITEMS = "items"
    VOLUME = "volume"


@dataclass(frozen=True, slots=True)
class PaymentPeriod:
    """How long an applicant has to pay: 30 calendar days from the day after the notice arrived (art. 6).

    Some provinces print 20 working days: the number and the kind of day are the institution's to set.
    """

    days: int = 30
    working: bool = False


def item_price(nth: int) -> int:
    """Yuan for the ``nth`` application of one applicant in one calendar month (art. 4).

    Ten are free, the 11th to the 30th cost 100 each; from the 31st every ten cost 100 more each.
    """
    if nth < 1:
        raise ValueError("applications are counted from one")
    if nth <= _FREE_ITEMS:
        return 0
    if nth <= _FIRST_TIER:
        return _STEP
    return _STEP * (2 + (nth - _FIRST_TIER - 1) // _BLOCK)


def fee_by_items(items: int, *, before: int = 0) -> Decimal:
    """Yuan for ``items`` applications (or parts of one that was split) after ``before`` others of that month (art. 4)."""
    if items < 0 or before < 0:
        raise ValueError("applications cannot be fewer than none")
    return Decimal(sum(item_price(nth) for nth in range(before + 1, before + items + 1)))


def fee_by_pages(pages: int) -> Decimal:
    """Yuan for the pages given out on one application, a page being one side up to A4 (art. 5)."""
    if pages < 0:
        raise ValueError("pages cannot be fewer than none")
    total, first = 0, 0
    for last, price in _PAGE_TIERS:
        reached = pages if last is None else min(pages, last)
        total += max(0, reached - first) * price
        first = last or first
    return Decimal(total)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one application comes to: by what, how much of it was let off (减免), and what is left to be paid."""

    basis: Basis
    quantity: int
    before: int
    full: Decimal
    waived: Decimal

    @property
    def payable(self) -> Decimal:
        """What the notice asks for."""
        return self.full - self.waived


def assess(
    *,
    basis: Basis,
    received: date,
    quantity: int,
    before: int = 0,
    waived: Decimal = Decimal(0),
) -> Assessment:
    """What an application received on a day comes to (arts 3–5), with what is let off.

    ``quantity`` is applications (``before`` of the same applicant and month came earlier) or pages, as ``basis`` says. Raises
    `NoFee` before 2021-01-01, for what is free, and when more is let off than is owed.
    """
    if received < IN_FORCE:
        raise NoFee("2021年1月1日前收到的申请，不得依照国办函〔2020〕109号收取信息处理费。")
    if basis is Basis.VOLUME and before:
        raise NoFee("按量计收只计本件申请的页数，不与其他申请累计。")
    full = fee_by_items(quantity, before=before) if basis is Basis.ITEMS else fee_by_pages(quantity)
    if not full:
        raise NoFee("数量在免费范围以内，不收取信息处理费。")
    if not 0 <= waived <= full:
        raise NoFee("减免金额不能为负，也不能超过应收金额。")
    return Assessment(basis, quantity, before, full, waived)


def same_month(day: date) -> tuple[date, date]:
    """First and last day of the calendar month in which applications of one applicant add up (art. 4)."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)


def payment_due(*, delivered: date, calendar: WorkingCalendar, period: PaymentPeriod | None = None) -> DueDate:
    """The last day to pay: 30 calendar days counted from the day after the notice arrived, unless set otherwise (art. 6).

    Not paid by then without reason, the application counts as given up. After payment the limit for a reply is reckoned
    anew from the day after it (art. 7): see ``law.clocks``.
    """
    period = period or PaymentPeriod()
    if period.working:
        return calendar.add_working_days(delivered, period.days)
    return DueDate(delivered + timedelta(days=period.days))
