"""Rows put in by the bulk path are the rows Django would have put in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now as clock

from gongkai.base.core import rows
from gongkai.base.core.models import OutboxEntry

pytestmark = pytest.mark.django_db
INSTANT = clock()


def entries():
    for n in range(25):
        at = INSTANT + timedelta(hours=n % 3)
        payload = ({}, {"数": [n, "港", None]}, {"深": {"a": True}})[n % 3]
        given = {"topic": "t", "object_key": f"钥{n}%s", "payload": payload, "created_at": INSTANT, "available_at": at}
        yield given | ({"lease_until": at, "last_error": "“%s”'"} if n % 2 else {})


def ledger():
    return list(OutboxEntry.objects.order_by("object_key").values())


def without_keys(found):
    return [{name: value for name, value in row.items() if name != "id"} for row in found]


@pytest.mark.parametrize("keys", [True, False])
def test_they_are_what_django_writes(keys, monkeypatch):
    monkeypatch.setattr(rows, "VALUES", 40)  # several statements
    OutboxEntry.objects.bulk_create([OutboxEntry(**given) for given in entries()])
    expected = without_keys(ledger())
    OutboxEntry.objects.all().delete()
    made = [rows.unsaved(OutboxEntry, **given) for given in entries()]
    rows.insert_many(made, keys=keys)
    assert without_keys(ledger()) == expected
    if keys:
        assert {entry.pk: entry.object_key for entry in made} == dict(
            OutboxEntry.objects.values_list("pk", "object_key")
        )


def test_nothing_is_nothing_and_a_column_that_is_none_is_refused(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.insert_many([])
    with pytest.raises(TypeError, match="no column nothing"):
        rows.unsaved(OutboxEntry, nothing=1)


def test_what_is_made_anew_for_each_row_is_not_shared():
    first, second = rows.unsaved(OutboxEntry), rows.unsaved(OutboxEntry)
    first.payload["a"] = 1
    assert second.payload == {}
