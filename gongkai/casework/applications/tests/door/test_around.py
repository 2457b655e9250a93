"""What stands around the door: what is public already, the desk behind it, a site without it, a database that is gone."""

from __future__ import annotations

import importlib
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import clear_url_caches
from django.utils import timezone

from config import urls
from gongkai.base.audit.models import Event
from gongkai.base.core.tasks import drain
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.models import Application, Diversion, Draft
from gongkai.publishing.disclosure.models import InformationItem
from tests.real_files import made

from .conftest import DOOR, NAME, NUMBER, page

pytestmark = pytest.mark.django_db


class TestAtTheDesk:
    @pytest.fixture
    def handed_in(self, amending) -> SimpleNamespace:
        file = SimpleUploadedFile("欧阳的说明.pdf", made("pdf"))
        amending.client.post(f"{DOOR}case/amend/", {"sought": "2018年的批复", "attachments": [file]})
        amending.address = f"/desk/applications/{amending.application.number}/"
        return amending

    @pytest.mark.parametrize(
        ("who", "may"),
        [
            ("officer", True),
            ("openness", True),
            ("supervisor", False),
            ("auditor", False),
            ("drafter", False),
            ("secrecy", False),
            ("approver", False),
            ("stranger", False),
            (None, False),
        ],
    )
    def test_files_and_codes_are_for_those_who_deal_with_it(self, who, may, handed_in, office):
        client = Client()
        if who:
            client.force_login(getattr(office, who))
        file = client.get(f"{handed_in.address}enclosures/1/")
        code = client.post(f"{handed_in.address}query-code/", {"check": "phone"})
        assert (file.status_code, code.status_code) == ((200, 200) if may else (403, 403) if who else (302, 302))
        assert file.content.startswith(b"%PDF") is may
        assert Event.objects.filter(kind="enclosure.seen").exists() is may
        assert Event.objects.filter(kind="query_code.issued").exists() is may
        if not may:
            assert "欧阳的说明" not in page(file)

    def test_a_new_code_opens_it_and_the_old_one_no_more(self, handed_in, office):
        client = Client()
        client.force_login(office.officer)
        shown = page(client.post(f"{handed_in.address}query-code/", {"check": "phone"}))
        (code,) = re.findall(r"<strong>([A-Z2-9-]{14})</strong>", shown)
        number = handed_in.application.number
        assert Client().post(f"{DOOR}query/", {"number": number, "code": code}).status_code == 303
        assert Client().post(f"{DOOR}query/", {"number": number, "code": handed_in.code}).status_code == 422
        assert handed_in.client.get(f"{DOOR}case/").status_code == 303

    def test_nobody_is_given_one_before_it_is_said_how_they_were_known(self, handed_in, office):
        client = Client()
        client.force_login(office.officer)
        response = client.post(f"{handed_in.address}query-code/", follow=True)
        assert "请选择怎样核对了申请人的身份" in page(response)
        assert queries.application_by(handed_in.application.number, handed_in.code)

    def test_whoever_applied_at_the_counter_is_given_one(self, receive, office):
        one = receive()
        code = actions.issue_query_code(one, check="in_person", by=office.officer, now=timezone.now())
        assert queries.application_by(one.number, code) == one

    def test_the_case_shows_what_came_and_names_of_files_only_to_those(self, handed_in, office):
        for who, shown in (("officer", True), ("supervisor", False)):
            client = Client()
            client.force_login(getattr(office, who))
            assert ("欧阳的说明.pdf" in page(client.get(handed_in.address))) is shown


class TestWhatIsPublicAlready:
    @pytest.fixture
    def item(self, publish) -> InformationItem:
        one = publish(timezone.now(), title="停车收费管理办法")
        drain()
        return one

    @pytest.fixture
    def writing(self, office) -> Client:
        client = Client()
        typed = {
            "unit": office.dept.code,
            "title": "停车收费管理办法",
            "supply_form": "any",
            "supply": "any",
            "applicant_kind": "natural",
            "name": NAME,
            "identity_kind": "id_card",
            "identity_number": NUMBER,
            "phone": "13812345678",
        }
        assert client.post(f"{DOOR}new/", typed).status_code == 303
        return client

    def test_is_shown_before_anything_is_sent(self, item, writing):
        shown = page(writing.get(f"{DOOR}new/check/"))
        assert f'href="/{item.path}.html"' in shown
        assert not Application.objects.exists()

    def test_that_it_answered_is_counted_without_the_person(self, item, writing, office):
        assert writing.post(f"{DOOR}new/answered/", {"item": item.number}).status_code == 303
        diversion = Diversion.objects.get()
        assert (diversion.item, diversion.unit) == (item, office.dept)
        assert not Application.objects.exists()
        assert not Draft.objects.exists()
        assert NAME not in str(list(Event.objects.values()))
        writing.post(f"{DOOR}new/answered/", {"item": item.number})
        assert Diversion.objects.count() == 1

    def test_the_desk_of_the_unit_reads_how_many_there_were_this_year(self, item, writing, office):
        def says(who):
            client = Client()
            client.force_login(getattr(office, who))
            return "1 人次在网上申请之前由已公开的信息得到解答" in page(client.get("/desk/applications/"))

        assert not says("officer")
        writing.post(f"{DOOR}new/answered/", {"item": item.number})
        assert says("officer")
        assert says("openness")
        assert not says("stranger"), "another unit's"
        Diversion.objects.update(diverted_date=timezone.localdate() - timedelta(days=366))
        assert not says("officer"), "another year's"

    def test_an_item_nobody_published_answers_nobody(self, writing):
        writing.post(f"{DOOR}new/answered/", {"item": "nothing"})
        assert not Diversion.objects.exists()

    def test_when_search_cannot_be_asked_one_applies_all_the_same(self, writing, settings, tree):
        settings.GONGKAI_SEARCH_ROOT = tree / "nowhere"
        shown = page(writing.get(f"{DOOR}new/check/"))
        assert "检索暂时不能使用" in shown
        assert "提交申请" in shown


@pytest.fixture
def off(settings: Any, tmp_path: Any) -> Any:
    """The portal is turned off, as its environment variable does it."""
    settings.GONGKAI_PORTAL = False
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.GONGKAI_PORTAL = True
    importlib.reload(urls)
    clear_url_caches()


def test_where_there_is_no_portal_the_door_is_shut(off):
    for path in ("", "new/", "query/", "case/", "form.pdf"):
        response = Client().get(f"{DOOR}{path}")
        assert response.status_code == 404, path
        assert "这项功能没有开放" in page(response)


def test_with_the_database_gone_a_plain_page_gives_back_what_was_typed(monkeypatch, office):
    def gone(*args, **kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("gongkai.casework.applications.queries.receiving_units", gone)
    response = Client().post(f"{DOOR}new/", {"description": "数据库坏了也不能丢的一段很长的意见，请还给我。"})
    assert response.status_code == 503
    assert "请还给我" in page(response)
