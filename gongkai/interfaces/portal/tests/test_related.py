"""What is near an item: its series and its family stand on the page, what search finds is asked for and never baked."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.tasks import bake_item, rebuild
from gongkai.law.vocabulary import InterpretationForm
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import Interpretation

pytestmark = pytest.mark.django_db


def near(tree, item) -> list[str]:
    page = html.fromstring((tree / f"{item.path}.html").read_bytes())
    return [link.text_content() for link in page.xpath("//section[@class='near']//li/a")]


@pytest.fixture
def series(make_item, bake):
    """海经〔2018〕1号 to 6号, published one after the other."""
    found = []
    for n in range(1, 7):
        found.append(make_item(Status.PUBLISHED, title=f"通知{n}", document_number=f"海经〔2018〕{n}号"))
        bake()
    return found


class TestSeries:
    def test_each_shows_the_two_before_and_the_two_after_it(self, series, tree, now):
        assert near(tree, series[2]) == ["通知1", "通知2", "通知4", "通知5"]
        assert near(tree, series[0]) == ["通知2", "通知3"]
        before = {path: (tree / path).read_bytes() for path in files_under(tree)}
        rebuild(now=now, processes=1)
        assert {path: (tree / path).read_bytes() for path in files_under(tree)} == before

    def test_what_comes_down_leaves_all_others_at_once_and_no_page_further_away_is_touched(
        self, series, approver, bake, tree, now
    ):
        written = {one.pk: (tree / f"{one.path}.html").stat().st_ino for one in series}
        disclosure.withdraw(series[2], kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
        bake()
        assert "通知3" not in "".join((tree / f"{one.path}.html").read_text() for one in series if one != series[2])
        assert near(tree, series[1]) == ["通知1", "通知4"]
        untouched = (tree / f"{series[5].path}.html").stat().st_ino
        assert untouched == written[series[5].pk]

    def test_an_item_without_a_number_of_the_prescribed_form_has_none(self, make_item, series, bake, tree):
        item = make_item(Status.PUBLISHED, title="公告")
        bake()
        assert near(tree, item) == []

    def test_is_found_in_as_many_queries_for_many_neighbours_as_for_one(self, series, tree):
        def asked(item) -> int:
            with CaptureQueriesContext(connection) as queries:
                bake_item({"number": item.number})
            return len(queries)

        assert asked(series[2]) <= asked(series[0]) + 4


def test_what_explains_the_same_policy_is_named_until_it_comes_down(make_item, approver, bake, tree, now):
    policy = make_item(Status.PUBLISHED, title="办法")
    told = [make_item(Status.PUBLISHED, title=f"解读{n}") for n in (1, 2)]
    for one in told:
        Interpretation.objects.create(policy=policy, item=one, form=InterpretationForm.TEXT)
    for one in (policy, *told):
        bake_item({"number": one.number})
    assert near(tree, told[0]) == ["解读2"]
    disclosure.withdraw(told[1], kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
    bake()
    assert near(tree, told[0]) == []


class TestNearInContent:
    @pytest.fixture
    def two(self, make_item, bake):
        text = "<p>危险货物运输车辆夜间禁行，违者按规定处罚。</p>"
        found = [make_item(Status.PUBLISHED, title=f"关于危险货物运输的通告之{n}", body=text) for n in (1, 2)]
        for title in ("植树", "招聘", "停水", "体检"):
            make_item(Status.PUBLISHED, title=f"关于{title}的通知", body=f"<p>现将{title}的安排公布如下。</p>")
        bake()
        return found

    def test_is_a_link_on_the_page_and_answered_from_what_is_public_now(self, two, approver, client, tree, now):
        (link,) = html.fromstring((tree / f"{two[0].path}.html").read_bytes()).xpath("//a[@data-related]/@href")
        assert "关于危险货物运输的通告之2" in client.get(link).content.decode()
        listed = client.get(link.replace("/related/?", "/related/list?")).json()["related"]
        assert [one["title"] for one in listed] == ["关于危险货物运输的通告之2"]
        assert listed[0]["href"] == f"/{two[1].path}.html"
        disclosure.withdraw(two[1], kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
        assert "之2" not in client.get(link).content.decode()
        assert client.get(link.replace("/related/?", "/related/list?")).json() == {"related": []}

    @pytest.mark.parametrize("of", ["", "nothing", "\x07", "x" * 5000])
    def test_of_nothing_public_is_a_sentence(self, two, client, of):
        answer = client.get("/search/related/", {"of": of})
        assert answer.status_code == 404
        assert "没有这件信息" in answer.content.decode()
        assert client.get("/search/related/list", {"of": of}).json() == {"related": []}

    def test_without_an_index_is_a_sentence(self, two, client, settings):
        shutil.rmtree(settings.GONGKAI_SEARCH_ROOT)
        answer = client.get("/search/related/", {"of": two[0].number})
        assert answer.status_code == 200
        assert "检索暂时不能使用" in answer.content.decode()
