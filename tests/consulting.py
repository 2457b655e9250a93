"""Consultations for the tests of several rooms, led to a state by the department's own staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from gongkai.base.accounts.models import User
from gongkai.base.organisations.models import Unit
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Consultation


@pytest.fixture
def make_consultation(
    department: Unit, drafter: User, reviewer: User, approver: User, case_officer: User, now: datetime
) -> Callable[..., Consultation]:
    """``make_consultation(Status.OPEN, at=…, title="…")``: begun at that instant and open from that day for thirty days."""

    def make(status: Status = Status.DRAFT, *, at: datetime = now, days: int = 30, **changes: Any) -> Consultation:
        opens = localdate(at)
        given = {
            "title": "港区停车管理办法（草案）",
            "kind": "normative",
            "background": "<p>现行办法施行已满五年，需要修订。</p>",
            "body": "<p>第一条　为了规范停车，制定本办法。</p>",
            "opens_date": opens,
            "closes_date": opens + timedelta(days=days),
            "phone": "0756-0000000",
        } | changes
        one = actions.draft(department, actions.ConsultationFields(**given), by=drafter, now=at)
        after = at + timedelta(days=days + 1)
        steps: list[tuple[Status, Callable[[], Any]]] = [
            (Status.SUBMITTED, lambda: actions.submit(one, by=drafter, now=at)),
            (Status.REVIEWED, lambda: actions.review_secrecy(one, basis="经审查不涉密", by=reviewer, now=at)),
            (Status.APPROVED, lambda: actions.approve(one, by=approver, now=at)),
            (Status.OPEN, lambda: actions.open_due(one, by=approver, now=at)),
            (Status.CLOSED, lambda: actions.close_due(one, by=approver, now=after)),
            (Status.ANSWERED, lambda: _answer(one, by=case_officer, approver=approver, now=after)),
        ]
        if status == Status.ENDED:
            steps = [*steps[:4], (Status.ENDED, lambda: actions.end(one, reason="暂缓制定", by=approver, now=at))]
        for reached, step in steps:
            if one.status == status:
                break
            step()
            one.refresh_from_db()
            assert one.status == reached
        return one

    return make


def _answer(consultation: Consultation, *, by: User, approver: User, now: datetime) -> None:
    actions.write_result(consultation, text="征求意见期间没有收到意见。", by=by, now=now)
    actions.publish_result(consultation, by=approver, now=now)
