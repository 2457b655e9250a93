"""Reminders: before a limit, on its eve, after it; each told once, and only to what runs."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import ReminderLevel
from gongkai.casework.applications.models import Reminder

from .conftest import at

pytestmark = pytest.mark.django_db
#: Handed in on 8 April 2024, due on Wednesday 8 May; the first five days of May are off.
CHASED, ESCALATED, OVERDUE = ReminderLevel.CHASED, ReminderLevel.ESCALATED, ReminderLevel.OVERDUE


@pytest.mark.parametrize(
    ("day", "level"),
    [
        (date(2024, 4, 29), None),
        (date(2024, 4, 30), CHASED),
        (date(2024, 5, 6), CHASED),
        (date(2024, 5, 7), ESCALATED),
        (date(2024, 5, 8), ESCALATED),
        (date(2024, 5, 9), OVERDUE),
    ],
)
def test_a_level_follows_from_the_working_days_left(application, day, level):
    assert [one.level for one in queries.reminders_wanted(on=day)] == ([level] if level else [])


def test_each_level_is_told_once_and_written_into_the_history(application, office):
    for day in (date(2024, 5, 6), date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 9), date(2024, 5, 10)):
        actions.chase(by=office.openness, now=at(day))
    assert list(Reminder.objects.order_by("pk").values_list("level", flat=True)) == [CHASED, ESCALATED, OVERDUE]
    told = Event.objects.about(application).values_list("kind", flat=True)
    assert list(told)[1:] == ["application.chased", "application.escalated", "application.overdue"]


def test_what_waits_for_its_applicant_is_left_alone(application, office):
    actions.ask_amendment(
        application, items="请写明", due=date(2024, 4, 30), by=office.officer, now=at(date(2024, 4, 9))
    )
    assert queries.reminders_wanted(on=date(2024, 6, 3)) == []


def test_a_limit_that_moved_is_told_again(application, office):
    actions.chase(by=office.openness, now=at(date(2024, 5, 6)))
    actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(date(2024, 5, 6)))
    actions.grant_extension(application, by=office.openness, now=at(date(2024, 5, 6)))
    assert queries.reminders_wanted(on=date(2024, 5, 7)) == []
    assert [one.level for one in queries.reminders_wanted(on=date(2024, 5, 31))] == [CHASED]


def test_only_the_openness_office_chases(application, office):
    with pytest.raises(NotAllowed, match="政务公开工作机构"):
        actions.chase(by=office.officer, now=at(date(2024, 5, 9)))


def test_asks_as_often_whatever_there_is(receive, application):
    with CaptureQueriesContext(connection) as few:
        queries.reminders_wanted(on=date(2024, 5, 9))
    for n in range(5):
        receive(sought=f"第{n}份")
    with CaptureQueriesContext(connection) as many:
        assert len(queries.reminders_wanted(on=date(2024, 5, 9))) == 6
    assert len(many) == len(few)


def test_the_command_says_what_it_would_do_and_does_nothing(application, office):
    said = StringIO()
    call_command("chase", by="openness", dry_run=True, stdout=said)
    assert f"逾期  {application.number}" in said.getvalue()
    assert "将催办1件" in said.getvalue()
    assert not Reminder.objects.exists()
    call_command("chase", by="openness", stdout=said)
    assert Reminder.objects.count() == 1
    for who in ("nobody", "officer"):
        with pytest.raises(CommandError):
            call_command("chase", by=who, stdout=said)
