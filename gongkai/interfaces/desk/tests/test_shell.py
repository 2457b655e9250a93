"""The shell: the first screen, the menu, the account, the trail, the closed doors; and what it says is Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.base.accounts.models import SignInFailures, User
from gongkai.base.accounts.policies import TRIES
from gongkai.base.audit.models import Event
from gongkai.base.organisations import actions as organisations
from gongkai.casework.work_orders import actions as work_orders
from gongkai.casework.work_orders.choices import Source
from gongkai.interfaces.desk.queries import worklists
from gongkai.law.vocabulary import RequestCategory, Role
from gongkai.publishing.disclosure.choices import Status

pytestmark = pytest.mark.django_db
#: The names of formats are no English.
FORMATS = {"XLSX", "CSV"}
PASSWORD = "a-long-and-quiet-password"


@pytest.fixture
def at_desk() -> Callable[[User], Client]:
    def at_desk(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return at_desk


@pytest.fixture
def with_password(drafter: User) -> User:
    drafter.set_password(PASSWORD)
    drafter.save()
    return drafter


class Words(HTMLParser):
    """What a person reads, or hears, on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.found += [
            value for name, value in attrs if name in ("aria-label", "title", "placeholder", "alt") and value
        ]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.found.append(data.strip())


class TestToday:
    def lists(self, user: User) -> dict[str, list[str]]:
        return {each.name: [row.url for row in each.rows] for each in worklists(user, on=timezone.localdate())}

    def test_what_waits_for_me_is_at_the_step_that_is_mine(self, make_item, drafter, reviewer, approver) -> None:
        submitted, reviewed, approved = (
            make_item(status) for status in (Status.SUBMITTED, Status.SECRECY_REVIEWED, Status.APPROVED)
        )
        assert self.lists(reviewer)["mine"] == [f"/desk/items/{submitted.registration}/"]
        assert self.lists(approver)["mine"] == [f"/desk/items/{item.registration}/" for item in (reviewed, approved)]
        assert self.lists(drafter)["mine"] == []
        assert len(self.lists(drafter)["others"]) == 3

    def test_a_draft_opens_where_it_is_written(self, make_item, drafter) -> None:
        item = make_item()
        assert self.lists(drafter)["drafts"] == [f"/desk/items/{item.registration}/edit/"]

    def test_a_request_past_its_limit_stands_first_with_the_days_it_is_over(
        self, at_desk, case_officer, department, now
    ) -> None:
        order = work_orders.receive(
            unit=department, source=Source.HOTLINE, category=RequestCategory.COMPLAINT, subject="噪声",
            limit_days=5, by=case_officer, now=now,
        )  # fmt: skip
        assert self.lists(case_officer)["overdue"] == [f"/desk/work-orders/{order.number}/"]
        page = at_desk(case_officer).get("/desk/").content.decode()
        assert "已超" in page
        assert "噪声" not in page

    def test_a_request_due_tomorrow_is_due_soon(self, case_officer, department) -> None:
        work_orders.receive(
            unit=department, source=Source.HOTLINE, category=RequestCategory.COMPLAINT, subject="噪声",
            limit_days=1, by=case_officer, now=timezone.now(),
        )  # fmt: skip
        lists = self.lists(case_officer)
        assert (len(lists["soon"]), len(lists["overdue"])) == (1, 0)

    def test_a_long_list_shows_its_beginning_and_says_how_long_it_is(self, at_desk, make_item, drafter) -> None:
        for serial in range(11):
            make_item(title=f"第{serial}号")
        drafts = next(each for each in worklists(drafter, on=timezone.localdate()) if each.name == "drafts")
        assert (len(drafts.rows), drafts.total) == (10, 11)
        assert "看全部 11 条" in at_desk(drafter).get("/desk/").content.decode()

    def test_whoever_holds_no_post_is_told_so(self, at_desk, founder) -> None:
        assert "您目前没有岗位" in at_desk(founder).get("/desk/").content.decode()


class TestMenu:
    @pytest.mark.parametrize("address", ["/desk/items/", "/desk/annual-reports/", "/desk/work-orders/"])
    def test_a_page_asks_once_which_posts_the_reader_holds(self, at_desk, appoint, zone, address) -> None:
        """Every entry of the menu and every button depends on them."""
        client = at_desk(appoint(Role.OPENNESS_OFFICE, zone))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert sum('FROM "organisations_post"' in one["sql"] for one in asked) == 1

    def test_what_a_post_gave_is_gone_from_the_next_page(self, at_desk, openness_officer, founder, now) -> None:
        client = at_desk(openness_officer)
        assert "gongkai-annual-reports" in client.get("/desk/").content.decode()
        organisations.vacate(openness_officer.posts.get(), until=now.date(), reason="调离", by=founder, now=now)
        assert "gongkai-annual-reports" not in client.get("/desk/").content.decode()

    def test_staff_see_the_rooms_and_nothing_of_the_cms(self, at_desk, drafter) -> None:
        page = at_desk(drafter).get("/desk/").content.decode()
        assert "gongkai-items" in page
        for stock in (
            '"explorer"',
            '"reports"',
            '"settings"',
            '"help"',
            '"images"',
            '"documents"',
        ):
            assert stock not in page
        # The box in the menu asks our own search, which knows the reader's rights.
        assert '{"_type": "wagtail.sidebar.SearchModule", "_args": ["/desk/search/"]}' in page

    def test_a_superuser_sees_no_more(self, at_desk, db) -> None:
        root = User.objects.create_superuser("root", password=PASSWORD)
        page = at_desk(root).get("/desk/").content.decode()
        for stock in ('"explorer"', '"reports"', '"settings"', '"help"'):
            assert stock not in page

    @pytest.mark.parametrize("who", ["drafter", "case_officer", "auditor", "openness_officer"])
    @pytest.mark.parametrize("path", ["", "items/", "items/new/", "account/", "posts/", "audit/", "login/", "nowhere/"])
    @pytest.mark.parametrize("language", ["zh-CN", "en-US"])
    def test_what_they_read_is_chinese_whatever_the_browser_asks_for(
        self, who, path, language, at_desk, request
    ) -> None:
        user = request.getfixturevalue(who)
        user.name = "某人"
        user.save()
        client = Client() if path == "login/" else at_desk(user)
        page = client.get(f"/desk/{path}", headers={"accept-language": language}).content.decode()
        english = [words for words in Words(page).found if re.search(r"[A-Za-z]{3,}", words) and words not in FORMATS]
        assert [words for words in english if words != user.username] == []

    def test_the_editor_speaks_chinese_too(self, at_desk, drafter) -> None:
        catalog = at_desk(drafter).get("/desk/jsi18n/").content.decode()
        assert "Write something or type" in catalog
        assert r"\u5728\u6b64\u5199\u6b63\u6587" in catalog


class TestDoors:
    @pytest.mark.parametrize(
        "stock",
        [
            "users/",
            "groups/",
            "pages/",
            "reports/locked/",
            "collections/",
            "workflows/list/",
            "api/main/pages/",
            "password_reset/",
        ],
    )
    @pytest.mark.parametrize("who", ["drafter", "openness_officer", "auditor"])
    def test_stock_screens_are_not_there(self, stock, who, at_desk, request) -> None:
        response = at_desk(request.getfixturevalue(who)).get(f"/desk/{stock}")
        assert response.status_code == 404
        assert "没有这个页面" in response.content.decode()

    @pytest.mark.parametrize("path", ["", "items/", "account/", "audit/", "applications/", "work-orders/", "posts/"])
    def test_nothing_is_seen_before_signing_in(self, path, db) -> None:
        response = Client().get(f"/desk/{path}")
        assert response.status_code == 302
        assert response.url.startswith("/desk/login/")


class TestAuditTrail:
    @pytest.mark.parametrize(
        ("who", "status"),
        [("auditor", 200), ("supervisor", 200), ("drafter", 403), ("approver", 403), ("openness_officer", 403)],
    )
    def test_is_read_by_auditors_and_supervisors(self, who, status, at_desk, request) -> None:
        assert at_desk(request.getfixturevalue(who)).get("/desk/audit/").status_code == status

    def test_is_narrowed_by_object_person_and_day_and_is_never_written(self, at_desk, auditor, make_item, now) -> None:
        item = make_item(Status.PUBLISHED)
        client = at_desk(auditor)
        assert f"发布了{item.number}" in client.get(f"/desk/audit/?about={item.number}").content.decode()
        before = (now - timedelta(days=1)).date()
        assert "没有符合条件的记录" in client.get(f"/desk/audit/?last={before}").content.decode()
        assert "没有符合条件的记录" in client.get("/desk/audit/?who=无此人").content.decode()
        assert client.post("/desk/audit/", {"reason": "x"}).status_code == 405


class TestAccount:
    def test_a_password_is_changed_with_the_old_one_and_put_on_record(self, at_desk, with_password) -> None:
        new = "another-and-longer-password"
        client = at_desk(with_password)
        client.post("/desk/account/", {"old": PASSWORD, "new": new, "again": new})
        with_password.refresh_from_db()
        assert with_password.check_password(new)
        assert Event.objects.filter(kind="account.password_changed").count() == 1
        assert client.get("/desk/account/").status_code == 200, "still signed in"

    @pytest.mark.parametrize(
        ("old", "new", "again", "sentence"),
        [
            ("wrong", "another-and-longer-one", "another-and-longer-one", "现在的密码不对"),
            (PASSWORD, "short", "short", "密码"),
            (PASSWORD, "another-and-longer-one", "another", "两次输入的新密码不一样"),
        ],
    )
    def test_a_refused_change_says_why_and_changes_nothing(
        self, old, new, again, sentence, at_desk, with_password
    ) -> None:
        page = at_desk(with_password).post("/desk/account/", {"old": old, "new": new, "again": again}).content.decode()
        with_password.refresh_from_db()
        assert with_password.check_password(PASSWORD)
        assert sentence in page

    def test_nobody_renames_themselves(self, at_desk, with_password) -> None:
        at_desk(with_password).post("/desk/account/", {"name": "局长", "name_email-first_name": "局长"})
        name = with_password.name
        with_password.refresh_from_db()
        assert with_password.name == name


class TestSignIn:
    def attempt(self, user: User, password: str, address: str = "192.0.2.1") -> Any:
        return Client(REMOTE_ADDR=address).post("/desk/login/", {"username": user.username, "password": password})

    def test_opens_the_desk_and_forgets_earlier_failures(self, with_password) -> None:
        self.attempt(with_password, "wrong")
        response = self.attempt(with_password, PASSWORD)
        assert (response.status_code, response.url) == (302, "/desk/")
        assert not SignInFailures.objects.exists()

    def test_a_wrong_name_and_a_wrong_password_read_the_same(self, with_password) -> None:
        wrong = self.attempt(with_password, "wrong").content.decode()
        nobody = Client().post("/desk/login/", {"username": "nobody", "password": "wrong"}).content.decode()
        assert "用户名或密码不对" in wrong
        assert "用户名或密码不对" in nobody

    def test_five_wrong_passwords_close_the_account_from_that_address_and_no_other(self, with_password) -> None:
        for _attempt in range(TRIES):
            self.attempt(with_password, "wrong")
        refused = self.attempt(with_password, PASSWORD)
        assert refused.status_code == 429
        assert "暂停登录" in refused.content.decode()
        assert self.attempt(with_password, PASSWORD, address="192.0.2.2").status_code == 302
        assert Event.objects.filter(kind="account.locked").count() == 1

    def test_a_quarter_of_an_hour_later_it_is_open_again(self, with_password) -> None:
        for _attempt in range(TRIES):
            self.attempt(with_password, "wrong")
        SignInFailures.objects.update(last_at=timezone.now() - timedelta(minutes=16))
        assert self.attempt(with_password, PASSWORD).status_code == 302

    def test_leads_to_no_other_site(self, with_password) -> None:
        given = {"username": with_password.username, "password": PASSWORD, "next": "https://example.com/"}
        assert Client().post("/desk/login/", given).url == "/desk/"

    def test_offers_no_password_by_mail(self, db) -> None:
        assert "password_reset" not in Client().get("/desk/login/").content.decode()


def test_the_day_shown_is_the_offices_own(at_desk: Any, drafter: User) -> None:
    today: datetime = timezone.localtime()
    assert f"{today.year}年{today.month}月{today.day}日" in at_desk(drafter).get("/desk/").content.decode()
