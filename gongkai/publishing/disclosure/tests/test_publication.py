from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.models import NumberSeries
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.canonical import sha256
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain


@pytest.mark.django_db
def test_publishing_writes_the_number_the_event_the_log_row_and_the_outbox_row_together(make_item, approver, now):
    item = actions.approve_and_publish(make_item(Status.SECRECY_REVIEWED), by=approver, now=now)
    item.refresh_from_db()
    assert (item.number, item.path) == ("440404117/2018-00001", "items/440404117/2018/00001")
    assert [event.kind for event in Event.objects.about(item)][-2:] == ["item.approved", "item.published"]
    assert LogEntry.objects.get().document_sha256 == sha256(queries.public_json(item)) == queries.document_sha256(item)
    row = OutboxEntry.objects.exclude(topic="desk.search").get()
    assert (row.topic, row.object_key, row.payload) == (
        "disclosure.item",
        f"item:{item.number}",
        {"number": item.number},
    )


@pytest.mark.django_db
def test_an_approval_is_never_later_than_its_publication(make_item, approver, now):
    item = actions.approve_and_publish(
        make_item(Status.SECRECY_REVIEWED), by=approver, now=now.replace(microsecond=900_000)
    )
    assert item.approved_at <= item.published_at


@pytest.mark.django_db
def test_the_public_text_names_no_person(make_item, drafter, reviewer, approver):
    public = queries.public_json(make_item(Status.PUBLISHED)).decode()
    for user in (drafter, reviewer, approver):
        assert user.name not in public
        assert user.username not in public


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("title", "改后的标题"), ("body", "<p>改</p>"), ("document_number", "改〔2018〕1号")]
)
def test_a_text_altered_behind_our_back_no_longer_has_the_hash_in_the_log(field, value, make_item):
    item = make_item(Status.PUBLISHED)
    InformationItem.objects.filter(pk=item.pk).update(**{field: value})
    assert queries.document_sha256(InformationItem.objects.get()) != LogEntry.objects.get().document_sha256


@pytest.mark.django_db
def test_withdrawing_keeps_the_record_and_tells_the_public_why(make_item, approver, now):
    item = make_item(Status.PUBLISHED)
    item = actions.withdraw(
        item, kind=WithdrawalKind.PRIVACY, reason="含有住址" * 75, by=approver, now=now + timedelta(days=1)
    )
    assert InformationItem.objects.public().count() == 0
    entry = LogEntry.objects.about(item.number).last()
    assert (entry.act, entry.reason) == ("withdrawn", "涉及个人隐私：" + "含有住址" * 75)
    assert OutboxEntry.objects.filter(object_key=f"item:{item.number}").count() == 2
    assert list(breaks_in_chain()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "sentence"), [(" ", "请写明撤下的理由"), ("长" * 301, "最多 300 字")])
def test_withdrawing_without_a_proper_reason_is_refused(reason, sentence, make_item, approver, now):
    with pytest.raises(Refused, match=sentence):
        actions.withdraw(make_item(Status.PUBLISHED), kind=WithdrawalKind.ERROR, reason=reason, by=approver, now=now)
    assert InformationItem.objects.public().count() == 1


def count():
    return (
        LogEntry.objects.count(),
        OutboxEntry.objects.exclude(topic="desk.search").count(),
        Event.objects.filter(kind__in=["item.published", "item.withdrawn"]).count(),
        NumberSeries.objects.get(prefix="440404117").last,
    )


def test_of_two_approvers_at_once_one_publishes_and_the_other_is_told(
    make_item, approver, appoint, department, at_once, now
):
    item = make_item(Status.SECRECY_REVIEWED)
    second = appoint(Role.APPROVER, department)
    results = at_once(
        [lambda by=by: actions.approve_and_publish(item, by=by, now=now) for by in (approver, second)] * 2
    )
    refused = [result for result in results if isinstance(result, NotAllowed)]
    [published] = [result for result in results if isinstance(result, InformationItem)]
    assert [str(refusal) for refusal in refused] == ["该信息已经审批过了，不必重复操作。"] * 3
    assert count() == (1, 1, 1, 1)
    item.refresh_from_db()
    assert item.published_by == item.approved_by == published.published_by


def test_of_two_who_publish_or_withdraw_at_once_one_does_and_the_other_is_told(
    make_item, approver, openness_officer, at_once, now
):
    item = make_item(Status.APPROVED)
    both = (approver, openness_officer)
    results = at_once([lambda by=by: actions.publish(item, by=by, now=now) for by in both])
    assert [str(result) for result in results if isinstance(result, NotAllowed)] == ["该信息已经发布，不必重复操作。"]
    assert count() == (1, 1, 1, 1)
    results = at_once(
        [lambda by=by: actions.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=by, now=now) for by in both]
    )
    assert [str(result) for result in results if isinstance(result, NotAllowed)] == ["该信息已经撤下，不必重复操作。"]
    assert count() == (2, 2, 2, 1)


def test_many_items_published_at_once_get_numbers_and_log_rows_without_gap(make_item, approver, at_once, now):
    items = [make_item(Status.SECRECY_REVIEWED) for _serial in range(12)]
    at_once([lambda item=item: actions.approve_and_publish(item, by=approver, now=now) for item in items])
    numbers = sorted(InformationItem.objects.values_list("number", flat=True))
    assert numbers == [f"440404117/2018-{serial:05d}" for serial in range(1, 13)]
    assert list(breaks_in_chain()) == []
    assert count() == (12, 12, 12, 12)


class TestLists:
    @pytest.mark.django_db
    def test_everybody_finds_their_next_step_and_the_drafter_never_their_own(
        self, make_item, drafter, reviewer, approver, openness_officer, appoint, department, now
    ):
        items = {status: make_item(status) for status in Status}
        for role in Role:
            if role != Role.DRAFTER:
                appoint(role, department, user=drafter)

        def waiting(user):
            return {item.status for item in queries.waiting_for(user, on=now.date())}

        assert waiting(reviewer) == {Status.SUBMITTED}
        assert waiting(approver) == {Status.SECRECY_REVIEWED, Status.APPROVED}
        assert waiting(openness_officer) == {Status.APPROVED}
        assert waiting(drafter) == set()
        assert list(queries.drafts_of(drafter)) == [items[Status.DRAFT]]

    @pytest.mark.django_db
    def test_staff_see_their_units_items_and_those_who_oversee_see_all(
        self, make_item, drafter, auditor, appoint, town, now
    ):
        item = make_item()
        assert list(queries.visible_items(drafter, on=now.date())) == [item]
        assert list(queries.visible_items(auditor, on=now.date())) == [item]
        assert not queries.visible_items(appoint(Role.DRAFTER, town), on=now.date()).exists()
