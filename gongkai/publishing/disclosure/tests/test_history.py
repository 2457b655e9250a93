from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.vocabulary import Openness, Role
from gongkai.publishing.catalogue.models import NumberSeries
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.actions import Course, HistoricalItem, enter_history
from gongkai.publishing.disclosure.choices import ApprovalMode
from gongkai.publishing.disclosure.models import Approval, InformationItem, Screening, Submission
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

HOUR = timedelta(hours=1)
#: The levels, the answers to each provision, what was found: nobody tells them with the past, and nobody invents them.
ONLY_WHERE_IT_HAPPENED = (Submission, Approval, Screening)


@pytest.fixture
def course(drafter, reviewer, approver):
    """``course(at)``: the way of an item begun at ``at``, one step an hour."""

    def course(at):
        return Course(
            drafted_by=drafter,
            drafted_at=at,
            submitted_at=at + HOUR,
            reviewed_by=reviewer,
            reviewed_at=at + 2 * HOUR,
            secrecy_basis="经审查不涉密",
            approved_by=approver,
            approved_at=at + 3 * HOUR,
        )

    return course


@pytest.fixture
def staff_of_the_town(appoint, town, drafter, reviewer, approver):
    for role, user in ((Role.DRAFTER, drafter), (Role.SECRECY_REVIEWER, reviewer), (Role.APPROVER, approver)):
        appoint(role, town, user=user)


@pytest.fixture
def past(fields, course, department, town, staff_of_the_town, key_area, now):
    """Items of two units and two years, whose order of drafting is not that of publication."""
    plan = [
        # unit, months before now, hours from approval to publication, what differs
        (department, 14, 1, {"title": "一"}),
        (town, 14, 300, {"title": "二", "key_areas": (key_area,)}),
        (department, 13, 0, {"title": " 三 ", "body": '<p style="x">正文</p><h1>大标题</h1>'}),
        (town, 8, 40, {"title": "四", "document_number": "示经〔2017〕4号", "key_areas": (key_area,)}),
        (department, 6, 2, {"title": "五", "source_name": "示范区新闻中心"}),
        (town, 5, 700, {"title": "六"}),
    ]
    entries = []
    for unit, months, wait, differing in plan:
        begun = now - timedelta(days=30 * months)
        given = fields(formed_date=begun.date(), **differing)
        entries.append(HistoricalItem(unit, given, begun + (3 + wait) * HOUR, course(begun)))
    return entries


def one_by_one(entries):
    """The same items through the single actions, each at its moment."""
    drafts = {}
    for entry in sorted(entries, key=lambda entry: entry.course.drafted_at):
        way = entry.course
        item = actions.draft(entry.unit, entry.fields, by=way.drafted_by, now=way.drafted_at)
        item = actions.submit(item, by=way.drafted_by, now=way.submitted_at)
        item = actions.review_secrecy(item, basis=way.secrecy_basis, by=way.reviewed_by, now=way.reviewed_at)
        drafts[id(entry)] = actions.approve(item, by=way.approved_by, now=way.approved_at)
    for entry in sorted(entries, key=lambda entry: entry.published_at):
        actions.publish(drafts[id(entry)], by=entry.course.approved_by, now=entry.published_at)


def ledger():
    """Every row of every table without its primary key, and with items named instead of counted; the outbox apart."""
    names = dict(InformationItem.objects.values_list("pk", "registration"))
    tables = {}
    for model in apps.get_models(include_auto_created=True):
        if model in (OutboxEntry, *ONLY_WHERE_IT_HAPPENED):
            continue
        rows = Counter()
        for row in model._default_manager.values():
            row.pop(model._meta.pk.attname)
            if "informationitem_id" in row:
                row["informationitem_id"] = names[row["informationitem_id"]]
            if row.get("object_type") == "disclosure.informationitem":
                row["object_key"] = names[int(row["object_key"])]
            rows[str(sorted(row.items()))] += 1
        tables[model._meta.label] = rows
    return tables


@pytest.mark.django_db
def test_many_at_once_leave_the_same_ledger_as_one_by_one(past, openness_officer, now):
    pages = OutboxEntry.objects.exclude(topic="desk.search")
    with transaction.atomic():
        one_by_one(past)
        singly, announced = ledger(), [row.payload["number"] for row in pages.order_by("pk")]
        transaction.set_rollback(True)
    enter_history(past, by=openness_officer, now=now)
    together = ledger()
    for table in singly:
        assert together[table] == singly[table], table
    assert len(singly["disclosure.InformationItem"]) == len(past)
    assert pages.get().payload["numbers"] == announced


@pytest.mark.django_db
def test_items_come_back_in_the_order_in_which_they_were_given(past, openness_officer, now):
    given = list(reversed(past))
    assert [item.title for item in enter_history(given, by=openness_officer, now=now)] == [
        e.fields.title.strip() for e in given
    ]


@pytest.mark.django_db
def test_batch_after_batch_continues_the_numbers_and_the_chain(past, openness_officer, now):
    enter_history(past[:2], by=openness_officer, now=now)
    enter_history(past[2:], by=openness_officer, now=now)
    assert InformationItem.objects.public().count() == LogEntry.objects.count() == len(past)
    assert sum(series.last for series in NumberSeries.objects.exclude(prefix="DJ")) == len(past)
    assert list(breaks_in_chain()) == []


@pytest.mark.django_db
def test_a_bulk_costs_no_more_statements_for_many_than_for_few(
    past, openness_officer, now, django_assert_max_num_queries
):
    many = [replace(entry, fields=replace(entry.fields, title=f"{n}")) for entry in past[:1] for n in range(150)]
    with django_assert_max_num_queries(len(many) // 2):
        enter_history(many, by=openness_officer, now=now)


class TestElsewhere:
    @pytest.fixture
    def entry(self, department, fields, now):
        return HistoricalItem(department, fields(source_name="原门户网站"), now - 20 * HOUR)

    @pytest.mark.django_db
    def test_what_was_reviewed_elsewhere_names_its_source_and_claims_no_reviewer(self, entry, drafter, now):
        [item] = enter_history([entry], by=drafter, now=now)
        item.refresh_from_db()
        assert item.approval_mode == ApprovalMode.ELSEWHERE
        assert (item.secrecy_reviewed_by, item.approved_by, item.published_by) == (None, None, drafter)
        assert str(Event.objects.about(item).get()).endswith("原门户网站")

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"source_name": ""}, "须写明来源"),
            ({"title": ""}, "（无标题）”缺少"),
            ({"formed_date": None}, "缺少"),
            ({"kind": None}, "缺少"),
            ({"column": None}, "缺少"),
            ({"body": "<p></p>"}, "缺少"),
            ({"body": "<script>"}, "脚本"),
            ({"formed_date": date(2018, 6, 2)}, "成文日期晚于"),
            ({"openness": Openness.ON_REQUEST, "ground_reason": "x"}, "不是主动公开"),
        ],
    )
    def test_one_that_is_wrong_keeps_all_of_them_out(self, changes, sentence, entry, drafter, now):
        wrong = replace(entry, fields=replace(entry.fields, **changes))
        with pytest.raises(Refused, match=sentence):
            enter_history([entry, wrong, entry], by=drafter, now=now)
        assert not InformationItem.objects.exists()
        assert not NumberSeries.objects.exists()

    @pytest.mark.django_db
    def test_the_future_is_not_history(self, entry, drafter, now):
        with pytest.raises(Refused, match="未来"):
            enter_history([replace(entry, published_at=now + HOUR)], by=drafter, now=now)

    @pytest.mark.django_db
    def test_it_is_entered_by_the_units_drafter_or_the_openness_office(
        self, entry, openness_officer, approver, auditor, appoint, town, now
    ):
        for stranger in (approver, auditor, appoint(Role.DRAFTER, town)):
            with pytest.raises(NotAllowed, match="历史信息"):
                enter_history([entry], by=stranger, now=now)
        assert len(enter_history([entry], by=openness_officer, now=now)) == 1


class TestCourse:
    @pytest.mark.django_db
    def test_a_drafter_cannot_have_reviewed_or_approved(self, past, drafter, openness_officer, now):
        for changes in ({"reviewed_by": drafter}, {"approved_by": drafter}):
            wrong = replace(past[0], course=replace(past[0].course, **changes))
            with pytest.raises(NotAllowed, match="拟稿人"):
                enter_history([wrong], by=openness_officer, now=now)

    @pytest.mark.django_db
    def test_everybody_must_have_held_their_post_on_the_day(self, past, appoint, department, openness_officer, now):
        newcomer = appoint(Role.APPROVER, department, since=now.date())
        wrong = replace(past[0], course=replace(past[0].course, approved_by=newcomer))
        with pytest.raises(NotAllowed, match="不在相应岗位"):
            enter_history([wrong], by=openness_officer, now=now)

    @pytest.mark.django_db
    @pytest.mark.parametrize("step", ["submitted_at", "reviewed_at", "approved_at"])
    def test_the_steps_must_follow_each_other(self, step, past, openness_officer, now):
        way = past[0].course
        wrong = replace(past[0], course=replace(way, **{step: way.drafted_at - HOUR}))
        with pytest.raises(Refused, match="先后"):
            enter_history([wrong], by=openness_officer, now=now)


def test_two_batches_over_the_same_units_never_wait_for_each_other_for_ever(past, openness_officer, at_once, now):
    calls = [
        lambda half=half: enter_history(half, by=openness_officer, now=now)
        for _repeat in range(2 if connection.vendor == "sqlite" else 6)
        for half in (past, list(reversed([replace(e, published_at=e.published_at + HOUR) for e in past])))
    ]
    results = at_once(calls)
    assert sum(len(items) for items in results) == len(calls) * len(past) == InformationItem.objects.count()
    assert list(breaks_in_chain()) == []
