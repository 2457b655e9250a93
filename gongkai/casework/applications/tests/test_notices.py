"""Who must act is mailed, who applied is told, and no message says more than a number."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.tasks import drain
from gongkai.base.messages.models import Message
from gongkai.base.organisations.actions import delegate
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import Outcome

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
EVE, AFTER = date(2024, 5, 7), date(2024, 5, 9)
CONTACT = "电话13812345678，lisi@example.test"


@pytest.fixture(autouse=True)
def open_mail(settings: Any) -> None:
    settings.GONGKAI_MAIL_FROM = "open@example.test"
    settings.GONGKAI_MESSAGE_DAYS = 100_000


@pytest.fixture
def reachable(office: SimpleNamespace) -> SimpleNamespace:
    for name in ("officer", "openness", "stranger", "supervisor"):
        user = getattr(office, name)
        user.email = f"{name}@example.test"
        user.save()
    return office


class TestStaff:
    def test_near_the_limit_the_officer_is_mailed_and_on_its_eve_the_openness_office_too(
        self, receive: Any, reachable: SimpleNamespace
    ) -> None:
        one = receive()
        actions.chase(by=reachable.openness, now=at(date(2024, 5, 6)))
        drain()
        assert [sent.to for sent in mail.outbox] == [["officer@example.test"]]
        assert one.number in mail.outbox[0].body
        mail.outbox.clear()
        actions.chase(by=reachable.openness, now=at(EVE))
        drain()
        assert sorted(sent.to[0] for sent in mail.outbox) == ["officer@example.test", "openness@example.test"]

    def test_one_mail_a_person_however_many_cases_and_none_twice(
        self, receive: Any, reachable: SimpleNamespace
    ) -> None:
        numbers = [receive().number for _turn in range(3)]
        for _turn in range(2):
            actions.chase(by=reachable.openness, now=at(AFTER))
        drain()
        assert sorted(sent.to[0] for sent in mail.outbox) == ["officer@example.test", "openness@example.test"]
        assert [number for number in numbers if number not in mail.outbox[0].body] == []

    def test_whoever_stands_in_is_mailed_as_long_as_they_do(self, receive: Any, reachable: SimpleNamespace) -> None:
        receive()
        post = reachable.officer.posts.get(role="case_officer")
        day = date(2024, 5, 6)
        delegate(
            post, deputy=reachable.stranger, since=day, until=day, reason="出差", by=reachable.openness, now=at(day)
        )
        actions.chase(by=reachable.openness, now=at(day))
        drain()
        assert sorted(sent.to[0] for sent in mail.outbox) == ["officer@example.test", "stranger@example.test"]
        mail.outbox.clear()
        actions.chase(by=reachable.openness, now=at(EVE))
        drain()
        assert sorted(sent.to[0] for sent in mail.outbox) == ["officer@example.test", "openness@example.test"]

    def test_one_who_left_is_not_and_their_deputy_is(self, receive: Any, reachable: SimpleNamespace) -> None:
        receive()
        day = date(2024, 5, 6)
        delegate(
            reachable.officer.posts.get(role="case_officer"),
            deputy=reachable.stranger,
            since=day,
            until=day,
            reason="离岗",
            by=reachable.openness,
            now=at(day),
        )
        reachable.officer.is_active = False
        reachable.officer.save()
        actions.chase(by=reachable.openness, now=at(day))
        drain()
        assert [sent.to for sent in mail.outbox] == [["stranger@example.test"]]

    def test_it_says_nothing_of_the_applicant(self, receive: Any, reachable: SimpleNamespace) -> None:
        receive(applicant_name="欧阳某某", contact=CONTACT, sought="独特的内容")
        actions.chase(by=reachable.openness, now=at(AFTER))
        drain()
        said = "".join(sent.subject + sent.body for sent in mail.outbox)
        assert said
        assert [word for word in ("欧阳", "13812345678", "独特") if word in said] == []

    def test_what_was_not_chased_after_all_mails_nobody(self, receive: Any, reachable: SimpleNamespace) -> None:
        receive()

        class Undone(Exception):
            pass

        @transaction.atomic
        def act() -> None:
            actions.chase(by=reachable.openness, now=at(AFTER))
            raise Undone

        with pytest.raises(Undone):
            act()
        drain()
        assert mail.outbox == []

    def test_while_mail_is_closed_reminders_are_written_and_nothing_waits(
        self, receive: Any, reachable: SimpleNamespace, settings: Any
    ) -> None:
        settings.GONGKAI_MAIL_FROM = ""
        receive()
        assert len(actions.chase(by=reachable.openness, now=at(AFTER))) == 1
        assert not Message.objects.exists()


class TestApplicants:
    @pytest.fixture(autouse=True)
    def told(self, settings: Any) -> None:
        settings.GONGKAI_NOTIFY_APPLICANTS = True

    def test_are_told_that_it_went_on_and_not_what(self, receive: Any, lead: Any) -> None:
        one = receive(applicant_name="欧阳某某", contact=CONTACT, sought="独特的内容")
        lead(one, on=date(2024, 4, 12), reason="可以公开")
        drain()
        assert [sent.to for sent in mail.outbox] == [["lisi@example.test"]] * 2
        assert [word for word in ("已登记", "已答复") if word not in mail.outbox[0].body + mail.outbox[1].body] == []
        said = "".join(sent.subject + sent.body for sent in mail.outbox)
        assert one.number in said
        assert [word for word in ("欧阳", "13812345678", "独特", "可以公开") if word in said] == []

    def test_who_left_no_way_is_not_and_the_act_stands(self, receive: Any) -> None:
        assert receive(contact="示范区海港大道1号").pk
        assert not Message.objects.exists()

    def test_nothing_goes_out_unless_the_house_says_so(self, receive: Any, settings: Any) -> None:
        settings.GONGKAI_NOTIFY_APPLICANTS = False
        receive(contact=CONTACT)
        assert not Message.objects.exists()

    def test_no_table_and_no_event_says_where_it_went(self, receive: Any, office: SimpleNamespace) -> None:
        actions.reply(receive(contact=CONTACT), outcome=Outcome.GRANTED, by=office.officer, now=at(MONDAY))
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM gongkai_messages_message")
            lying = str(cursor.fetchall())
        lying += "".join(f"{event} {event.data}" for event in Event.objects.all())
        assert Message.objects.count() == 2
        assert "lisi@" not in lying
