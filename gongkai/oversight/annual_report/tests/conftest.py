"""A small year: a few records of everything a report counts, entered through the rooms' own actions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome, Outcome
from gongkai.casework.applications.models import Application, Challenge, Fee
from gongkai.casework.work_orders import actions as work_orders
from gongkai.casework.work_orders.actions import HistoricalWorkOrder
from gongkai.casework.work_orders.choices import Rating, Source
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, RequestCategory, Role
from gongkai.oversight.annual_report import actions
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import Section
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.media import actions as media
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Post
from gongkai.publishing.public_resources import actions as public_resources
from gongkai.publishing.public_resources.choices import Field, Stage

BEIJING = ZoneInfo("Asia/Shanghai")
COMPILED = datetime(2019, 3, 1, 9, 0, tzinfo=BEIJING)
KINDS = {
    "normative": "规范性文件",
    "notice": "通知公告",
    "meeting": "政府会议",
    "news": "政务动态",
    "budget": "财政预决算",
    "work_report": "政府工作报告",
    "openness_report": "政府信息公开年报",
    "profile": "概况",
}
SECTIONS = (
    Section("", "根据《条例》编制本报告。"),
    Section(
        "主动公开情况",
        "## 总体情况\n全年发布信息{a1.total}条，其中重点领域{b.key_areas}条，占{b.key_areas_share}。\n"
        "微博{a1.weibo}条，微信{a1.wechat}条，转发{b.posts.repeats}条。",
    ),
    Section("依申请公开情况", "收到申请{a2.total}件，答复{a2.replied}件，收费{a5.amount}元。"),
    Section(
        "咨询情况",
        "受理诉求{a3.requests}宗，上年{b.requests.last_year}宗，增长{b.requests.growth}。应办结{b.requests.due}宗，"
        "按时办结{b.requests.on_time}宗，按时办结率{b.requests.on_time_share}。",
    ),
)


def at(month: int, day: int, hour: int = 10, *, year: int = 2018) -> datetime:
    """An instant where the office is."""
    return datetime(year, month, day, hour, tzinfo=BEIJING)


@pytest.fixture
def small_year(small_items: None, small_posts: None, small_cases: None) -> None:
    """One or more records for every figure there is."""


@pytest.fixture
def columns(founder: User) -> dict[str, Column]:
    return {
        group: catalogue.open_column(slug=group, name=group, group=group, order=1, by=founder, now=at(1, 1))
        for group in ColumnGroup
    }


@pytest.fixture
def enter_items(
    department: Unit, drafter: User, columns: dict[str, Column], founder: User
) -> Callable[..., list[InformationItem]]:
    """``enter_items((kind, column group, instant), …, unit=…, key_areas=…)``: published items of the past."""
    kinds = {
        code: catalogue.define_kind(code=code, name=name, order=1, by=founder, now=at(1, 1))
        for code, name in KINDS.items()
    }

    def enter(*plans: Any, unit: Unit = department, key_areas: Any = (), by: User = drafter) -> list[InformationItem]:
        return disclosure.enter_history(
            [
                disclosure.HistoricalItem(
                    unit=unit,
                    fields=disclosure.ItemFields(
                        title=f"示例信息{code}",
                        kind=kinds[code],
                        column=columns[group],
                        formed_date=date(2016, 1, 1),
                        body="<p>示例正文。</p>",
                        source_name="原网站",
                        key_areas=tuple(key_areas),
                    ),
                    published_at=instant,
                )
                for code, group, instant in plans
            ],
            by=by,
            now=COMPILED,
        )

    return enter


@pytest.fixture
def small_items(enter_items: Any, key_area: Any, drafter: User) -> None:
    catalogue_group, news, profile = ColumnGroup.CATALOGUE, ColumnGroup.NEWS, ColumnGroup.PROFILE
    enter_items(("profile", profile, at(1, 1, 0)), ("profile", profile, at(2, 1)), ("news", news, at(12, 31, 23)))
    enter_items(("news", news, at(3, 1)), ("news", news, at(12, 31, year=2017)), ("news", news, at(1, 1, 0, year=2019)))
    marked = enter_items(
        *((code, catalogue_group, at(4, 1)) for code in KINDS if code not in ("news", "profile")), key_areas=[key_area]
    )
    plain = enter_items(("notice", catalogue_group, at(5, 1)), ("notice", catalogue_group, at(5, 2)))
    for item, field in ((marked[0], Field.ENGINEERING), (plain[0], Field.PROCUREMENT), (plain[1], Field.LAND)):
        public_resources.announce(item, field=field, stage=Stage.TENDER, project="示例项目", by=drafter, now=COMPILED)


@pytest.fixture
def small_posts(small_items: None, openness_officer: User, department: Unit) -> None:
    item = InformationItem.objects.get(kind__code="news", published_at=at(3, 1))
    entries = []
    for platform, originals, repeats in ((Platform.WEIBO, 2, 1), (Platform.WECHAT, 1, 2)):
        account = media.open_account(
            code=platform, platform=platform, name="示例", unit=department, by=openness_officer, now=at(1, 1)
        )
        entries += [
            media.HistoricalPost(account, "示例内容", at(6, 1), openness_officer, repeated)
            for repeated in [None] * originals + [item] * repeats
        ]
    media.enter_history(entries, by=openness_officer, now=COMPILED)


@pytest.fixture
def receive(department: Unit, case_officer: User) -> Callable[..., Application]:
    """``receive(channel, day)``: an application by a letter of which nothing but the day matters."""

    def receive(channel: ReceiptChannel, day: date, unit: Unit = department, by: User = case_officer) -> Application:
        return applications.receive(
            unit=unit,
            channel=channel,
            applicant_kind=ApplicantKind.NATURAL,
            applicant_name="张某",
            contact="示例地址",
            sought="示例事项",
            again_because="示例",
            arrived=day,
            signed=day,
            confirmed=day,
            by=by,
            now=datetime(day.year, day.month, day.day, 17, tzinfo=BEIJING),
        )

    return receive


@pytest.fixture
def small_cases(
    receive: Callable[..., Application], department: Unit, case_officer: User, openness_officer: User
) -> None:
    carried = receive(ReceiptChannel.LETTER, date(2017, 12, 20))
    applications.reply(carried, outcome=Outcome.GRANTED, by=case_officer, now=at(1, 5))
    received = [receive(channel, date(2018, 5, 7)) for channel in ReceiptChannel]
    applications.reply(received[0], outcome=Outcome.GRANTED, by=case_officer, now=at(5, 9))
    applications.close(received[1], outcome=Outcome.OTHER_OTHER, reason="申请人撤回", by=case_officer, now=at(5, 9))
    for application, amount, waived in ((received[0], 12, 0), (received[2], 0, 7), (received[3], 30, 5)):
        applications.charge(
            application, amount=Decimal(amount), waived_amount=Decimal(waived), by=case_officer, now=at(5, 20)
        )
    for kind in ChallengeKind:
        filed = applications.challenge(
            unit=department, kind=kind, filed=date(2018, 7, 2), by=case_officer, now=at(7, 2)
        )
        applications.decide(filed, outcome=ChallengeOutcome.CORRECTED, by=case_officer, now=at(8, 1))
    plans: list[tuple[RequestCategory, datetime, timedelta | None, Rating | None]] = [
        *((category, at(3, 1), timedelta(days=1), Rating.SATISFIED) for category in RequestCategory),
        (RequestCategory.COMPLAINT, at(3, 1), timedelta(days=60), Rating.DISSATISFIED),
        (RequestCategory.COMPLAINT, at(11, 20), timedelta(days=30), None),
        (RequestCategory.COMPLAINT, at(12, 3), None, None),
        (RequestCategory.INQUIRY, at(12, 28), None, None),
        (RequestCategory.INQUIRY, at(6, 1, year=2017), timedelta(days=1), None),
        (RequestCategory.INQUIRY, at(6, 2, year=2017), timedelta(days=1), None),
    ]
    work_orders.enter_history(
        [
            HistoricalWorkOrder(
                unit=department,
                source=Source.HOTLINE,
                category=category,
                subject="示例诉求",
                limit_days=5,
                received_at=received_at,
                received_by=case_officer,
                closed_at=received_at + taken if taken else None,
                closed_by=case_officer if taken else None,
                result="已办理" if taken else "",
                rating=rating,
                rated_at=received_at + taken + timedelta(hours=1) if taken and rating else None,
                rated_by=openness_officer if rating else None,
            )
            for category, received_at, taken, rating in plans
        ],
        by=openness_officer,
        now=COMPILED,
    )


@pytest.fixture
def take_out(approver: User, openness_officer: User) -> Callable[[str, int], None]:
    """``take_out("media.post", 3)``: one record leaves every figure, by its own room's action."""

    def take_out(label: str, pk: int) -> None:
        who: dict[str, Any] = {"reason": "示例更正", "now": COMPILED}
        if label == "disclosure.informationitem":
            item = InformationItem.objects.get(pk=pk)
            disclosure.withdraw(item, kind=WithdrawalKind.ERROR, by=openness_officer, **who)
        elif label == "media.post":
            media.remove(Post.objects.get(pk=pk), by=openness_officer, **who)
        elif label == "work_orders.workorder":
            work_orders.void(WorkOrder.objects.get(pk=pk), by=openness_officer, **who)
        else:
            models = {"applications.application": Application, "applications.fee": Fee}
            record = models.get(label, Challenge).objects.get(pk=pk)
            applications.void(record, by=openness_officer, **who)

    return take_out


@dataclass(frozen=True)
class Staff:
    """Who takes a report to the public."""

    officer: User
    head: User
    drafter: User
    reviewer: User
    approver: User


@pytest.fixture
def staff(zone: Unit, appoint: Callable[..., User], openness_officer: User) -> Staff:
    roles = (Role.UNIT_HEAD, Role.DRAFTER, Role.SECRECY_REVIEWER, Role.APPROVER)
    return Staff(openness_officer, *(appoint(role, zone) for role in roles))


@pytest.fixture
def written(small_year: None, zone: Unit, staff: Staff) -> Report:
    """The zone's report on the small year, compiled and with its text."""
    report = actions.compile_report(zone, 2018, by=staff.officer, now=COMPILED)
    return actions.write_narrative(report, SECTIONS, by=staff.officer, now=COMPILED)


@pytest.fixture
def frozen(written: Report, staff: Staff) -> Report:
    return actions.freeze(written, by=staff.officer, now=COMPILED)


@pytest.fixture
def signed(frozen: Report, staff: Staff) -> Report:
    return actions.sign(frozen, by=staff.head, now=COMPILED)


@pytest.fixture
def published(signed: Report, staff: Staff, columns: dict[str, Column]) -> Report:
    """The same, passed by a reviewer and an approver and public."""
    return publish(signed, staff, columns)


def publish(report: Report, staff: Staff, columns: dict[str, Column], *, now: datetime = COMPILED) -> Report:
    """Take a signed report through review to the public."""
    submitted = actions.submit_for_publication(report, column=columns[ColumnGroup.CATALOGUE], by=staff.drafter, now=now)
    item = disclosure.review_secrecy(submitted.item, basis="不涉密", by=staff.reviewer, now=now)
    disclosure.approve_and_publish(item, by=staff.approver, now=now)
    return Report.objects.select_related("unit", "item").get(pk=report.pk)
