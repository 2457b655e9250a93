"""Applications on the first screen: what waits for me with the act that is next, and how many stand where else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Outcome, Party
from gongkai.casework.applications.tests.conftest import MONDAY, at
from gongkai.interfaces.desk.queries import worklists
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 4, 9)


@pytest.fixture
def receive(office):
    def receive(n=0):
        return actions.receive(
            unit=office.dept,
            channel=ReceiptChannel.IN_PERSON,
            applicant_kind=ApplicantKind.NATURAL,
            applicant_name="申请人甲",
            contact="甲的电话",
            sought=f"第{n}份",
            arrived=MONDAY,
            by=office.officer,
            now=at(MONDAY),
        )

    return receive


def listed(user, on=TUESDAY):
    return next((each for each in worklists(user, on=on) if each.name == "cases"), None)


def test_a_part_waits_with_its_act_and_its_limit(receive, office):
    case = receive()
    actions.assign(case, unit=office.other, by=office.officer, now=at(MONDAY))
    (row,) = listed(office.stranger).rows
    assert (row.number, row.act) == (case.number, "去办理")
    assert row.state == "101，办理中，应于 2024-05-08 前答复，还剩 19 个工作日"
    assert listed(office.officer).rows == []


def test_an_approver_is_told_and_nobody_without_a_case_role_otherwise(receive, office):
    case = receive()
    for user in (office.approver, office.drafter, office.secrecy):
        assert listed(user) is None
    actions.draft(case, outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
    actions.review(case, by=office.openness, now=at(MONDAY))
    assert [row.act for row in listed(office.approver).rows] == ["去审批"]
    assert listed(office.drafter) is None


def test_what_stands_still_is_counted_and_leads_to_its_list(receive, office, monkeypatch):
    actions.consult(receive(), party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(MONDAY))
    found = listed(office.officer)
    assert found.empty == "没有等您办理的申请；计时中止 1 件。"
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY))
    client = Client()
    client.force_login(office.officer)
    assert "计时中止 1 件" in client.get("/desk/").content.decode()


def test_what_is_late_leads_to_the_list_that_holds_them_all(receive, office):
    for n in range(12):
        receive(n)
    overdue = next(each for each in worklists(office.officer, on=date(2024, 5, 9)) if each.name == "overdue")
    assert (len(overdue.rows), overdue.total) == (10, 12)
    assert overdue.further == [("公开申请（12 件）", "/desk/applications/?list=overdue")]


def test_it_asks_as_often_for_one_as_for_thirty(receive, office):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            worklists(office.openness, on=TUESDAY)
        return len(captured)

    actions.draft(receive(), outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
    one = asked()
    for n in range(29):
        actions.draft(receive(n + 1), outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
    assert asked() == one
