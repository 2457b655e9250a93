"""Work orders at the desk, as each role meets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.casework.work_orders import actions
from gongkai.casework.work_orders.choices import Source
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import RequestCategory, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work_order(department: Unit, case_officer: User, now: datetime) -> WorkOrder:
    return actions.receive(
        unit=department,
        source=Source.HOTLINE,
        category=RequestCategory.COMPLAINT,
        subject="某路夜间施工噪声",
        limit_days=5,
        by=case_officer,
        now=now,
    )


@pytest.fixture
def elsewhere(appoint: Callable[..., User], town: Unit) -> User:
    """A case officer of another unit."""
    return appoint(Role.CASE_OFFICER, town)


def get(user: User | None, path: str) -> Any:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(path)


def page_of(work_order: WorkOrder) -> str:
    return f"/desk/work-orders/{work_order.number}/"


@pytest.mark.parametrize("who", ["case_officer", "openness_officer"])
def test_those_who_handle_it_read_what_was_asked(who, work_order, request) -> None:
    assert "某路夜间施工噪声" in get(request.getfixturevalue(who), page_of(work_order)).content.decode()


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_those_who_oversee_it_read_its_course_and_not_what_a_citizen_wrote(who, work_order, request) -> None:
    response = get(request.getfixturevalue(who), page_of(work_order))
    assert response.status_code == 200
    assert "某路夜间施工噪声" not in response.content.decode()


@pytest.mark.parametrize("who", ["drafter", "reviewer", "approver", "elsewhere"])
def test_everybody_else_reads_a_sentence(who, work_order, request) -> None:
    response = get(request.getfixturevalue(who), page_of(work_order))
    assert response.status_code == 403
    assert "工单含个人信息" in response.content.decode()


def test_whoever_has_not_signed_in_is_asked_to(work_order) -> None:
    assert get(None, page_of(work_order)).url.startswith("/desk/login/")


def test_the_limit_is_explained(work_order, case_officer) -> None:
    page = get(case_officer, page_of(work_order)).content.decode()
    assert "办理时限为 5 个工作日" in page
    assert "最后一天是 2018年6月8日" in page


def test_the_list_shows_the_units_one_has_a_case_role_over(work_order, case_officer, elsewhere, drafter) -> None:
    assert work_order.number in get(case_officer, "/desk/work-orders/").content.decode()
    assert work_order.number not in get(elsewhere, "/desk/work-orders/").content.decode()
    assert get(drafter, "/desk/work-orders/").status_code == 403


def test_the_list_is_narrowed_by_state_and_category(work_order, case_officer) -> None:
    for query, found in (
        ("state=open", True),
        ("state=closed", False),
        ("category=complaint", True),
        ("category=praise", False),
    ):
        page = get(case_officer, f"/desk/work-orders/?{query}").content.decode()
        assert (f"{work_order.number}</a>" in page) is found, query
