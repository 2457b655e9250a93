"""One act on many items, in steps that may be killed."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions, tasks
from gongkai.publishing.disclosure.actions import bulk
from gongkai.publishing.disclosure.choices import BulkKind, Status
from gongkai.publishing.disclosure.models import BulkOperation, InformationItem
from gongkai.publishing.transparency_log.models import LogEntry

pytestmark = pytest.mark.django_db
MARK = {"validity": "expired", "on": "2018-06-01", "reason": "清理规范性文件"}


def work(operation: BulkOperation) -> BulkOperation:
    """What the worker does until nothing is left."""
    while operation.finished_at is None:
        tasks.continue_bulk({"operation": operation.pk})
        operation = BulkOperation.objects.get(pk=operation.pk)
    return operation


def test_every_item_is_done_by_itself_and_a_refusal_is_told_in_its_line(make_item, approver, now, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 2)
    items = [make_item(Status.PUBLISHED), make_item(Status.WITHDRAWN), *(make_item(Status.PUBLISHED) for _ in range(3))]
    operation = actions.start_bulk(items, BulkKind.VALIDITY, MARK, by=approver, now=now)
    assert (operation.total, operation.done) == (5, 0)
    assert LogEntry.objects.filter(act="changed").count() == 0
    operation = work(operation)
    assert (operation.done, operation.total) == (5, 5)
    assert [line.refusal for line in operation.lines.exclude(refusal="")] == [
        "只有已发布的信息可以标注有效性，该信息现为“已撤下”。"
    ]
    assert InformationItem.objects.filter(validity="expired").count() == 4
    assert LogEntry.objects.filter(act="changed").count() == 4


def test_killed_between_two_items_it_goes_on_and_does_none_twice(make_item, approver, now, monkeypatch):
    items = [make_item(Status.PUBLISHED) for _ in range(4)]
    operation = actions.start_bulk(items, BulkKind.VALIDITY, MARK, by=approver, now=now)
    real, calls = bulk._one, []

    class Killed(BaseException):
        pass

    def killed(*args: Any, **kwargs: Any) -> None:
        if len(calls) == 2:
            raise Killed
        calls.append(args)
        real(*args, **kwargs)

    monkeypatch.setattr(bulk, "_one", killed)
    with pytest.raises(Killed):
        tasks.continue_bulk({"operation": operation.pk})
    monkeypatch.setattr(bulk, "_one", real)
    assert BulkOperation.objects.get().done == 2
    work(operation)
    assert LogEntry.objects.filter(act="changed").count() == 4
    tasks.continue_bulk({"operation": operation.pk})
    assert LogEntry.objects.filter(act="changed").count() == 4


def test_two_workers_on_one_operation_do_each_item_once(make_item, approver, at_once, now):
    items = [make_item(Status.PUBLISHED) for _ in range(6)]
    operation = actions.start_bulk(items, BulkKind.VALIDITY, MARK, by=approver, now=now)
    at_once([lambda: actions.continue_bulk(operation, by=approver, now=now)] * 2)
    operation = work(BulkOperation.objects.get())
    assert (operation.done, LogEntry.objects.filter(act="changed").count()) == (6, 6)


def test_stopped_it_leaves_the_rest_as_it_was(make_item, approver, now, monkeypatch):
    monkeypatch.setattr(bulk, "STEP", 1)
    items = [make_item(Status.PUBLISHED) for _ in range(3)]
    operation = actions.start_bulk(items, BulkKind.VALIDITY, MARK, by=approver, now=now)
    actions.continue_bulk(operation, by=approver, now=now)
    actions.stop_bulk(operation, by=approver, now=now)
    tasks.continue_bulk({"operation": operation.pk})
    actions.continue_bulk(operation, by=approver, now=now)
    assert InformationItem.objects.filter(validity="expired").count() == 1
    with pytest.raises(NotAllowed, match="已经结束"):
        actions.stop_bulk(operation, by=approver, now=now)


def test_only_who_started_it_stops_it(make_item, approver, openness_officer, now):
    operation = actions.start_bulk([make_item(Status.PUBLISHED)], BulkKind.VALIDITY, MARK, by=approver, now=now)
    with pytest.raises(NotAllowed, match="由发起人停止"):
        actions.stop_bulk(operation, by=openness_officer, now=now)


def test_moving_is_for_the_openness_office_item_by_item(make_item, founder, approver, openness_officer, now):
    catalogue.open_column(slug="policy", name="政策文件", group=ColumnGroup.CATALOGUE, order=2, by=founder, now=now)
    items = [make_item(Status.PUBLISHED) for _ in range(2)]
    given = {"column": "policy", "reason": "栏目调整"}
    refused = work(actions.start_bulk(items, BulkKind.MOVE, given, by=approver, now=now))
    assert refused.lines.filter(refusal__contains="由政务公开工作机构调整").count() == 2
    work(actions.start_bulk(items, BulkKind.MOVE, given, by=openness_officer, now=now))
    assert InformationItem.objects.filter(column__slug="policy").count() == 2
    assert OutboxEntry.objects.filter(payload__left__columns=["notices"]).count() == 2


@pytest.mark.parametrize(
    ("what", "given", "sentence"),
    [
        (BulkKind.VALIDITY, MARK | {"reason": " "}, "请写明理由"),
        (BulkKind.VALIDITY, MARK | {"on": "不知道"}, "没有填好"),
        (BulkKind.VALIDITY, MARK | {"validity": "nonsense"}, "没有填好"),
        (BulkKind.WITHDRAW, {"reason": "x"}, "没有填好"),
        (BulkKind.MOVE, {"reason": "x", "column": "nowhere"}, "没有填好"),
    ],
)
def test_what_would_fit_no_item_is_refused_before_it_begins(what, given, sentence, make_item, approver, now):
    with pytest.raises(Refused, match=sentence):
        actions.start_bulk([make_item(Status.PUBLISHED)], what, given, by=approver, now=now)
    assert not BulkOperation.objects.exists()


def test_nothing_chosen_and_too_many_are_refused(approver, now, make_item, monkeypatch):
    with pytest.raises(Refused, match="请先选择信息"):
        actions.start_bulk([], BulkKind.VALIDITY, MARK, by=approver, now=now)
    monkeypatch.setattr(bulk, "MOST", 1)
    with pytest.raises(Refused, match="一次最多选 1 件"):
        actions.start_bulk([make_item(), make_item()], BulkKind.VALIDITY, MARK, by=approver, now=now)
