"""What the desk hands out as a file is what the person sees on the screen, no more."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.law.vocabulary import Openness, Role
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.actions import DocumentFields
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    def desk(user):
        client = Client()
        client.force_login(user)
        return client

    return desk


def titles(response):
    place = 1 if b"items" in response.request["PATH_INFO"].encode() else 2
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))
    return [row[place + 1 if place == 1 else place] for row in rows[1:]]


def test_items_are_handed_out_to_whoever_sees_them_and_narrowed_as_on_the_screen(
    desk, make_item, drafter, openness_officer, appoint, town, monkeypatch
):
    make_item(title="=草稿")
    make_item(Status.PUBLISHED, title="已发布")
    stranger = appoint(Role.DRAFTER, town)
    for user in (drafter, openness_officer):
        response = desk(user).get("/desk/items/", {"format": "xlsx"})
        assert sorted(titles(response)) == ["=草稿", "已发布"]
        assert "attachment" in response["Content-Disposition"]
    assert titles(desk(drafter).get("/desk/items/", {"format": "xlsx", "status": Status.DRAFT})) == ["=草稿"]
    assert titles(desk(stranger).get("/desk/items/", {"format": "xlsx"})) == []
    read = list(
        csv.reader(io.StringIO(desk(drafter).get("/desk/items/", {"format": "csv"}).content.decode("utf-8-sig")))
    )
    assert "'=草稿" in {row[2] for row in read}
    assert Client().get("/desk/items/", {"format": "xlsx"}).status_code == 302
    monkeypatch.setattr("gongkai.publishing.disclosure.views.desk.exporting.MOST_ROWS", 1)
    refused = desk(drafter).get("/desk/items/", {"format": "xlsx"})
    assert "请先缩小范围再下载" in refused.content.decode()


def test_the_register_and_its_worklists_likewise(desk, drafter, department, appoint, town, now):
    given = DocumentFields(
        openness=Openness.PROACTIVE, title="港区通知", formed_date=now.date(), issued_date=now.date(),
        document_number="示经〔2018〕1号", secrecy_basis="经审查不涉密",
    )  # fmt: skip
    actions.register_document(department, given, by=drafter, now=now)
    stranger = appoint(Role.DRAFTER, town)
    for address in ("/desk/documents/", "/desk/documents/unpublished/"):
        page = desk(drafter).get(address)
        assert "format=xlsx" in page.content.decode()
        assert titles(desk(drafter).get(address, {"format": "xlsx"})) == ["港区通知"]
        assert titles(desk(stranger).get(address, {"format": "xlsx"})) == []
