"""Fixtures every test may use."""

import itertools
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as settings_of_django
from django.db import connection
from hypothesis import settings

from gongkai.base.accounts.actions import open_account
from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refusal
from gongkai.base.organisations import actions as organisations
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Openness, Role, UnitKind, WithholdingGround
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem

pytest_plugins = ["tests.example_year", "tests.office", "tests.real_files", "tests.consulting", "tests.any_form"]

# A property is about arithmetic, not about how busy the machine is: no time limit for a single example. The project's gate tries the same
# examples twice, so that it says the same twice; everywhere else each run looks for new ones.
settings.register_profile("gongkai", deadline=None, derandomize="GONGKAI_REQUIRE_SHARED" in os.environ)
settings.load_profile("gongkai")

SHARED = Path(__file__).resolve().parent.parent / "shared"


#: Where a test that asks no database meets none: it says the same beside any.
LEDGERLESS = ("tests/law/", "gongkai/base/", "gongkai/oversight/annual_report/")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Arithmetic, texts and files are tested once, beside SQLite; the second database is asked only what a database answers."""
    if settings_of_django.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return
    once = {item for item in items if item.nodeid.startswith(LEDGERLESS) and not _asks_database(item)}
    config.hook.pytest_deselected(items=[item for item in items if item in once])
    items[:] = [item for item in items if item not in once]


def _asks_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    )


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of other people's texts beside the project; a fresh machine has none, the project's gate insists on it."""
    if not SHARED.is_dir():
        if os.environ.get("GONGKAI_REQUIRE_SHARED"):
            pytest.fail("../shared must be there for the gate")
        pytest.skip("../shared is absent")
    return SHARED


# A small government on one June morning of 2018, for the rooms' tests. Everything goes through actions, never around them.


@pytest.fixture
def now() -> datetime:
    """The instant at which a test's acts happen unless it says otherwise: Friday 2018-06-01, nine in the morning."""
    return datetime(2018, 6, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def founder(db: None, now: datetime) -> User:
    """Who set everything up; holds no post."""
    return open_account(username="founder", name="系统管理员", password=None, by=None, now=now)


@pytest.fixture
def found_unit(founder: User, now: datetime) -> Callable[..., Unit]:
    """``found_unit("117", "党政办公室", parent=zone)``: a unit more."""

    def found(code: str, name: str, *, kind: UnitKind = UnitKind.DEPARTMENT, parent: Unit | None = None) -> Unit:
        return organisations.found(
            code=code,
            name=name,
            short_name=name,
            kind=kind,
            parent=parent,
            index_prefix=f"440404{code}",
            hosts_openness_office=False,
            by=founder,
            now=now,
        )

    return found


@pytest.fixture
def zone(found_unit: Callable[..., Unit]) -> Unit:
    return found_unit("100", "海港示范区管理委员会", kind=UnitKind.ZONE)


@pytest.fixture
def department(found_unit: Callable[..., Unit], zone: Unit) -> Unit:
    return found_unit("117", "示范区经济发展局", parent=zone)


@pytest.fixture
def town(found_unit: Callable[..., Unit], zone: Unit) -> Unit:
    return found_unit("201", "海港镇人民政府", kind=UnitKind.TOWN, parent=zone)


@pytest.fixture
def appoint(founder: User, now: datetime) -> Callable[..., User]:
    """``appoint(Role.DRAFTER, unit)``: somebody new (or ``user=``) who has held that post since 2000 (or ``since=``)."""
    count = itertools.count(1)

    def appoint(role: Role, unit: Unit, *, user: User | None = None, since: date = date(2000, 1, 1)) -> User:
        if user is None:
            serial = next(count)
            user = open_account(
                username=f"{role}-{unit.code}-{serial}",
                name=f"{role.label}{serial}",
                password=None,
                by=founder,
                now=now,
            )
        organisations.fill(unit=unit, user=user, role=role, since=since, by=founder, now=now)
        return user

    return appoint


@pytest.fixture
def drafter(appoint: Callable[..., User], department: Unit) -> User:
    return appoint(Role.DRAFTER, department)


@pytest.fixture
def reviewer(appoint: Callable[..., User], department: Unit) -> User:
    return appoint(Role.SECRECY_REVIEWER, department)


@pytest.fixture
def approver(appoint: Callable[..., User], department: Unit) -> User:
    return appoint(Role.APPROVER, department)


@pytest.fixture
def case_officer(appoint: Callable[..., User], department: Unit) -> User:
    return appoint(Role.CASE_OFFICER, department)


@pytest.fixture
def openness_officer(appoint: Callable[..., User], zone: Unit) -> User:
    return appoint(Role.OPENNESS_OFFICE, zone)


@pytest.fixture
def supervisor(appoint: Callable[..., User], zone: Unit) -> User:
    return appoint(Role.SUPERVISOR, zone)


@pytest.fixture
def auditor(appoint: Callable[..., User], zone: Unit) -> User:
    return appoint(Role.AUDITOR, zone)


@pytest.fixture
def kind(founder: User, now: datetime) -> Kind:
    return catalogue.define_kind(code="notice", name="通知公告", order=1, by=founder, now=now)


@pytest.fixture
def key_area(founder: User, now: datetime) -> KeyArea:
    return catalogue.define_key_area(code="budget", name="财政预决算", order=1, by=founder, now=now)


@pytest.fixture
def column(founder: User, now: datetime) -> Column:
    return catalogue.open_column(
        slug="notices", name="通知公告", group=ColumnGroup.CATALOGUE, order=1, by=founder, now=now
    )


@pytest.fixture
def fields(kind: Kind, column: Column) -> Callable[..., disclosure.ItemFields]:
    """``fields(title="…")``: what a drafter fills in, complete and ready to submit unless told otherwise."""

    def fields(**changes: Any) -> disclosure.ItemFields:
        given: dict[str, Any] = {
            "title": "关于开展港区安全检查的通知",
            "kind": kind,
            "column": column,
            "formed_date": date(2018, 5, 28),
            "body": "<p>自六月起开展港区安全检查。</p>",
        }
        return disclosure.ItemFields(**given | changes)

    return fields


@pytest.fixture
def make_item(
    department: Unit,
    drafter: User,
    reviewer: User,
    approver: User,
    fields: Callable[..., disclosure.ItemFields],
    now: datetime,
) -> Callable[..., InformationItem]:
    """One led to that state by the unit's own staff; a merged one with what it changed."""

    def make_item(status: Status = Status.DRAFT, **changes: Any) -> InformationItem:
        if status == Status.CLOSED:
            changes = {"openness": Openness.WITHHELD, "ground": WithholdingGround.TRADE_SECRET} | changes
        if status == Status.MERGED:
            item = make_item(Status.PUBLISHED, **changes)
            item = disclosure.begin_change(item, reason="更正附表", by=drafter, now=now)
        else:
            item = disclosure.draft(department, fields(**changes), by=drafter, now=now)
        if status == Status.DISCARDED:
            return disclosure.discard(item, reason="不再需要", by=drafter, now=now)
        steps: list[tuple[Status, Callable[[InformationItem], InformationItem]]] = [
            (Status.SUBMITTED, lambda item: disclosure.submit(item, by=drafter, now=now)),
            (
                Status.SECRECY_REVIEWED,
                lambda item: disclosure.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=now),
            ),
            (Status.APPROVED, lambda item: disclosure.approve(item, by=approver, now=now)),
            (Status.PUBLISHED, lambda item: disclosure.publish(item, by=approver, now=now)),
            (
                Status.WITHDRAWN,
                lambda item: disclosure.withdraw(
                    item, kind=WithdrawalKind.ERROR, reason="附表有误", by=approver, now=now
                ),
            ),
        ]
        for _following, step in steps:
            if item.status == status:
                break
            item = step(item)
        assert item.status == status
        return item

    return make_item


@pytest.fixture
def at_once(transactional_db: None) -> Callable[..., list[Any]]:
    """``at_once([first, second])``: calls on threads that start together, each on its own connection.

    Returns each one's result, or the refusal it met; any other exception fails the test.
    """

    def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
        barrier = threading.Barrier(len(calls))

        def run(call: Callable[[], Any]) -> Any:
            try:
                barrier.wait(timeout=30)
                return call()
            except Refusal as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    return at_once
