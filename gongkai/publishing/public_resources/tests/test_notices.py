from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.choices import WithdrawalKind
from gongkai.publishing.public_resources import actions
from gongkai.publishing.public_resources.actions import HistoricalNotice, enter_history
from gongkai.publishing.public_resources.choices import Field, Stage
from gongkai.publishing.public_resources.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)
TENDER = {"field": Field.ENGINEERING, "stage": Stage.TENDER, "project": "某路改造"}


class TestAnnounce:
    def test_files_an_item_under_its_field_stage_and_project(self, office, publish):
        notice = actions.announce(publish(NOW), **TENDER, by=office.drafter, now=NOW)
        assert (notice.number, notice.unit, str(notice.record_date)) == (
            "440404101/2018-00001",
            office.dept,
            "2018-03-01",
        )
        assert Notice.objects.published_in(NOW, NOW + timedelta(days=1)).of_field(Field.ENGINEERING).get() == notice
        assert not Notice.objects.published_in(NOW + timedelta(seconds=1), NOW + timedelta(days=1)).exists()
        assert not Notice.objects.of_field(Field.PROCUREMENT).exists()
        assert not Notice.objects.at_stage(Stage.AWARD).exists()

    def test_withdrawing_the_item_takes_the_notice_out_of_every_figure(self, office, publish):
        item = publish(NOW)
        actions.announce(item, **TENDER, by=office.drafter, now=NOW)
        disclosure.withdraw(item, kind=WithdrawalKind.ERROR, reason="有误", by=office.approver, now=NOW)
        assert (Notice.objects.count(), Notice.objects.standing().count()) == (1, 0)

    def test_is_refused_a_second_time_without_a_project_and_after_withdrawal(self, office, publish):
        item = publish(NOW)
        with pytest.raises(Refused, match="项目"):
            actions.announce(item, **(TENDER | {"project": " "}), by=office.drafter, now=NOW)
        actions.announce(item, **TENDER, by=office.drafter, now=NOW)
        with pytest.raises(Refused, match="已登记"):
            actions.announce(item, **TENDER, by=office.drafter, now=NOW)
        other = publish(NOW)
        disclosure.withdraw(other, kind=WithdrawalKind.ERROR, reason="有误", by=office.approver, now=NOW)
        with pytest.raises(Refused, match="已撤下"):
            actions.announce(other, **TENDER, by=office.drafter, now=NOW)

    @pytest.mark.parametrize("who", ["secrecy", "approver", "officer", "stranger", "auditor"])
    def test_is_for_drafters_of_the_unit_and_the_openness_office_alone(self, office, publish, who):
        with pytest.raises(NotAllowed):
            actions.announce(publish(NOW), **TENDER, by=getattr(office, who), now=NOW)


def ledger():
    return [
        (
            (notice.item_id, notice.field, notice.stage, notice.project),
            [
                (event.kind, event.object_name, event.by_key, event.at, event.data)
                for event in Event.objects.about(notice)
            ],
        )
        for notice in Notice.objects.order_by("item")
    ]


class TestHistory:
    def test_leaves_the_ledger_the_single_actions_leave(self, office, publish):
        entries = [
            HistoricalNotice(
                item=publish(NOW + timedelta(hours=number)),
                field=list(Field)[number],
                stage=list(Stage)[number],
                project=f"项目{number} ",
                announced_by=office.drafter if number % 2 else office.openness,
                announced_at=NOW + timedelta(hours=number, minutes=5),
            )
            for number in range(4)
        ]
        with transaction.atomic():
            enter_history(entries, by=office.openness, now=NOW + timedelta(days=9))
            in_bulk = ledger()
            transaction.set_rollback(True)
        for entry in entries:
            actions.announce(
                entry.item,
                field=entry.field,
                stage=entry.stage,
                project=entry.project,
                by=entry.announced_by,
                now=entry.announced_at,
            )
        assert len(in_bulk) == len(entries)
        assert in_bulk == ledger()

    def test_one_wrong_entry_keeps_all_out(self, office, publish):
        sound = {"item": publish(NOW), **TENDER, "announced_by": office.drafter, "announced_at": NOW}
        other = publish(NOW)
        for changes, refusal in (
            ({}, Refused),
            ({"item": other, "project": " "}, Refused),
            ({"item": other, "announced_at": NOW + timedelta(days=10)}, Refused),
            ({"item": other, "announced_by": office.approver}, NotAllowed),
        ):
            with pytest.raises(refusal):
                enter_history(
                    [HistoricalNotice(**sound), HistoricalNotice(**(sound | changes))],
                    by=office.openness,
                    now=NOW + timedelta(days=9),
                )
        with pytest.raises(NotAllowed):
            enter_history([HistoricalNotice(**sound)], by=office.drafter, now=NOW)
        assert not Notice.objects.exists()
