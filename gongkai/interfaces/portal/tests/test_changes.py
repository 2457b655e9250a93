"""What a change, a mark, a move and days of mourning leave on the site."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.base.core.tasks import drain
from gongkai.interfaces.portal.asgi import Portal
from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.models import ShelfMonth
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.law.vocabulary import InterpretationForm, Validity
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.choices import RelationKind, Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(drafter: Any, reviewer: Any, approver: Any, now: datetime) -> Any:
    def lead(item: InformationItem, at: datetime = now) -> InformationItem:
        item = actions.submit(item, by=drafter, now=at)
        item = actions.review_secrecy(item, basis="经审查不涉密", by=reviewer, now=at)
        return actions.approve_and_publish(item, by=approver, now=at)

    return lead


@pytest.fixture
def policy_column(founder: Any, now: datetime) -> Any:
    return catalogue.open_column(
        slug="policy", name="政策文件", group=ColumnGroup.CATALOGUE, order=2, by=founder, now=now
    )


def tree_of(root: Any) -> dict[str, bytes]:
    return {path: (root / path).read_bytes() for path in files_under(root)}


def same_as_rebuilt(root: Any) -> bool:
    """Whether the tree is what a rebuild from the ledger alone would make."""
    stood = tree_of(root)
    rebuild(now=timezone.now(), processes=1)
    return stood == tree_of(root)


def bake_all(bake: Any) -> None:
    """All that follows from what was committed, and what only a rebuild makes."""
    bake()
    rebuild(now=timezone.now(), processes=1)


class TestChange:
    def test_the_address_stays_the_text_is_new_and_old_attachments_are_gone(
        self, make_item, lead, drafter, real_file, fields, bake, tree, now
    ):
        item = make_item()
        actions.attach(item, ContentFile(real_file("pdf", "旧")), name="旧附表.pdf", by=drafter, now=now)
        item = lead(item)
        bake()
        before = {path for path in tree_of(tree) if path.startswith(f"{item.path}/")}
        copy = actions.begin_change(item, reason="附表有误", by=drafter, now=now)
        actions.detach(copy.attachments.get(), by=drafter, now=now)
        actions.attach(copy, ContentFile(real_file("pdf", "新")), name="新附表.pdf", by=drafter, now=now)
        copy = actions.revise(copy, fields(body="<p>改正的正文。</p>"), by=drafter, now=now)
        bake()
        assert "改正的正文" not in (tree / f"{item.path}.html").read_text()
        lead(copy, now + timedelta(days=1))
        bake()
        page = (tree / f"{item.path}.html").read_text()
        assert "改正的正文" in page
        assert '更正</td><td class="reason">附表有误' in page
        after = {path for path in tree_of(tree) if path.startswith(f"{item.path}/")}
        assert [path.endswith("1-旧附表.pdf") for path in before] == [True]
        assert [path.endswith("1-新附表.pdf") for path in after] == [True]
        assert list(differences()) == []

    def test_what_moves_to_another_column_leaves_the_first_as_if_it_had_never_been_there(
        self, make_item, lead, fields, openness_officer, policy_column, bake, tree, now
    ):
        moved, staying = make_item(Status.PUBLISHED, title="走的"), make_item(Status.PUBLISHED, title="留的")
        bake_all(bake)
        actions.move(moved, column=policy_column, reason="属于政策文件", by=openness_officer, now=now)
        bake()
        assert "走的" not in (tree / "columns/notices/2018-06.html").read_text()
        assert "走的" in (tree / "columns/policy/2018-06.html").read_text()
        assert list(differences()) == []
        assert same_as_rebuilt(tree)
        actions.move(staying, column=policy_column, reason="属于政策文件", by=openness_officer, now=now)
        bake()
        assert not (tree / "columns/notices/2018-06.html").exists()
        assert not ShelfMonth.objects.filter(slug="notices").exists()
        assert same_as_rebuilt(tree)


class TestMarks:
    def test_repealed_and_repealing_link_both_ways_and_the_mark_stands_at_the_top_and_in_lists(
        self, make_item, lead, drafter, bake, tree, now
    ):
        older, newer = make_item(Status.PUBLISHED, title="旧的办法"), make_item(title="新的办法")
        actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
        newer = lead(newer)
        bake()
        old_page, new_page = ((tree / f"{item.path}.html").read_text() for item in (older, newer))
        assert old_page.index('class="mark"') < old_page.index('class="facts"')
        assert "<strong>废止</strong> 自2018年6月1日起" in old_page
        assert f'<a href="/{newer.path}.html">新的办法</a>' in old_page
        assert f'<a href="/{older.path}.html">旧的办法</a>' in new_page
        assert 'class="mark"' not in new_page
        assert list(differences()) == []

    def test_a_notice_that_is_over_leaves_what_is_new_and_keeps_its_page_and_its_month(
        self, make_item, approver, bake, tree, now
    ):
        item = make_item(Status.PUBLISHED, title="招聘公告")
        actions.mark_validity(item, Validity.EXPIRED, on=date(2018, 6, 1), reason="已结束", by=approver, now=now)
        bake()
        for front in ("index.html", "feed.xml", "columns/notices/index.html", "columns/notices/feed.xml"):
            assert "招聘公告" not in (tree / front).read_text(), front
        assert "失效" in (tree / f"{item.path}.html").read_text()
        assert "招聘公告" in (tree / "columns/notices/2018-06.html").read_text()

    def test_policy_and_interpretation_link_both_ways(self, make_item, lead, drafter, approver, bake, tree, now):
        policy, text = make_item(Status.PUBLISHED, title="补贴办法"), make_item(title="一图读懂补贴办法")
        actions.link_interpretation(policy, text, form=InterpretationForm.DIAGRAM, by_head=True, by=drafter, now=now)
        bake()
        assert "一图读懂" not in (tree / f"{policy.path}.html").read_text()
        text = lead(text)
        bake()
        policy_page, text_page = ((tree / f"{item.path}.html").read_text() for item in (policy, text))
        assert "政策解读（图表图解，主要负责人解读）" in policy_page
        assert f'<a href="/{text.path}.html">一图读懂补贴办法</a>' in policy_page
        assert f'<a href="/{policy.path}.html">补贴办法</a>' in text_page


class TestGone:
    @pytest.mark.parametrize("cause", [WithdrawalKind.PRIVACY, WithdrawalKind.SECRECY, WithdrawalKind.COURT])
    def test_answers_410_from_the_tree_alone_and_nothing_on_the_site_says_what_it_was(
        self, make_item, lead, drafter, approver, fields, real_file, bake, tree, tmp_path, now, cause
    ):
        item = make_item(title="张三住址的决定", document_number="示决〔2018〕7号")
        actions.attach(item, ContentFile(real_file("pdf", "张三")), name="张三决定书.pdf", by=drafter, now=now)
        item = lead(item)
        other = actions.relate(make_item(title="答复"), RelationKind.REPLIES, item, by=drafter, now=now).from_item
        other = lead(other)
        copy = actions.begin_change(item, reason="更正附表", by=drafter, now=now)
        actions.detach(copy.attachments.get(), by=drafter, now=now)
        lead(actions.revise(copy, fields(title="张三住址的处理决定"), by=drafter, now=now))
        bake_all(bake)
        assert "张三" in (tree / f"{other.path}.html").read_text()
        actions.withdraw(item, kind=cause, reason="经复核不应公开", by=approver, now=now)
        bake()
        said = [
            path for path in files_under(tree) if "张三" in (tree / path).read_text(errors="ignore") or "张三" in path
        ]
        assert said == []
        assert not [path for path in files_under(tree) if "示决" in (tree / path).read_text(errors="ignore")]
        assert not (tree / f"{item.path}.html").exists()
        assert list(differences()) == []
        assert same_as_rebuilt(tree)
        status, body = fetch(tree, tmp_path, f"/{item.path}.html")
        assert status == 410
        assert "经复核不应公开" in body

    def test_verify_names_a_page_that_came_back_and_a_marker_that_was_taken_away(
        self, make_item, approver, bake, tree, now
    ):
        item = make_item(Status.PUBLISHED)
        actions.withdraw(item, kind=WithdrawalKind.COURT, reason="判决", by=approver, now=now)
        bake()
        (tree / f"{item.path}.html").write_text("它又回来了")
        (tree / f"{item.path}.gone.html").unlink()
        found = "".join(differences())
        assert f"{item.number} 已不应有文件 /{item.path}.html，它却还在。" in found
        assert f"{item.number} 已撤下，说明页 /{item.path}.gone.html 缺失。" in found


class TestMourning:
    def test_one_file_turns_the_site_grey_and_back(self, make_item, openness_officer, bake, tree, monkeypatch, now):
        make_item(Status.PUBLISHED)
        monkeypatch.setattr(timezone, "now", lambda: now)
        bake()
        before = tree_of(tree)
        assert before["mourning.css"] == b""
        assert "/mourning.css" in before["index.html"].decode()
        actions.declare_mourning(
            first=date(2018, 6, 2), last=date(2018, 6, 2), reason="公告", by=openness_officer, now=now
        )
        drain()
        assert tree_of(tree) == before
        monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat("2018-06-02T00:00:01+08:00"))
        drain()
        grey = tree_of(tree)
        assert {path for path in grey if grey[path] != before[path]} == {"mourning.css"}
        assert b"grayscale" in grey["mourning.css"]
        monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat("2018-06-03T00:00:01+08:00"))
        drain()
        assert tree_of(tree) == before


def fetch(public: Any, tmp_path: Any, path: str) -> tuple[int, str]:
    """What the layer in front of Django answers, with no application behind it."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(dict(message))

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    def nothing() -> Any:
        raise AssertionError("the application was asked")

    portal = Portal(public=public, static=tmp_path, dynamic=nothing)
    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "headers": []}
    asyncio.run(portal(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()
