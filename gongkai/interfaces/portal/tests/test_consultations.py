"""Consultations on the tree: what stands when, what a rebuild makes of it, and what is found when somebody alters it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.interfaces.portal.bakery import files_under
from gongkai.interfaces.portal.queries import differences
from gongkai.interfaces.portal.tasks import rebuild
from gongkai.publishing.consultations import actions
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Consultation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def three(make_consultation, bake, now):
    """One open, one answered, one ended; and one nobody has seen."""
    given = enumerate((Status.OPEN, Status.ANSWERED, Status.ENDED))
    found = [make_consultation(status, at=timezone.now(), title=f"第{n}项草案") for n, status in given]
    future = timezone.now() + 5 * DAY
    make_consultation(
        Status.APPROVED,
        at=timezone.now(),
        opens_date=future.date(),
        closes_date=(future + 30 * DAY).date(),
        title="还没有开始的草案",
    )
    bake()
    rebuild(now=now, processes=1)
    assert list(differences()) == []
    return found


def tell(root, path):
    return (root / path).read_text()


def test_each_has_its_page_its_text_and_the_answered_one_its_result(three, tree):
    opened, answered, ended = three
    for one in three:
        assert one.title in tell(tree, f"{one.path}.html")
        assert json.loads(tell(tree, f"{one.path}.json"))["number"] == one.number
    assert opened.door in tell(tree, f"{opened.path}.html")
    assert answered.door not in tell(tree, f"{answered.path}.html")
    assert (tree / f"{answered.path}/result.html").exists()
    assert "暂缓制定" in tell(tree, f"{ended.path}.html")
    listed = tell(tree, "consultations/index.html")
    assert listed.index("第0项草案") < listed.index("已经截止") < listed.index("第1项草案")
    assert "还没有开始的草案" not in "".join(tell(tree, path) for path in files_under(tree) if path.endswith(".html"))
    assert "共 3 项" in tell(tree, f"consultations/{timezone.localdate().year}.html")


def test_a_rebuild_makes_the_same_tree_again(three, tree, now):
    before = {path: (tree / path).read_bytes() for path in files_under(tree)}
    for path in list(before):
        if path.startswith("consultations/"):
            (tree / path).unlink()
    (tree / "consultations/ZQ/2018").mkdir(parents=True, exist_ok=True)
    (tree / "consultations/ZQ/2018/00009.html").write_text("假的征求意见")
    assert rebuild(now=now, processes=1).removed == ("consultations/ZQ/2018/00009.html",)
    assert {path: (tree / path).read_bytes() for path in files_under(tree)} == before
    assert list(differences()) == []


def test_a_draft_altered_behind_our_back_is_found_in_the_ledger_and_on_the_tree(three, tree):
    opened = three[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_consultation SET body = '<p>改过</p>' WHERE number = %s", [opened.number])
    assert f"账本中 {opened.number} 的文本与公开日志所记的摘要不符。" in list(differences())
    file = tree / f"{three[1].path}.json"
    file.write_text(file.read_text().replace("第1项", "第一项"))
    assert f"规范文本 /{three[1].path}.json 与公开日志所记的摘要不符。" in list(differences())


def test_a_result_whose_numbers_were_bettered_is_found(make_consultation, make_item, approver, case_officer, bake, now):
    one = make_consultation(Status.OPEN)
    for n in range(2):
        actions.comment(one, actions.CommentFields(f"意见{n}"), submission=str(n), now=now)
    give = {"reason": "理由", "by": case_officer, "now": now}
    actions.dispose(one, [1], outcome="adopted", gist="要点", **give)
    refused = actions.dispose(one, [2], outcome="not_adopted", gist="另一要点", **give)
    after = now + 31 * DAY
    actions.close_due(one, by=approver, now=after)
    actions.write_result(one, text="总体情况", by=case_officer, now=after)
    actions.publish_result(one, by=approver, now=after)
    bake()
    rebuild(now=now, processes=1)
    assert list(differences()) == []
    type(refused).objects.filter(pk=refused.pk).update(outcome="adopted")
    assert f"账本中 {one.number} 的文本与公开日志所记的摘要不符。" in list(differences())


def test_a_public_consultation_that_vanishes_from_the_ledger_is_missed(three):
    gone = three[2]
    Consultation.objects.filter(pk=gone.pk).delete()
    assert f"公开日志记有 {gone.number}，账本中却没有这条公开信息。" in list(differences())


def test_one_act_bakes_a_bounded_number_of_files_however_many_there_were(make_consultation, bake, approver, now, tree):
    for n in range(30):
        make_consultation(Status.OPEN, title=f"旧的{n}")
    bake()
    stamps = {path: (tree / path).stat().st_mtime_ns for path in files_under(tree, "consultations")}
    one = make_consultation(Status.OPEN, title="新的")
    bake()
    touched = {
        path for path in files_under(tree, "consultations") if stamps.get(path) != (tree / path).stat().st_mtime_ns
    }
    assert touched == {
        f"{one.path}.html",
        f"{one.path}.json",
        *(f"consultations/{name}.{form}" for name in ("index", one.year) for form in ("html", "csv", "json", "xlsx")),
    }
