"""A holiday notice that comes late moves every open limit, in few statements, and never forward."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.calendars.actions import load_arrangements
from gongkai.base.calendars.models import Arrangement, ArrangementDay
from gongkai.casework.applications import actions
from gongkai.casework.applications.choices import ChallengeKind, Party, Status
from gongkai.casework.applications.models import Application, LimitRevision, MovedLimit
from gongkai.law.vocabulary import ReceiptChannel

from .conftest import at

pytestmark = pytest.mark.django_db

RECEIVED, NOTICE = date(2024, 12, 9), date(2024, 12, 20)


@pytest.fixture
def known_to_2024(office):
    """The calendar before the notice for 2025 came; ``announce()`` brings it."""
    load_arrangements(by=office.openness, now=at(date(2024, 11, 1)))
    later = Arrangement.objects.filter(year__gte=2025)
    ArrangementDay.objects.filter(arrangement__in=later).delete()
    later.delete()
    return lambda: load_arrangements(by=office.openness, now=at(NOTICE))


@pytest.fixture
def eve(known_to_2024, receive):
    return receive(RECEIVED)


def test_a_reply_a_part_and_an_opinion_move_with_it(eve, office, known_to_2024):
    part = actions.assign(eve, unit=office.other, days=18, by=office.officer, now=at(RECEIVED))
    asked = actions.consult(
        eve, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(date(2024, 12, 10))
    )
    actions.deliver_consultation(asked, delivered=date(2025, 1, 6), by=office.officer, now=at(date(2025, 1, 6)))
    for one in (eve, part, asked):
        one.refresh_from_db()
    before = eve.due_date, part.due_date, asked.due_date
    assert eve.due_is_provisional
    known_to_2024()
    for one in (eve, part, asked):
        one.refresh_from_db()
    # 春节 of 2025: 28 January to 4 February; 26 January and 8 February are worked.
    assert asked.due_date == date(2025, 1, 26) >= before[2]
    assert eve.due_date == date(2025, 2, 27) >= before[0]
    assert not eve.due_is_provisional
    assert part.due_date >= before[1]
    event = Event.objects.about(eve).filter(kind="application.due_fixed").last()
    assert event.data["after"] == eve.due_date.isoformat()


def test_what_waits_for_the_applicant_goes_on_waiting(eve, office, known_to_2024):
    actions.ask_amendment(eve, items="请写明", due=date(2025, 1, 20), by=office.officer, now=at(RECEIVED))
    known_to_2024()
    eve.refresh_from_db()
    assert (eve.status, eve.paused_date) == (Status.AMENDING, RECEIVED)
    actions.receive_amendment(
        eve, sought="方案", corrected=date(2025, 1, 20), by=office.officer, now=at(date(2025, 1, 20))
    )
    eve.refresh_from_db()
    assert eve.due_date == date(2025, 2, 21)


def test_many_are_moved_in_as_many_statements_as_few(receive, office, known_to_2024):
    def statements() -> int:
        Application.objects.update(due_date=RECEIVED, due_is_provisional=True)
        with CaptureQueriesContext(connection) as captured:
            changed = actions.fix_due_dates(because="通知", by=office.openness, now=at(NOTICE))
        assert len(changed) == Application.objects.count()
        return len(captured)

    receive(RECEIVED)
    few = statements()
    for n in range(30):
        receive(RECEIVED, sought=f"第{n}份")
    assert statements() == few


def test_it_says_which(eve, receive, office, known_to_2024):
    safe = receive(date(2024, 11, 4))
    known_to_2024()
    fixed = Event.objects.filter(kind="application.due_fixed").values_list("object_name", flat=True)
    assert list(fixed) == [eve.number]
    assert safe.number not in fixed


class TestTheScreenSaysWhichFromWhichDayToWhich:
    PATH = "/desk/applications/moved/"

    @pytest.fixture
    def eve(self, known_to_2024, receive):
        """Received on Friday 10 January 2025, before the notice for 2025 was known: 30 January is the earliest it can be due."""
        return receive(date(2025, 1, 10))

    def page(self, user, path):
        client = Client()
        client.force_login(user)
        return client.get(path)

    def test_old_and_new_day_stand_in_the_record_and_on_the_screen(self, eve, receive, office, known_to_2024):
        before, untouched = eve.due_date, receive(date(2024, 11, 4))
        known_to_2024()
        move = MovedLimit.objects.get()
        assert (move.application, move.before_date, move.after_date) == (eve, before, date(2025, 2, 13))
        revision = LimitRevision.objects.get()
        assert (revision.notice, revision.total) == (str(Arrangement.objects.get(year=2025)), 1)
        index = self.page(office.officer, self.PATH).content.decode()
        assert revision.notice in index
        page = self.page(office.officer, f"{self.PATH}{revision.number}/").content.decode()
        for said in (eve.number, before.isoformat(), "2025-02-13", "推后 14 天"):
            assert said in page
        assert untouched.number not in page

    def test_other_units_read_nothing_of_it(self, eve, office, known_to_2024):
        known_to_2024()
        page = self.page(office.stranger, f"{self.PATH}{LimitRevision.objects.get().number}/").content.decode()
        assert eve.number not in page
        assert "您可以查看的期限没有变动" in page

    @pytest.mark.parametrize("who", ["officer", "openness", "supervisor", "auditor", "drafter", "secrecy", "approver"])
    def test_by_role(self, who, eve, office, known_to_2024):
        known_to_2024()
        allowed = who in ("officer", "openness", "supervisor", "auditor")
        for path in (self.PATH, f"{self.PATH}{LimitRevision.objects.get().number}/"):
            assert self.page(getattr(office, who), path).status_code == (200 if allowed else 403)

    def test_a_notice_that_moves_nothing_leaves_no_record(self, office, known_to_2024):
        known_to_2024()
        assert not LimitRevision.objects.exists()

    def test_what_is_only_settled_says_so(self, eve, office, known_to_2024):
        Application.objects.update(due_date=date(2025, 2, 13))
        known_to_2024()
        page = self.page(office.officer, f"{self.PATH}{LimitRevision.objects.get().number}/").content.decode()
        assert "暂定改为确定" in page

    def test_every_clock_it_moved_is_listed(self, eve, office, known_to_2024):
        """Reply, part, opinion of another organ, answer to the reconsideration organ, correction: 春节 lies in all of them."""
        day = date(2025, 1, 10)
        given = {"by": office.officer, "now": at(day)}
        actions.assign(eve, unit=office.other, days=10, **given)
        asked = actions.consult(eve, party=Party.ORGAN, party_name="某局", **given)
        actions.deliver_consultation(asked, delivered=day, **given)
        filed = actions.challenge(
            unit=office.dept, kind=ChallengeKind.RECONSIDERATION, filed=day, application=None, **given
        )
        actions.receive_copy(filed, received=day, **given)
        correction = actions.receive_correction(
            unit=office.dept,
            channel=ReceiptChannel.IN_PERSON,
            name="某人",
            contact="某处",
            about="某记录",
            wrong="某处",
            received=day,
            **given,
        )
        known_to_2024()
        moved = {move.clock: (move.before_date, move.after_date) for move in MovedLimit.objects.all()}
        assert set(moved) == {"reply", "part", "opinion", "answer", "correction"}
        assert [clock for clock, (before, after) in moved.items() if after <= before] == []
        revision = LimitRevision.objects.get()
        assert revision.total == MovedLimit.objects.count()
        filed.refresh_from_db()
        correction.refresh_from_db()
        assert (filed.answer_due_date, correction.due_date) == (moved["answer"][1], moved["correction"][1])
        page = self.page(office.officer, f"{self.PATH}{revision.number}/").content.decode()
        for said in (
            "答复申请",
            "交办事项（",
            "征求意见（",
            "行政复议答复",
            "更正申请",
            filed.number,
            correction.number,
        ):
            assert said in page
        for thing in (filed, correction):
            assert Event.objects.about(thing).last().kind.endswith(".due_fixed")
