"""What another program reads: public items only, page by page, and never a stack trace."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.disclosure.queries import public_json

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def unthrottled():
    cache.clear()


@pytest.fixture
def items(make_item, now):
    """Five public items, an hour apart, the last two at the same instant."""
    found = [make_item(Status.PUBLISHED, title=f"通告{n}") for n in range(5)]
    for hour, item in zip((0, 1, 2, 3, 3), found, strict=True):
        InformationItem.objects.filter(pk=item.pk).update(published_at=now + timedelta(hours=hour))
    return found


class TestItems:
    def test_come_newest_first_and_page_by_page_without_loss_or_repeat(self, client, items):
        seen, address = [], "/api/v1/items?size=2"
        while address:
            answer = client.get(address.removeprefix("http://127.0.0.1:8000")).json()
            seen += [item["title"] for item in answer["items"]]
            address = answer["next"]
        assert seen == ["通告4", "通告3", "通告2", "通告1", "通告0"]

    def test_cost_the_same_number_of_queries_however_many(self, client, items):
        for size in (1, 5):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/api/v1/items?size={size}")
            assert len(asked) == 1

    def test_are_narrowed_by_what_is_asked(self, client, items, make_item):
        make_item(Status.PUBLISHED, title="有文号的", document_number="海经〔2018〕3号")
        found = client.get("/api/v1/items", {"document_number": "海经〔2018〕3号"}).json()["items"]
        assert [item["title"] for item in found] == ["有文号的"]
        assert len(client.get("/api/v1/items", {"unit": "117", "column": "notices"}).json()["items"]) == 6
        assert client.get("/api/v1/items", {"unit": "999"}).json()["items"] == []
        assert client.get("/api/v1/items", {"first": "2018-06-02"}).json()["items"] == []
        assert len(client.get("/api/v1/items", {"last": "2018-06-01"}).json()["items"]) == 6

    @pytest.mark.parametrize(
        "status", [status for status in Status if status not in (Status.PUBLISHED, Status.MERGED, Status.DISCARDED)]
    )
    def test_that_are_not_public_are_never_told_of(self, client, make_item, status):
        item = make_item(status, title="尚未公开的标题")
        assert "尚未公开的标题" not in client.get("/api/v1/items").content.decode()
        answer = client.get(f"/api/v1/items/{item.number or item.registration}")
        assert answer.status_code == (410 if status == Status.WITHDRAWN else 404)
        assert "尚未公开的标题" not in answer.content.decode()

    def test_come_whole_with_the_hash_the_log_states(self, client, make_item):
        item = make_item(Status.PUBLISHED)
        answer = client.get(f"/api/v1/items/{item.number}").json()
        assert answer["sha256"] == hashlib.sha256(public_json(item)).hexdigest()
        assert answer["document"]["title"] == item.title
        rows = client.get("/api/v1/log").json()["rows"]
        assert rows[-1]["document_sha256"] == answer["sha256"]

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ({"after": "无"}, 400),
            ({"after": "AAAA"}, 400),
            ({"after": "MjAxOC0wNi0wMSAx"}, 400),
            ({"size": "0"}, 422),
            ({"size": "100000"}, 422),
            ({"first": "2018-13-01"}, 422),
            ({"document_number": "字" * 100_000}, 422),
            ({"unit": "' OR 1=1 --"}, 200),
            ({"unit": "\x00' OR 1=1 --"}, 400),
        ],
    )
    def test_nonsense_is_answered_with_a_sentence(self, client, items, asked, status):
        answer = client.get("/api/v1/items", asked)
        assert answer.status_code == status
        if status != 200:
            assert answer.json()["detail"].endswith("。")

    def test_nothing_can_be_written(self, client, items):
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)("/api/v1/items").status_code == 405

    def test_who_asks_too_often_is_told_so(self, client, monkeypatch):
        answers = [client.get("/api/v1/kinds").status_code for _turn in range(301)]
        assert answers.count(200) == 300
        assert answers[-1] == 429


def test_the_description_for_machines_and_its_page_are_there(client):
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/items", "/api/v1/items/{number}", "/api/v1/log"} <= set(described["paths"])
    page = client.get("/api/v1/docs").content.decode()
    assert "/static/ninja/" in page
    assert "cdn" not in page


class TestListingOfThePlatform:
    def test_has_the_shape_readers_of_that_platform_know(self, client, make_item, approver, now):
        item = make_item(Status.PUBLISHED, title="关于限行的通告", document_number="海经〔2018〕3号")
        answer = client.get("/gkmlpt/api/all/notices?page=1").json()
        assert (answer["total"], answer["classify"]["post_count"]) == (1, 1)
        (article,) = answer["articles"]
        assert article["title"] == "关于限行的通告"
        assert article["identifier"] == item.number
        assert article["document_number"] == "海经〔2018〕3号"
        assert article["publisher"] == "示范区经济发展局"
        assert article["display_publish_time"] == int(now.timestamp())
        assert article["abstract"] == "自六月起开展港区安全检查。"
        assert (article["is_expired"], article["is_abolished"], article["relation"]) == (0, 0, "[]")
        assert article["url"].endswith(f"/{item.path}.html")
        assert {
            *("id", "date", "keywords", "classify_main_name", "classify_genre_name", "classify_theme_name"),
            *("attachment", "post_url", "created_at", "first_publish_time"),
        } <= set(article)

    def test_pages_by_hundreds_and_pages_0_and_1_are_the_same(self, client, items, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.api.views.gkmlpt.PAGE", 2)
        pages = [
            [article["title"] for article in client.get(f"/gkmlpt/api/all/0?page={n}").json()["articles"]]
            for n in (0, 1, 2, 3, 4, 99_999)
        ]
        assert pages == [["通告4", "通告3"], ["通告4", "通告3"], ["通告2", "通告1"], ["通告0"], [], []]

    def test_a_column_nobody_opened_is_empty(self, client, items):
        assert client.get("/gkmlpt/api/all/nothing").json() == {"classify": None, "articles": [], "total": 0}

    def test_what_was_withdrawn_is_gone_from_it(self, client, items, approver, now):
        disclosure.withdraw(items[0], kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
        assert client.get("/gkmlpt/api/all/notices").json()["total"] == 4
