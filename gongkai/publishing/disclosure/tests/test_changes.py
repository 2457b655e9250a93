"""Changing what is public: a copy goes through review while the page stays; then the item takes over its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields as fields_of
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.core.models import OutboxEntry
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Openness, Role, Validity, WithholdingGround
from gongkai.publishing.catalogue import actions as catalogue
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.disclosure import actions, queries
from gongkai.publishing.disclosure.choices import RelationKind, Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem, ItemVersion
from gongkai.publishing.disclosure.queries import COURSE, content_fields
from gongkai.publishing.transparency_log.canonical import sha256
from gongkai.publishing.transparency_log.models import LogEntry
from gongkai.publishing.transparency_log.queries import breaks_in_chain

pytestmark = pytest.mark.django_db
REASON = "第二条期限有误"


@pytest.fixture(autouse=True)
def files_go_nowhere(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def change(drafter: Any, now: Any) -> Callable[..., InformationItem]:
    """``change(item, given)``: an open change of the item, revised to what is given."""

    def change(item: InformationItem, given: Any = None, reason: str = REASON) -> InformationItem:
        copy = actions.begin_change(item, reason=reason, by=drafter, now=now)
        return actions.revise(copy, given, by=drafter, now=now) if given else copy

    return change


@pytest.fixture
def pass_on(drafter: Any, reviewer: Any, approver: Any, now: Any) -> Callable[[InformationItem], InformationItem]:
    """``pass_on(copy)``: the copy submitted, reviewed and approved, which publishes it."""

    def pass_on(copy: InformationItem, at: Any = now) -> InformationItem:
        copy = actions.submit(copy, by=drafter, now=at)
        copy = actions.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=at)
        return actions.approve_and_publish(copy, by=approver, now=at)

    return pass_on


class TestBeginning:
    def test_a_copy_has_the_whole_text_and_its_own_attachments_and_the_public_page_stays(
        self, make_item, change, pass_on, drafter, key_area, real_file, now
    ):
        item = make_item(key_areas=(key_area,))
        actions.attach(item, ContentFile(real_file("pdf", "附表")), name="附表.pdf", by=drafter, now=now)
        item = pass_on(item)
        before, rows = queries.public_json(item), OutboxEntry.objects.exclude(topic="desk.search").count()
        copy = change(item)
        assert (copy.status, copy.revises, copy.number, copy.published_at) == (Status.DRAFT, item, None, None)
        for name in content_fields():
            assert getattr(copy, name) == getattr(item, name), name
        assert list(copy.key_areas.all()) == [key_area]
        [attachment] = copy.attachments.all()
        actions.detach(attachment, by=drafter, now=now)
        assert item.attachments.count() == 1
        assert queries.public_json(InformationItem.objects.get(pk=item.pk)) == before
        assert OutboxEntry.objects.exclude(topic="desk.search").count() == rows

    def test_a_second_change_is_refused_while_one_is_open_and_possible_after_it_was_given_up(
        self, make_item, change, drafter, now
    ):
        item = make_item(Status.PUBLISHED)
        copy = change(item)
        with pytest.raises(NotAllowed, match=f"已有一份修改稿（{copy.registration}）在办理"):
            change(item)
        actions.discard(copy, reason="内容无误，不改了", by=drafter, now=now)
        assert change(item).pk != copy.pk

    def test_two_open_changes_cannot_even_be_written(self, make_item, change):
        item, other = make_item(Status.PUBLISHED), make_item()
        change(item)
        with pytest.raises(IntegrityError), transaction.atomic():
            InformationItem.objects.filter(pk=other.pk).update(revises=item, change_reason="x")

    def test_of_two_who_begin_at_once_one_does_and_the_other_is_told(self, make_item, drafter, at_once, now):
        item = make_item(Status.PUBLISHED)
        results = at_once([lambda: actions.begin_change(item, reason=REASON, by=drafter, now=now)] * 3)
        assert sum(isinstance(result, InformationItem) for result in results) == 1
        assert sum("已有一份修改稿" in str(result) for result in results if isinstance(result, NotAllowed)) == 2

    @pytest.mark.parametrize("status", [status for status in Status if status != Status.PUBLISHED])
    def test_only_what_is_public_can_be_changed(self, status, make_item, change):
        with pytest.raises(NotAllowed, match="只有已发布的信息可以修改"):
            change(make_item(status))

    @pytest.mark.parametrize("who", ["reviewer", "approver", "openness_officer", "auditor"])
    def test_only_a_drafter_of_the_unit_begins(self, who, request, make_item, now):
        item = make_item(Status.PUBLISHED)
        with pytest.raises(NotAllowed, match="拟稿人"):
            actions.begin_change(item, reason=REASON, by=request.getfixturevalue(who), now=now)

    @pytest.mark.parametrize(("reason", "sentence"), [("  ", "请写明修改的理由"), ("长" * 301, "最多 300 字")])
    def test_a_change_without_a_proper_reason_is_refused(self, reason, sentence, make_item, change):
        with pytest.raises(Refused, match=sentence):
            change(make_item(Status.PUBLISHED), reason=reason)


class TestMerging:
    def test_the_item_takes_over_the_text_and_keeps_number_address_and_date(
        self, make_item, change, pass_on, fields, now
    ):
        item = make_item(Status.PUBLISHED)
        copy = change(item, fields(title="关于开展港区安全检查的通知（修订）", body="<p>自七月起。</p>"))
        later = now + timedelta(days=3)
        merged = pass_on(copy, later)
        after = InformationItem.objects.get(pk=item.pk)
        assert (merged.pk, merged.status, merged.number) == (copy.pk, Status.MERGED, None)
        assert (after.title, after.body) == ("关于开展港区安全检查的通知（修订）", "<p>自七月起。</p>")
        assert (after.number, after.path, after.published_at) == (item.number, item.path, item.published_at)
        assert (after.status, after.version, after.changed_at) == (Status.PUBLISHED, 2, later)

    def test_the_superseded_text_is_kept_with_the_hash_the_log_had_for_it(
        self, make_item, change, pass_on, fields, approver, now
    ):
        item = make_item(Status.PUBLISHED)
        before = queries.public_json(item)
        pass_on(change(item, fields(body="<p>新文。</p>")), now + timedelta(days=1))
        version = ItemVersion.objects.get()
        assert version.document.encode() == before
        assert version.sha256 == sha256(before) == LogEntry.objects.about(item.number).first().document_sha256
        assert (version.version, version.reason, version.by) == (1, REASON, approver)
        assert (version.from_at, version.until_at) == (item.published_at, now + timedelta(days=1))

    def test_the_log_tells_the_change_its_reason_and_the_new_hash(self, make_item, change, pass_on, fields, now):
        item = make_item(Status.PUBLISHED)
        pass_on(change(item, fields(body="<p>新文。</p>")))
        after = InformationItem.objects.get(pk=item.pk)
        entry = LogEntry.objects.about(item.number).last()
        assert (entry.act, entry.reason) == ("changed", REASON)
        assert entry.document_sha256 == queries.document_sha256(after)
        assert list(breaks_in_chain()) == []
        row = OutboxEntry.objects.exclude(topic="desk.search").order_by("-pk").first()
        assert (row.topic, row.object_key, row.payload) == (
            "disclosure.item",
            f"item:{item.number}",
            {"number": item.number},
        )
        assert [event.kind for event in Event.objects.about(item)][-1] == "item.changed"

    def test_a_change_of_column_names_the_shelf_that_was_left(
        self, make_item, change, pass_on, fields, founder, column, now
    ):
        other = catalogue.open_column(
            slug="policy", name="政策文件", group=ColumnGroup.CATALOGUE, order=2, by=founder, now=now
        )
        pass_on(change(make_item(Status.PUBLISHED), fields(column=other)))
        payload = OutboxEntry.objects.exclude(topic="desk.search").order_by("-pk").first().payload
        assert payload["left"]["columns"] == [column.slug]

    def test_attachments_are_exchanged_and_the_old_ones_stay_with_the_version(
        self, make_item, change, pass_on, drafter, real_file, now
    ):
        item = make_item()
        old = actions.attach(item, ContentFile(real_file("pdf", "旧表")), name="附表.pdf", by=drafter, now=now)
        item = pass_on(item)
        copy = change(item)
        actions.detach(copy.attachments.get(), by=drafter, now=now)
        new = actions.attach(copy, ContentFile(real_file("pdf", "新表")), name="附表.pdf", by=drafter, now=now)
        pass_on(copy)
        assert [one.file for one in item.attachments.all()] == [new.file]
        assert [(one.name, one.file) for one in ItemVersion.objects.get().files.all()] == [("附表.pdf", old.file)]

    def test_neither_a_copy_nor_a_change_moves_a_figure(self, make_item, change, pass_on, fields, now, department):
        item = make_item(Status.PUBLISHED)
        first, end = now - timedelta(days=1), now + timedelta(days=1)

        def figures():
            items = InformationItem.objects
            return (
                items.public().count(),
                items.published_in(first, end).of_units([department.pk]).count(),
                items.published_in(end, end + timedelta(days=30)).count(),
                list(items.public().newest_first().values_list("pk", "published_at")),
            )

        before = figures()
        copy = change(item, fields(body="<p>新文。</p>"))
        assert figures() == before
        pass_on(copy, now + timedelta(days=5))
        assert figures() == before

    def test_a_change_of_what_was_withdrawn_meanwhile_is_not_published(
        self, make_item, change, drafter, reviewer, approver, now
    ):
        item = make_item(Status.PUBLISHED)
        copy = actions.submit(change(item), by=drafter, now=now)
        copy = actions.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
        actions.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=approver, now=now)
        with pytest.raises(NotAllowed, match="已不在公开状态"):
            actions.approve_and_publish(copy, by=approver, now=now)
        copy.refresh_from_db()
        assert copy.status == Status.SECRECY_REVIEWED

    def test_a_change_that_is_not_to_be_public_is_not_submitted(self, make_item, change, fields, drafter, now):
        given = fields(openness=Openness.WITHHELD, ground=WithholdingGround.TRADE_SECRET)
        copy = change(make_item(Status.PUBLISHED), given)
        with pytest.raises(NotAllowed, match="请撤下原信息"):
            actions.submit(copy, by=drafter, now=now)

    def test_who_wrote_a_change_takes_the_item_down_at_no_time(
        self, make_item, pass_on, appoint, department, fields, now
    ):
        item = make_item(Status.PUBLISHED)
        writer = appoint(Role.DRAFTER, department)
        copy = actions.begin_change(item, reason=REASON, by=writer, now=now)
        pass_on(actions.revise(copy, fields(body="<p>改。</p>"), by=writer, now=now))
        appoint(Role.APPROVER, department, user=writer)
        with pytest.raises(NotAllowed, match="您是该信息的拟稿人"):
            actions.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=writer, now=now)

    def test_of_two_who_publish_one_change_at_once_one_does(
        self, make_item, change, drafter, reviewer, approver, appoint, department, at_once, now
    ):
        item = make_item(Status.PUBLISHED)
        copy = actions.submit(change(item), by=drafter, now=now)
        copy = actions.review_secrecy(copy, basis="经审查不涉密", by=reviewer, now=now)
        second = appoint(Role.APPROVER, department)
        results = at_once(
            [lambda by=by: actions.approve_and_publish(copy, by=by, now=now) for by in (approver, second)]
        )
        assert sum(isinstance(result, NotAllowed) for result in results) == 1
        item.refresh_from_db()
        assert (item.version, item.versions.count(), LogEntry.objects.about(item.number).count()) == (2, 1, 2)


class TestSecrets:
    def test_a_change_that_turns_out_to_be_secret_is_cleared_and_the_public_text_stays(
        self, make_item, change, pass_on, fields, drafter, real_file, now
    ):
        item = make_item()
        actions.attach(item, ContentFile(real_file("pdf", "公开的附表")), name="附表.pdf", by=drafter, now=now)
        item = pass_on(item)
        before = queries.public_json(item)
        copy = change(item, fields(title="海鸥七号", body="<p>海鸥七号方案。</p>"), reason="补充海鸥七号的安排")
        actions.attach(copy, ContentFile(real_file("pdf", "海鸥七号图纸")), name="海鸥七号.pdf", by=drafter, now=now)
        secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
        copy = actions.revise(copy, secret, by=drafter, now=now)
        assert (copy.status, copy.revises, copy.change_reason, copy.title) == (Status.CLOSED, None, "", "")
        assert not copy.attachments.exists()
        assert not copy.relations.exists()
        assert StoredFile.objects.count() == 1
        assert queries.public_json(InformationItem.objects.get(pk=item.pk)) == before
        told = [(str(event), event.reason, str(event.data)) for event in Event.objects.all()]
        assert "海鸥" not in str(told)

    def test_a_file_only_an_old_version_has_is_not_destroyed_with_a_secret_copy(
        self, make_item, change, pass_on, fields, drafter, real_file, now
    ):
        item = make_item()
        actions.attach(item, ContentFile(real_file("pdf", "旧表")), name="旧表.pdf", by=drafter, now=now)
        item = pass_on(item)
        copy = change(item)
        actions.detach(copy.attachments.get(), by=drafter, now=now)
        pass_on(copy)
        second = change(item)
        actions.attach(second, ContentFile(real_file("pdf", "旧表")), name="旧表.pdf", by=drafter, now=now)
        secret = fields(openness=Openness.WITHHELD, ground=WithholdingGround.STATE_SECRET)
        actions.revise(second, secret, by=drafter, now=now)
        assert ItemVersion.objects.get().files.get().file.content.size > 0


def test_every_column_of_an_item_is_either_its_text_or_its_course():
    names = {field.name for field in InformationItem._meta.concrete_fields}
    assert names >= COURSE
    # What a drafter fills in is what a change may change.
    assert {field.name for field in fields_of(actions.ItemFields)} - {"key_areas"} <= set(content_fields())


def test_a_relation_that_has_marked_its_document_does_not_mark_it_again_after_a_change(
    make_item, change, pass_on, drafter, approver, fields, now
):
    older, newer = make_item(Status.PUBLISHED), make_item(formed_date=localdate(now))
    actions.relate(newer, RelationKind.REPEALS, older, by=drafter, now=now)
    newer = pass_on(newer)
    older.refresh_from_db()
    actions.mark_validity(older, Validity.IN_FORCE, on=localdate(now), reason="标注有误", by=approver, now=now)
    pass_on(change(newer, fields(body="<p>改。</p>")))
    older.refresh_from_db()
    assert older.validity == "in_force"
