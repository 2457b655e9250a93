"""Cases of past years: what receiving and ending would have left, by the law of their day, all of a batch or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.base.audit.models import Event
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.applications import actions, queries
from gongkai.casework.applications.choices import Law, Outcome, Status
from gongkai.casework.applications.models import Applicant, Application, Reply
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel

from .conftest import MONDAY, at

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)


@pytest.fixture
def past():
    """``past(ended=…)``: the case of the other tests as a register has it."""

    def past(**changes):
        case = queries.PastCase(
            channel=ReceiptChannel.IN_PERSON,
            applicant_kind=ApplicantKind.NATURAL,
            applicant_name="申请人甲",
            contact="甲的电话",
            sought="某路段的征地补偿方案",
            arrived=MONDAY,
            received=MONDAY,
        )
        return replace(case, **changes)

    return past


@pytest.fixture
def enter(office):
    def enter(*cases, by=None):
        return actions.enter_past_cases(cases, office.dept, by=by or office.officer, now=at(TODAY))

    return enter


def row(record, *without):
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if field.name not in without
    }


@pytest.mark.parametrize("end", [None, Outcome.GRANTED, Outcome.OTHER_OTHER])
def test_it_leaves_the_rows_that_the_single_acts_would_have_left(end, past, enter, receive, office):
    single = receive()
    if end is Outcome.GRANTED:
        actions.reply(single, outcome=end, by=office.officer, now=at(date(2024, 4, 9)))
    elif end:
        actions.withdraw(single, by=office.officer, now=at(date(2024, 4, 9)))
    single.refresh_from_db()
    reason = single.outcome_reason
    (entered,) = enter(past(outcome=end, ended=date(2024, 4, 9) if end else None, outcome_reason=reason))
    entered = Application.objects.get(pk=entered.pk)
    assert row(entered, "id", "number") == row(single, "id", "number")
    assert row(entered.applicant, "application") == row(single.applicant, "application")


def test_nobody_is_said_to_have_drafted_or_approved_what_was_answered_then(past, enter):
    enter(past(outcome=Outcome.GRANTED, ended=date(2024, 4, 9)))
    assert not Reply.objects.exists()


def test_one_event_says_it_was_entered_and_names_nobody(past, enter, office):
    (entered,) = enter(past(outcome=Outcome.GRANTED, ended=date(2024, 4, 9)))
    event = Event.objects.about(entered).get()
    assert (event.kind, event.by_name) == ("application.entered", str(office.officer))
    assert event.data["ended_date"] == "2024-04-09"
    assert "申请人甲" not in f"{event}{event.data}"


@pytest.mark.parametrize(
    ("received", "law", "due"),
    [
        # 15 working days of 2007 over 端午 of 2018; the last day of 2007; the first of 2019.
        (date(2018, 6, 1), Law.OF_2007, date(2018, 6, 25)),
        (date(2019, 5, 14), Law.OF_2007, date(2019, 6, 4)),
        (date(2019, 5, 15), Law.OF_2019, date(2019, 6, 13)),
    ],
)
def test_the_text_and_the_limit_are_those_of_the_day_it_came(received, law, due, past, enter):
    (entered,) = enter(past(arrived=received, received=received))
    assert (entered.law, entered.due_date) == (law, due)
    assert entered.number.startswith(f"SQ/{received.year}-")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"applicant_name": " "}, "三项都要填写"),
        ({"outcome": Outcome.GRANTED}, "应同时填写"),
        ({"ended": date(2024, 4, 9)}, "应同时填写"),
        ({"outcome": Outcome.OTHER_OTHER, "ended": date(2024, 4, 9)}, "应写明理由"),
        ({"received": date(2024, 4, 1)}, "早于到达日期"),
        ({"received": date(2024, 4, 9)}, "到达之日即为收到之日"),
        ({"outcome": Outcome.GRANTED, "ended": date(2024, 4, 1)}, "办结日期 2024-04-01 早于收到日期"),
        ({"outcome": Outcome.GRANTED, "ended": date(2024, 7, 1)}, "办结日期 2024-07-01 晚于今天"),
        ({"extended": date(2024, 5, 9)}, "答复期限已于 2024-05-08 届满"),
        ({"restarted": date(2024, 4, 1)}, "重新起算日期 2024-04-01 早于收到日期"),
        ({"arrived": date(2008, 4, 30), "received": date(2008, 4, 30)}, "2008"),
        (
            {
                "arrived": date(2019, 5, 14),
                "received": date(2019, 5, 14),
                "outcome": Outcome.NOPROC_MASS,
                "ended": date(2019, 5, 20),
            },
            "国务院令第492号.*没有",
        ),
    ],
)
def test_what_the_law_of_its_day_does_not_allow_is_refused_with_its_sentence(changes, said, past, enter):
    with pytest.raises(Refused, match=said):
        enter(past(), past(**changes))
    assert not Application.objects.exists()


def test_everything_wrong_is_said_at_once(past):
    case = past(applicant_name="", outcome=Outcome.GRANTED, restarted=date(2024, 4, 1))
    with pytest.raises(Refused, match=r"三项.*；.*同时填写.*；.*早于收到日期"):
        queries.judge_past_case(case, on=TODAY, calendar=calendar())


def test_a_late_answer_and_a_limit_told_otherwise_are_entered_and_noted(past, enter):
    late = past(outcome=Outcome.GRANTED, ended=date(2024, 5, 10))
    assert queries.judge_past_case(late, on=TODAY, calendar=calendar()).notes == ("答复晚于期限 2024-05-08。",)
    told = past(told_due=date(2024, 5, 20))
    (note,) = queries.judge_past_case(told, on=TODAY, calendar=calendar()).notes
    assert "2024-05-20" in note
    assert "2024-05-08" in note
    assert [one.due_date for one in enter(late, told)] == [date(2024, 5, 8), date(2024, 5, 20)]


def test_an_extension_decided_in_time_lengthens_the_limit(past, enter):
    (entered,) = enter(past(extended=date(2024, 5, 6)))
    assert entered.due_date == date(2024, 6, 4)
    assert queries.reply_due_of(entered).date == entered.due_date


@pytest.mark.parametrize("who", ["stranger", "supervisor", "auditor", "drafter", "approver"])
def test_only_who_handles_the_units_applications_enters_them(who, past, enter, office):
    with pytest.raises(NotAllowed):
        enter(past(), by=getattr(office, who))


def test_many_cost_as_many_statements_as_few(past, enter):
    def statements(number):
        cases = [past(sought=f"{number}/{n}") for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            enter(*cases)
        return len(captured)

    enter(past())
    assert statements(40) == statements(2)
    assert Applicant.objects.count() == 43


def test_what_is_not_ended_yet_goes_on_at_the_desk(past, enter, office, lead):
    (entered,) = enter(past())
    assert entered.status == Status.RECEIVED
    ended = lead(Application.objects.get(pk=entered.pk), on=date(2024, 6, 3))
    assert ended.status == Status.REPLIED
