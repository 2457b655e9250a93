"""Official documents on the first screen: no limit of art. 26 passes unseen, and whoever is asked next is told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.calendars.queries import calendar
from gongkai.interfaces.desk.queries import worklists
from gongkai.law.deadlines import publication_due
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.disclosure import actions

pytestmark = pytest.mark.django_db
WITHHELD = {"openness": Openness.WITHHELD, "ground": WithholdingGround.TRADE_SECRET}
FORMED = date(2018, 5, 25)


@pytest.fixture
def register(department, drafter, now):
    def register(**changes):
        usual = {"openness": Openness.PROACTIVE, "title": "停泊办法", "formed_date": FORMED, "issued_date": FORMED}
        return actions.register_document(department, actions.DocumentFields(**usual | changes), by=drafter, now=now)

    return register


def on_the_lists_of(user, document, on):
    """Names of the lists on which a document stands, and what is said there."""
    url = f"/desk/documents/{document.registration}/"
    return {each.name: row.state for each in worklists(user, on=on) for row in each.rows if row.url == url}


@pytest.mark.parametrize("who", ["drafter", "approver", "openness_officer"])
def test_a_document_not_yet_public_comes_up_three_working_days_before_its_limit_and_stays(
    who, request, register, openness_officer
):
    user, document = request.getfixturevalue(who), register()
    due = publication_due(formed=FORMED, calendar=calendar()).date
    first = calendar().add_working_days(due, -3).date
    day, lists = FORMED, {}
    while day <= due + timedelta(days=10):
        lists[day] = on_the_lists_of(user, document, day)
        day += timedelta(days=1)
    assert all(not found for day, found in lists.items() if day < first)
    assert all(set(found) == {"soon"} for day, found in lists.items() if first <= day <= due)
    assert all(set(found) == {"overdue"} for day, found in lists.items() if day > due)
    assert "还剩 0 个工作日" in lists[due]["soon"]
    assert "已超 1 个工作日" in lists[due + timedelta(days=1)]["overdue"]


def test_what_is_public_or_not_to_be_stands_on_no_list(register, drafter, now):
    documents = [register(**WITHHELD), actions.note_public(register(), day=FORMED, by=drafter, now=now)]
    for document in documents:
        assert on_the_lists_of(drafter, document, date(2018, 9, 1)) == {}


def test_each_is_told_of_what_waits_for_them(register, drafter, approver, openness_officer, now):
    document, today = register(is_policy=True, **WITHHELD), now.date()
    assert on_the_lists_of(openness_officer, document, today) == {"mine": "示范区经济发展局，待公开审查"}
    assert on_the_lists_of(drafter, document, today) == {"others": "示范区经济发展局，待公开审查"}
    returned = actions.return_document(document, opinion="理由不成立", by=openness_officer, now=now)
    assert on_the_lists_of(drafter, returned, today) == {"mine": "示范区经济发展局，已退文"}
    assert on_the_lists_of(openness_officer, returned, today) == {}
    withheld = register(**WITHHELD)
    assert on_the_lists_of(approver, withheld, date(2019, 5, 31)) == {}
    assert on_the_lists_of(approver, withheld, date(2019, 6, 1)) == {"mine": "示范区经济发展局，应于 2019-06-01 前评估"}


def test_a_long_list_says_how_long_it_is_and_leads_to_the_rest(register, drafter):
    for _each in range(12):
        register()
    [overdue] = [each for each in worklists(drafter, on=date(2018, 9, 1)) if each.name == "overdue"]
    assert (len(overdue.rows), overdue.total) == (10, 12)
    client = Client()
    client.force_login(drafter)
    page = client.get("/desk/").content.decode()
    assert "看全部未公开的公文" in page
    assert "/desk/documents/unpublished/" in page


def test_the_first_screen_asks_as_often_for_nine_documents_as_for_one(register, openness_officer):
    def asked():
        register()
        register(is_policy=True, **WITHHELD)
        with CaptureQueriesContext(connection) as queries:
            worklists(openness_officer, on=date(2018, 9, 1))
        return len(queries)

    once = asked()
    for _each in range(7):
        asked()
    assert asked() == once
