"""What the privacy page promises: who commented is forgotten once its term is over, and nothing else is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongkai.base.audit.models import Event
from gongkai.base.core.tasks import begin_day
from gongkai.publishing.consultations import actions, queries
from gongkai.publishing.consultations.actions import contacts
from gongkai.publishing.consultations.choices import Status
from gongkai.publishing.consultations.models import Comment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def one(make_consultation, say):
    consultation = make_consultation(Status.OPEN)
    say(consultation, "建议甲", name="林晓岚", contact="0756-0000001")
    say(consultation, "建议乙")
    say(consultation, "建议丙", contact="someone@example.com")
    return consultation


@pytest.fixture
def past(one, now):
    """The first instant after the term."""
    until = queries.contacts_kept_until(one)
    return now + DAY * (until - localdate(now)).days + DAY


def known():
    return Comment.objects.exclude(name="", contact="").count()


def test_the_house_keeps_contacts_for_its_months_and_not_a_day_longer(one, approver, past, settings):
    assert queries.contacts_kept_until(one).isoformat() == "2019-07-01"
    assert actions.clear_contacts(one, by=approver, now=past - DAY) == 0
    assert known() == 2
    assert list(queries.keeping_contacts_too_long(on=localdate(past))) == [one]
    before = queries.tally(one)
    assert actions.clear_contacts(one, by=approver, now=past) == 2
    assert known() == 0
    assert queries.tally(one) == before
    assert list(one.comments.order_by("serial").values_list("text", flat=True)) == ["建议甲", "建议乙", "建议丙"]
    assert [bool(each.erased_at) for each in one.comments.order_by("serial")] == [True, False, True]
    settings.GONGKAI_CONTACT_MONTHS = 1
    assert queries.contacts_kept_until(one).isoformat() == "2018-08-01"


def test_it_is_recorded_without_the_names_and_done_once(one, approver, past):
    actions.clear_contacts(one, by=approver, now=past)
    events = list(Event.objects.filter(kind__in=("comment.lapsed", "consultation.contacts_cleared")).order_by("pk"))
    assert [event.kind for event in events] == ["comment.lapsed"] * 2 + ["consultation.contacts_cleared"]
    assert "2 条意见，保存至 2019-07-01" in str(events[2])
    assert not any("林晓岚" in str(event) + str(event.data) for event in Event.objects.all())
    assert actions.clear_contacts(one, by=approver, now=past) == 0
    assert list(queries.keeping_contacts_too_long(on=localdate(past))) == []
    assert Event.objects.filter(kind="comment.lapsed").count() == 2


def test_the_worker_does_it_every_day_and_goes_on_where_it_was_killed(one, bake, approver, past, monkeypatch):
    """The real present is years after the last day of this term."""
    monkeypatch.setattr(contacts, "BATCH", 1)
    assert actions.clear_contacts(one, by=approver, now=past) == 1  # and then the worker died
    begin_day()
    bake()
    assert known() == 0
    cleared = Event.objects.filter(kind="consultation.contacts_cleared")
    assert [event.data["count"] for event in cleared] == [1, 1]


def test_a_consultation_whose_term_is_not_over_keeps_them(make_consultation, say, bake, today):
    consultation = make_consultation(Status.OPEN, at=today)
    say(consultation, "建议", at=today, name="林晓岚")
    begin_day()
    bake()
    assert known() == 1
