"""How long the public may comment on a draft: calendar days, thirty by statute, the day it opens not counted.

重大行政决策程序暂行条例 (国务院令第713号) art. 15: the draft, its explanation, how and until when to comment are made public, generally
for no fewer than 30 日; a shorter term states its reason. 国有土地上房屋征收与补偿条例 (国务院令第590号) art. 10: no fewer than 30 日,
and no exception. 日 are calendar days there: days off are counted.
"""

from __future__ import annotations

from datetime import date, timedelta

STATUTORY_DAYS = 30


def term_days(*, opens: date, closes: date) -> int:
    """How many calendar days a term has: the day it opens is not counted, the last day is."""
    return (closes - opens).days


def last_day(*, opens: date, days: int = STATUTORY_DAYS) -> date:
    """The last day of a term of so many calendar days (令第713号 art. 15, 令第590号 art. 10)."""
    return opens + timedelta(days=days)


def least_days(*, usual: int, may_be_shorter: bool, reason: str) -> int:
    """The fewest days a term may have: ``usual`` is the house's own minimum, which a stated reason lifts where the law lets it.

    What may never be shorter has the thirty days of 令第590号 art. 10 whatever the house's minimum is; what may has one day at least.
    """
    if not may_be_shorter:
        return max(usual, STATUTORY_DAYS)
    return 1 if reason.strip() else usual
