"""The screens on which catalogues are kept, and what lists cost."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.base.audit.models import Event
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status as ItemStatus
from gongkai.publishing.obligations import actions
from gongkai.publishing.obligations.choices import EditionState
from gongkai.publishing.obligations.models import (
    Edition,
    Fulfilment,
    Occasion,
    StandardCatalogue,
    Subject,
)

from .conftest import ROWS, table

pytestmark = pytest.mark.django_db
ROLES = (*("drafter", "case_officer", "reviewer", "approver", "openness_officer", "supervisor", "auditor", "stranger"),)
#: The morning of every request: Monday 4 June 2018.
MORNING = datetime(2018, 6, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)


@pytest.fixture
def at_desk():
    def at_desk(user):
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def stranger(appoint, town):
    return appoint(Role.DRAFTER, town)


@pytest.fixture
def occasion(happen) -> Occasion:
    return happen("notice", formed=date(2018, 5, 28))


@pytest.fixture
def met(occasion, make_item, drafter, now) -> Fulfilment:
    return actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)


@pytest.fixture
def shown(happen, drafter, picture, now) -> Fulfilment:
    occasion = happen("board", formed=date(2018, 5, 28))
    return actions.meet_by_photograph(
        occasion, [(picture(), "栏.png")], carrier="notice_board", place="村委会公示栏", day=date(2018, 6, 1), by=drafter,
        now=now,
    )  # fmt: skip


@pytest.fixture
def edition(catalogue, openness_officer, now) -> Edition:
    rows = [ROWS["notice"] | {"公开时限": "信息形成之日起7个工作日内"}, {"一级事项": "无主", "公开主体": ""}]
    upload = SimpleUploadedFile("新版.csv", table(rows))
    return actions.prepare_edition(
        catalogue, upload, name="新版.csv", year=2018, since=date(2018, 6, 1), by=openness_officer, now=now
    )


def text_of(response):
    return response.content.decode()


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"obligations:{name}", kwargs=kwargs)


def of(occasion: Occasion, name: str = "occasion", **more: Any) -> str:
    series, serial = occasion.number.split("/")
    return address(name, series=series, serial=serial, **more)


GIVEN = {"code": "land", "name": "征地目录", "area": "land", "level": "county", "carrier_rule": "any", "source": ""}


class TestKeeping:
    @pytest.mark.parametrize("who", ROLES)
    def test_catalogues_are_kept_by_the_openness_office_and_read_by_all(
        self, who, request, at_desk, edition, catalogue
    ):
        client, may = at_desk(request.getfixturevalue(who)), who == "openness_officer"
        code = {"code": "projects"}
        subject = Subject.objects.get()
        for name, kwargs in (
            ("catalogues", {}),
            ("catalogue", code),
            ("subjects", code),
            ("edition", code | {"edition": 2}),
        ):
            assert client.get(address(name, **kwargs)).status_code == 200, name
        upload = {"file": SimpleUploadedFile("b.csv", table([ROWS["vague"]])), "year": 2018, "since": "2018-06-04"}
        posts: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
            ("catalogue_new", {}, GIVEN),
            ("catalogue_edit", code, GIVEN | {"name": "改名", "area": "", "carrier_rule": "all"}),
            ("upload", code, upload),
            ("subjects", code, {"subject": subject.pk, f"subject-{subject.pk}-since": "2018-06-04"}),
        ]
        for name, kwargs, sent in posts:
            if name != "subjects":
                assert client.get(address(name, **kwargs)).status_code == (200 if may else 403), name
            assert client.post(address(name, **kwargs), sent).status_code == (302 if may else 403), name
        for name in ("edition_adopt", "edition_discard"):
            response = client.post(address(name, **code, edition=2), {"reason": "传错", "skip_refused": "on"})
            assert response.status_code == (302 if may and name == "edition_adopt" else 409), name
        assert StandardCatalogue.objects.filter(code="land").exists() is may
        assert Edition.objects.filter(state=EditionState.ADOPTED).count() == (2 if may else 1)
        assert subject.responsibilities.filter(until_date=None).exists() is not may

    def test_an_edition_is_looked_over_before_it_is_adopted(self, at_desk, edition, openness_officer, catalogue):
        client = at_desk(openness_officer)
        url = address("edition", code="projects", edition=2)
        page = text_of(client.get(url))
        assert "第 3 行" in page
        assert "没有写公开主体" in page
        assert "<del>信息形成或者变更之日起20个工作日内</del>" in page
        assert "<ins>信息形成之日起7个工作日内</ins>" in page
        assert "移除的行" in page
        assert catalogue.obligations.current().count() == len(ROWS)
        response = client.post(f"{url}adopt/")
        assert response.status_code == 409
        assert "不能载入" in text_of(response)
        response = client.post(f"{url}adopt/", {"skip_refused": "on"}, follow=True)
        assert "已启用第 2 版" in text_of(response)
        assert catalogue.obligations.current().count() == 1

    def test_a_new_subject_is_asked_about_and_decided(
        self, at_desk, open_catalogue, load, openness_officer, department, town
    ):
        catalogue = open_catalogue("towns")
        load(catalogue, [{"一级事项": "低保", "公开时限": "及时公开", "公开主体": "县级民政部门、乡镇政府"}])
        client = at_desk(openness_officer)
        url = address("subjects", code="towns")
        assert "尚未确定" in text_of(client.get(url))
        subject = catalogue.subjects.get()
        sent = {"subject": subject.pk, f"subject-{subject.pk}-units": [department.pk, town.pk]}
        response = client.post(url, sent)
        assert response.status_code == 422
        assert f'value="{town.pk}" checked' in text_of(response), "what was ticked stays ticked"
        response = client.post(url, sent | {f"subject-{subject.pk}-since": "2018-01-01"}, follow=True)
        assert "现承担：示范区经济发展局、海港镇人民政府" in text_of(response)
        assert "示范区经济发展局、海港镇人民政府（自 2018-01-01）" in str(Event.objects.about(subject).get())

    @pytest.mark.parametrize(
        ("content", "name", "sentence"),
        [
            (b"", "a.csv", "是空的"),
            (b"name,phone\n1,2", "a.csv", "没有找到标准目录的表头"),
            (b"MZ", "a.exe", "不接受"),
            (b"PK\x03\x04broken", "a.xlsx", "未保存"),
        ],
    )
    def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(
        self, content, name, sentence, at_desk, catalogue, openness_officer
    ):
        sent = {"file": SimpleUploadedFile(name, content), "year": 2018, "since": "2018-06-04"}
        response = at_desk(openness_officer).post(address("upload", code="projects"), sent)
        assert response.status_code == 409
        assert sentence in text_of(response)
        assert Edition.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [({"code": "projects"}, "已被使用"), ({"code": "不行"}, "小写字母"), ({"level": "x"}, "未保存")],
    )
    def test_a_registration_amiss_keeps_what_was_typed(self, changes, sentence, at_desk, catalogue, openness_officer):
        response = at_desk(openness_officer).post(address("catalogue_new"), GIVEN | changes)
        assert response.status_code in (409, 422)
        assert sentence in text_of(response)
        assert "征地目录" in text_of(response)

    def test_what_the_marks_mean_stays_once_rows_were_read_by_it(self, at_desk, catalogue, openness_officer):
        response = at_desk(openness_officer).post(
            address("catalogue_edit", code="projects"), GIVEN | {"area": "", "carrier_rule": "any"}
        )
        assert response.status_code == 409
        assert "不能再改" in text_of(response)


class TestQueries:
    def test_a_list_costs_the_same_however_many_rows_it_has(self, at_desk, happen, supervisor, make_item, drafter, now):
        client = at_desk(supervisor)

        def cost(url: str) -> int:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            # The shell's own, menus and rights, are as many on every screen.
            assert sum('"obligations_' in query["sql"] for query in queries) <= 8
            return len(queries)

        urls = [address(name) + asked for name, asked in (
            ("list", "?status=met"), ("list", "?status=due"), ("list", "?status=waiting"), ("matrix", ""), ("checks", ""),
        )]  # fmt: skip

        def add(number: int) -> None:
            occasion = happen("notice", title=f"项目{number}", formed=date(2018, 5, 28))
            happen("budget", title=f"预算{number}", approved=date(2018, 5, 28))
            actions.meet_by_item(occasion, make_item(ItemStatus.PUBLISHED), by=drafter, now=now)

        add(0)
        before = [cost(url) for url in urls]
        for number in range(1, 6):
            add(number)
        assert [cost(url) for url in urls] == before
