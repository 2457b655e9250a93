"""The lists of the desk: each case on the lists it belongs to and on no other, said in words, for those who may see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.base.calendars.queries import calendar
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import FeeBasis, Outcome, Party, Tone, Waits, Worklist
from gongkai.casework.applications.models import Application
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
#: Handed in on 8 April 2024, due on Wednesday 8 May; the first five days of May are off, 28 April is worked.
TUESDAY, SOON, LATE = date(2024, 4, 9), date(2024, 5, 6), date(2024, 5, 10)


def lists_of(application, user, on):
    """Every list the application stands on; the numbers on the tabs must say the same."""
    days = calendar()
    found = {
        which
        for which in Worklist
        if queries.worklist(user, which, on=on, calendar=days).filter(pk=application.pk).exists()
    }
    counted = {which for which, number in queries.counts(user, on=on, calendar=days).items() if number}
    assert found == counted
    return found


def register(office, **changes):
    given = {
        "unit": office.dept,
        "channel": ReceiptChannel.NETWORK,
        "applicant_kind": ApplicantKind.NATURAL,
        "applicant_name": "申请人乙",
        "contact": "乙的邮箱",
        "sought": "方案",
        "arrived": MONDAY,
        "by": office.officer,
        "now": at(MONDAY),
    }
    return actions.register(**given | changes)


class TestEveryCaseStandsWhereItBelongs:
    def test_running_pressing_and_late(self, application, office):
        assert lists_of(application, office.officer, TUESDAY) == {Worklist.OPEN}
        assert lists_of(application, office.officer, SOON) == {Worklist.OPEN, Worklist.SOON}
        assert lists_of(application, office.officer, date(2024, 5, 8)) == {Worklist.OPEN, Worklist.SOON}
        assert lists_of(application, office.officer, LATE) == {Worklist.OPEN, Worklist.OVERDUE}

    def test_three_working_days_are_counted_over_a_holiday(self, application, office):
        # 30 April, 6, 7 and 8 May: three working days are left on 30 April, four on the 29th.
        assert Worklist.SOON in lists_of(application, office.officer, date(2024, 4, 30))
        assert Worklist.SOON not in lists_of(application, office.officer, date(2024, 4, 29))

    def test_what_stands_still_is_never_late(self, application, office):
        actions.consult(application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(TUESDAY))
        assert lists_of(application, office.officer, date(2024, 8, 1)) == {Worklist.OPEN, Worklist.PAUSED}

    def test_what_its_applicant_did_not_correct_may_be_ended(self, application, office):
        actions.ask_amendment(application, items="请写明", due=date(2024, 4, 30), by=office.officer, now=at(TUESDAY))
        assert Worklist.LAPSED not in lists_of(application, office.officer, date(2024, 4, 30))
        assert Worklist.LAPSED in lists_of(application, office.officer, date(2024, 5, 6))

    def test_what_was_not_paid_stands_once_on_the_list_however_often_it_was_amended(self, receive, office):
        case = receive(date(2021, 3, 1))
        actions.ask_amendment(case, items="请写明", due=date(2021, 3, 20), by=office.officer, now=at(date(2021, 3, 2)))
        actions.receive_amendment(
            case, sought="方案", corrected=date(2021, 3, 4), by=office.officer, now=at(date(2021, 3, 4))
        )
        actions.notify_fee(case, basis=FeeBasis.VOLUME, quantity=68, by=office.officer, now=at(date(2021, 3, 5)))
        notice = case.fee_notices.get()
        actions.deliver_fee_notice(notice, delivered=date(2021, 3, 8), by=office.officer, now=at(date(2021, 3, 8)))
        days = calendar()
        lapsed = queries.worklist(office.officer, Worklist.LAPSED, on=date(2021, 7, 1), calendar=days)
        assert list(lapsed) == [case]
        assert queries.counts(office.officer, on=date(2021, 7, 1), calendar=days)[Worklist.LAPSED] == 1

    def test_what_is_not_confirmed_waits_and_is_not_open(self, office):
        case = register(office)
        assert lists_of(case, office.officer, TUESDAY) == {Worklist.UNCONFIRMED, Worklist.MINE}
        assert lists_of(case, office.supervisor, TUESDAY) == {Worklist.UNCONFIRMED}

    def test_what_is_ended_or_void_stands_on_none(self, application, receive, office):
        actions.reply(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        assert lists_of(application, office.officer, TUESDAY) == set()
        other = receive()
        actions.void(other, reason="重复登记", by=office.openness, now=at(TUESDAY))
        assert lists_of(other, office.officer, TUESDAY) == set()
        assert queries.worklist(office.officer, None, on=TUESDAY, calendar=calendar()).count() == 2


class TestWhatWaitsForMe:
    def waits(self, user, on=TUESDAY):
        return [(one.number, one.waits) for one in queries.waiting_for(user, on=on)]

    def test_a_part_waits_for_its_officer_or_for_anybody_of_the_unit(self, application, office):
        actions.assign(application, unit=office.other, by=office.officer, now=at(MONDAY))
        assert self.waits(office.stranger) == [(application.number, Waits.PART)]
        assert self.waits(office.officer) == self.waits(office.openness) == []
        part = application.parts.get()
        actions.hand_in(part, opinion="可以公开", by=office.stranger, now=at(TUESDAY))
        assert self.waits(office.stranger) == []

    def test_an_answer_goes_from_hand_to_hand(self, application, office):
        people = (office.officer, office.openness, office.approver, office.stranger, office.auditor)

        def who():
            return {user.username: waits for user in people for _number, waits in self.waits(user)}

        actions.draft(application, outcome=Outcome.GRANTED, by=office.officer, now=at(TUESDAY))
        assert who() == {"openness": Waits.REVIEW}
        actions.review(application, by=office.openness, now=at(TUESDAY))
        assert who() == {"approver": Waits.APPROVE}
        actions.approve(application, by=office.approver, now=at(TUESDAY))
        assert who() == {"officer": Waits.SERVE, "openness": Waits.SERVE}

    def test_nobody_is_asked_to_review_what_they_drafted(self, application, office):
        actions.draft(application, outcome=Outcome.GRANTED, by=office.openness, now=at(TUESDAY))
        assert self.waits(office.openness) == []

    def test_an_extension_waits_for_the_office_not_for_who_asked(self, application, office):
        actions.request_extension(application, reason="案卷较多", by=office.officer, now=at(TUESDAY))
        assert self.waits(office.openness) == [(application.number, Waits.EXTENSION)]
        assert self.waits(office.officer) == []


def test_words_say_what_the_colour_says(application):
    days = calendar()

    def said(day):
        standing = queries.standing_of(application, on=day, calendar=days)
        return standing.tone, standing.left

    assert said(date(2024, 4, 29)) == (Tone.RUNNING, 4)
    assert said(date(2024, 4, 30)) == (Tone.SOON, 3)
    assert said(date(2024, 5, 8)) == (Tone.SOON, 0)
    assert said(LATE) == (Tone.OVERDUE, -2)


@pytest.fixture
def browse(monkeypatch):
    """``browse(user, "?list=soon", on=day)``: the page of the list on that day."""

    def browse(user, query="", *, on=TUESDAY, path="/desk/applications/"):
        monkeypatch.setattr("django.utils.timezone.now", lambda: at(on))
        client = Client()
        client.force_login(user)
        return client.get(f"{path}{query}")

    return browse


class TestTheScreen:
    def test_a_pressing_case_is_called_so(self, application, office, browse):
        assert "还剩 2 个工作日" in browse(office.officer, "?list=soon", on=SOON).content.decode()
        assert "已超 2 个工作日" in browse(office.officer, "?list=overdue", on=LATE).content.decode()
        assert "今天到期" in browse(office.officer, "?list=soon", on=date(2024, 5, 8)).content.decode()

    def test_a_case_that_stands_still_says_why_and_since_when(self, application, office, browse):
        actions.consult(application, party=Party.THIRD_PARTY, party_name="某公司", by=office.officer, now=at(TUESDAY))
        page = browse(office.officer, "?list=paused", on=LATE).content.decode()
        assert "2024-04-09起计时中止（征求第三方意见）" in page
        assert "某公司" not in page

    def test_tabs_keep_the_filters_and_filters_keep_the_tab(self, application, office, browse):
        page = browse(office.officer, f"?list=open&unit={office.dept.code}").content.decode()
        assert '<input type="hidden" name="list" value="open"' in page
        assert f"?list=soon&amp;unit={office.dept.code}" in page
        assert application.number not in browse(office.officer, "?list=soon&unit=101").content.decode()

    def test_nonsense_narrows_nothing(self, application, office, browse):
        for query in ("?list=nonsense", "?due=nonsense", "?year=99999&p=x", "?unit=nowhere"):
            assert application.number in browse(office.officer, query).content.decode()

    def test_it_is_narrowed_by_the_day_it_is_due_and_the_year_it_came(self, application, office, browse):
        for query, found in (("?due=2024-05-08", 1), ("?due=2024-05-09", 0), ("?year=2024", 1), ("?year=2023", 0)):
            assert (f"{application.number}</a>" in browse(office.officer, query).content.decode()) == found

    def test_asks_as_often_for_one_as_for_sixty(self, receive, office, browse):
        receive()
        browse(office.officer)
        with CaptureQueriesContext(connection) as one:
            browse(office.officer, "?list=open")
        for n in range(59):
            case = receive(sought=f"第{n}份")
            if n % 3:
                actions.assign(case, unit=office.other, by=office.officer, now=at(MONDAY))
        assert Application.objects.count() == 60
        with CaptureQueriesContext(connection) as many:
            page = browse(office.officer, "?list=open").content.decode()
        assert page.count('class="gk-number"><a') == 50
        assert len(many) == len(one)

    def test_a_register_too_long_to_count_says_so_and_still_turns_its_pages(self, receive, office, browse, monkeypatch):
        monkeypatch.setattr("gongkai.casework.applications.views.desk.among.Register.COUNTED", 2)
        cases = [receive(sought=f"第{n}份") for n in range(3)]
        page = browse(office.officer).content.decode()
        assert "超过 2 件，只列出前 2 件" in page
        assert cases[2].number in page
        assert cases[0].number not in page
        assert "共 1 件" in browse(office.officer, f"?number={cases[0].number}").content.decode()
