"""Loading the example year: batch after batch, each one transaction, so that a killed run is taken up where it stopped.

Everything is dated in the year itself or on 1 March 2019, the spring in which the example plays; only the event that says the example was
loaded carries the real time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import Outcome, ServiceMethod
from gongkai.casework.applications.models import Application
from gongkai.casework.work_orders import actions as work_orders
from gongkai.casework.work_orders.actions import HistoricalWorkOrder
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, Role
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.media import actions as media
from gongkai.publishing.media.actions import HistoricalPost
from gongkai.publishing.media.models import Post
from gongkai.publishing.public_resources import actions as public_resources
from gongkai.publishing.public_resources.actions import HistoricalNotice
from gongkai.publishing.public_resources.models import Notice

from .. import choices
from . import house, posts, programme, requests, spring
from .days import instant
from .items import PlannedItem, Roll

NAME = "gaolan-2018"
#: The instant at which the past is entered.
NOW = instant(date(2019, 3, 1), 9)
BATCH = 250
_NEW_YEAR = instant(date(2019, 1, 1), 0)
_ON_THEIR_WAY = (Status.DRAFT, Status.SUBMITTED, Status.SECRECY_REVIEWED, Status.APPROVED)

Entry = TypeVar("Entry")
#: Told how many records were just entered and how many there are in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Counts:
    """How many records the example put into the ledger."""

    items: int
    notices: int
    posts: int
    work_orders: int
    applications: int
    in_flow: int


def is_loaded() -> bool:
    """Whether the example was loaded to its end."""
    zone = Unit.objects.filter(code=house.ZONE_CODE, is_example=True).first()
    return zone is not None and Event.objects.about(zone).filter(kind=choices.EXAMPLE_LOADED).exists()


def counts() -> Counts:
    """What of the example is in the ledger now."""
    return Counts(
        items=_items().count(),
        notices=_notices().count(),
        posts=_posts().count(),
        work_orders=_orders().count(),
        applications=Application.objects.filter(received_date__lt=_NEW_YEAR.date()).count(),
        in_flow=InformationItem.objects.filter(status__in=_ON_THEIR_WAY).count(),
    )


def load(*, now: datetime, progress: Progress | None = None) -> Counts:
    """Load the example, or what a killed run left of it; does nothing once it is whole. ``now`` is the real time, for the audit.

    Refused in a ledger that holds units which are no example: invented records must never stand beside real ones.
    """
    if is_loaded():
        return counts()
    if Unit.objects.filter(is_example=False).exists():
        raise Refused(_("账本中已有正式单位，不能再载入示例数据。请另建一个账本。"))
    if not Unit.objects.filter(code=house.ZONE_CODE).exists():
        house.establish(now=NOW)
    by = User.objects.get(username="openness")
    roll = Roll()
    planned, orders = programme.plan(calendar()), requests.plan(roll)
    total = len(planned) + sum(map(sum, posts.NUMBERS.values())) + len(orders)
    tell = progress or (lambda done, of: None)
    tell(_items().count() + _posts().count() + _orders().count(), total)

    def enter_items(batch: Sequence[PlannedItem]) -> None:
        disclosure.enter_history([roll.history(item) for item in batch], by=by, now=NOW)

    def enter_notices(batch: Sequence[HistoricalNotice]) -> None:
        public_resources.enter_history(batch, by=by, now=NOW)

    def enter_posts(batch: Sequence[HistoricalPost]) -> None:
        media.enter_history(batch, by=by, now=NOW)

    def enter_orders(batch: Sequence[HistoricalWorkOrder]) -> None:
        work_orders.enter_history(batch, by=by, now=NOW)

    for size in _enter(planned, _items, enter_items):
        tell(size, total)
    entered = list(_items().select_related("unit").defer("body").order_by("pk"))
    for _size in _enter(roll.notices(planned, entered), _notices, enter_notices):
        pass  # counted with their items
    for size in _enter(posts.plan(roll, entered), _posts, enter_posts):
        tell(size, total)
    for size in _enter(orders, _orders, enter_orders):
        tell(size, total)
    with transaction.atomic():
        _set_letter_heads(roll)
        _take_application(roll)
        spring.play(roll)
        _leave_work(roll)
        record(choices.EXAMPLE_LOADED, roll.units[house.ZONE_CODE], by=by, at=now, name=NAME)
    return counts()


def _items() -> QuerySet[InformationItem]:
    """The items of the year; entered in the order of their publication."""
    return InformationItem.objects.filter(published_at__lt=_NEW_YEAR, unit__is_example=True)


def _notices() -> QuerySet[Notice]:
    return Notice.objects.filter(item__published_at__lt=_NEW_YEAR)


def _posts() -> QuerySet[Post]:
    return Post.objects.filter(posted_at__lt=_NEW_YEAR)


def _orders() -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(received_at__lt=_NEW_YEAR)


def _enter(
    entries: Sequence[Entry], standing: Callable[[], QuerySet[Any]], enter: Callable[[Sequence[Entry]], None]
) -> Iterator[int]:
    """Enter what is not entered yet, batch by batch, each one transaction; yields the size of each once it is committed."""
    for start in range(standing().count(), len(entries), BATCH):
        batch = entries[start : start + BATCH]
        with transaction.atomic():
            Unit.objects.select_for_update().get(code=house.ZONE_CODE)
            if standing().count() != start:
                raise Refused(_("另一个进程正在载入示例数据，请等它完成。"))
            enter(batch)
        yield len(batch)


def _set_letter_heads(roll: Roll) -> None:
    """How the letters of each department and town are numbered, and which organ and court their remedy paragraph names."""
    organ, office = roll.units[house.ZONE_CODE].name, roll.person_above(Role.OPENNESS_OFFICE)
    for plan in (*house.DEPARTMENTS, *house.TOWNS):
        applications.set_letter_head(
            roll.units[plan.code],
            prefix=f"{plan.document}公开告",
            reconsideration_organ=organ,
            court="珠海市金湾区人民法院",
            by=office,
            now=NOW,
        )


def _take_application(roll: Roll) -> None:
    """The one application: by the network on 12 December, due on the fifteenth working day in January, answered by post in time."""
    office, approver = roll.person_above(Role.OPENNESS_OFFICE), roll.person(house.OFFICE_CODE, Role.APPROVER)
    officer = roll.person(house.OFFICE_CODE, Role.CASE_OFFICER)
    received = date(2018, 12, 12)
    application = applications.receive(
        unit=roll.units[house.OFFICE_CODE],
        channel=ReceiptChannel.NETWORK,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="申请人甲（虚构）",
        contact="示例联系方式，不能联系",
        sought="石化大道道路改造工程征地范围示意图及补偿标准的公布文件。",
        arrived=received,
        by=office,
        now=instant(received, 10, 20),
    )
    answered = date(2019, 1, 2)
    applications.draft(application, outcome=Outcome.GRANTED, by=officer, now=instant(date(2018, 12, 28), 16, 5))
    applications.review(application, by=office, now=instant(date(2018, 12, 29), 9, 30))
    applications.approve(application, by=approver, now=instant(answered, 10, 15))
    applications.serve(
        application,
        method=ServiceMethod.POST,
        served=answered,
        tracking_number="示例邮件号",
        by=officer,
        now=instant(answered, 15, 40),
    )


def _leave_work(roll: Roll) -> None:
    """Three items on their way, so that the desk shows work today: a draft, one to be reviewed, one to be approved."""
    unit, day = roll.units[house.DEMO_CODE], date(2019, 2, 26)
    drafter = roll.person(house.DEMO_CODE, Role.DRAFTER)
    reviewer = roll.person(house.DEMO_CODE, Role.SECRECY_REVIEWER)
    for number, (title, kind, column, areas, body) in enumerate(_IN_FLOW):
        item = disclosure.draft(
            unit,
            disclosure.ItemFields(
                title=title,
                kind=roll.kinds[kind],
                column=roll.columns[column],
                formed_date=day - timedelta(days=1),
                body="".join(f"<p>{paragraph}</p>" for paragraph in body),
                key_areas=tuple(roll.areas[code] for code in areas),
            ),
            by=drafter,
            now=instant(day, 9, 10 * number),
        )
        if number >= 1:
            item = disclosure.submit(item, by=drafter, now=instant(day, 10, 10 * number))
        if number >= 2:
            disclosure.review_secrecy(
                item, basis="逐项审查，不涉密，个人信息已删去，可以公开。", by=reviewer, now=instant(day, 15)
            )


#: Title, kind, column, key areas, paragraphs; the first stays a draft, the second is submitted, the third reviewed.
_IN_FLOW = (
    (
        "2019年春季社区卫生服务中心义诊安排",
        "notice",
        "notices",
        ("health",),
        (
            "三月起，社区卫生服务中心每周六上午在南水、平沙两个站点轮流开展义诊，提供血压血糖测量、用药咨询和体检报告解读。",
            "居民凭身份证现场登记即可参加，不收费用；行动不便的老人可由家属提前一天电话预约上门。",
            "遇暴雨、台风等天气顺延一周，具体安排以服务中心门口公告为准。",
        ),
    ),
    (
        "2019年2月最低生活保障资金发放情况",
        "welfare",
        "welfare",
        ("relief",),
        (
            "2019年2月，全区最低生活保障资金已通过银行账户发放到位。本次公布人数、金额和标准，不含任何个人身份信息。",
            "本月新增享受对象三户，停发一户，变动原因均已书面告知本人；特殊困难家庭按规定上浮发放标准。",
            "认为应当享受而未享受的，可以到所在村（居）提出申请，由镇受理初核、区级审批，全程不收费。",
        ),
    ),
    (
        "关于2019年公办幼儿园招生工作的通知",
        "notice",
        "notices",
        ("education",),
        (
            "2019年公办幼儿园招生实行网上登记、现场核验、统一排位的办法，登记时间为4月8日至4月19日。",
            "年满三周岁、在本区居住的儿童均可登记；烈士子女、残疾儿童等按规定优先安排。",
            "排位过程邀请家长代表、村（居）代表现场监督，结果在各园公告栏公布，并可在网站查询。",
        ),
    ),
)
