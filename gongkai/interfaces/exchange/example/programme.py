"""What the zone published in 2018: how many of each kind, by whom, on which shelf, and when in the year."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from random import Random

from gongkai.law.calendar import WorkingCalendar
from gongkai.publishing.public_resources.choices import Field, Stage

from .house import DEPARTMENTS, OFFICE_CODE, PLANS, TOWNS, VILLAGES
from .items import FIRST, LAST, PlannedItem, Planner
from .proposals import answered

SEED = "gaolan-2018"
_OFFICES = tuple(plan.code for plan in (*DEPARTMENTS, *TOWNS))
_TOWNS = tuple(plan.code for plan in TOWNS)
_VILLAGES = tuple(plan.code for plan in VILLAGES)
_PLACES = ("石化大道", "高栏大道", "平沙二路", "南港路", "装备制造区", "南水大道", "升平大道", "美平路", "连湾工业小区")
_WORKS = (
    *("道路改造工程", "排水管网完善工程", "小学扩建工程", "社区公园工程", "泵站更新工程", "海堤加固工程"),
    *("桥梁维修工程", "公共停车场工程", "公厕改造工程", "卫生服务站装修工程", "路灯节能改造工程", "人行道修缮工程"),
)
_PURCHASES = (
    *("办公设备", "物业管理服务", "绿化养护服务", "信息系统运维服务", "职工体检服务", "视频监控设备"),
    *("应急装备", "垃圾清运服务", "图书", "法律顾问服务", "测绘服务", "印刷服务"),
)


#: What people and firms come to a counter for.
_FOR_PEOPLE = ("service", "labour", "welfare", "health", "education", "housing", "market", "culture")


def plan(known: WorkingCalendar) -> list[PlannedItem]:
    """The year's 6,681 items in the order of their publication; the same every time."""
    planner = Planner(Random(f"{SEED}:items"), known)  # noqa: S311
    for part in (
        _profile,
        _news,
        _documents,
        _notices,
        _meetings,
        _money,
        _reports,
        _tenders,
        _monthly,
        _everything_else,
    ):
        part(planner)
    return planner.in_order()


def _profile(planner: Planner) -> None:
    for subject in ("区域简介", "历史沿革", "行政区划", "交通区位", "产业布局", "公共服务设施"):
        given = {"subject": subject}
        planner.add("profile", "overview", OFFICE_CODE, "service", wording="overview", given=given, lead=(1, 8))
    for code in ("103", "106", "107", "114", "201", "202"):
        subject = f"{PLANS[code].short_name}机构职能"
        planner.add("profile", "institutions", code, PLANS[code].topics[0], given={"subject": subject}, lead=(1, 8))


def _news(planner: Planner) -> None:
    rng = planner.rng
    for count, column, units in (
        (640, "news", (OFFICE_CODE, "102", "103", "110")),
        (1000, "news-departments", _OFFICES[:-2]),
        (600, "news-towns", (*_TOWNS, *_TOWNS, *_VILLAGES)),
    ):
        for _item in range(count):
            unit = rng.choice(units)
            planner.add("news", column, unit, rng.choice(PLANS[unit].topics), lead=(0, 1))


def _documents(planner: Planner) -> None:
    """384 normative documents, and 146 interpretations of some of them, each within three working days."""
    rng = planner.rng
    documents = []
    for _item in range(384):
        unit = rng.choice((OFFICE_CODE, OFFICE_CODE, OFFICE_CODE, *_OFFICES))
        series = rng.choice(("珠港区", "珠港办")) if unit == OFFICE_CODE else PLANS[unit].document
        topic = rng.choice(PLANS[unit].topics)
        item = planner.add("normative", "documents", unit, topic, lead=(1, 12), series=series)
        documents.append((item, topic))
    for document, topic in rng.sample([pair for pair in documents if pair[0].day + 3 <= planner.last], 146):
        subject = document.title.replace("《", "〈").replace("》", "〉")
        planner.add(
            "interpretation",
            "interpretations",
            document.unit,
            topic,
            days=(document.day + 1, document.day + 3),
            lead=(0, 1),
            given={"subject": subject},
        )


def _notices(planner: Planner) -> None:
    """428 notices, of which 180 are about government procurement: 92 calls, and the results of 88 of them."""
    rng = planner.rng
    for _item in range(248):
        unit = rng.choice((*_OFFICES, *_VILLAGES[:4]))
        planner.add("notice", "notices", unit, rng.choice(PLANS[unit].topics), lead=(0, 4))
    purchases = rng.sample([(unit, what) for unit in _OFFICES for what in _PURCHASES], 92)
    for number, (unit, what) in enumerate(purchases):
        project = f"{PLANS[unit].short_name}{what}{'' if '服务' in what else '采购'}项目"
        _call_and_result(
            planner,
            unit,
            project,
            kind="notice",
            field=Field.PROCUREMENT,
            columns=("notices", "notices"),
            wordings=("procurement_tender", "procurement_award"),
            with_result=number < 88,
        )


def _tenders(planner: Planner) -> None:
    """199 tender notices: 104 calls under 招标公告, and the results of 95 of them under 中标公告."""
    rng = planner.rng
    units = ("103", "105", "106", "106", "107", "111", "119", *_TOWNS)
    for number, (place, work) in enumerate(rng.sample([(place, work) for place in _PLACES for work in _WORKS], 104)):
        _call_and_result(
            planner,
            rng.choice(units),
            f"{place}{work}",
            kind="tender",
            field=Field.ENGINEERING,
            columns=("tender-notices", "award-notices"),
            wordings=("tender", "award"),
            with_result=number < 95,
        )


def _call_and_result(
    planner: Planner,
    unit: str,
    project: str,
    *,
    kind: str,
    field: Field,
    columns: tuple[str, str],
    wordings: tuple[str, str],
    with_result: bool,
) -> None:
    # A call whose result is of this year leaves it thirty working days.
    days = (planner.first, planner.last - 30) if with_result else (planner.last - 25, planner.last)
    topic = planner.rng.choice(PLANS[unit].topics)
    given = {"project": project}
    call = planner.add(
        *(kind, columns[0], unit, topic),
        wording=wordings[0],
        days=days,
        lead=(0, 3),
        areas=("resources",),
        notice=(field, Stage.TENDER, project),
        given=given,
    )
    if with_result:
        planner.add(
            *(kind, columns[1], unit, topic),
            wording=wordings[1],
            days=(call.day + 18, call.day + 30),
            lead=(0, 2),
            areas=("resources",),
            notice=(field, Stage.AWARD, project),
            given=given,
        )


def _meetings(planner: Planner) -> None:
    rng = planner.rng
    for number, day in enumerate(sorted(rng.sample(range(planner.first, planner.last), 60)), 1):
        topic = rng.choice(PLANS[OFFICE_CODE].topics)
        planner.add(
            "meeting", "meetings", OFFICE_CODE, topic, days=(day, day), lead=(0, 0), given={"subject": str(number)}
        )


def _money(planner: Planner) -> None:
    """158: budgets, final accounts, two sheets on 三公 and one on performance for each office, monthly accounts, and the zone's own."""
    named: list[tuple[str, str, date, date]] = []
    for code in _OFFICES:
        name = PLANS[code].short_name
        named += [
            (code, f"{name}2018年部门预算", date(2018, 2, 1), date(2018, 3, 20)),
            (code, f"{name}2018年“三公”经费预算", date(2018, 2, 1), date(2018, 3, 20)),
            (code, f"{name}2017年部门决算", date(2018, 9, 3), date(2018, 10, 19)),
            (code, f"{name}2017年“三公”经费决算", date(2018, 9, 3), date(2018, 10, 19)),
            (code, f"{name}专项资金绩效自评", date(2018, 5, 7), date(2018, 8, 24)),
        ]
    for month in range(1, 13):
        days = _end_of(month)
        named += [
            (code, f"{name}2018年{month}月预算执行情况", *days)
            for code, name in (("104", "高栏港经济区"), ("201", "南水镇"), ("202", "平沙镇"))
        ]
    own = ("预算草案报告", "预算", "一般公共预算收支表", "政府性基金预算", "国有资本经营预算", "社会保险基金预算")
    named += [("104", f"高栏港经济区2018年{what}", date(2018, 2, 1), date(2018, 3, 20)) for what in own]
    own = ("决算", "决算收支表", "预算执行审计结果", "债务限额和余额情况", "转移支付决算", "预算调整方案")
    named += [("104", f"高栏港经济区2017年{what}", date(2018, 7, 2), date(2018, 10, 31)) for what in own]
    for unit, subject, first, last in named:
        planner.add(
            "budget",
            "budgets",
            unit,
            "finance",
            days=planner.within(first, last),
            lead=(1, 8),
            areas=("budget",),
            given={"subject": subject},
        )


def _reports(planner: Planner) -> None:
    """Three work reports; 61 items of openness reports on 2017: 33 reports and 28 sheets of figures, all by 31 March."""
    for unit, name in ((OFFICE_CODE, "高栏港经济区管委会"), ("201", "南水镇人民政府"), ("202", "平沙镇人民政府")):
        days = planner.within(date(2018, 1, 15), date(2018, 2, 28))
        subject = f"{name}2018年工作报告"
        planner.add(
            "work_report", "work-reports", unit, "investment", days=days, lead=(2, 8), given={"subject": subject}
        )
    bodies = [(code, PLANS[code].short_name) for code in (*_OFFICES, *_VILLAGES)] + [(OFFICE_CODE, "高栏港经济区")]
    sheets = [(code, f"{name}2017年度政府信息公开情况统计说明") for code, name in bodies[:28]]
    for unit, subject in [(code, f"{name}2017年度政府信息公开工作报告") for code, name in bodies] + sheets:
        planner.add(
            "openness_report",
            "annual-reports",
            unit,
            planner.rng.choice(PLANS[unit].topics),
            days=planner.within(date(2018, 1, 22), date(2018, 3, 30)),
            lead=(1, 10),
            given={"subject": subject},
        )


def _monthly(planner: Planner) -> None:
    """Each month one item on the major projects and one bulletin on what the web site held."""
    for month in range(1, 13):
        days = planner.within(*_end_of(month))
        given = {"subject": f"高栏港经济区2018年{month}月重点建设项目进展", "month": f"{month}月"}
        planner.add("project", "projects", "103", "road", days=days, lead=(0, 2), areas=("project",), given=given)
        given = {"subject": f"2018年{month}月网站栏目更新和内容检查通报", "month": f"{month}月"}
        planner.add("bulletin", "bulletins", OFFICE_CODE, "service", days=days, lead=(0, 2), given=given)


def _everything_else(planner: Planner) -> None:
    rng = planner.rng
    for kind, column, count, units, lead in (
        ("guide", "guides", 486, _OFFICES, (1, 15)),
        ("list", "powers", 132, _OFFICES, (2, 18)),
        ("service", "services", 427, (*_TOWNS, *_VILLAGES, "107", "117"), (1, 15)),
        ("enforcement", "enforcement", 840, ("106", "108", "109", "111", "113", "114", "118"), (0, 6)),
        ("plan", "plans", 96, _OFFICES, (1, 15)),
        ("statistic", "statistics", 148, ("103", "103", "104", "111", "118"), (0, 8)),
        ("personnel", "personnel", 214, _OFFICES, (0, 4)),
        ("emergency", "emergency", 176, ("108", "120", "120", *_TOWNS), (0, 8)),
        ("proposal", "proposals", 118, _OFFICES, (1, 15)),
    ):
        for number, days in enumerate(planner.days_in_order(count), 1):
            topics = _FOR_PEOPLE if kind in ("guide", "service") else None
            unit, topic = rng.choice([pair for pair in _pairs(units) if topics is None or pair[1] in topics])
            item = planner.add(kind, column, unit, topic, days=days, lead=lead, given={"subject": str(number)})
            if kind == "proposal":
                item.details = answered(number, item.title)
    for number, days in enumerate(planner.days_in_order(117), 1):
        unit = rng.choice(("105", *_TOWNS))
        given = {"subject": str(number), "project": f"{rng.choice(_PLACES)}{rng.choice(_WORKS)}"}
        planner.add("land", "land", unit, "village", days=days, lead=(0, 6), areas=("land",), given=given)
    for _item in range(212):
        topic = rng.choice(("welfare", "welfare", "education", "health", "housing"))
        units = ("119",) if topic == "housing" else ("107",) if topic == "health" else ("107", "202", *_VILLAGES)
        # Many a welfare item is of two areas at once; it counts once.
        area = "relief" if topic == "welfare" else topic
        areas = (area, "relief") if area != "relief" and rng.random() < 0.3 else (area,)
        planner.add("welfare", "welfare", rng.choice(units), topic, lead=(0, 8), areas=areas)


def _pairs(units: Iterable[str]) -> list[tuple[str, str]]:
    """Units with each of their topics."""
    return [(unit, topic) for unit in units for topic in PLANS[unit].topics]


def _end_of(month: int) -> tuple[date, date]:
    """The last days of a month of the year, within the year's publications."""
    last = date(2018, month, monthrange(2018, month)[1])
    return max(date(2018, month, 25), FIRST), min(last, LAST)
