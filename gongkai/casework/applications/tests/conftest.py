"""One application of the spring of 2024, and hands to move it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai.base.files.models import StoredFile
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import ServiceMethod
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel

#: Monday 8 April 2024: the limit of 2019 ends twenty working days later, on 8 May.
MONDAY = date(2024, 4, 8)


def at(day: date, hour: int = 2) -> datetime:
    """Ten in the morning of a day in Beijing, unless told otherwise."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def receive(office: SimpleNamespace) -> Callable[..., Application]:
    """``receive(day, sought="…")``: an application handed in at the counter of the department."""

    def receive(day: date = MONDAY, **changes: Any) -> Application:
        given = {
            "unit": office.dept,
            "channel": ReceiptChannel.IN_PERSON,
            "applicant_kind": ApplicantKind.NATURAL,
            "applicant_name": "申请人甲",
            "contact": "甲的电话",
            "sought": "某路段的征地补偿方案",
            # Tests that are about doubles say otherwise.
            "again_because": "另有用途",
            "arrived": day,
            "by": office.officer,
            "now": at(day),
        }
        return actions.receive(**given | changes)

    return receive


@pytest.fixture
def application(receive: Callable[..., Application]) -> Application:
    return receive()


@pytest.fixture
def scan(db: None) -> StoredFile:
    """A kept file; what it says is not what these tests are about."""
    return StoredFile.objects.create(
        sha256="5ca1" * 16,
        name="扫描件.pdf",
        media_type="application/pdf",
        size=4,
        content="5c/scan.pdf",
        kept_at=at(MONDAY),
    )


@pytest.fixture
def lead(office: SimpleNamespace, scan: StoredFile) -> Callable[..., Application]:
    """``lead(application, Outcome.PARTIAL, on=day, reason="…")``: drafted, reviewed, approved and posted, all on one day."""

    def lead(application: Application, outcome: Outcome = Outcome.GRANTED, *, on: date, **said: Any) -> Application:
        actions.draft(application, outcome=outcome, by=office.officer, now=at(on), **said)
        actions.review(application, by=office.openness, now=at(on))
        actions.approve(application, by=office.approver, now=at(on))
        return actions.serve(
            application, method=ServiceMethod.POST, served=on, tracking_number="EX1", by=office.officer, now=at(on)
        )

    return lead
