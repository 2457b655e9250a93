"""An invented city of sixty units and their work of two years, entered through the rooms' own actions, and counted by other code."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications import actions as applications
from gongkai.casework.applications.choices import ChallengeKind, ChallengeOutcome
from gongkai.casework.applications.queries import PastCase
from gongkai.casework.work_orders import actions as work_orders
from gongkai.casework.work_orders.choices import Source
from gongkai.law.outcomes import rule_of
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel, RequestCategory, Role, UnitKind
from gongkai.oversight.statistics import actions
from gongkai.oversight.statistics.actions import Entry
from gongkai.oversight.statistics.queries import Period, collected_codes, form_leaves, unsigned
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions as disclosure

from .by_hand import SPLITS, Dispute, Paper, Work
from .conftest import BEIJING

NOW = datetime(2025, 1, 20, 9, tzinfo=BEIJING)
FIRST = date(2023, 1, 3)
DEPARTMENTS, TOWNS, VILLAGES = 36, 10, 14
#: How many take licences and penalties, and how many keep their cases elsewhere.
ASKED, OFF_SYSTEM = 8, 2


@dataclass
class City:
    """The city with all that stands below it; ``work`` is what each unit did, on the system or not."""

    zone: Unit
    units: list[Unit]
    officer: User
    clerk: User
    head: User
    work: dict[Unit, Work] = field(default_factory=dict)
    asked: list[Unit] = field(default_factory=list)
    off: list[Unit] = field(default_factory=list)
    #: What no ledger holds, by unit.
    typed: dict[Unit, dict[str, int]] = field(default_factory=dict)

    @property
    def handed_in(self) -> Counter[str]:
        """The same of all units together."""
        cells: Counter[str] = Counter()
        for numbers in self.typed.values():
            cells.update(numbers)
        return cells

    def by_hand(self, unit: Unit, year: int) -> Counter[str]:
        """Every counted figure of the forms for a unit and all below it, record by record."""
        cells: Counter[str] = Counter()
        for of_unit, work in self.work.items():
            if of_unit.path.startswith(unit.path):
                cells.update(work.counted(year))
        return cells


def build(found_unit: Callable[..., Unit], appoint: Callable[..., User], *, seed: int = 1) -> City:
    """The city with its work of 2023 and 2024 entered, and the sheets of 2024 and 2023 signed."""
    chosen = random.Random(seed)
    zone = found_unit("100", "示例市人民政府", kind=UnitKind.ZONE)
    departments = [found_unit(f"1{number:02}", f"第{number}局", parent=zone) for number in range(1, DEPARTMENTS + 1)]
    towns = [
        found_unit(f"2{number:02}", f"第{number}镇", kind=UnitKind.TOWN, parent=zone) for number in range(1, TOWNS + 1)
    ]
    villages = [
        found_unit(f"3{number:02}", f"第{number}村", kind=UnitKind.VILLAGE, parent=towns[number % TOWNS])
        for number in range(1, VILLAGES + 1)
    ]
    people = [appoint(role, zone) for role in (Role.OPENNESS_OFFICE, Role.CASE_OFFICER, Role.APPROVER)]
    city = City(zone, [*departments, *towns, *villages], *people)
    city.asked, city.off = departments[:ASKED], [departments[-1], towns[-1]][:OFF_SYSTEM]
    city.work = {unit: _work(chosen) for unit in city.units}
    on_system = {unit: work for unit, work in city.work.items() if unit not in city.off}
    for unit, work in on_system.items():
        _enter_cases(city, unit, work)
    _enter_papers(city, on_system)
    _enter_requests(city, on_system)
    _collect(city, chosen)
    return city


def _work(chosen: random.Random) -> Work:
    work = Work([_case(chosen, number) for number in range(chosen.randrange(6, 22))])
    for _number in range(chosen.randrange(3, 8)):
        kind, group = chosen.choice(
            [("news", ColumnGroup.NEWS), ("normative", ColumnGroup.CATALOGUE), ("profile", ColumnGroup.PROFILE)]
        )
        published = FIRST + timedelta(days=chosen.randrange(10, 725))
        work.papers.append(Paper(kind, group, published, published - timedelta(days=chosen.randrange(10))))
    for _number in range(chosen.randrange(3)):
        work.disputes.append(_dispute(chosen))
    work.requests = [
        (chosen.choice(list(RequestCategory)), FIRST + timedelta(days=chosen.randrange(725))) for _number in range(2)
    ]
    if chosen.random() < 0.2:
        work.fees.append((date(2024, 6, 3), Decimal(chosen.choice([20, 130]))))
    return work


def _case(chosen: random.Random, number: int) -> PastCase:
    received = FIRST + timedelta(days=chosen.randrange(725))
    outcome = chosen.choice(list(Outcome)) if chosen.random() < 0.9 else None
    extended = received + timedelta(days=5) if outcome and chosen.random() < 0.1 else None
    ended = received + timedelta(days=chosen.randrange(6, 20)) if outcome else None
    if ended is not None and ended > NOW.date():
        outcome = ended = extended = None
    lapse = outcome is not None and rule_of(outcome).lapse
    return PastCase(
        channel=chosen.choice(list(ReceiptChannel)),
        applicant_kind=chosen.choice(list(ApplicantKind)),
        applicant_name=f"示例{number}",
        contact="示例地址",
        sought=f"示例事项{number}",
        arrived=received,
        received=received,
        extended=extended,
        outcome=outcome,
        outcome_reason="示例理由" if lapse else "",
        ended=ended,
    )


def _dispute(chosen: random.Random) -> Dispute:
    kind = chosen.choice(list(ChallengeKind))
    filed = FIRST + timedelta(days=chosen.randrange(700))
    after = kind == ChallengeKind.LAWSUIT and chosen.random() < 0.5
    decided = filed + timedelta(days=chosen.randrange(20, 90))
    if chosen.random() < 0.2 or decided > NOW.date():
        return Dispute(kind, filed, after)
    outcome = chosen.choice([one for one in ChallengeOutcome if one != ChallengeOutcome.PENDING])
    return Dispute(kind, filed, after, outcome, decided)


def at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return datetime.combine(day, time(10), tzinfo=BEIJING)


def _enter_cases(city: City, unit: Unit, work: Work) -> None:
    entered = applications.enter_past_cases(work.cases, unit, by=city.clerk, now=NOW)
    for day, amount in work.fees:
        applications.charge(entered[0], amount=amount, by=city.clerk, now=at(day))
    for each in work.disputes:
        filed = applications.challenge(
            unit=unit,
            kind=each.kind,
            filed=each.filed,
            after_reconsideration=each.after_reconsideration,
            by=city.clerk,
            now=at(each.filed),
        )
        if each.decided is not None:
            applications.decide(filed, outcome=each.outcome, by=city.clerk, now=at(each.decided))


def _enter_papers(city: City, of_units: dict[Unit, Work]) -> None:
    given: dict[str, Any] = {"by": city.officer, "now": at(FIRST)}
    columns = {
        group: catalogue.open_column(slug=group, name=group, group=group, order=1, **given) for group in ColumnGroup
    }
    kinds = {
        code: catalogue.define_kind(code=code, name=code, order=1, **given) for code in ("news", "normative", "profile")
    }
    disclosure.enter_history(
        [
            disclosure.HistoricalItem(
                unit=unit,
                fields=disclosure.ItemFields(
                    title=f"示例信息{number}",
                    kind=kinds[paper.kind],
                    column=columns[paper.group],
                    formed_date=paper.formed,
                    body="<p>示例正文。</p>",
                    source_name="原网站",
                ),
                published_at=at(paper.published),
            )
            for unit, work in of_units.items()
            for number, paper in enumerate(work.papers)
        ],
        by=city.officer,
        now=NOW,
    )


def _enter_requests(city: City, of_units: dict[Unit, Work]) -> None:
    told = sorted(
        ((day, category, unit) for unit, work in of_units.items() for category, day in work.requests),
        key=lambda one: (one[0], one[2].code),
    )
    work_orders.enter_history(
        [
            work_orders.HistoricalWorkOrder(
                unit=unit,
                source=Source.HOTLINE,
                category=category,
                subject="示例诉求",
                limit_days=5,
                received_at=at(day),
                received_by=city.clerk,
            )
            for day, category, unit in told
        ],
        by=city.officer,
        now=NOW,
    )


def _collect(city: City, chosen: random.Random) -> None:
    """What no ledger holds from those who have it, and everything of the form from units that are not on the system."""
    for unit in city.off:
        actions.take_off_system(unit, first_year=2023, reason="使用原系统", by=city.officer, now=NOW)
    codes = [figure.code for figure in collected_codes(2024)]
    of_all = [part for parts in SPLITS.values() for part in parts if part in codes]
    for unit in city.units:
        asked = codes if unit in city.asked else of_all
        if asked:
            actions.ask(unit, asked, first_year=2024, by=city.officer, now=NOW)
            city.typed[unit] = _typed(city.work[unit].counted(2024), asked, chosen)
            if unit not in city.off:
                hand_in(city, unit, 2024, city.typed[unit])
    for unit in city.off:
        for year in (2023, 2024):
            counted = {code: n for code, n in city.work[unit].counted(year).items() if code in form_leaves(year)}
            more = city.typed.get(unit, {}) if year == 2024 else {}
            hand_in(city, unit, year, dict.fromkeys(sorted(form_leaves(year)), 0) | counted | more)


def _typed(counted: Counter[str], codes: list[str], chosen: random.Random) -> dict[str, int]:
    """Numbers that fit together as the forms declare, and with what is counted."""
    numbers = {code: chosen.randrange(200) for code in codes}
    for whole, (first, second) in SPLITS.items():
        if first in numbers:
            numbers[first] = chosen.randint(0, counted[whole])
            numbers[second] = counted[whole] - numbers[first]
    for part, whole in (("n2.2.1.1", "n2.2.1"), ("n2.2.2.1", "n2.2.2")):
        if part in numbers:
            numbers[part] = min(numbers[part], numbers[whole])
    if "n8.3" in numbers:
        numbers["n8.3"] = numbers["n8.3.1"] + numbers["n8.3.2"]
    # The same information counts once, so no way of publishing has more than all together.
    published = sum(counted[f"a1.{group.value}"] for group in ColumnGroup)
    return numbers | {code: chosen.randint(0, published) for code in ("n1.2.1", "n1.2.5") if code in numbers}


def hand_in(city: City, unit: Unit, year: int, numbers: dict[str, Any]) -> None:
    """Entered by one and signed by another."""
    period = Period.of_year(year)
    entries = [Entry(code, Decimal(number), "原系统") for code, number in numbers.items()]
    actions.hand_in(unit, period, entries, by=city.clerk, now=NOW)
    seen = [number.pk for number in unsigned(unit, period)]
    actions.sign(unit, period, seen=seen, by=city.head, now=NOW)
