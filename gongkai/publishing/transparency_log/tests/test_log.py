from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.publishing.transparency_log.actions import Statement, append, append_many
from gongkai.publishing.transparency_log.canonical import GENESIS, row_hash
from gongkai.publishing.transparency_log.choices import Act
from gongkai.publishing.transparency_log.models import LogEntry, LogHead
from gongkai.publishing.transparency_log.queries import (
    SEGMENT,
    breaks_in_chain,
    last_seq,
    rows_of_segment,
    segment_of,
)


@pytest.fixture
def state(now):
    def state(serial=1, **changes):
        given = {
            "act": Act.PUBLISHED,
            "number": f"440404117/2018-{serial:05d}",
            "unit_name": "示范区经济发展局",
            "at": now + timedelta(minutes=serial),
            "document_sha256": f"{serial:064x}",
        }
        return Statement(**given | changes)

    return state


@pytest.fixture
def log(db, state):
    return append_many([state(serial) for serial in range(1, 6)])


def behind_our_back(sql, *parameters):
    """What somebody with the database's password can do, and nobody else."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


TABLE = LogEntry._meta.db_table


@pytest.mark.django_db
def test_every_row_follows_the_one_before(log):
    rows = [entry.as_row() for entry in LogEntry.objects.all()]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0]["previous_hash"] == GENESIS
    assert all(row["hash"] == row_hash(row) for row in rows)
    assert [row["previous_hash"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert list(breaks_in_chain()) == []
    assert last_seq() == 5


@pytest.mark.django_db
def test_an_empty_log_is_sound():
    assert last_seq() == 0
    assert list(breaks_in_chain()) == []


@pytest.mark.django_db
def test_appending_one_by_one_or_many_at_once_is_the_same(state):
    for serial in range(1, 4):
        append(state(serial))
    singly = [entry.as_row() for entry in LogEntry.objects.all()]
    behind_our_back(f"DELETE FROM {TABLE}")
    LogHead.objects.all().delete()
    append_many([state(serial) for serial in range(1, 4)])
    assert [entry.as_row() for entry in LogEntry.objects.all()] == singly


@pytest.mark.django_db
def test_a_row_read_back_has_the_hash_it_was_given_whatever_the_moment(state, now):
    append(state(at=now.replace(microsecond=999_999)))
    entry = LogEntry.objects.get()
    assert entry.as_row()["at"] == "2018-06-01T01:00:00Z"
    assert row_hash(entry.as_row()) == entry.hash


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("act", "withdrawn"),
        ("number", "440404117/2018-99999"),
        ("unit_name", "别的单位"),
        ("at", "2018-06-02 00:00:00+00:00"),
        ("reason", "另一个理由"),
        ("document_sha256", "f" * 64),
        ("previous_hash", "f" * 64),
        ("hash", "f" * 64),
    ],
)
@pytest.mark.parametrize("seq", [1, 3, 5])
def test_whatever_is_altered_in_a_row_is_found(log, field, value, seq):
    behind_our_back(f"UPDATE {TABLE} SET {field} = %s WHERE seq = %s", value, seq)
    assert any(f"第 {seq} 行" in sentence for sentence in breaks_in_chain())


@pytest.mark.django_db
def test_a_row_altered_with_its_hash_is_found_at_the_next(log):
    entry = LogEntry.objects.get(seq=3)
    entry.document_sha256 = "f" * 64
    behind_our_back(
        f"UPDATE {TABLE} SET document_sha256 = %s, hash = %s WHERE seq = 3", "f" * 64, row_hash(entry.as_row())
    )
    assert list(breaks_in_chain()) == ["公开日志第 4 行与前一行接不上。"]


@pytest.mark.django_db
@pytest.mark.parametrize("seq", [1, 3])
def test_a_row_quietly_removed_is_found(log, seq):
    behind_our_back(f"DELETE FROM {TABLE} WHERE seq = %s", seq)
    assert list(breaks_in_chain()) == [f"公开日志第 {seq} 行缺失。"]


@pytest.mark.django_db
def test_an_end_cut_off_is_found(log):
    behind_our_back(f"DELETE FROM {TABLE} WHERE seq = 5")
    assert list(breaks_in_chain()) == ["公开日志的末端记录为第 5 行，实际止于第 4 行。"]
    LogHead.objects.all().delete()
    assert list(breaks_in_chain()) == ["公开日志的末端记录缺失，实际止于第 4 行。"]


@pytest.mark.django_db
def test_rows_that_changed_places_are_found(log):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        behind_our_back(f"UPDATE {TABLE} SET seq = %s WHERE seq = %s", new, old)
    found = list(breaks_in_chain())
    assert any("第 2 行" in sentence for sentence in found)
    assert any("第 3 行" in sentence for sentence in found)


@pytest.mark.django_db
def test_our_own_code_cannot_alter_or_shorten_it(log):
    entry = log[2]
    with pytest.raises(TypeError):
        LogEntry.objects.update(reason="另一个理由")
    with pytest.raises(TypeError):
        LogEntry.objects.all().delete()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


@pytest.mark.django_db
def test_there_is_one_end(log):
    with pytest.raises(IntegrityError), transaction.atomic():
        LogHead.objects.create(pk=2)


def test_appending_at_once_still_makes_one_chain(state, at_once):
    at_once([lambda n=n: [append(state(10 * n + step)) for step in range(5)] for n in range(8)])
    assert LogEntry.objects.count() == last_seq() == 40
    assert list(breaks_in_chain()) == []


@pytest.mark.django_db(transaction=True)
def test_a_statement_whose_act_failed_leaves_the_chain_as_it_was(state):
    append(state(1))
    with transaction.atomic():
        append_many([state(2), state(3)])
        transaction.set_rollback(True)
    append(state(2))
    assert last_seq() == 2
    assert list(breaks_in_chain()) == []


@pytest.mark.django_db
def test_segments_share_out_the_rows_without_loss(log):
    assert [segment_of(seq) for seq in (1, SEGMENT, SEGMENT + 1)] == [1, 1, 2]
    assert [entry.seq for entry in rows_of_segment(1)] == [1, 2, 3, 4, 5]
    assert rows_of_segment(2) == []


@pytest.mark.django_db
def test_the_history_of_a_number_is_told_oldest_first(log, state):
    append(state(2, act=Act.WITHDRAWN, reason="发布有误：附表有误"))
    assert [entry.act for entry in LogEntry.objects.about("440404117/2018-00002")] == ["published", "withdrawn"]


@pytest.mark.django_db
def test_the_longest_reason_a_person_may_give_fits(state):
    append(state(reason="发布有误：" + "长" * 300))
    assert list(breaks_in_chain()) == []
