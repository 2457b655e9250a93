"""Whatever is altered behind our back is found and named: in the tree, in the ledger, in the log."""

from __future__ import annotations

import gzip
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from gongkai.base.search.engines import open_search
from gongkai.interfaces.portal.bakery import files_under, twin_of
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(make_item, bake, now):
    """A published item on a tree where all agrees; the desk's index is there too, for ``verify`` asks for both."""
    open_search("desk").clear()
    item = make_item(Status.PUBLISHED, title="关于收费的公告", body="<p>" + "收费标准为每吨十元。" * 60 + "</p>")
    make_item(Status.WITHDRAWN)
    make_item(Status.PUBLISHED)
    bake()
    rebuild(now=now, processes=1)
    assert list(differences()) == []
    return item


def sql(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0


def found() -> str:
    """What the command says; it must end with status 1."""
    out = io.StringIO()
    with pytest.raises(CommandError, match="处不一致") as ended:
        call_command("verify", stdout=out)
    assert ended.value.returncode == 1
    return out.getvalue()


def test_all_agrees_after_an_honest_life(item):
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert "一致" in out.getvalue()


def test_an_altered_page_is_found(item, tree):
    page = tree / f"{item.path}.html"
    page.write_text(page.read_text().replace("十元", "九元"))
    assert f"文件 /{item.path}.html 与写入时不同" in found()


def test_an_altered_twin_is_found(item, tree):
    page = tree / f"{item.path}.html"
    twin_of(page).write_bytes(gzip.compress(page.read_bytes().replace(b"10", b"90") + b" "))
    assert f"文件 /{item.path}.html 的压缩副本" in found()


def test_an_altered_canonical_json_is_found(item, tree):
    file = tree / f"{item.path}.json"
    file.write_text(file.read_text().replace("十元", "九元"))
    assert f"规范文本 /{item.path}.json 与公开日志所记的摘要不符" in found()


def test_a_json_altered_together_with_its_manifest_is_found_by_the_log(item, tree):
    import hashlib

    file = tree / f"{item.path}.json"
    altered = file.read_bytes().replace("十元".encode(), "九元".encode())
    file.write_bytes(altered)
    twin_of(file).write_bytes(gzip.compress(altered))
    sql(
        "UPDATE portal_bakedfile SET sha256 = %s WHERE path = %s",
        hashlib.sha256(altered).hexdigest(),
        f"{item.path}.json",
    )
    assert found().splitlines() == [f"规范文本 /{item.path}.json 与公开日志所记的摘要不符。"]


@pytest.mark.parametrize("altered", ["body", "title", "document_number"])
def test_a_text_altered_in_the_ledger_is_found(altered, item):
    sql(f"UPDATE disclosure_informationitem SET {altered} = %s WHERE number = %s", "另一种说法", item.number)
    assert f"账本中 {item.number} 的文本与公开日志所记的摘要不符" in found()


def test_an_item_quietly_hidden_is_found(item):
    InformationItem.objects.filter(pk=item.pk).update(status=Status.APPROVED)
    assert f"公开日志记有 {item.number}，账本中却没有这条公开信息" in found()


def test_an_item_quietly_taken_down_is_found(item):
    InformationItem.objects.filter(pk=item.pk).update(status=Status.WITHDRAWN)
    assert f"账本中的 {item.number} 为“已撤下”，公开日志最后一行却是“发布”" in found()


def test_a_row_deleted_from_the_log_is_found(item):
    sql("DELETE FROM transparency_log_logentry WHERE number = %s", item.number)
    said = found()
    assert "公开日志第 1 行缺失" in said
    assert f"账本中的 {item.number} 在公开日志中没有记录" in said


def test_the_last_row_deleted_from_the_log_is_found(item):
    sql("DELETE FROM transparency_log_logentry WHERE seq = (SELECT MAX(seq) FROM transparency_log_logentry)")
    assert "公开日志的末端记录为第 4 行，实际止于第 3 行" in found()


def test_a_row_altered_in_the_log_is_found(item):
    sql("UPDATE transparency_log_logentry SET unit_name = %s WHERE number = %s", "别的单位", item.number)
    assert f"（{item.number}）被改动过" in found()


def test_an_altered_file_of_the_log_is_found(item, tree):
    file = tree / "log/000001.jsonl"
    file.write_text("\n".join(file.read_text().splitlines()[1:]))
    assert "日志文件 /log/000001.jsonl 与账本中的公开日志不一致" in found()


@pytest.mark.parametrize("address", ["index.html", "feed.xml", "columns/notices/2018-06.html", "log/000001.jsonl"])
def test_a_deleted_file_is_found(address, item, tree):
    (tree / address).unlink()
    assert f"文件 /{address} 缺失" in found()


def test_a_deleted_json_is_found(item, tree):
    (tree / f"{item.path}.json").unlink()
    assert f"规范文本 /{item.path}.json 缺失" in found()


@pytest.mark.parametrize("address", ["items/added.html", "added.pdf", "columns/notices/2018-07.html", "lonely.html.gz"])
def test_an_added_file_is_found(address, item, tree):
    (tree / address).write_bytes(b"added")
    assert f"目录中多出文件 /{address}" in found()


def test_a_rebuild_mends_what_was_done_to_the_tree(item, tree, now):
    for path in list(files_under(tree))[::2]:
        (tree / path).write_bytes(b"altered")
    (tree / "added.html").write_bytes(b"added")
    rebuild(now=now, processes=1)
    assert list(differences()) == []
