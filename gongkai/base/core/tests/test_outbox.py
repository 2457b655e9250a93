"""The outbox: what follows from a committed act is done, in order for each object, at least once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, transaction

from gongkai.base.core import actions, tasks
from gongkai.base.core.models import OutboxEntry

MINUTE = timedelta(minutes=1)
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


@pytest.fixture
def done(monkeypatch):
    """Payloads the handler of ``test.topic`` has met; a payload with ``fails`` makes it fail that many times."""
    met = []

    def handler(payload):
        met.append(payload)
        if sum(one == payload for one in met) <= payload.get("fails", 0):
            raise ValueError("no paper in the printer")

    monkeypatch.setattr(tasks, "_handlers", {"test.topic": handler})
    return met


def add(key, now, **payload):
    return actions.enqueue("test.topic", key, now=now, **payload)


def claim(now, owner="one", limit=50):
    return actions.claim(owner=owner, now=now, lease=MINUTE, limit=limit)


@pytest.mark.django_db
class TestClaim:
    def test_gives_the_oldest_row_of_each_object_and_no_other(self, now):
        first, _second, other = add("a", now), add("a", now), add("b", now)
        assert [entry.pk for entry in claim(now)] == [first.pk, other.pk]

    def test_gives_the_second_row_of_an_object_once_the_first_is_done(self, now):
        first, second = add("a", now), add("a", now)
        [claimed] = claim(now)
        assert claimed.pk == first.pk
        actions.finish(claimed, now=now)
        assert [entry.pk for entry in claim(now)] == [second.pk]

    def test_gives_nothing_to_another_while_the_lease_holds(self, now):
        add("a", now)
        assert claim(now)
        assert claim(now + MINUTE - timedelta(seconds=1), owner="two") == []

    def test_gives_the_row_to_another_when_the_lease_has_ended(self, now):
        entry = add("a", now)
        claim(now)
        assert [taken.pk for taken in claim(now + MINUTE, owner="two")] == [entry.pk]
        assert OutboxEntry.objects.get().lease_owner == "two"

    def test_keeps_to_its_limit(self, now):
        for key in "abc":
            add(key, now)
        assert len(claim(now, limit=2)) == 2

    def test_leaves_a_row_that_is_not_due(self, now):
        add("a", now + MINUTE)
        assert claim(now) == []


@pytest.mark.django_db
class TestFail:
    def test_tries_again_later_each_time_twice_as_late_and_never_later_than_ten_minutes(self, now):
        add("a", now)
        waits, at = [], now
        for _attempt in range(13):
            [entry] = claim(at)
            actions.fail(entry, error="broken", now=at)
            entry.refresh_from_db()
            waits.append((entry.available_at - at).total_seconds())
            assert claim(entry.available_at - timedelta(milliseconds=1)) == []
            at = entry.available_at
        assert waits[:5] == [1, 2, 4, 8, 16]
        assert max(waits) == waits[-1] == 600

    def test_is_on_the_operators_list_until_it_succeeds(self, now):
        add("a", now)
        [entry] = claim(now)
        actions.fail(entry, error="broken", now=now)
        assert OutboxEntry.objects.failing().get().last_error == "broken"
        [entry] = claim(now + MINUTE)
        actions.finish(entry, now=now + MINUTE)
        assert not OutboxEntry.objects.failing().exists()

    def test_of_a_worker_that_lost_its_lease_does_not_disturb_the_next(self, now):
        add("a", now)
        [slow] = claim(now)
        claim(now + MINUTE, owner="two")
        actions.fail(slow, error="too late", now=now + MINUTE)
        entry = OutboxEntry.objects.get()
        assert (entry.lease_owner, entry.lease_until, entry.last_error) == ("two", now + 2 * MINUTE, "")

    def test_never_reopens_what_another_has_done(self, now):
        add("a", now)
        [slow] = claim(now)
        [quick] = claim(now + MINUTE, owner="two")
        actions.finish(quick, now=now + MINUTE)
        actions.fail(slow, error="too late", now=now + MINUTE)
        assert not OutboxEntry.objects.pending().exists()


@pytest.mark.django_db
class TestWork:
    def test_a_failing_row_stops_its_own_object_and_no_other(self, now, done):
        add("a", now, n=1, fails=99)
        add("a", now, n=2)
        add("b", now, n=3)
        tasks.drain()
        assert [payload["n"] for payload in done] == [1, 3]
        assert OutboxEntry.objects.pending().count() == 2

    def test_a_row_that_failed_is_done_when_its_time_comes_and_its_followers_after_it(self, now, done):
        add("a", now, n=1, fails=1)
        add("a", now, n=2)
        tasks.drain()
        OutboxEntry.objects.filter(attempts=1).update(available_at=now)
        tasks.drain()
        assert [payload["n"] for payload in done] == [1, 1, 2]
        assert not OutboxEntry.objects.pending().exists()

    def test_a_topic_nobody_handles_is_kept_and_named(self, now, done):
        actions.enqueue("unknown.topic", "a", now=now)
        tasks.drain()
        assert "unknown.topic" in OutboxEntry.objects.failing().get().last_error

    def test_two_handlers_for_one_topic_are_refused(self, done):
        with pytest.raises(RuntimeError, match=r"test\.topic"):
            tasks.handles("test.topic")(print)

    def test_prune_forgets_only_what_was_done_before(self, now, done):
        add("a", now)
        add("b", now, fails=99)
        tasks.drain()
        assert actions.prune(before=now) == 0
        OutboxEntry.objects.exclude(done_at=None).update(done_at=now - MINUTE)
        assert actions.prune(before=now) == 1
        assert OutboxEntry.objects.get().object_key == "b"


@pytest.mark.django_db(transaction=True)
def test_a_row_exists_if_and_only_if_its_act_was_committed(now):
    class Interrupted(Exception):
        pass

    def act_interrupted():
        with transaction.atomic():
            add("a", now)
            raise Interrupted

    with pytest.raises(Interrupted):
        act_interrupted()
    with transaction.atomic():
        add("b", now)
    assert [entry.object_key for entry in OutboxEntry.objects.all()] == ["b"]


def test_many_workers_never_get_the_same_row(now, at_once):
    with transaction.atomic():
        for serial in range(120):
            add(f"object {serial % 40}", now, n=serial)

    def work(owner):
        taken = []
        while OutboxEntry.objects.pending().exists():
            for entry in claim(now, owner=owner, limit=5):
                taken.append(entry.pk)
                actions.finish(entry, now=now)
        return taken

    takes = at_once([lambda owner=owner: work(owner) for owner in ("one", "two", "three", "four")])
    counted = Counter(pk for taken in takes for pk in taken)
    assert set(counted.values()) == {1}
    assert len(counted) == 120


@on_postgresql
def test_a_worker_skips_rows_another_is_just_claiming(now, at_once):
    add("a", now)
    add("b", now)
    holding, looked = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            taken = claim(now, owner="one", limit=1)
            holding.set()
            assert looked.wait(10)
            return [entry.object_key for entry in taken]

    def look():
        assert holding.wait(10)
        try:
            return [entry.object_key for entry in claim(now, owner="two")]
        finally:
            looked.set()

    assert at_once([hold, look]) == [["a"], ["b"]]


def test_a_worker_takes_up_what_is_committed_while_it_waits_and_stops_when_told(now, done, transactional_db):
    stop = threading.Event()

    def work():
        try:
            tasks.run_worker(stop)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for serial in range(3):
            add(f"object {serial}", now, n=serial)
            deadline = time.monotonic() + 60
            # What the beginning of the day asks of other rooms has no handler here and stays.
            while OutboxEntry.objects.pending().filter(topic="test.topic").exists() and time.monotonic() < deadline:
                time.sleep(0.01)
    finally:
        stop.set()
        worker.join(timeout=20)
    assert [payload["n"] for payload in done] == [0, 1, 2]
    assert not worker.is_alive()


@on_postgresql
def test_a_waiting_worker_is_woken_by_a_notice_even_after_its_connection_was_replaced(now, done, at_once, monkeypatch):
    """Without a notice the worker would look again only when its wait ends: here never."""
    stop, waits, notices = threading.Event(), [], []

    def wait(stop):
        waits.append(connection.connection)
        notices.append(list(connection.connection.notifies(timeout=20.0, stop_after=1)))

    monkeypatch.setattr(tasks, "_wait", wait)

    def commit():
        for serial in range(2):
            while len(waits) <= serial:
                time.sleep(0.01)
            time.sleep(0.05)
            add(f"object {serial}", now, n=serial)
        while len(done) < 2:
            time.sleep(0.01)
        stop.set()
        add("last", now, n=2)

    at_once([lambda: tasks.run_worker(stop), commit])
    assert [payload["n"] for payload in done][:2] == [0, 1]
    assert all(notices), "a wait ended because its time was up"


@pytest.mark.django_db
def test_what_nobody_waits_for_is_done_last(now, monkeypatch):
    said = []
    monkeypatch.setattr(tasks, "_handlers", {})
    monkeypatch.setattr(tasks, "_patient", set())
    tasks.handles("test.index", patient=True)(lambda payload: said.append("index"))
    tasks.handles("test.page")(lambda payload: said.append("page"))
    actions.enqueue("test.index", "index", now=now)
    actions.enqueue("test.page", "one", now=now)
    actions.enqueue("test.page", "two", now=now)
    tasks.drain()
    assert said == ["page", "page", "index"]
