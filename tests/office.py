"""A small government with one person a role, for the rooms that keep casework, posts and notices."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate

from gongkai.base.accounts.actions import open_account
from gongkai.base.organisations.actions import fill, found
from gongkai.law.vocabulary import Role, UnitKind
from gongkai.publishing.catalogue.actions import define_kind, open_column
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions as disclosure

FOUNDED = datetime(2017, 1, 3, 1, 0, tzinfo=UTC)


@pytest.fixture
def office(db):
    """``zone`` with departments ``dept`` and ``other``; one person a role, of the department, or of the zone for those above."""
    root = open_account(username="openness", name="甲", password=None, by=None, now=FOUNDED)

    def unit(code, kind, parent=None):
        return found(
            code=code,
            name=f"{code}单位",
            short_name=code,
            kind=kind,
            parent=parent,
            index_prefix=f"440404{code}",
            by=root,
            now=FOUNDED,
        )

    zone = unit("100", UnitKind.ZONE)
    dept, other = unit("101", UnitKind.DEPARTMENT, zone), unit("102", UnitKind.DEPARTMENT, zone)
    people = {"openness": root}
    for name, role, place in (
        ("openness", Role.OPENNESS_OFFICE, zone),
        ("supervisor", Role.SUPERVISOR, zone),
        ("auditor", Role.AUDITOR, zone),
        ("drafter", Role.DRAFTER, dept),
        ("secrecy", Role.SECRECY_REVIEWER, dept),
        ("approver", Role.APPROVER, dept),
        ("officer", Role.CASE_OFFICER, dept),
        ("stranger", Role.CASE_OFFICER, other),
    ):
        if name not in people:
            people[name] = open_account(username=name, name=name, password=None, by=root, now=FOUNDED)
        fill(unit=place, user=people[name], role=role, since=date(2017, 1, 1), by=root, now=FOUNDED)
    return SimpleNamespace(zone=zone, dept=dept, other=other, **people)


@pytest.fixture
def publish(office):
    """Publish an item of a unit through every step; returns it. Called with the instant of publication."""
    kind = define_kind(code="news", name="动态", order=1, by=office.openness, now=FOUNDED)
    column = open_column(slug="news", name="动态", group=ColumnGroup.NEWS, order=1, by=office.openness, now=FOUNDED)

    def publish_one(now, title="标题"):
        item = disclosure.draft(
            office.dept,
            disclosure.ItemFields(
                title=title, kind=kind, column=column, formed_date=localdate(now), body="<p>正文</p>"
            ),
            by=office.drafter,
            now=now,
        )
        disclosure.submit(item, by=office.drafter, now=now)
        disclosure.review_secrecy(item, basis="不涉密", by=office.secrecy, now=now)
        return disclosure.approve_and_publish(item, by=office.approver, now=now)

    return publish_one
