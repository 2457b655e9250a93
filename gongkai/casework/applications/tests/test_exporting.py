"""The register taken away: what the list shows and no more; who applied only for those who deal with it, and written down."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from gongkai.base.audit.models import Event
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Outcome

from .conftest import at

pytestmark = pytest.mark.django_db
PATH = "/desk/applications/"
TUESDAY = date(2024, 4, 9)


@pytest.fixture
def client_of(monkeypatch, office):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(TUESDAY))

    def client_of(who):
        client = Client()
        client.force_login(getattr(office, who))
        return client

    return client_of


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_it_holds_what_the_list_shows_narrowed_as_on_the_screen(receive, office, client_of):
    open_one, done = receive(), receive(sought="二")
    actions.reply(done, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
    actions.assign(open_one, unit=office.other, officer=office.stranger, by=office.officer, now=at(TUESDAY))
    client = client_of("officer")
    assert [row["申请编号"] for row in rows_of(client.get(f"{PATH}?format=csv"))] == [done.number, open_one.number]
    (row,) = rows_of(client.get(f"{PATH}?format=csv&list=open"))
    assert (row["申请编号"], row["答复期限"], row["承办"]) == (open_one.number, "2024-05-08", "102 stranger")
    (row,) = rows_of(client.get(f"{PATH}?format=csv&status=replied"))
    assert (row["办理结果"], row["答复日期"], row["逾期"]) == ("予以公开", "2024-04-09", "否")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_nobody_who_applied_is_in_it_unless_asked_for(form, application, client_of):
    client = client_of("officer")

    def text(response):
        if form == "xlsx":
            sheet = load_workbook(io.BytesIO(response.content)).active
            return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
        return response.content.decode("utf-8-sig")

    plain, whole = text(client.get(f"{PATH}?format={form}")), text(client.post(PATH, {"format": form}))
    for private in ("申请人甲", "征地补偿方案"):
        assert private not in plain
        assert private in whole
    assert "甲的电话" not in whole
    if form == "json":
        assert len(json.loads(plain)["rows"]) == 1


@pytest.mark.parametrize("who", ["officer", "openness", "supervisor", "auditor", "drafter", "approver", "secrecy"])
def test_by_role(who, application, client_of):
    client = client_of(who)
    sees, handles = who in ("officer", "openness", "supervisor", "auditor"), who in ("officer", "openness")
    assert client.get(f"{PATH}?format=csv").status_code == (200 if sees else 403)
    response = client.post(PATH, {"format": "csv"})
    assert response.status_code == (200 if handles else 409 if sees else 403)
    assert ("申请人甲" in response.content.decode()) == handles


def test_somebody_with_a_part_takes_the_case_and_not_who_applied(application, office, client_of):
    actions.assign(application, unit=office.other, by=office.officer, now=at(TUESDAY))
    (row,) = rows_of(client_of("stranger").post(PATH, {"format": "csv"}))
    assert (row["申请编号"], row["申请人"]) == (application.number, "")
    assert not Event.objects.filter(kind="applicant.seen").exists()


def test_every_taking_away_is_written_down_and_names_nobody(receive, client_of, office):
    cases = [receive(), receive(sought="二")]
    client = client_of("officer")
    client.get(f"{PATH}?format=csv&list=open&unit={office.dept.code}")
    plain = Event.objects.get(kind="applications.exported")
    assert (plain.data["cases"], plain.data["applicants"]) == (2, 0)
    assert plain.data["narrowed"] == f"list=open unit={office.dept.code}"
    client.post(f"{PATH}?list=open", {"format": "xlsx"})
    whole = Event.objects.filter(kind="applications.exported").last()
    assert (whole.data["applicants"], whole.by_name) == (2, str(office.officer))
    seen = Event.objects.filter(kind="applicant.seen").values_list("object_name", flat=True)
    assert set(seen) == {case.number for case in cases}
    assert not any("申请人甲" in f"{event}{event.data}" for event in Event.objects.all())


def test_what_a_spreadsheet_would_reckon_is_text(receive, client_of):
    receive(applicant_name="=cmd|' /C calc'!A0", sought="+1+1")
    (row,) = rows_of(client_of("officer").post(PATH, {"format": "csv"}))
    assert (row["申请人"], row["所需信息"]) == ("'=cmd|' /C calc'!A0", "'+1+1")
    book = load_workbook(io.BytesIO(client_of("officer").post(PATH, {"format": "xlsx"}).content))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} <= {"s", "inlineStr", "n"}


def test_too_long_a_list_is_refused_with_a_sentence_and_nothing_is_written(receive, client_of, monkeypatch):
    receive(), receive(sought="二")
    for module in ("views.desk.listing", "actions.exporting"):
        monkeypatch.setattr(f"gongkai.casework.applications.{module}.MOST_ROWS", 1)
    response = client_of("officer").get(f"{PATH}?format=csv")
    assert "请先缩小范围再下载" in response.content.decode()
    assert not Event.objects.filter(kind="applications.exported").exists()


def test_an_unknown_format_is_a_page(application, client_of):
    assert application.number in client_of("officer").get(f"{PATH}?format=exe").content.decode()
