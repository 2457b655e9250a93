"""Corrections and proposals to publish on the first screen: with each act they go to whoever is next, and away when done."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client

from gongkai.base.accounts.models import User
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import CorrectionOutcome, Outcome, ProposalBasis
from gongkai.casework.applications.tests.conftest import MONDAY, at, lead, receive, scan  # noqa: F401
from gongkai.interfaces.desk.queries import worklists
from gongkai.law.vocabulary import ReceiptChannel

pytestmark = pytest.mark.django_db
TUESDAY = date(2024, 4, 9)


def waits(user: User, name: str, on: date = TUESDAY) -> list[str]:
    return [row.act for each in worklists(user, on=on) if each.name == name for row in each.rows]


def test_a_correction_goes_from_officer_to_approver_and_back(
    office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = actions.receive_correction(
        unit=office.dept,
        channel=ReceiptChannel.IN_PERSON,
        name="欧阳某某",
        contact="13800000000",
        about="户籍登记的出生日期",
        wrong="应为1月2日",
        received=MONDAY,
        by=office.officer,
        now=at(MONDAY),
    )
    assert waits(office.officer, "corrections") == ["拟定处理意见"]
    assert waits(office.approver, "corrections") == []
    assert waits(office.stranger, "corrections") == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY))
    client = Client()
    client.force_login(office.officer)
    page = client.get("/desk/").content.decode()
    assert f'{one.number}/"' in page
    assert "欧阳" not in page
    actions.draft_correction(one, outcome=CorrectionOutcome.REFUSED, reason="属实", by=office.officer, now=at(MONDAY))
    assert (waits(office.officer, "corrections"), waits(office.approver, "corrections")) == ([], ["审批"])
    actions.approve_correction(one, by=office.approver, now=at(MONDAY))
    assert (waits(office.officer, "corrections"), waits(office.approver, "corrections")) == (["告知申请人"], [])


def test_one_whose_limit_is_over_says_so(office: SimpleNamespace) -> None:
    actions.receive_correction(
        unit=office.dept,
        channel=ReceiptChannel.IN_PERSON,
        name="某人",
        contact="某处",
        about="某记录",
        wrong="某处不对",
        received=MONDAY,
        by=office.officer,
        now=at(MONDAY),
    )
    (found,) = (each for each in worklists(office.officer, on=date(2024, 12, 2)) if each.name == "corrections")
    assert "已逾期" in found.rows[0].state


def test_a_proposal_waits_for_the_office_and_then_for_a_drafter(
    office: SimpleNamespace,
    receive,  # noqa: F811
    lead,  # noqa: F811
) -> None:
    case = lead(receive(), Outcome.GRANTED, on=MONDAY, reason="可以公开")
    proposal = actions.propose(
        case, basis=ProposalBasis.SUGGESTED, title="停车收费批复", by=office.officer, now=at(MONDAY)
    )
    assert waits(office.openness, "proposals") == ["决定是否公开"]
    assert waits(office.drafter, "proposals") == []
    actions.accept_proposal(proposal, by=office.openness, now=at(MONDAY))
    assert (waits(office.openness, "proposals"), waits(office.drafter, "proposals")) == ([], ["起草信息"])
