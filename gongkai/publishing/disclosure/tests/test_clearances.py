"""Other organs are heard before the secrecy review ends (条例 arts 11, 17)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import ClearanceAnswer, ClearanceKind, Status
from gongkai.publishing.disclosure.models import Clearance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
JUNE = date(2018, 6, 1)
A = ClearanceAnswer


@pytest.fixture(autouse=True)
def files_go_nowhere(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def item(make_item):
    return make_item(Status.SUBMITTED)


@pytest.fixture
def ask(reviewer, now):
    def ask(item, organ="市生态环境局", kind=ClearanceKind.CONSULTATION, asked=JUNE, by=reviewer):
        return actions.ask_clearance(item, kind=kind, organ=organ, asked=asked, by=by, now=now)

    return ask


@pytest.fixture
def answer(reviewer, now):
    def answer(clearance, answer, words="见函", at=now + DAY, **more):
        return actions.answer_clearance(
            clearance, answer=answer, answered=at.date(), words=words, by=reviewer, now=at, **more
        )

    return answer


@pytest.fixture
def review(reviewer, now):
    return lambda item, at=None: actions.review_secrecy(
        item, basis="经审查不涉密", by=reviewer, now=at or now + 2 * DAY
    )


@pytest.mark.parametrize(
    ("asked_as", "sentence"),
    [
        (ClearanceKind.CONSULTATION, "2018-06-01已向市生态环境局协商确认，尚未答复"),
        (ClearanceKind.DETERMINATION, "2018-06-01已报市生态环境局确定是否公开，尚未答复"),
    ],
)
def test_while_an_organ_has_not_answered_the_secrecy_review_is_not_finished(asked_as, sentence, item, ask, review):
    ask(item, kind=asked_as)
    with pytest.raises(NotAllowed, match=sentence):
        review(item)


def test_consent_lets_the_review_go_on_and_every_organ_counts(item, ask, answer, review):
    first, _second = ask(item), ask(item, "市应急管理局")
    answer(first, A.AGREE, words="")
    with pytest.raises(NotAllowed, match="市应急管理局"):
        review(item)
    answer(_second, A.AGREE)
    assert review(item).status == Status.SECRECY_REVIEWED


def test_a_no_leaves_only_withholding_or_return(item, ask, answer, review, reviewer, drafter, fields, now):
    answer(ask(item), A.DISAGREE)
    with pytest.raises(NotAllowed, match="市生态环境局不同意公开，只能退回拟稿人，改为不予公开"):
        review(item)
    actions.return_to_drafter(item, reason="市局不同意公开", by=reviewer, now=now + DAY)
    actions.submit(item, by=drafter, now=now + 2 * DAY)
    with pytest.raises(NotAllowed, match="不同意公开"):
        review(item, now + 3 * DAY)
    actions.return_to_drafter(item, reason="未改为不予公开", by=reviewer, now=now + 3 * DAY)
    withheld = fields(openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET)
    actions.revise(item, withheld, by=drafter, now=now + 4 * DAY)
    actions.submit(item, by=drafter, now=now + 4 * DAY)
    assert review(item, now + 5 * DAY).status == Status.SECRECY_REVIEWED


def test_consent_in_part_asks_for_a_text_submitted_after_the_answer(item, ask, answer, review, reviewer, drafter, now):
    answer(ask(item), A.PARTLY)
    with pytest.raises(NotAllowed, match="按其意见修改后重新送审"):
        review(item)
    actions.return_to_drafter(item, reason="按市局意见修改", by=reviewer, now=now + DAY)
    actions.submit(item, by=drafter, now=now + 2 * DAY)
    assert review(item, now + 3 * DAY).status == Status.SECRECY_REVIEWED


def test_an_organ_asked_again_counts_by_its_last_answer(item, ask, answer, review):
    answer(ask(item), A.DISAGREE)
    answer(ask(item), A.AGREE)
    assert review(item).status == Status.SECRECY_REVIEWED


def test_a_question_is_dropped_only_with_words_and_does_not_hide_an_earlier_no(item, ask, answer, review):
    answer(ask(item), A.DISAGREE)
    again = ask(item)
    with pytest.raises(Refused, match="撤回的理由"):
        answer(again, A.DROPPED, words="")
    answer(again, A.DROPPED, words="重复发函")
    with pytest.raises(NotAllowed, match="不同意公开"):
        review(item)


def test_an_answer_is_entered_once_with_its_scan(item, ask, answer, real_file):
    clearance = answer(ask(item), A.AGREE, scan=ContentFile(real_file("png"), "复函.png"))
    assert clearance.scan is not None
    with pytest.raises(NotAllowed, match="已经登记"):
        answer(clearance, A.DISAGREE)
    said = [str(event) for event in Event.objects.about(item)]
    assert any("征求其他机关意见：协商确认（条例第十一条），市生态环境局" in one for one in said)
    assert any("市生态环境局同意公开" in one for one in said)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"organ": " "}, "请写明征求的机关"),
        ({"organ": "局" * 101}, "100"),
        ({"asked": JUNE + DAY}, "不能晚于今天"),
    ],
)
def test_a_question_that_is_none_is_refused(change, why, item, ask):
    with pytest.raises(Refused, match=why):
        ask(item, **change)


def test_an_organ_is_not_asked_twice_at_once(item, ask):
    ask(item)
    with pytest.raises(Refused, match="不必重复登记"):
        ask(item)


def test_an_answer_is_not_older_than_the_question(item, ask, answer, now):
    with pytest.raises(Refused, match="答复日期"):
        answer(ask(item), A.AGREE, at=now - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clearance.objects.update(answer=A.AGREE, answered_date=JUNE - DAY, recorded_at=now, recorded_by=item.drafted_by)


def test_after_the_secrecy_review_nobody_is_asked_and_strangers_ask_never(make_item, ask, approver, reviewer):
    with pytest.raises(NotAllowed, match="保密审查完成之前"):
        ask(make_item(Status.SECRECY_REVIEWED))
    with pytest.raises(NotAllowed, match="由拟稿人、保密审查员或政务公开工作机构办理"):
        ask(make_item(Status.SUBMITTED), by=approver)


def test_the_worklist_shows_what_is_unanswered_longest_first_to_who_may_see_it(
    item, make_item, ask, answer, openness_officer, reviewer, appoint, town, now
):
    from gongkai.law.vocabulary import Role

    ask(item, "后问的局")
    first = ask(make_item(), "先问的局", asked=JUNE - 9 * DAY)
    answer(ask(item, "答过的局"), A.AGREE)
    assert [one.organ for one in queries.visible_clearances(reviewer, on=now.date())] == ["先问的局", "后问的局"]
    assert queries.visible_clearances(openness_officer, on=now.date()).first() == first
    assert not queries.visible_clearances(appoint(Role.SECRECY_REVIEWER, town), on=now.date()).exists()
