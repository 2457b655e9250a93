"""One planned item: when it was formed, drafted, reviewed, approved and published, by the people of its unit, in office hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Post, Unit
from gongkai.law import themes
from gongkai.law.calendar import WorkingCalendar, chinese_date
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.disclosure.actions import Course, HistoricalItem, ItemFields
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.public_resources.actions import HistoricalNotice
from gongkai.publishing.public_resources.choices import Field, Stage

from . import house, shelves
from .days import MINUTES, OfficeHours
from .texts import Writer

FIRST, LAST = date(2018, 1, 2), date(2018, 12, 29)
#: Forming reaches back into 2017; 条例 (2007) art. 18 leaves twenty working days to publish.
_EARLIEST = date(2017, 11, 1)
_BASES = (
    "经逐项审查，不涉及国家秘密、商业秘密和个人隐私，可以公开。",
    "对照保密事项范围审查，内容不涉密；个人信息已作处理，同意公开。",
    "已核对定密依据和公开属性，未发现不宜公开的内容。",
)


@dataclass
class PlannedItem:
    """What will be entered, by codes; ``document_number`` is given once all are planned, in order of forming."""

    kind: str
    column: str
    unit: str
    title: str
    body: str
    formed: date
    drafted_at: datetime
    submitted_at: datetime
    reviewed_at: datetime
    approved_at: datetime
    published_at: datetime
    #: The number of the working day of publication, for what follows from it.
    day: int
    drafter: int
    basis: str
    areas: tuple[str, ...] = ()
    series: str = ""
    document_number: str = ""
    notice: tuple[Field, Stage, str] | None = None
    details: Mapping[str, str | bool | int] = field(default_factory=dict)


class Planner:
    """Plans item after item from one random source."""

    def __init__(self, rng: Random, known: WorkingCalendar) -> None:
        self.rng = rng
        self.writer = Writer(rng)
        self.hours = OfficeHours(known, _EARLIEST, LAST)
        self.planned: list[PlannedItem] = []
        self.first, self.last = self.hours.index(FIRST), len(self.hours.days) - 1

    def within(self, first: date, last: date) -> tuple[int, int]:
        """The working days from one day to another, as their first and last number."""
        return self.hours.index(first), self.hours.index(last + timedelta(days=1)) - 1

    def days_in_order(self, count: int) -> list[tuple[int, int]]:
        """So many days of the year, ascending, for what is numbered through the year."""
        days = sorted(self.rng.randint(self.first, self.last) for _day in range(count))
        return [(day, day) for day in days]

    def add(
        self,
        kind: str,
        column: str,
        unit: str,
        topic: str,
        *,
        wording: str = "",
        days: tuple[int, int] | None = None,
        lead: tuple[int, int] = (0, 6),
        areas: tuple[str, ...] = (),
        series: str = "",
        notice: tuple[Field, Stage, str] | None = None,
        given: Mapping[str, str] | None = None,
    ) -> PlannedItem:
        """Plan one item: published on one of ``days``, formed ``lead`` working days before, both bounds included."""
        rng, hours = self.rng, self.hours
        day = rng.randint(*(days or (self.first, self.last)))
        position = day * MINUTES + rng.randrange(40, MINUTES)
        formed = day - rng.randint(*lead)
        span = rng.randint(30, min(position - formed * MINUTES, 3 * MINUTES))
        drafted = position - span
        published = hours.days[day]
        facts = self.writer.facts(
            topic,
            unit=house.PLANS[unit].short_name,
            day=chinese_date(hours.days[formed]),
            until=chinese_date(published + timedelta(days=rng.randint(10, 40))),
            **{
                "month": f"{published.month}月",
                "quarter": f"第{'一二三四'[(published.month - 1) // 3]}季度",
                **({"village": house.PLANS[unit].short_name} if unit in house.VILLAGE_CODES else {}),
                **(given or {}),
            },
        )
        item = PlannedItem(
            kind=kind,
            column=column,
            unit=unit,
            title=self.writer.title(wording or kind, facts),
            body=self.writer.body(wording or kind, topic, facts),
            formed=hours.days[formed],
            drafted_at=hours.at(drafted),
            submitted_at=hours.at(drafted + int(span * rng.uniform(0.1, 0.4))),
            reviewed_at=hours.at(drafted + int(span * rng.uniform(0.45, 0.75))),
            approved_at=hours.at(drafted + int(span * rng.uniform(0.8, 1.0))),
            published_at=hours.at(position),
            day=day,
            drafter=rng.randrange(2),
            basis=rng.choice(_BASES),
            areas=areas,
            series=series,
            notice=notice,
        )
        self.planned.append(item)
        return item

    def in_order(self) -> list[PlannedItem]:
        """Everything planned, by publication, with document numbers by the day of forming."""
        last: dict[tuple[str, int], int] = defaultdict(int)
        for item in sorted((item for item in self.planned if item.series), key=lambda item: item.formed):
            year = item.formed.year
            last[item.series, year] += 1
            # The year before had its documents too: its series goes on from somewhere.
            number = last[item.series, year] + (40 if year < FIRST.year else 0)
            item.document_number = f"{item.series}〔{year}〕{number}号"
        return sorted(self.planned, key=lambda item: item.published_at)


@dataclass
class Roll:
    """The records behind the codes, read once."""

    units: dict[str, Unit] = field(default_factory=lambda: {unit.code: unit for unit in Unit.objects.all()})
    kinds: dict[str, Kind] = field(default_factory=lambda: {kind.code: kind for kind in Kind.objects.all()})
    columns: dict[str, Column] = field(default_factory=lambda: {column.slug: column for column in Column.objects.all()})
    areas: dict[str, KeyArea] = field(default_factory=lambda: {area.code: area for area in KeyArea.objects.all()})
    people: dict[tuple[str, str], list[User]] = field(default_factory=dict)
    deputy: User = field(default_factory=lambda: User.objects.get(username=house.DEPUTY))

    def __post_init__(self) -> None:
        for post in Post.objects.filter(until_date=None).select_related("unit", "user").order_by("pk"):
            self.people.setdefault((post.unit.code, post.role), []).append(post.user)

    def person(self, unit: str, role: Role, number: int = 0) -> User:
        """Who holds a role for a unit; a village's work is done by its town's people."""
        return self.people[house.town_of(unit), role][number]

    def person_above(self, role: Role) -> User:
        """Who holds a role over the whole zone: the first of them."""
        return self.people[house.ZONE_CODE, role][0]

    def approver(self, unit: str, at: datetime) -> User:
        """Who approves for a unit at an instant: the deputy while the holder is away."""
        if unit == house.AWAY_CODE and house.AWAY_FIRST <= localdate(at) <= house.AWAY_LAST:
            return self.deputy
        return self.person(unit, Role.APPROVER)

    def history(self, item: PlannedItem) -> HistoricalItem:
        """A planned item as the bulk path takes it."""
        return HistoricalItem(
            unit=self.units[item.unit],
            fields=ItemFields(
                title=item.title,
                kind=self.kinds[item.kind],
                column=self.columns[item.column],
                formed_date=item.formed,
                body=item.body,
                document_number=item.document_number,
                theme=themes.parse(printed) if (printed := shelves.CLASSES.get(item.kind)) else "",
                genre=shelves.GENRES.get(item.kind, ""),
                key_areas=tuple(self.areas[code] for code in item.areas),
                details=item.details,
            ),
            published_at=item.published_at,
            course=Course(
                drafted_by=self.person(item.unit, Role.DRAFTER, item.drafter),
                drafted_at=item.drafted_at,
                submitted_at=item.submitted_at,
                reviewed_by=self.person(item.unit, Role.SECRECY_REVIEWER),
                reviewed_at=item.reviewed_at,
                secrecy_basis=item.basis,
                approved_by=self.approver(item.unit, item.approved_at),
                approved_at=item.approved_at,
            ),
        )

    def notices(self, planned: Sequence[PlannedItem], entered: Sequence[InformationItem]) -> list[HistoricalNotice]:
        """The notices about public resources among the planned items, beside the items they became."""
        return [
            HistoricalNotice(
                item=item,
                field=plan.notice[0],
                stage=plan.notice[1],
                project=plan.notice[2],
                announced_by=self.person(plan.unit, Role.DRAFTER, plan.drafter),
                announced_at=plan.published_at + timedelta(minutes=5),
            )
            for plan, item in zip(planned, entered, strict=True)
            if plan.notice
        ]
