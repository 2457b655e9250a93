"""The library of policies: its first page is a file, every narrowing is answered by search, and neither shows what came down."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.models import ShelfMonth
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import bake_item, rebuild
from gongkai.law.vocabulary import Validity
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(founder, now):
    return catalogue.define_kind(
        code="normative", name="规范性文件", order=2, is_policy=True, has_validity=True, by=founder, now=now
    )


@pytest.fixture
def policies(make_item, policy, approver, bake, now):
    """Three policies, the first of them repealed, and a notice."""
    more = {"kind": policy, "theme": "02-01"}
    found = [
        make_item(Status.PUBLISHED, title=f"港区办法之{n}", document_number=f"海经〔2018〕{n}号", **more)
        for n in (1, 2, 3)
    ]
    disclosure.mark_validity(
        found[0], Validity.REPEALED, on=date(2018, 6, 1), reason="已有新办法", by=approver, now=now
    )
    make_item(Status.PUBLISHED, title="港区通知")
    bake()
    return found


def seen(content: bytes) -> tuple[list[list[str]], dict[str, str]]:
    """The rows of the list, and each value of a facet with its number."""
    page = html.fromstring(content)
    rows = [
        [cell.text_content().strip() for cell in row.xpath("td")]
        for row in page.xpath("//table[@class='index']/tbody/tr")
    ]
    facets = {one.xpath("string(a)"): one.xpath("string(span[@class='quiet'])") for one in page.xpath("//aside//li")}
    return rows, facets


def baked(tree):
    return seen((tree / "policies/index.html").read_bytes())


class TestFirstPage:
    def test_lists_every_policy_with_what_it_is_called_whose_it_is_and_whether_it_applies(self, policies, tree):
        rows, facets = baked(tree)
        assert rows == [
            [f"港区办法之{n}", f"海经〔2018〕{n}号", "示范区经济发展局", "2018-06-01", validity]
            for n, validity in ((3, "有效"), (2, "有效"), (1, "废止"))
        ]
        assert {"有效": "2", "废止": "1", "2018年": "3", "规范性文件": "3"}.items() <= facets.items()
        assert "共 3 件" in (tree / "policies/index.html").read_text()
        assert "港区办法之2" in (tree / "policies/2018-06.html").read_text()
        assert "港区通知" not in (tree / "policies/2018-06.html").read_text()
        listed = list(csv.reader(io.StringIO((tree / "policies/2018-06.csv").read_text("utf-8-sig"))))
        assert [row[1] for row in listed[1:]] == ["港区办法之1", "港区办法之2", "港区办法之3"]

    def test_follows_every_act_and_comes_out_of_a_rebuild_the_same(
        self, policies, kind, fields, drafter, reviewer, approver, bake, tree, now
    ):
        disclosure.withdraw(policies[1], kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        bake()
        rows, facets = baked(tree)
        assert [row[0] for row in rows] == ["港区办法之3", "港区办法之1"]
        assert (facets["有效"], facets["废止"]) == ("1", "1")
        change = disclosure.begin_change(policies[2], reason="不是政策文件", by=drafter, now=now)
        disclosure.revise(change, fields(title="港区办法之3", kind=kind), by=drafter, now=now)
        disclosure.submit(change, by=drafter, now=now)
        disclosure.review_secrecy(change, basis="不涉密", by=reviewer, now=now)
        disclosure.approve_and_publish(change, by=approver, now=now)
        bake()
        rows, facets = baked(tree)
        assert [row[0] for row in rows] == ["港区办法之1"]
        assert "有效" not in facets
        assert "港区办法之3" not in (tree / "policies/2018-06.html").read_text()
        before = {path: (tree / path).read_bytes() for path in files_under(tree)}
        rebuild(now=now, processes=1)
        assert {path: (tree / path).read_bytes() for path in files_under(tree)} == before
        assert list(differences()) == []

    def test_is_there_before_the_first_policy_and_stays_when_the_last_came_down(self, make_item, bake, tree):
        make_item(Status.PUBLISHED)
        bake()
        assert "还没有公开的政策文件" in (tree / "policies/index.html").read_text()

    def test_costs_a_publication_no_more_when_there_are_more(self, policies, make_item, policy, bake, tree):
        def asked_and_written() -> tuple[int, int]:
            item = make_item(Status.PUBLISHED, kind=policy, theme="02-01")
            before = {path: (tree / path).stat().st_ino for path in files_under(tree)}
            with CaptureQueriesContext(connection) as queries:
                bake_item({"number": item.number})
            written = sum(before.get(path) != (tree / path).stat().st_ino for path in files_under(tree))
            return len(queries), written

        asked_and_written()
        few = asked_and_written()
        for _turn in range(5):
            make_item(Status.PUBLISHED, kind=policy, theme="02-01")
        bake()
        many = asked_and_written()
        assert many[0] <= few[0] + 2
        assert many[1] <= few[1]
        assert ShelfMonth.objects.filter(group__startswith="policy:").count() == 5


class TestNarrowed:
    def test_by_each_facet_and_by_several(self, policies, client):
        for asked, titles in (
            ({}, ["之1", "之2", "之3"]),
            ({"validity": "repealed"}, ["之1"]),
            ({"validity": ["repealed", "in_force"], "sort": "oldest"}, ["之1", "之2", "之3"]),
            ({"theme": "02-01", "unit": "117", "year": "2018", "validity": "in_force"}, ["之2", "之3"]),
            ({"year": "2017"}, []),
            ({"q": "海经〔2018〕2号"}, ["之2"]),
        ):
            rows, _facets = seen(client.get("/search/policies/", asked).content)
            assert sorted(row[0].removeprefix("港区办法") for row in rows) == titles, asked

    @pytest.mark.parametrize(
        "asked",
        [{"kind": "notice"}, {"kind": "nothing"}, {"q": "港区通知"}, {"unit": "\x07"}, {"page": "-1"}, {"sort": "x"}],
    )
    def test_never_shows_what_is_no_policy(self, policies, client, asked):
        answer = client.get("/search/policies/", asked)
        assert answer.status_code == 200
        rows, facets = seen(answer.content)
        assert all(row[0].startswith("港区办法") for row in rows)
        assert "通知公告" not in facets

    def test_holds_nothing_where_no_kind_is_of_policies(self, make_item, bake, client):
        make_item(Status.PUBLISHED)
        bake()
        assert seen(client.get("/search/policies/").content)[0] == []

    def test_shows_nothing_that_came_down_before_the_index_has_followed(self, policies, approver, client, now):
        disclosure.withdraw(policies[2], kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
        rows, _facets = seen(client.get("/search/policies/").content)
        assert sorted(row[0] for row in rows) == ["港区办法之1", "港区办法之2"]
        assert "港区办法之3" not in client.get("/search/policies/", {"format": "csv"}).content.decode("utf-8-sig")

    def test_is_a_table_to_download(self, policies, client):
        answer = client.get("/search/policies/", {"validity": "in_force", "format": "csv"})
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert sorted(row[1] for row in rows[1:]) == ["港区办法之2", "港区办法之3"]
        assert answer["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("asked", [{"q": "长" * 300}, {"q": "长" * 300, "format": "xlsx"}, {"page": "999999999"}])
    def test_refuses_in_a_sentence(self, policies, client, asked):
        answer = client.get("/search/policies/", asked)
        assert answer.status_code == 400
        assert "。" in answer.content.decode()

    def test_asks_as_often_for_many_as_for_few(self, policies, make_item, policy, bake, client):
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                client.get("/search/policies/")
            return len(queries)

        few = asked()
        for _turn in range(6):
            make_item(Status.PUBLISHED, kind=policy)
        bake()
        assert asked() == few
