from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.base.audit import choices
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.audit.models import Event

KIND = choices.declare("audit_test.done", "{by}处理了{object}：{reason}")
pytestmark = pytest.mark.django_db


@pytest.fixture
def event(founder, now):
    return record(KIND, founder, by=founder, at=now, reason="例行检查", before=1)


def test_an_event_says_who_did_what_and_why(event):
    assert str(event) == "系统管理员处理了系统管理员：例行检查"
    assert event.data == {"before": 1}


def test_a_kind_nobody_declared_is_refused_and_nothing_is_written(founder, now):
    before = Event.objects.count()
    with pytest.raises(LookupError, match="made_up"):
        record("audit_test.made_up", founder, by=founder, at=now)
    assert Event.objects.count() == before


def test_a_kind_has_one_sentence(event):
    with pytest.raises(ValueError, match=KIND):
        choices.declare(KIND, "另一句")
    assert choices.declare(KIND, "{by}处理了{object}：{reason}") == KIND
    assert KIND in choices.declared()


def test_every_declared_sentence_can_be_read_out():
    for kind in choices.declared():
        text = choices.sentence(kind).format(by="甲", object="乙", reason="丙")
        assert "甲" in text or "乙" in text
        assert "{" not in text


def test_an_event_cannot_be_altered(event):
    event.reason = "另一个理由"
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        Event.objects.filter(pk=event.pk).update(reason="另一个理由")
    with pytest.raises(TypeError), transaction.atomic():
        Event.objects.bulk_update([event], ["reason"])
    assert Event.objects.get(pk=event.pk).reason == "例行检查"


def test_an_event_cannot_be_deleted(event):
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(TypeError):
        Event.objects.all().delete()
    assert Event.objects.filter(pk=event.pk).exists()


def test_the_history_of_a_thing_is_its_own_and_oldest_first(event, founder, department, now):
    later = record(KIND, founder, by=founder, at=now)
    assert list(Event.objects.about(founder))[-2:] == [event, later]
    assert [one.kind for one in Event.objects.about(department)] == ["unit.founded"]


def test_many_are_written_in_the_order_given(founder, now):
    record_many(event_of(KIND, founder, by=founder, at=now, reason=str(serial)) for serial in range(3))
    assert [one.reason for one in Event.objects.filter(kind=KIND).order_by("pk")] == ["0", "1", "2"]


def test_an_event_stays_when_what_it_is_about_is_gone(event, founder):
    name = Event.objects.get(pk=event.pk).object_name
    founder.delete()
    assert Event.objects.get(pk=event.pk).object_name == name
