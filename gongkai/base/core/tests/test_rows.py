"""Rows put in by the bulk path are the rows Django would have put in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
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


@pytest.mark.parametrize("model", [one for one in apps.get_models() if one.__module__.startswith("gongkai")], ids=str)
def test_an_unsaved_row_is_what_the_model_itself_would_make(model):
    if model.__init__ is not models.Model.__init__:
        with pytest.raises(TypeError):
            rows.unsaved(model)
        return
    made, usual = rows.unsaved(model), model()
    told = [{name: value for name, value in vars(one).items() if name != "_state"} for one in (made, usual)]
    assert told[0].keys() == told[1].keys()
    assert made._state.adding
    assert made._state.db is None
    assert {name for name in told[0] if told[0][name] != told[1][name]} <= made_anew(model)


def made_anew(model):
    """The columns whose value is another each time: a key of chance, the time."""
    return {field.attname for field in model._meta.concrete_fields if callable(field.default)}


def test_each_row_is_given_its_own_values_and_the_others_keep_theirs():
    OutboxEntry.objects.bulk_create([OutboxEntry(**given) for given in entries()])
    before = {entry.pk: entry for entry in OutboxEntry.objects.all()}
    keys = sorted(before)[3:20]
    later = [INSTANT + timedelta(days=n) for n in range(len(keys))]
    said = [f"第{n}次'%s" for n in range(len(keys))]
    rows.update_many(OutboxEntry, keys, {"available_at": later, "last_error": said})
    after = {entry.pk: (entry.available_at, entry.last_error) for entry in OutboxEntry.objects.all()}
    kept = {pk: (entry.available_at, entry.last_error) for pk, entry in before.items() if pk not in keys}
    assert after == kept | dict(zip(keys, zip(later, said, strict=True), strict=True))


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        rows.update_many(OutboxEntry, [], {"last_error": []})
