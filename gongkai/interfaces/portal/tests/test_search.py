"""What a reader finds by searching: what is public now, and nothing else."""

from __future__ import annotations

import shutil

import pytest
from lxml import html

from gongkai.base.search.engines import open_search
from gongkai.base.search.port import Document
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild_search
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db


def found(client, **asked: object) -> list[str]:
    page = html.fromstring(client.get("/search/", asked).content)
    return [link.text_content() for link in page.xpath("//ul[contains(@class, 'hits')]/li/a")]


class TestFinding:
    def test_by_any_phrase_of_title_or_text_and_by_number(self, client, make_item, bake):
        item = make_item(
            Status.PUBLISHED,
            title="关于危险货物运输的通告",
            document_number="海经〔2018〕3号",
            body="<p>夜间<b>禁</b>行</p>",
        )
        make_item(Status.PUBLISHED, title="关于春季植树的通知", body="<p>周末植树</p>")
        bake()
        for words in ("危险货物", "险货", "货", "夜间禁行", "海经[2018]3号"):
            assert found(client, q=words) == ["关于危险货物运输的通告"], words
        assert found(client, q=item.number)[0] == "关于危险货物运输的通告"
        assert found(client, q="没有这样的话") == []

    def test_is_taken_away_as_a_table_in_every_format(self, client, make_item, bake, monkeypatch):
        monkeypatch.setattr("gongkai.interfaces.portal.views.search.MOST_TAKEN", 2)
        for n in range(3):
            make_item(Status.PUBLISHED, title=f"=通告{n}", body="<p>植树</p>")
        bake()
        links = html.fromstring(client.get("/search/", {"q": "植树", "page": 1}).content).xpath("//a[@download]/@href")
        assert len(links) == 3
        for link in links:
            answer = client.get(f"/search/{link}")
            assert answer.status_code == 200
            assert "attachment" in answer["Content-Disposition"]
        assert len(client.get("/search/", {"q": "植树", "format": "json"}).json()["rows"]) == 2
        assert "'=通告" in client.get("/search/", {"q": "植树", "format": "csv"}).content.decode("utf-8-sig")
        assert client.get("/search/", {"q": "植" * 5000, "format": "csv"}).status_code == 400
        assert "text/html" in client.get("/search/", {"q": "植树", "format": "exe"})["Content-Type"]

    def test_marks_what_was_asked_and_nothing_of_it_is_taken_for_a_page(self, client, make_item, bake):
        make_item(Status.PUBLISHED, title="<script>alert(1)</script>危险货物", body="<p>危险货物&lt;b&gt;禁行</p>")
        bake()
        answer = client.get("/search/", {"q": "危险货物"}).content.decode()
        assert "<mark>危险货物</mark>" in answer
        assert "<script>alert" not in answer
        assert "default-src 'none'" in client.get("/search/", {"q": "危险货物"}).headers["Content-Security-Policy"]

    @pytest.mark.parametrize("status", [s for s in Status if s not in (Status.PUBLISHED, Status.MERGED)])
    def test_never_what_is_not_public(self, client, make_item, bake, status):
        make_item(status, title="尚未公开的危险货物通告")
        bake()
        rebuild_search(processes=1)
        assert found(client, q="危险货物") == []
        assert open_search().count() == 0

    def test_not_what_came_down_even_before_the_index_has_followed(self, client, make_item, approver, bake, now):
        item = make_item(Status.PUBLISHED, title="关于危险货物运输的通告")
        bake()
        disclosure.withdraw(item, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
        assert open_search().count() == 1
        assert found(client, q="危险货物") == []
        bake()
        assert open_search().count() == 0

    def test_is_narrowed_by_facets_that_say_how_many(self, client, make_item, bake):
        for year in (2016, 2017, 2017):
            make_item(Status.PUBLISHED, title=f"{year}年通告")
        bake()
        page = html.fromstring(client.get("/search/", {"q": "通告"}).content)
        (unit,) = page.xpath("//aside//a[text()='示范区经济发展局']")
        assert unit.getnext().text == "3"
        narrowed = html.fromstring(client.get(f"/search/{unit.get('href')}").content)
        assert narrowed.xpath("//aside//a[@aria-current]/text()") == ["示范区经济发展局"]
        assert found(client, q="通告", unit="999") == []

    def test_offers_what_may_be_meant_while_typing(self, client, make_item, bake):
        make_item(Status.PUBLISHED, title="关于危险货物运输的通告")
        bake()
        assert any("危险货物" in text for text in client.get("/search/suggest", {"q": "危险"}).json()["suggestions"])
        assert client.get("/search/suggest", {"q": " "}).json() == {"suggestions": []}


class TestBadInput:
    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "字" * 100_000},
            {"q": "通告", "page": "1000000000"},
            {"q": "通告", "page": "99999999999999999999999"},
            {"q": "通告", "page": "-1"},
            {"q": 'title:(通告 AND "'},
            {"q": "\x00\x07\x1b"},
            {"q": "\ud800"},
            {"q": "。，！"},
            {"q": "通告", "since": "2018-02-30", "until": "x" * 5000},
            {"q": "通告", "sort": "best", "unit": "\x00", "theme": "99-99", "validity": "никогда"},
            {"q": "通告", "year": ["20１８"] * 500},
        ],
    )
    def test_is_answered_with_a_page(self, client, make_item, bake, asked):
        make_item(Status.PUBLISHED, title="通告")
        bake()
        asked = {
            name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
            for name, value in asked.items()
        }
        answer = client.get("/search/", asked)
        assert answer.status_code in (200, 400)
        page = html.fromstring(answer.content)
        assert page.xpath("//h1")
        if answer.status_code == 400:
            said = page.xpath("//p[@role='alert'] | //h1/following-sibling::p")
            assert said[0].text.strip().endswith("。")

    def test_an_index_deleted_under_the_server_is_a_sentence_and_comes_back(self, client, make_item, bake, settings):
        make_item(Status.PUBLISHED, title="关于危险货物运输的通告")
        bake()
        shutil.rmtree(settings.GONGKAI_SEARCH_ROOT)
        open_search.__globals__["_open"].cache_clear()
        answer = client.get("/search/", {"q": "危险货物"})
        assert answer.status_code == 400
        assert "检索" in html.fromstring(answer.content).xpath("//p[@role='alert']")[0].text
        assert any("gongkai rebuild search" in sentence for sentence in differences())
        rebuild_search(processes=1)
        assert found(client, q="危险货物") == ["关于危险货物运输的通告"]
        assert list(differences()) == []


def test_verify_finds_what_the_index_lacks_and_what_it_has_too_much(make_item, bake):
    item = make_item(Status.PUBLISHED)
    bake()
    assert list(differences()) == []
    search = open_search()
    search.remove([f"item:{item.number}"])
    search.commit()
    assert list(differences()) == [f"检索索引中缺少 {item.number}。"]
    rebuild_search(processes=1)
    search.put_many([Document(key="item:440404117/2018-00009", title="从未公开的通告")])
    search.commit()
    assert list(differences()) == ["检索索引中多出 440404117/2018-00009，它现在不是公开信息。"]
