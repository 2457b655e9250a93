"""The tree is derived: thrown away, it comes back the same; what does not belong in it goes."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from gongkai.interfaces.portal import tasks
from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.models import BakedFile, ShelfMonth
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind

pytestmark = pytest.mark.django_db


def contents(tree) -> dict[str, bytes]:
    return {path: (tree / path).read_bytes() for path in files_under(tree)}


@pytest.fixture
def lived_in(make_item, approver, bake, key_area, now):
    """A tree that came about act by act."""
    for n in range(4):
        make_item(Status.PUBLISHED, title=f"通知{n}", key_areas=(key_area,))
        bake()
    gone = make_item(Status.PUBLISHED, title="有误的通知")
    bake()
    disclosure.withdraw(gone, kind=WithdrawalKind.PRIVACY, reason="涉及个人", by=approver, now=now)
    bake()


def test_a_tree_that_was_thrown_away_comes_back_the_same(lived_in, tree, now):
    before, manifest = contents(tree), dict(BakedFile.objects.values_list("path", "sha256"))
    months = list(ShelfMonth.objects.values_list("group", "slug", "month", "count", "withdrawn"))
    shutil.rmtree(tree)
    BakedFile.objects.all().delete()
    ShelfMonth.objects.all().delete()
    rebuild(now=now, processes=1)
    assert contents(tree) == before
    assert dict(BakedFile.objects.values_list("path", "sha256")) == manifest
    assert list(ShelfMonth.objects.values_list("group", "slug", "month", "count", "withdrawn")) == months


def test_nothing_is_written_where_nothing_changed(lived_in, tree, now):
    before = {path: (tree / path).stat().st_ino for path in files_under(tree)}
    assert rebuild(now=now, processes=1).removed == ()
    assert {path: (tree / path).stat().st_ino for path in files_under(tree)} == before


def test_a_file_that_does_not_belong_is_removed_and_an_altered_one_mended(lived_in, tree, now):
    before = contents(tree)
    (tree / "items/planted.html").write_text("planted")
    altered = tree / next(path for path in before if path.startswith("items/") and path.endswith(".html"))
    altered.write_text("altered")
    assert rebuild(now=now + timedelta(days=1), processes=1).removed == ("items/planted.html",)
    assert contents(tree) == before


def test_what_was_published_meanwhile_is_not_taken_for_a_stranger(lived_in, make_item, tree, now, monkeypatch):
    late = []

    def bake_reports(baker):  # stands between the listing of what there is and the removal of what there should not be
        item = make_item(Status.PUBLISHED, title="刚刚发布")
        baker.now = now + timedelta(seconds=5)
        tasks.publication.bake_own_pages(baker, [item.number])
        baker.note()
        baker.now = now
        late.append(item)

    monkeypatch.setattr("gongkai.interfaces.portal.tasks.rebuilding.bake_reports", bake_reports)
    rebuilt = rebuild(now=now, processes=1)
    assert f"{late[0].path}.html" not in rebuilt.removed
    assert (tree / f"{late[0].path}.html").exists()


@pytest.mark.django_db(transaction=True)
def test_several_processes_bake_the_same_tree(make_item, bake, tree, now, monkeypatch):
    monkeypatch.setattr("gongkai.interfaces.portal.tasks.rebuilding.ITEMS", 2)
    for n in range(5):
        make_item(Status.PUBLISHED, title=f"通知{n}")
    bake()
    before = contents(tree)
    shutil.rmtree(tree)
    told: list[tuple[int, int]] = []
    rebuild(now=now, processes=2, advance=lambda done, total: told.append((done, total)))
    assert contents(tree) == before
    # Five items, a month of a column and of a unit, those two shelves and the library, a file of the log.
    assert told[-1] == (11, 11)


def test_columns_without_items_and_pages_nobody_published_are_there_too(column, tree, now):
    rebuild(now=now, processes=1)
    assert {
        "index.html",
        "404.html",
        "feed.xml",
        "columns/index.html",
        "columns/notices/index.html",
        "log/index.html",
    } <= set(files_under(tree))
