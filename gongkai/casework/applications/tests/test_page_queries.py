"""The page of a case asks a bounded number of questions, however much is on record of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import ChallengeKind, LetterKind, Party
from gongkai.casework.applications.models import Application

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
#: Session, person and menu included.
MOST = 40


def asked(client: Client, one: Application) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/desk/applications/{one.number}/")
    assert page.status_code == 200
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("who", ["officer", "openness", "supervisor"])
def test_it_stays_under_the_bound_with_much_on_record(who: str, receive: Any, office: SimpleNamespace) -> None:
    one = receive()
    client = Client()
    client.force_login(getattr(office, who))
    asked(client, one)
    before = asked(client, one)
    assert len(before) <= MOST, "\n".join(before)
    now = at(MONDAY)
    actions.set_letter_head(
        office.dept,
        prefix="示公开",
        reconsideration_organ="示范市人民政府",
        court="示范区人民法院",
        by=office.openness,
        now=now,
    )
    for _turn in range(6):
        actions.consult(one, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=now)
        part = actions.assign(one, unit=office.other, by=office.officer, now=now)
        actions.return_part(part, reason="不属于本单位", by=office.stranger, now=now)
        actions.record_search(
            one,
            searched=MONDAY,
            systems="档案系统",
            keywords="批复",
            archives="一九号全宗",
            people="某人",
            found=False,
            by=office.officer,
            now=now,
        )
        actions.issue_letter(one, kind=LetterKind.ACKNOWLEDGEMENT, by=office.officer, now=now)
        actions.challenge(
            unit=office.dept, kind=ChallengeKind.LAWSUIT, filed=MONDAY, application=one, by=office.officer, now=now
        )
    many = asked(client, one)
    assert len(many) <= MOST, "\n".join(many)
