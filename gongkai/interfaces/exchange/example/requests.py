"""What citizens asked: 1,108 work orders of 2017, 2,039 of 2018, and the one application of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from gongkai.base.calendars.queries import calendar
from gongkai.casework.work_orders.actions import HistoricalWorkOrder
from gongkai.casework.work_orders.choices import Rating, Source
from gongkai.casework.work_orders.queries import answer_due
from gongkai.law.calendar import WorkingCalendar
from gongkai.law.vocabulary import RequestCategory, Role

from .days import instant
from .house import DEPARTMENTS, TOWNS, VILLAGES, ZONE_CODE
from .items import Roll
from .programme import SEED

_PLACES = ("石化大道", "平沙二路", "南港路", "南水大道", "升平大道", "美平路", "连湾工业小区", "三前片区", "珠港大道")
_SUBJECTS = {
    RequestCategory.INQUIRY: (
        "咨询{place}公租房申请条件",
        "咨询积分入学办理时间",
        "咨询{place}营业执照办理材料",
        "咨询养老保险转移手续",
    ),
    RequestCategory.COMPLAINT: (
        *(
            "投诉{place}夜间施工噪音",
            "投诉{place}占道经营",
            "投诉{place}某工地拖欠工资",
            "投诉{place}路灯不亮",
            "投诉{place}异味",
        ),
        *(
            "投诉{place}污水外溢",
            "投诉{place}车辆乱停放",
            "投诉{place}物业服务不到位",
            "投诉{place}频繁停水",
            "投诉消费纠纷退款难",
        ),
    ),
    RequestCategory.REPORT: (
        "举报{place}疑似违法建设",
        "举报{place}无证经营",
        "举报{place}偷排废水",
        "举报{place}超载运输",
    ),
    RequestCategory.SUGGESTION: (
        "建议{place}增设公交站点",
        "建议{place}增加绿化",
        "建议延长窗口服务时间",
        "建议{place}设置减速带",
    ),
    RequestCategory.PRAISE: (
        "表扬{place}巡查人员及时处置",
        "表扬政务服务窗口热情周到",
        "表扬{place}社区工作人员上门服务",
    ),
}
_RESULTS = (
    "经现场核实，已责令有关单位整改，{days}日内完成，并电话告知诉求人。",
    "已与诉求人联系，说明有关政策和办理途径，诉求人表示清楚。",
    "工作人员到场处置完毕，拍照存档，后续列入日常巡查。",
    "经协调双方达成一致，按约定时间履行，承办单位将跟踪回访。",
    "情况属实，已列入近期工作安排，完成后另行告知。",
)
#: Of each category: how many in 2018, as in the year's report.
OF_2018 = {
    RequestCategory.INQUIRY: 86,
    RequestCategory.COMPLAINT: 1771,
    RequestCategory.REPORT: 128,
    RequestCategory.SUGGESTION: 44,
    RequestCategory.PRAISE: 10,
}
OF_2017 = {
    RequestCategory.INQUIRY: 61,
    RequestCategory.COMPLAINT: 942,
    RequestCategory.REPORT: 70,
    RequestCategory.SUGGESTION: 28,
    RequestCategory.PRAISE: 7,
}
#: Received by the end of November 2018, and how many of these were still open then.
BY_NOVEMBER, OPEN_THEN = 1845, 17
#: Received in December with a limit that ends in the year; the other 88 end in January.
DUE_IN_DECEMBER = 106
SATISFIED = 1903
#: When in 2017 the requests came: none whose limit would reach into 2018.
_FIRST_2017, _LAST_2017 = date(2017, 1, 3), date(2017, 12, 8)


@dataclass
class _Plan:
    received_at: datetime
    limit_days: int
    closed_at: datetime
    rating: Rating = Rating.SATISFIED


def plan(roll: Roll) -> list[HistoricalWorkOrder]:
    """The work orders of both years in the order of receipt; the same every time."""
    rng, known = Random(f"{SEED}:requests"), calendar()  # noqa: S311
    return [
        *_word(rng, roll, _courses_2017(rng, known), OF_2017),
        *_word(rng, roll, _courses_2018(rng, known), OF_2018),
    ]


def _courses_2017(rng: Random, known: WorkingCalendar) -> list[_Plan]:
    times = sorted(_moment(rng, _FIRST_2017, _LAST_2017) for _order in range(sum(OF_2017.values())))
    plans = [_in_time(rng, known, at, rng.choice((5, 7, 10))) for at in times]
    for plan in rng.sample(plans, 97):
        plan.rating = Rating.DISSATISFIED
    return plans


def _courses_2018(rng: Random, known: WorkingCalendar) -> list[_Plan]:
    december = date(2018, 12, 1)
    times = sorted(_moment(rng, date(2018, 1, 1), date(2018, 11, 30)) for _order in range(BY_NOVEMBER))
    plans = []
    for number, at in enumerate(times):
        if number < BY_NOVEMBER - OPEN_THEN:
            plans.append(_in_time(rng, known, at, rng.choice((5, 7, 10)), before=instant(date(2018, 11, 30), 17)))
        else:
            plans.append(_in_time(rng, known, at, 7, after=instant(december + timedelta(days=2), 9)))
    soon = sorted(_moment(rng, december, date(2018, 12, 18)) for _order in range(DUE_IN_DECEMBER))
    plans += [_in_time(rng, known, at, rng.choice((5, 7))) for at in soon]
    # The one that was late: closed two days after its limit, and still in the year.
    late = plans[BY_NOVEMBER + 30]
    due = answer_due(received_at=late.received_at, limit_days=late.limit_days, known=known).date
    late.closed_at, late.rating = instant(due + timedelta(days=2), 11), Rating.DISSATISFIED
    left = sum(OF_2018.values()) - BY_NOVEMBER - DUE_IN_DECEMBER
    times = sorted(_moment(rng, date(2018, 12, 19), date(2018, 12, 31)) for _order in range(left))
    plans += [_in_time(rng, known, at, 10) for at in times]
    others = [plan for plan in plans if plan is not late]
    for plan in rng.sample(others, sum(OF_2018.values()) - SATISFIED - 1):
        plan.rating = Rating.DISSATISFIED
    return plans


def _moment(rng: Random, first: date, last: date) -> datetime:
    """Any time between seven in the morning and ten at night; the hotline is open at weekends too."""
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    return instant(day, 7) + timedelta(minutes=rng.randrange(15 * 60))


def _in_time(
    rng: Random,
    known: WorkingCalendar,
    received_at: datetime,
    limit_days: int,
    *,
    before: datetime | None = None,
    after: datetime | None = None,
) -> _Plan:
    """A course that ends on the day of its limit at the latest, not before one instant and not after another."""
    due = answer_due(received_at=received_at, limit_days=limit_days, known=known).date
    earliest = max(received_at + timedelta(minutes=5), after or received_at)
    latest = max(min(instant(due, 17, 30), before or instant(due, 17, 30)), earliest)
    minutes = int((latest - earliest).total_seconds() // 60)
    return _Plan(received_at, limit_days, earliest + timedelta(minutes=rng.randint(0, minutes)))


def _word(
    rng: Random, roll: Roll, plans: Sequence[_Plan], counts: dict[RequestCategory, int]
) -> list[HistoricalWorkOrder]:
    categories = [category for category, count in counts.items() for _order in range(count)]
    rng.shuffle(categories)
    codes = tuple(plan.code for plan in (*DEPARTMENTS[1:], *TOWNS, *TOWNS, *VILLAGES))
    following_up = roll.people[ZONE_CODE, Role.OPENNESS_OFFICE]
    entries = []
    for plan, category in zip(plans, categories, strict=True):
        code = rng.choice(codes)
        officer = roll.person(code, Role.CASE_OFFICER)
        entries.append(
            HistoricalWorkOrder(
                unit=roll.units[code],
                source=Source.HOTLINE if rng.random() < 0.85 else Source.PORTAL,
                category=category,
                subject=rng.choice(_SUBJECTS[category]).format(place=rng.choice(_PLACES)),
                limit_days=plan.limit_days,
                received_at=plan.received_at,
                received_by=officer,
                closed_at=plan.closed_at,
                closed_by=officer,
                result=rng.choice(_RESULTS).format(days=rng.randint(1, 5)),
                rating=plan.rating,
                rated_at=plan.closed_at + timedelta(hours=rng.randint(20, 72)),
                rated_by=rng.choice(following_up),
            )
        )
    return entries
