"""Until when a document is to be public, and the worklists that must not miss one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given as holding
from hypothesis import strategies as st

from gongkai.base.accounts.models import User
from gongkai.base.calendars.actions import announce, load_arrangements
from gongkai.base.calendars.data import carried_calendar
from gongkai.base.calendars.queries import calendar
from gongkai.base.organisations.models import Unit
from gongkai.law.calendar import WorkingCalendar
from gongkai.law.deadlines import publication_due
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.models import OfficialDocument
from gongkai.publishing.disclosure.queries.documents import counted_from_before

db = pytest.mark.django_db
WITHHELD = {"openness": Openness.WITHHELD, "ground": WithholdingGround.TRADE_SECRET}


@holding(
    formed=st.dates(date(2008, 5, 1), date(2027, 12, 31)),
    on=st.dates(date(2008, 7, 1), date(2028, 3, 1)),
    known=st.sampled_from([None, 2018, 2020]),
)
def test_a_limit_is_over_exactly_when_its_document_was_counted_from_early_enough(formed, on, known):
    """Known, provisional and half-known years alike: the list asks one date, the law counts the days."""
    days = carried_calendar()
    if known:
        days = WorkingCalendar(each for each in days.arrangements if each.year <= known)
    assert (publication_due(formed=formed, calendar=days).date < on) == (formed <= counted_from_before(on, days))


@pytest.fixture
def register(department, drafter, now):
    def register(formed, at=now, **changes):
        fields = {"openness": Openness.PROACTIVE, "title": "通知", "formed_date": formed, "issued_date": formed}
        return actions.register_document(department, actions.DocumentFields(**fields | changes), by=drafter, now=at)

    return register


@db
class TestLimits:
    @pytest.mark.parametrize(
        ("formed", "due", "article"),
        [
            (date(2018, 2, 9), date(2018, 3, 14), "《政府信息公开条例》（国务院令第492号）第十八条"),
            (date(2019, 5, 14), date(2019, 6, 12), "《政府信息公开条例》（国务院令第492号）第十八条"),
            (date(2019, 5, 15), date(2019, 6, 13), "《政府信息公开条例》（国务院令第711号）第二十六条"),
        ],
    )
    def test_the_text_is_that_of_the_day_it_was_formed_and_every_day_is_told(self, formed, due, article, register, now):
        document = register(formed, at=now.replace(year=2020))
        limit = queries.limit_of(document, on=due, calendar=calendar())
        assert (limit.due.date, limit.article, limit.left) == (due, article, 0)
        assert {each.date for each in limit.due.skipped} >= {
            day for day in (formed + timedelta(days=n) for n in range(1, 15)) if not calendar().is_working_day(day)
        }

    def test_a_limit_says_what_is_left_or_over(self, register):
        document = register(date(2018, 5, 2))
        said = [str(queries.limit_of(document, on=date(2018, 5, day), calendar=calendar())) for day in (29, 30, 31)]
        assert said == [
            "应于 2018-05-30 前公开，还剩 1 个工作日",
            "应于 2018-05-30 前公开，还剩 0 个工作日",
            "应于 2018-05-30 前公开，已超 1 个工作日",
        ]

    def test_beyond_the_last_notice_a_limit_is_provisional(self, register, now, founder):
        load_arrangements(by=founder, now=now)
        document = register(date(2026, 12, 25), at=now.replace(year=2027))
        limit = queries.limit_of(document, on=date(2026, 12, 28), calendar=calendar())
        assert limit.due.provisional
        assert "暂定" in str(limit)

    def test_what_is_older_than_the_regulation_or_not_to_be_public_has_no_limit(self, register):
        for document in (register(date(2008, 4, 30)), register(date(2018, 5, 2), **WITHHELD)):
            assert queries.limit_of(document, on=date(2018, 6, 1), calendar=calendar()) is None

    def test_a_new_notice_of_days_off_moves_every_limit_at_once(self, register, founder, now):
        User.objects.filter(pk=founder.pk).update(is_superuser=True)  # who may keep the calendar
        founder.refresh_from_db()
        load_arrangements(by=founder, now=now)
        formed = date(2026, 9, 21)
        register(formed, at=now.replace(year=2027))
        units, day = (
            Unit.objects.all(),
            queries.limit_of(OfficialDocument.objects.get(), on=formed, calendar=calendar()).due.date
            + timedelta(days=1),
        )
        assert queries.overdue_documents(units, on=day, calendar=calendar()).count() == 1
        [last] = [each for each in calendar().arrangements if each.year == 2026]
        announce(
            year=2026, notice_number="国办发明电〔2026〕9号", notice_title="关于延长假期的通知", notice_date=date(2026, 9, 1),
            off={**last.off, date(2026, 9, 29): "纪念日"}, working=last.working, by=founder, now=now,
        )  # fmt: skip
        assert queries.overdue_documents(units, on=day, calendar=calendar()).count() == 0

    def test_the_lists_part_what_is_over_due_soon_and_later(self, register):
        days = [date(2018, 5, day) for day in (2, 3, 4, 7, 8, 9)]
        documents = [register(day) for day in days]
        register(date(2018, 5, 2), **WITHHELD)
        units, on = Unit.objects.all(), date(2018, 6, 1)
        due = {each.pk: publication_due(formed=each.formed_date, calendar=calendar()).date for each in documents}
        over = queries.overdue_documents(units, on=on, calendar=calendar())
        soon = queries.documents_due(units, on=on, until=date(2018, 6, 5), calendar=calendar())
        assert [each.pk for each in over] == [pk for pk, day in due.items() if day < on]
        assert [each.pk for each in soon] == [pk for pk, day in due.items() if on <= day <= date(2018, 6, 5)]
        assert len(over) == 2
        assert len(soon) == 3
        assert queries.not_yet_public(units).count() == 6


@db
class TestWorklists:
    def test_one_question_answers_each_list_however_many_documents_there_are(self, register, django_assert_num_queries):
        for day in range(2, 8):
            register(date(2018, 5, day))
        units, known = Unit.objects.all(), calendar()
        with django_assert_num_queries(1):
            assert len(queries.overdue_documents(units, on=date(2018, 7, 1), calendar=known)) == 6

    def test_what_is_withheld_comes_up_again_when_its_day_comes(self, register, now):
        document = register(date(2018, 5, 2), **WITHHELD)
        units = Unit.objects.all()
        assert not queries.to_reassess(units, until=date(2019, 5, 31))
        assert list(queries.to_reassess(units, until=date(2019, 6, 1))) == [document]

    def test_the_limit_is_found_by_an_index(self, register):
        if connection.vendor != "sqlite":
            pytest.skip("the plan of the default database is asked")
        with CaptureQueriesContext(connection) as asked:
            list(queries.overdue_documents(Unit.objects.all(), on=date(2018, 7, 1), calendar=calendar()))
        [query] = [each["sql"] for each in asked if "NOT" in each["sql"]]
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "document_by_limit (status=? AND openness=? AND public_date=? AND counted_from" in plan
        assert "SCAN disclosure_informationitem" not in plan

    @pytest.mark.parametrize(
        ("day", "months", "after"),
        [
            (date(2018, 1, 31), 1, date(2018, 2, 28)),
            (date(2020, 2, 29), 12, date(2021, 2, 28)),
            (date(2018, 12, 15), 1, date(2019, 1, 15)),
            (date(2018, 6, 1), 12, date(2019, 6, 1)),
        ],
    )
    def test_months_end_where_the_month_ends(self, day, months, after):
        assert queries.months_after(day, months) == after
