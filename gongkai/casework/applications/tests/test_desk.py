"""Applications at the desk, as each role meets them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.organisations.models import Unit
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Outcome, Party
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(department: Unit, case_officer: User, now: datetime) -> Application:
    return actions.receive(
        unit=department,
        channel=ReceiptChannel.IN_PERSON,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="申请人甲",
        contact="甲的电话",
        sought="道路养护合同",
        arrived=now.date(),
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


def page_of(application: Application) -> str:
    return f"/desk/applications/{application.number}/"


@pytest.mark.parametrize("who", ["case_officer", "openness_officer"])
def test_those_who_handle_it_read_who_applied_and_for_what(who, application, request) -> None:
    page = get(request.getfixturevalue(who), page_of(application)).content.decode()
    for said in ("申请人甲", "甲的电话", "道路养护合同", "2018-06-01"):
        assert said in page


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_those_who_oversee_it_read_its_course_and_not_who_applied(who, application, request) -> None:
    response = get(request.getfixturevalue(who), page_of(application))
    page = response.content.decode()
    assert response.status_code == 200
    assert application.number in page
    for private in ("申请人甲", "甲的电话", "道路养护合同"):
        assert private not in page


@pytest.mark.parametrize("who", ["drafter", "reviewer", "approver", "elsewhere"])
def test_everybody_else_reads_a_sentence(who, application, request) -> None:
    response = get(request.getfixturevalue(who), page_of(application))
    assert response.status_code == 403
    assert "公开申请含个人信息" in response.content.decode()
    assert "申请人甲" not in response.content.decode()


def test_whoever_has_not_signed_in_is_asked_to(application) -> None:
    assert get(None, page_of(application)).url.startswith("/desk/login/")


def test_the_limit_is_explained_day_by_day(application, case_officer) -> None:
    page = get(case_officer, page_of(application)).content.decode()
    assert "国务院令第492号" in page
    assert "15 个工作日" in page
    rows = dict(
        re.findall(r'<td class="gk-number">(2018-\d\d-\d\d)（.*?）</td><td class="gk-number">(\d+|不计)</td>', page)
    )
    assert (rows["2018-06-04"], rows["2018-06-09"], rows["2018-06-18"], rows["2018-06-25"]) == (
        "1",
        "不计",
        "不计",
        "15",
    )
    assert "端午节" in page
    assert "最后一天是 2018年6月25日" in page


def test_what_was_replied_says_how_and_when(application, case_officer, now) -> None:
    actions.reply(application, outcome=Outcome.GRANTED, by=case_officer, now=now)
    page = get(case_officer, page_of(application)).content.decode()
    assert "予以公开" in page
    assert "已受理" not in page


class TestList:
    @pytest.mark.parametrize("who", ["case_officer", "openness_officer", "supervisor", "auditor"])
    def test_shows_the_units_one_has_a_case_role_over_and_names_nobody(self, who, application, request) -> None:
        page = get(request.getfixturevalue(who), "/desk/applications/").content.decode()
        assert application.number in page
        assert "申请人甲" not in page

    def test_shows_no_other_units(self, application, elsewhere) -> None:
        page = get(elsewhere, "/desk/applications/").content.decode()
        assert application.number not in page

    @pytest.mark.parametrize("who", ["drafter", "reviewer", "approver"])
    def test_is_refused_to_whoever_holds_no_case_role(self, who, request) -> None:
        assert get(request.getfixturevalue(who), "/desk/applications/").status_code == 403

    def test_is_narrowed_by_state_channel_and_number(self, application, case_officer) -> None:
        for query, found in (
            ("status=received", True),
            ("status=replied", False),
            ("channel=in_person", True),
            ("channel=letter", False),
            (f"number={application.number}", True),
            ("number=nothing", False),
            (f"unit={application.unit.code}&p=nonsense", True),
        ):
            page = get(case_officer, f"/desk/applications/?{query}").content.decode()
            assert (f"{application.number}</a>" in page) is found, query


class TestWhoLooks:
    def test_every_look_at_an_applicant_is_written_down_and_does_not_clutter_the_history(
        self, application, case_officer, supervisor
    ) -> None:
        get(supervisor, page_of(application))
        get(case_officer, "/desk/applications/")
        assert not Event.objects.filter(kind="applicant.seen").exists()
        page = get(case_officer, page_of(application)).content.decode()
        assert Event.objects.get(kind="applicant.seen").by_name == str(case_officer)
        assert "查看了申请" not in page

    def test_without_the_key_a_sentence_is_shown_and_no_stack_trace(self, application, case_officer, settings) -> None:
        settings.GONGKAI_DATA_KEYS = [urlsafe_b64encode(b"another" + bytes(25)).decode()]
        response = get(case_officer, page_of(application))
        page = response.content.decode()
        assert response.status_code == 200
        assert "没有打开这条记录的密钥" in page
        assert "2018-06-01" in page
        assert "申请人甲" not in page


def test_what_waits_says_since_when_and_is_not_called_overdue(application, case_officer, now) -> None:
    actions.consult(application, party=Party.THIRD_PARTY, party_name="某公司", by=case_officer, now=now)
    page = get(case_officer, page_of(application)).content.decode()
    assert "2018年6月1日起计时中止" in page
    assert "已超期" not in page


def test_what_is_not_confirmed_has_a_page_without_a_limit(department, case_officer, now) -> None:
    day = now.replace(year=2024)
    waiting = actions.register(
        unit=department,
        channel=ReceiptChannel.NETWORK,
        applicant_kind=ApplicantKind.NATURAL,
        applicant_name="申请人甲",
        contact="甲的电话",
        sought="道路养护合同",
        arrived=day.date(),
        by=case_officer,
        now=day,
    )
    response = get(case_officer, page_of(waiting))
    assert response.status_code == 200
    assert "待确认" in response.content.decode()
    assert waiting.number in get(case_officer, "/desk/applications/?status=registered").content.decode()
