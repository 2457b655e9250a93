"""133 cases of the statute with real dates. Each line: the day of receipt, what happened and when, and the last day for a reply.

The dates were counted by hand-made rules over the official days (``shared`` runs them again, day by day, by other code than ours).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from gongkai.base.calendars.data import carried_calendar
from gongkai.law.clocks import Course, Standstill, explain, limit_of, opinion_due, standstill
from gongkai.law.deadlines import regulation_on

CALENDAR = carried_calendar()

#: Before 2019-05-15 fifteen working days, then twenty. ``asked`` with ``delivered``: a third party that has fifteen working days.
CASES = """
2008-05-01 -> 2008-05-22
2008-09-22 -> 2008-10-16
2009-01-16 -> 2009-02-11
2009-09-21 -> 2009-10-16
2010-02-05 -> 2010-03-03
2010-09-15 -> 2010-10-12
2011-01-20 -> 2011-02-15
2011-09-19 -> 2011-10-13
2012-01-12 -> 2012-02-07
2012-09-20 -> 2012-10-17
2013-02-01 -> 2013-02-27
2013-09-12 -> 2013-10-10
2014-01-22 -> 2014-02-17
2014-09-25 -> 2014-10-21
2015-02-10 -> 2015-03-06
2015-09-02 -> 2015-09-24
2015-09-24 -> 2015-10-21
2016-01-29 -> 2016-02-24
2016-09-12 -> 2016-10-09
2016-12-20 -> 2017-01-11
2017-01-18 -> 2017-02-13
2017-09-25 -> 2017-10-20
2018-02-09 -> 2018-03-07
2018-03-30 -> 2018-04-23
2018-04-20 -> 2018-05-14
2018-06-01 -> 2018-06-25
2018-09-21 -> 2018-10-18
2018-12-11 -> 2019-01-02
2018-12-12 -> 2019-01-03
2018-12-14 -> 2019-01-07
2019-01-25 -> 2019-02-20
2019-04-12 -> 2019-05-06
2019-04-26 -> 2019-05-20
2019-05-14 -> 2019-06-04
2019-05-15 -> 2019-06-13
2019-05-31 -> 2019-07-01
2019-09-06 -> 2019-10-11
2019-09-27 -> 2019-10-30
2019-12-18 -> 2020-01-16
2020-01-06 -> 2020-02-10
2020-01-20 -> 2020-02-25
2020-03-20 -> 2020-04-20
2020-04-24 -> 2020-05-25
2020-06-12 -> 2020-07-13
2020-09-18 -> 2020-10-22
2020-12-11 -> 2021-01-11
2021-01-25 -> 2021-02-25
2021-02-05 -> 2021-03-10
2021-04-02 -> 2021-04-30
2021-04-23 -> 2021-05-24
2021-09-10 -> 2021-10-14
2021-09-22 -> 2021-10-25
2021-12-17 -> 2022-01-17
2022-01-04 -> 2022-01-30
2022-01-21 -> 2022-02-23
2022-04-15 -> 2022-05-16
2022-06-01 -> 2022-06-30
2022-09-09 -> 2022-10-13
2022-12-20 -> 2023-01-18
2023-01-09 -> 2023-02-09
2023-01-20 -> 2023-02-22
2023-04-21 -> 2023-05-22
2023-06-16 -> 2023-07-17
2023-09-25 -> 2023-10-27
2023-12-22 -> 2024-01-22
2024-01-29 -> 2024-02-29
2024-02-08 -> 2024-03-13
2024-04-03 -> 2024-05-06
2024-04-26 -> 2024-05-27
2024-09-13 -> 2024-10-17
2024-09-27 -> 2024-10-30
2024-12-16 -> 2025-01-14
2025-01-14 -> 2025-02-17
2025-01-24 -> 2025-02-27
2025-04-18 -> 2025-05-20
2025-05-29 -> 2025-06-27
2025-09-26 -> 2025-10-30
2025-12-10 -> 2026-01-08
2026-01-30 -> 2026-03-05
2026-04-28 -> 2026-05-28
2026-09-18 -> 2026-10-22
2018-12-11 extended 2018-12-28 -> 2019-01-23
2018-01-25 extended 2018-02-09 -> 2018-03-13
2017-09-11 extended 2017-09-29 -> 2017-10-27
2019-05-14 extended 2019-06-04 -> 2019-06-26
2019-05-15 extended 2019-06-13 -> 2019-07-11
2020-01-06 extended 2020-02-05 -> 2020-03-09
2021-01-25 extended 2021-02-20 -> 2021-03-25
2021-09-10 extended 2021-10-09 -> 2021-11-11
2022-12-20 extended 2023-01-13 -> 2023-02-20
2023-09-01 extended 2023-09-28 -> 2023-11-02
2024-01-15 extended 2024-02-09 -> 2024-03-14
2025-09-08 extended 2025-09-30 -> 2025-11-07
2026-01-05 extended 2026-01-30 -> 2026-03-06
2018-06-01 asked 2018-06-05 answered 2018-06-15 -> 2018-07-05
2018-09-10 asked 2018-09-20 answered 2018-10-15 -> 2018-10-24
2018-12-11 asked 2018-12-20 answered 2018-12-20 -> 2019-01-02
2018-12-11 asked 2018-12-14 answered 2019-01-10 -> 2019-01-28
2019-05-15 asked 2019-05-20 answered 2019-06-05 -> 2019-07-01
2021-09-10 asked 2021-09-13 answered 2021-09-24 -> 2021-10-26
2021-09-10 asked 2021-09-17 answered 2021-10-15 -> 2021-11-05
2021-09-10 asked 2021-09-13 delivered 2021-09-15 -> 2021-11-08
2021-09-10 asked 2021-09-13 delivered 2021-09-15 answered 2021-09-20 -> 2021-10-21
2021-09-10 asked 2021-09-13 delivered 2021-09-15 answered 2021-12-01 -> 2021-11-08
2022-01-10 asked 2022-01-18 delivered 2022-01-20 -> 2022-03-07
2023-04-10 asked 2023-04-14 delivered 2023-04-17 -> 2023-05-31
2024-01-22 asked 2024-01-30 delivered 2024-02-01 answered 2024-02-28 -> 2024-03-18
2025-01-06 asked 2025-01-10 answered 2025-02-10 extended 2025-02-20 -> 2025-04-01
2024-09-02 asked 2024-09-10 delivered 2024-09-12 extended 2024-09-25 -> 2024-11-26
2026-09-01 asked 2026-09-04 delivered 2026-09-07 -> 2026-10-27
2018-06-01 corrected 2018-06-20 -> 2018-07-11
2019-05-13 corrected 2019-05-20 -> 2019-06-11
2019-05-15 corrected 2019-05-31 -> 2019-07-01
2020-01-13 corrected 2020-02-03 -> 2020-03-02
2021-04-06 corrected 2021-04-27 -> 2021-05-27
2022-09-05 corrected 2022-09-29 -> 2022-11-01
2023-06-05 corrected 2023-06-21 -> 2023-07-20
2024-04-01 corrected 2024-04-30 extended 2024-05-20 -> 2024-06-28
2024-04-01 corrected 2024-04-03 -> 2024-05-06
2025-09-15 corrected 2025-09-30 -> 2025-11-04
2021-01-04 paid 2021-02-10 -> 2021-03-16
2022-04-01 paid 2022-04-29 -> 2022-05-31
2023-01-03 paid 2023-01-20 -> 2023-02-22
2024-01-08 extended 2024-01-31 paid 2024-02-18 -> 2024-03-15
2024-09-02 paid 2024-09-30 -> 2024-11-01
2025-04-01 paid 2025-04-25 -> 2025-05-27
2024-04-01 corrected 2024-04-10 paid 2024-05-06 -> 2024-05-31
2024-04-01 corrected 2024-04-10 asked 2024-04-15 answered 2024-04-28 -> 2024-05-23
2024-04-01 asked 2024-04-02 answered 2024-04-09 corrected 2024-04-12 -> 2024-05-13
2021-06-01 deferred 2021-08-31 -> 2021-08-31
2021-06-01 deferred 2021-06-15 -> 2021-06-30
2023-09-11 deferred 2023-11-30 -> 2023-11-30
2024-01-08 extended 2024-01-31 deferred 2024-06-28 -> 2024-06-28
"""


@dataclass(frozen=True)
class Case:
    line: str
    received: date
    happened: dict[str, date]
    due: date


def read(line: str) -> Case:
    story, _arrow, due = line.rpartition(" -> ")
    words = story.split()
    happened = {words[i]: date.fromisoformat(words[i + 1]) for i in range(1, len(words), 2)}
    return Case(line, date.fromisoformat(words[0]), happened, date.fromisoformat(due))


ALL = [read(line) for line in CASES.strip().splitlines()]


def course_of(case: Case) -> Course:
    told = case.happened
    stops: tuple[Standstill, ...] = ()
    if "asked" in told:
        limit = opinion_due(
            delivered=told.get("delivered"),
            of_third_party=True,
            regulation=regulation_on(case.received),
            calendar=CALENDAR,
        )
        stops = (standstill(asked=told["asked"], limit=limit, answered=told.get("answered"), reason="征求第三方意见"),)
    return Course(
        case.received,
        restarted=max((told[event] for event in ("corrected", "paid") if event in told), default=None),
        extended=told.get("extended"),
        standstills=stops,
        deferred=told.get("deferred"),
    )


def test_there_are_more_than_a_hundred_and_no_two_alike():
    assert len({case.line for case in ALL}) == len(ALL) == 133


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.line)
def test_the_last_day(case):
    limit = limit_of(course_of(case), CALENDAR)
    assert (limit.date, limit.due.provisional, limit.paused_since) == (case.due, False, None)
    days = explain(limit, CALENDAR)
    assert [day.number for day in days if day.number] == list(range(1, limit.days + 1))
    assert days[-1].date == limit.date


class Official:
    """The official days, and a count that knows nothing of our calendar."""

    def __init__(self, rows: list[dict]) -> None:
        self.off = {date.fromisoformat(row["date"]): row["off"] for row in rows}

    def works(self, day: date) -> bool:
        return not self.off[day] if day in self.off else day.weekday() < 5

    def count(self, start: date, working: int, stopped: set[date]) -> date:
        day = start
        while working:
            day += timedelta(days=1)
            working -= self.works(day) and day not in stopped
        return day


@pytest.mark.shared
def test_other_code_over_the_official_days_comes_to_the_same(shared_dir):
    text = (shared_dir / "data" / "holidays_cn.jsonl").read_text(encoding="utf-8")
    official = Official([json.loads(line) for line in text.splitlines()])
    wrong = []
    for case in ALL:
        told = case.happened
        length = 20 if case.received >= date(2019, 5, 15) else 15
        start = max([case.received, *(told[event] for event in ("corrected", "paid") if event in told)])
        days = length * 2 if told.get("extended", date.min) >= start else length
        stopped: set[date] = set()
        if "asked" in told:
            ends = [told[event] for event in ("answered",) if event in told]
            if "delivered" in told and length == 20:
                ends.append(official.count(told["delivered"], 15, set()))
            stopped = {told["asked"] + timedelta(days=i) for i in range(1, (min(ends) - told["asked"]).days + 1)}
        due = official.count(start, days, stopped)
        if max(due, told.get("deferred", due)) != case.due:
            wrong.append((case.line, due))
    assert wrong == []
