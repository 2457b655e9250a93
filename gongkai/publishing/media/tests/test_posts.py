from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.media import actions
from gongkai.publishing.media.actions import HistoricalPost, enter_history
from gongkai.publishing.media.choices import Platform
from gongkai.publishing.media.models import Account, Post

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def weibo(office):
    return actions.open_account(
        code="weibo", platform=Platform.WEIBO, name="发布", unit=office.dept, by=office.openness, now=NOW
    )


@pytest.fixture
def wechat(office):
    return actions.open_account(
        code="wechat", platform=Platform.WECHAT, name="政务", unit=office.other, by=office.openness, now=NOW
    )


class TestAccounts:
    def test_are_opened_by_the_openness_office_and_a_code_is_taken_once(self, office, weibo):
        with pytest.raises(Refused, match="weibo"):
            actions.open_account(
                code="weibo", platform=Platform.WEIBO, name="另一个", unit=office.dept, by=office.openness, now=NOW
            )
        with pytest.raises(NotAllowed):
            actions.open_account(
                code="own", platform=Platform.WEIBO, name="自办", unit=office.dept, by=office.approver, now=NOW
            )
        assert Account.objects.count() == 1


class TestPost:
    def test_counts_as_original_unless_it_repeats_an_item(self, office, weibo, wechat, publish):
        original = actions.post(weibo, text="路况", by=office.approver, now=NOW)
        repeating = actions.post(weibo, text="转发", repeats=publish(NOW), by=office.approver, now=NOW)
        elsewhere = actions.post(wechat, text="早安", by=office.openness, now=NOW + timedelta(days=1))
        posts = Post.objects.standing()
        assert list(posts.original().order_by("pk")) == [original, elsewhere]
        assert list(posts.on(Platform.WEIBO).order_by("pk")) == [original, repeating]
        assert list(posts.posted_in(NOW, NOW + timedelta(days=1)).order_by("pk")) == [original, repeating]
        assert posts.of_units([office.other.pk]).get() == elsewhere
        assert original.number == "XMT/2018-00001"

    @pytest.mark.parametrize("who", ["drafter", "secrecy", "officer", "stranger", "auditor"])
    def test_is_put_up_by_an_approver_or_the_openness_office_alone(self, office, weibo, who):
        with pytest.raises(NotAllowed):
            actions.post(weibo, text="路况", by=getattr(office, who), now=NOW)

    def test_repeats_only_what_is_public(self, office, weibo, publish):
        item = publish(NOW)
        with pytest.raises(Refused, match="尚未公开"):
            actions.post(weibo, text="转发", repeats=item, by=office.approver, now=NOW - timedelta(seconds=1))
        item = disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=office.approver, now=NOW)
        with pytest.raises(Refused, match="尚未公开"):
            actions.post(weibo, text="转发", repeats=item, by=office.approver, now=NOW)

    def test_a_removed_post_is_counted_nowhere_and_stays(self, office, weibo):
        posted = actions.post(weibo, text="路况", by=office.approver, now=NOW)
        with pytest.raises(Refused):
            actions.remove(posted, reason=" ", by=office.approver, now=NOW)
        with pytest.raises(NotAllowed):
            actions.remove(posted, reason="有误", by=office.drafter, now=NOW)
        actions.remove(posted, reason="有误", by=office.approver, now=NOW)
        assert (Post.objects.count(), Post.objects.standing().count()) == (1, 0)
        with pytest.raises(NotAllowed, match="已经删除"):
            actions.remove(posted, reason="有误", by=office.approver, now=NOW)
        assert Event.objects.about(posted).last().reason == "有误"

    def test_the_ledger_holds_no_removal_without_a_reason(self, office, weibo):
        posted = actions.post(weibo, text="路况", by=office.approver, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=posted.pk).update(removed_at=NOW)


def ledger():
    return [
        (
            model_to_dict(post, exclude=["id"]),
            [
                (event.kind, event.object_name, event.by_key, event.at, event.data)
                for event in Event.objects.about(post)
            ],
        )
        for post in Post.objects.order_by("number")
    ]


class TestHistory:
    LATER = NOW + timedelta(days=60)

    def entries(self, office, weibo, wechat, item):
        return [
            HistoricalPost(
                account=wechat if number % 3 else weibo,
                text=f"第{number}条 ",
                posted_at=NOW + timedelta(days=(number * 7) % 11, minutes=number),
                posted_by=office.openness if number % 3 else office.approver,
                repeats=item if number % 2 else None,
            )
            for number in range(9)
        ]

    def test_leaves_the_ledger_the_single_actions_leave(self, office, weibo, wechat, publish):
        entries = self.entries(office, weibo, wechat, publish(NOW))
        with transaction.atomic():
            enter_history(entries, by=office.openness, now=self.LATER)
            in_bulk = ledger()
            transaction.set_rollback(True)
        for entry in sorted(entries, key=lambda entry: entry.posted_at):
            actions.post(entry.account, text=entry.text, repeats=entry.repeats, by=entry.posted_by, now=entry.posted_at)
        assert len(in_bulk) == len(entries)
        assert in_bulk == ledger()

    def test_one_wrong_entry_keeps_all_out(self, office, weibo):
        sound = {"account": weibo, "text": "路况", "posted_at": NOW, "posted_by": office.approver}
        for changes, refusal in (
            ({"text": " "}, Refused),
            ({"posted_at": self.LATER + timedelta(days=1)}, Refused),
            ({"posted_by": office.drafter}, NotAllowed),
        ):
            with pytest.raises(refusal):
                enter_history(
                    [HistoricalPost(**sound), HistoricalPost(**(sound | changes))],
                    by=office.openness,
                    now=self.LATER,
                )
        with pytest.raises(NotAllowed):
            enter_history([HistoricalPost(**sound)], by=office.approver, now=self.LATER)
        assert not Post.objects.exists()
