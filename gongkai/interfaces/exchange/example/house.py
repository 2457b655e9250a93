"""The institution of the example: units, invented people and their posts, the leading group, the catalogue, the accounts on new media."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from random import Random

from django.db import transaction

from gongkai.base.accounts.actions import open_account
from gongkai.base.accounts.models import User
from gongkai.base.calendars.actions import load_arrangements
from gongkai.base.organisations.actions import delegate, fill, found, seat_leading_group
from gongkai.base.organisations.choices import LeadingGroupRole
from gongkai.base.organisations.models import Post, Unit
from gongkai.law.vocabulary import Role, UnitKind
from gongkai.publishing.catalogue.actions import define_key_area, define_kind, open_column
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.media.actions import open_account as open_media_account

from . import shelves

ZONE_CODE = "100"
OFFICE_CODE = "101"
#: Whose people the desk's demonstration uses: drafter, secrecy reviewer and approver of one department.
DEMO_CODE = "107"
SINCE = date(2017, 1, 1)
_PREFIX = "440404"


@dataclass(frozen=True)
class UnitPlan:
    """A unit of the example; ``document`` is how its documents' numbers begin, ``topics`` what it writes about."""

    code: str
    name: str
    short_name: str
    document: str
    topics: tuple[str, ...]


def _unit(code: str, short: str, document: str, *topics: str) -> UnitPlan:
    return UnitPlan(code, f"珠海高栏港经济区{short}", short, document, topics)


DEPARTMENTS = (
    _unit("101", "党政办公室", "珠港办", "service", "investment", "safety", "welfare"),
    _unit("102", "党群工作部", "珠港群", "culture", "village", "labour"),
    _unit("103", "经济发展局", "珠港经", "investment", "port", "market"),
    _unit("104", "财政金融局", "珠港财", "finance"),
    _unit("105", "规划国土局", "珠港规", "housing", "road", "investment"),
    _unit("106", "建设环保局", "珠港建", "environment", "road", "city"),
    _unit("107", "社会保障和公共事业局", "珠港社", "welfare", "education", "health", "culture"),
    _unit("108", "安全生产监督管理局", "珠港安", "safety"),
    _unit("109", "海洋和农业局", "珠港农", "farming", "water"),
    _unit("110", "招商服务局", "珠港招", "investment"),
    _unit("111", "港口和物流管理局", "珠港港", "port", "safety"),
    _unit("112", "综合治理办公室", "珠港综", "village", "city"),
    _unit("113", "城市管理行政执法局", "珠港城", "city", "environment"),
    _unit("114", "市场监督管理局", "珠港市", "market"),
    _unit("115", "审计局", "珠港审", "finance"),
    _unit("116", "国有资产管理办公室", "珠港资", "finance", "housing"),
    _unit("117", "政务服务管理办公室", "珠港政", "service"),
    _unit("118", "人力资源和社会保障局", "珠港人", "labour"),
    _unit("119", "住房保障中心", "珠港住", "housing"),
    _unit("120", "应急管理办公室", "珠港应", "water", "safety"),
)
TOWNS = (
    UnitPlan("201", "南水镇人民政府", "南水镇", "南水府", ("village", "farming", "welfare", "culture", "environment")),
    UnitPlan("202", "平沙镇人民政府", "平沙镇", "平沙府", ("village", "farming", "welfare", "education", "city")),
)
_VILLAGE_TOPICS = ("village", "farming", "welfare", "service")
VILLAGES = tuple(
    UnitPlan(f"{code}", f"{town}{name}", name, "", _VILLAGE_TOPICS)
    for town, first, names in (
        ("南水镇", 211, ("南水村", "飞沙村", "高栏村", "荷包村", "铁炉村")),
        ("平沙镇", 221, ("立新社区", "大虎社区", "连湾社区", "前锋社区", "前西社区")),
    )
    for code, name in enumerate(names, first)
)
VILLAGE_CODES = frozenset(plan.code for plan in VILLAGES)
PLANS = {plan.code: plan for plan in (*DEPARTMENTS, *TOWNS, *VILLAGES)}


def town_of(code: str) -> str:
    """The code of the town a village belongs to; a department or town itself. Its people draft, review and approve."""
    return f"20{code[1]}" if code in VILLAGE_CODES else code


#: Demonstration accounts: who may be tried at the desk, and what each is there to do.
DEMO_USERS = {
    "drafter": (DEMO_CODE, Role.DRAFTER),
    "secrecy": (DEMO_CODE, Role.SECRECY_REVIEWER),
    "approver": (DEMO_CODE, Role.APPROVER),
    "officer": (DEMO_CODE, Role.CASE_OFFICER),
    "openness": (ZONE_CODE, Role.OPENNESS_OFFICE),
    "head": (OFFICE_CODE, Role.UNIT_HEAD),
    "supervisor": (ZONE_CODE, Role.SUPERVISOR),
    "auditor": (ZONE_CODE, Role.AUDITOR),
}


@dataclass(frozen=True)
class DemoPerson:
    """A demonstration account as it is shown to whoever tries the house; passwords are set elsewhere."""

    username: str
    name: str
    role: str
    unit: str


def demo_people() -> list[DemoPerson]:
    """The demonstration accounts with the names they go by, in the order of the work; empty before the example is loaded."""
    people = []
    for username, (code, role) in DEMO_USERS.items():
        post = (
            Post.objects.filter(user__username=username, unit__code=code, role=role)
            .select_related("user", "unit")
            .first()
        )
        if post:
            people.append(DemoPerson(username, str(post.user), str(role.label), post.unit.short_name))
    return people


_SURNAMES = "林陈黄梁何罗谭冯邓曾彭蔡潘钟卢容温古甘区"
_GIVEN = (
    "晓岚",
    "志远",
    "文珊",
    "建波",
    "嘉欣",
    "海明",
    "雨桐",
    "国梁",
    "思敏",
    "永康",
    "佩仪",
    "振东",
    "静怡",
    "学文",
)
#: The posts of every department and town: letter of the account, role, how many people.
_DESKS = (
    ("d", Role.DRAFTER, 2),
    ("s", Role.SECRECY_REVIEWER, 1),
    ("a", Role.APPROVER, 1),
    ("c", Role.CASE_OFFICER, 1),
)
_ABOVE = (
    ("openness", Role.OPENNESS_OFFICE),
    ("openness2", Role.OPENNESS_OFFICE),
    ("supervisor", Role.SUPERVISOR),
    ("auditor", Role.AUDITOR),
)
#: The approver of this department is away from the first day to the last; the deputy stands in (AB角).
AWAY_CODE, AWAY_FIRST, AWAY_LAST = "106", date(2018, 7, 16), date(2018, 7, 27)
DEPUTY = "deputy106"


@transaction.atomic
def establish(*, now: datetime) -> None:
    """Found the house: calendar, units, people, posts, one delegation, the leading group, the catalogue, the media accounts."""
    names = [surname + given for surname, given in product(_SURNAMES, _GIVEN)]
    Random("gaolan-2018:names").shuffle(names)  # noqa: S311
    given = iter(names)
    first = open_account(username="openness", name=next(given), password=None, by=None, now=now)
    load_arrangements(by=first, now=now)
    units = _found_units(by=first, now=now)
    for username, role in _ABOVE:
        user = first
        if username != "openness":
            user = open_account(username=username, name=next(given), password=None, by=first, now=now)
        fill(unit=units[ZONE_CODE], user=user, role=role, since=SINCE, by=first, now=now)
    demo = {place: username for username, place in DEMO_USERS.items()}
    for plan in (*DEPARTMENTS, *TOWNS):
        for letter, role, count in _DESKS:
            for number in range(1, count + 1):
                own = f"{letter}{plan.code}" + (str(number) if count > 1 else "")
                username = demo.get((plan.code, role), own) if number == 1 else own
                user = open_account(username=username, name=next(given), password=None, by=first, now=now)
                fill(unit=units[plan.code], user=user, role=role, since=SINCE, by=first, now=now)
    deputy = open_account(username=DEPUTY, name=next(given), password=None, by=first, now=now)
    delegate(
        Post.objects.get(unit=units[AWAY_CODE], role=Role.APPROVER),
        deputy=deputy,
        since=AWAY_FIRST,
        until=AWAY_LAST,
        reason="参加培训",
        by=first,
        now=now,
    )
    for plan in (*DEPARTMENTS, *TOWNS):
        username = demo.get((plan.code, Role.UNIT_HEAD), f"h{plan.code}")
        user = open_account(username=username, name=next(given), password=None, by=first, now=now)
        fill(unit=units[plan.code], user=user, role=Role.UNIT_HEAD, since=SINCE, by=first, now=now)
    for group_role, position in (
        (LeadingGroupRole.HEAD, "管委会主任"),
        (LeadingGroupRole.DEPUTY, "管委会副主任"),
        (LeadingGroupRole.MEMBER, "党政办公室主任"),
        (LeadingGroupRole.MEMBER, "南水镇镇长"),
        (LeadingGroupRole.MEMBER, "平沙镇镇长"),
    ):
        seat_leading_group(unit=units[ZONE_CODE], role=group_role, position=position, since=SINCE, by=first, now=now)
    _set_up_catalogue(by=first, now=now)
    for code, platform, name, owner in shelves.MEDIA:
        open_media_account(code=code, platform=platform, name=name, unit=units[owner], by=first, now=now)


def _found_units(*, by: User, now: datetime) -> dict[str, Unit]:
    zone = found(
        code=ZONE_CODE,
        name="珠海高栏港经济区管理委员会",
        short_name="高栏港经济区",
        kind=UnitKind.ZONE,
        parent=None,
        index_prefix=f"{_PREFIX}{ZONE_CODE}",
        is_example=True,
        by=by,
        now=now,
    )
    units = {ZONE_CODE: zone}
    for kind, plans in ((UnitKind.DEPARTMENT, DEPARTMENTS), (UnitKind.TOWN, TOWNS), (UnitKind.VILLAGE, VILLAGES)):
        for plan in plans:
            units[plan.code] = found(
                code=plan.code,
                name=plan.name,
                short_name=plan.short_name,
                kind=kind,
                parent=units[town_of(plan.code)] if kind == UnitKind.VILLAGE else zone,
                index_prefix=f"{_PREFIX}{plan.code}",
                hosts_openness_office=plan.code == OFFICE_CODE,
                is_example=True,
                by=by,
                now=now,
            )
    return units


def _set_up_catalogue(*, by: User, now: datetime) -> None:
    kinds = {
        code: define_kind(code=code, name=name, order=order * 10, by=by, now=now, **shelves.SETTINGS.get(code, {}))
        for order, (code, name) in enumerate(shelves.KINDS, 1)
    }
    for order, (code, name) in enumerate(shelves.KEY_AREAS, 1):
        define_key_area(code=code, name=name, order=order * 10, by=by, now=now)
    columns: dict[str, Column] = {}
    for order, shelf in enumerate(shelves.COLUMNS, 1):
        columns[shelf.slug] = open_column(
            slug=shelf.slug,
            name=shelf.name,
            group=shelf.group,
            order=order * 10,
            parent=columns[shelf.parent] if shelf.parent else None,
            description=shelf.description,
            kinds=[kinds[code] for code in shelf.kinds],
            by=by,
            now=now,
        )
