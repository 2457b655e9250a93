"""The negative list: proposed by one, adopted by another, looked at again, every version kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.vocabulary import Role, WithholdingGround
from gongkai.publishing.catalogue.actions import (
    NEGATIVE_LIST_TOPIC,
    EntryFields,
    adopt_entry,
    amend_entry,
    propose_entry,
    reject_entry,
    retire_entry,
    review_entry,
)
from gongkai.publishing.catalogue.models import NegativeEntry, NegativeEntryVersion
from gongkai.publishing.catalogue.pages import negative_list
from gongkai.publishing.catalogue.queries import due_for_review, matching, published_list

pytestmark = pytest.mark.django_db
FIELDS = EntryFields(
    subject="未公布的征地补偿测算",
    basis="《政府信息公开条例》第十六条第二款",
    scope="补偿标准批准前的测算表、会议讨论稿",
    ground=WithholdingGround.PROCESS,
    phrases=("补偿测算", "ＧＤＰ 快报"),
)


@pytest.fixture
def second(appoint, zone):
    return appoint(Role.OPENNESS_OFFICE, zone)


@pytest.fixture
def entry(openness_officer, second, now):
    entry = propose_entry("F-01", FIELDS, by=openness_officer, now=now)
    return adopt_entry(entry, by=second, now=now)


def test_an_entry_stops_nothing_before_another_person_adopted_it(openness_officer, second, kind, column, now):
    entry = propose_entry("F-01", FIELDS, by=openness_officer, now=now)
    assert matching(kind, column, ["补偿测算表"]) == []
    with pytest.raises(NotAllowed, match="拟稿是您提出的"):
        adopt_entry(entry, by=openness_officer, now=now)
    adopt_entry(entry, by=second, now=now)
    assert matching(kind, column, ["补偿测算表"]) == [entry]
    entry.refresh_from_db()
    assert entry.review_date == date(2019, 6, 1)
    assert [event.kind for event in Event.objects.about(entry)] == ["negative_entry.proposed", "negative_entry.adopted"]
    assert OutboxEntry.objects.filter(topic=NEGATIVE_LIST_TOPIC).count() == 1


def test_phrases_are_found_whatever_the_width_the_case_and_the_spaces(entry, kind, column):
    for texts in (["附：补 偿 测\n算 表"], ["", "上半年gdp快报数"], ["GDP 快报"]):
        assert matching(kind, column, texts) == [entry]
    assert matching(kind, column, ["补偿标准", "测算"]) == []
    assert entry.current.found_in(["GDP快报与补偿测算"]) == ["补偿测算", "ＧＤＰ 快报"]


def test_an_entry_of_certain_kinds_and_columns_leaves_all_others_alone(
    entry, openness_officer, second, kind, column, now
):
    fields = replace(FIELDS, phrases=(), kinds=(kind.code,), columns=(column.slug,))
    amend_entry(entry, fields, reason="改为按种类识别", by=openness_officer, now=now)
    adopt_entry(entry, by=second, now=now)
    assert matching(kind, column, ["任何文字"]) == [entry]
    assert matching(None, column, ["补偿测算"]) == matching(kind, None, ["补偿测算"]) == []


def test_a_change_is_kept_beside_what_was_in_force_and_takes_its_place_when_adopted(
    entry, openness_officer, second, kind, column, now
):
    fields = replace(FIELDS, phrases=("评审底稿",), review_months=6)
    amend_entry(entry, fields, reason="原识别词误拦太多", by=second, now=now)
    assert matching(kind, column, ["补偿测算"]) == [entry]
    with pytest.raises(NotAllowed, match="只能由其本人修改"):
        amend_entry(entry, fields, reason="再改", by=openness_officer, now=now)
    adopt_entry(entry, by=openness_officer, now=now + timedelta(days=1))
    assert matching(kind, column, ["补偿测算"]) == []
    assert matching(kind, column, ["评审底稿"]) == [entry]
    (shown,) = published_list()
    assert shown.review_date == date(2018, 12, 2)
    assert [(one.version, one.phrases, one.reason) for one in shown.versions.all()] == [
        (1, ["补偿测算", "ＧＤＰ 快报"], ""),
        (2, ["评审底稿"], "原识别词误拦太多"),
    ]


def test_a_declined_proposal_stays_on_record_and_changes_nothing(entry, openness_officer, second, kind, column, now):
    amend_entry(entry, replace(FIELDS, phrases=("公告",)), reason="扩大", by=openness_officer, now=now)
    reject_entry(entry, reason="范围过大，没有依据", by=second, now=now)
    entry.refresh_from_db()
    assert (entry.current.version, entry.versions.count()) == (1, 2)
    assert matching(kind, column, ["公告"]) == []
    with pytest.raises(NotAllowed, match="没有待审定的拟稿"):
        adopt_entry(entry, by=second, now=now)
    amend_entry(entry, replace(FIELDS, phrases=("测算底稿",)), reason="缩小", by=openness_officer, now=now)
    assert adopt_entry(entry, by=second, now=now).current.version == 3


def test_an_entry_is_due_within_its_year_and_a_review_begins_another(entry, openness_officer, now):
    day = timedelta(days=1)
    assert not due_for_review(on=date(2019, 5, 1)).exists()
    assert due_for_review(on=date(2019, 5, 2)).get() == entry
    later = now.replace(year=2019) + 9 * day
    assert due_for_review(on=later.date()).get() == entry
    with pytest.raises(Refused, match="请写明理由"):
        review_entry(entry, reason=" ", by=openness_officer, now=later)
    assert review_entry(entry, reason="依据仍然有效", by=openness_officer, now=later).review_date == date(2020, 6, 10)
    assert not due_for_review(on=later.date()).exists()


def test_what_was_taken_off_the_list_stops_nothing_and_is_still_told(entry, openness_officer, kind, column, now):
    retire_entry(entry, reason="补偿标准已公布", by=openness_officer, now=now)
    assert matching(kind, column, ["补偿测算"]) == []
    assert [(one.state, one.retired_reason) for one in published_list()] == [("retired", "补偿标准已公布")]
    for act in (
        lambda: retire_entry(entry, reason="再移", by=openness_officer, now=now),
        lambda: amend_entry(entry, FIELDS, reason="改", by=openness_officer, now=now),
        lambda: review_entry(entry, reason="看", by=openness_officer, now=now),
    ):
        with pytest.raises(NotAllowed, match="已移出"):
            act()


def test_a_proposal_is_not_published(openness_officer, now):
    propose_entry("F-01", FIELDS, by=openness_officer, now=now)
    assert list(published_list()) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"subject": " "}, "请填写“事项”"),
        ({"basis": ""}, "请填写“依据”"),
        ({"scope": "长" * 301}, "不公开的范围有 301 字"),
        ({"ground": ""}, "第十四、十五、十六条"),
        ({"phrases": ("密",)}, "“密”太短"),
        ({"phrases": ()}, "否则所有信息都会被拦下"),
        ({"phrases": tuple(f"词语{n}" for n in range(51))}, "最多 50 个"),
        ({"kinds": ("nothing",)}, "没有代码为“nothing”"),
        ({"columns": ("nowhere",)}, "没有代码为“nowhere”"),
        ({"review_months": 13}, "每年至少复核一次"),
        ({"review_months": 0}, "每年至少复核一次"),
    ],
)
def test_an_entry_without_its_law_or_for_everything_is_refused(changes, sentence, openness_officer, now):
    with pytest.raises(Refused, match=sentence):
        propose_entry("F-01", replace(FIELDS, **changes), by=openness_officer, now=now)
    assert not NegativeEntry.objects.exists()


def test_only_the_governments_openness_office_keeps_the_list(entry, drafter, supervisor, appoint, town, now):
    for by in (drafter, supervisor, appoint(Role.OPENNESS_OFFICE, town)):
        for act in (
            lambda by: propose_entry("F-02", FIELDS, by=by, now=now),
            lambda by: amend_entry(entry, FIELDS, reason="改", by=by, now=now),
            lambda by: adopt_entry(entry, by=by, now=now),
            lambda by: reject_entry(entry, reason="不", by=by, now=now),
            lambda by: review_entry(entry, reason="看", by=by, now=now),
            lambda by: retire_entry(entry, reason="移", by=by, now=now),
        ):
            with pytest.raises(NotAllowed, match="本级政务公开工作机构"):
                act(by)


def test_the_ledger_holds_no_version_adopted_by_its_proposer(entry, openness_officer, now):
    version = entry.versions.get()
    with pytest.raises(IntegrityError, match="entry_adopted_by_another"), transaction.atomic():
        NegativeEntryVersion.objects.filter(pk=version.pk).update(reviewed_by=openness_officer)
    with pytest.raises(IntegrityError, match="entry_in_force_has_a_version"), transaction.atomic():
        NegativeEntry.objects.filter(pk=entry.pk).update(review_date=None)


def test_a_month_without_that_day_ends_on_its_last(openness_officer, second, now):
    entry = propose_entry("F-01", replace(FIELDS, review_months=6), by=openness_officer, now=now)
    assert adopt_entry(entry, by=second, now=now.replace(month=8, day=31)).review_date == date(2019, 2, 28)


def test_the_page_tells_what_is_in_force_what_was_and_no_more(
    entry, openness_officer, second, now, django_assert_num_queries
):
    amend_entry(entry, replace(FIELDS, scope="测算表"), reason="缩小", by=openness_officer, now=now)
    adopt_entry(entry, by=second, now=now + timedelta(days=1))
    amend_entry(entry, replace(FIELDS, scope="一切"), reason="扩大", by=openness_officer, now=now)
    propose_entry("F-02", FIELDS, by=openness_officer, now=now)
    old = adopt_entry(propose_entry("F-03", FIELDS, by=openness_officer, now=now), by=second, now=now)
    retire_entry(old, reason="依据废止", by=second, now=now)
    with django_assert_num_queries(2):
        context = next(negative_list()).context
    (one,) = context["in_force"]
    assert (one.entry.code, one.current.said.scope, one.current.since) == ("F-01", "测算表", date(2018, 6, 2))
    assert [version.said.scope for version in one.earlier] == [FIELDS.scope]
    assert [each.entry.code for each in context["retired"]] == ["F-03"]
