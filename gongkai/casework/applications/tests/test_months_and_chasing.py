"""The month of due dates and the screen of reminders: who may open them, and that they say what is so."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from gongkai.base.audit.models import Event
from gongkai.base.calendars.actions import load_arrangements
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import Party, ReminderLevel
from gongkai.casework.applications.models import Reminder

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
MONTH, CHASING = "/desk/applications/calendar/", "/desk/applications/chasing/"


@pytest.fixture
def browse(monkeypatch):
    def browse(user, path, *, on=date(2024, 4, 9), post=False):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(on))
        client = Client()
        if user is None:
            return client.get(path)
        client.force_login(user)
        return client.post(path) if post else client.get(path)

    return browse


ROLES = ("officer", "openness", "supervisor", "auditor", "stranger", "drafter", "secrecy", "approver")


class TestWhoMayOpenThem:
    @pytest.mark.parametrize("who", ROLES)
    def test_a_month_is_for_whoever_may_see_cases(self, who, office, browse):
        allowed = who in ("officer", "openness", "supervisor", "auditor", "stranger")
        assert browse(getattr(office, who), MONTH).status_code == (200 if allowed else 403)

    @pytest.mark.parametrize("who", ROLES)
    def test_reminders_are_for_the_openness_office(self, who, office, application, browse):
        user, late = getattr(office, who), date(2024, 5, 9)
        for post in (False, True):
            answer = browse(user, CHASING, on=late, post=post)
            assert (answer.status_code != 403) == (who == "openness")
        assert Reminder.objects.count() == (who == "openness")

    @pytest.mark.parametrize("path", [MONTH, CHASING])
    def test_whoever_has_not_signed_in_is_asked_to(self, path, office, browse):
        assert browse(None, path).url.startswith("/desk/login/")


class TestMonth:
    def cells(self, page):
        return {
            found[1]: found[0]
            for found in re.finditer(
                r'<td class="[^"]*"[^>]*>\s*<span class="gk-day"><time datetime="(\S+?)">.*?</td>', page, re.S
            )
        }

    def test_each_day_counts_what_falls_due_and_leads_to_it(self, receive, office, browse):
        one, _other = receive(), receive(sought="另一份")
        page = browse(office.officer, f"{MONTH}?month=2024-05").content.decode()
        day = self.cells(page)["2024-05-08"]
        assert "2 件" in day
        url = re.search(r'href="([^"]+)"', day)[1].replace("&amp;", "&")
        assert one.number in browse(office.officer, url).content.decode()
        assert "件" not in self.cells(page)["2024-05-09"].replace("条件", "")

    def test_days_off_and_worked_weekends_are_marked_by_the_notice(self, application, office, browse):
        page = browse(office.officer, f"{MONTH}?month=2024-05").content.decode()
        cells = self.cells(page)
        assert len(cells) == 35
        assert ">休<" in cells["2024-05-01"]
        assert "劳动节" in cells["2024-05-01"]
        assert ">班<" in cells["2024-05-11"]
        assert "休息日" in cells["2024-05-18"]
        assert "休" not in cells["2024-05-08"]

    def test_other_units_are_not_counted(self, application, office, browse):
        assert "本月到期 0 件" in browse(office.stranger, f"{MONTH}?month=2024-05").content.decode()
        assert "本月到期 1 件" in browse(office.supervisor, f"{MONTH}?month=2024-05").content.decode()
        narrowed = f"{MONTH}?month=2024-05&unit={office.other.code}"
        assert "本月到期 0 件" in browse(office.supervisor, narrowed).content.decode()

    def test_late_and_still_are_said_in_words(self, receive, office, browse):
        receive()
        still = receive(sought="另一份")
        actions.consult(still, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(MONDAY))
        still.refresh_from_db()
        page = browse(office.officer, f"{MONTH}?month=2024-05", on=date(2024, 5, 13)).content.decode()
        assert "1 件已超期" in page
        assert "1 件中止" in page

    def test_a_year_nobody_announced_is_called_so_and_nothing_is_guessed(self, office, browse):
        load_arrangements(by=office.openness, now=at(MONDAY))
        page = browse(office.officer, f"{MONTH}?month=2031-03").content.decode()
        assert "放假安排尚未公布" in page
        assert "gk-day-off" not in page

    @pytest.mark.parametrize("month", ["nonsense", "2024-13", "0001-01", "9999-12", "1-1", ""])
    def test_nonsense_shows_some_month(self, month, office, browse):
        assert browse(office.officer, f"{MONTH}?month={month}").status_code == 200


class TestReminders:
    def test_the_screen_says_who_would_be_told_and_writes_nothing(self, application, office, browse):
        page = browse(office.openness, CHASING, on=date(2024, 5, 9)).content.decode()
        assert "今天应催办 1 件" in page
        assert "officer、甲、supervisor" in page
        assert not Reminder.objects.exists()

    def test_what_was_told_is_written_and_not_told_again(self, application, office, browse):
        browse(office.openness, CHASING, on=date(2024, 5, 9), post=True)
        page = browse(office.openness, CHASING, on=date(2024, 5, 9)).content.decode()
        assert "今天没有需要催办的申请" in page
        assert "2024-05-09" in page
        event = Event.objects.about(application).get(kind="application.overdue")
        assert event.data["told"] == [str(user.pk) for user in (office.officer, office.openness, office.supervisor)]

    def test_an_office_chases_only_the_units_it_serves(self, receive, office, application, appoint_office):
        elsewhere = appoint_office(office.other)
        assert queries.reminders_wanted(on=date(2024, 5, 9), units=None)
        assert actions.chase(by=elsewhere, now=at(date(2024, 5, 9))) == []
        assert [one.application for one in actions.chase(by=office.openness, now=at(date(2024, 5, 9)))] == [application]

    def test_who_deals_with_a_part_is_told_in_place_of_the_unit(self, application, office):
        actions.assign(application, unit=office.other, officer=office.stranger, by=office.officer, now=at(MONDAY))
        wanted = queries.reminders_wanted(on=date(2024, 5, 6))
        assert [one.level for one in wanted] == [ReminderLevel.CHASED]
        assert queries.told_of(wanted, on=date(2024, 5, 6)) == {application.pk: [office.stranger]}


@pytest.fixture
def appoint_office(office):
    """``appoint_office(unit)``: somebody of an openness office that serves this unit alone."""
    from gongkai.base.accounts.actions import open_account
    from gongkai.base.organisations.actions import fill
    from gongkai.law.vocabulary import Role

    def appoint_office(unit):
        user = open_account(username="its-office", name="乙", password=None, by=office.openness, now=at(MONDAY))
        fill(
            unit=unit, user=user, role=Role.OPENNESS_OFFICE, since=date(2017, 1, 1), by=office.openness, now=at(MONDAY)
        )
        return user

    return appoint_office
