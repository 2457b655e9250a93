from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from gongkai.base.audit.models import Event
from gongkai.base.calendars.models import Arrangement, arrangement_announced
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.casework.work_orders import actions, policies
from gongkai.casework.work_orders.actions import HistoricalWorkOrder, enter_history
from gongkai.casework.work_orders.choices import Rating, Source
from gongkai.casework.work_orders.models import WorkOrder
from gongkai.law.vocabulary import RequestCategory

pytestmark = pytest.mark.django_db

NOW = datetime(2018, 3, 1, 2, 0, tzinfo=UTC)


def receive(office, now=NOW, by=None, **changes):
    given = {
        "unit": office.dept,
        "source": Source.HOTLINE,
        "category": RequestCategory.COMPLAINT,
        "subject": "投诉某处噪音",
        "limit_days": 5,
        "by": by or office.officer,
        "now": now,
    }
    return actions.receive(**(given | changes))


class TestReceive:
    def test_the_limit_is_counted_in_working_days(self, office):
        work_order = receive(office, datetime(2018, 2, 9, 2, 0, tzinfo=UTC), limit_days=15)
        assert work_order.due_date == date(2018, 3, 7)
        assert work_order.number == "GD/2018-00001"

    def test_the_year_of_the_number_is_that_of_the_office(self, office):
        assert receive(office, datetime(2017, 12, 31, 17, 0, tzinfo=UTC)).number == "GD/2018-00001"

    @pytest.mark.parametrize("changes", [{"subject": " "}, {"limit_days": 0}])
    def test_is_refused_without_a_subject_or_a_limit(self, office, changes):
        with pytest.raises(Refused):
            receive(office, **changes)

    @pytest.mark.parametrize("who", ["drafter", "approver", "stranger", "auditor", "supervisor"])
    def test_is_for_case_officers_and_the_openness_office_alone(self, office, who):
        with pytest.raises(NotAllowed):
            receive(office, by=getattr(office, who))


class TestCourse:
    def test_from_receipt_to_rating(self, office):
        work_order = receive(office)
        work_order = actions.close(work_order, result="已处理", by=office.officer, now=NOW + timedelta(days=1))
        work_order = actions.rate(
            work_order, rating=Rating.SATISFIED, by=office.supervisor, now=NOW + timedelta(days=2)
        )
        assert WorkOrder.objects.standing().closed_on_time().rated().satisfied().get() == work_order
        assert [event.kind for event in Event.objects.about(work_order)] == [
            "work_order.received",
            "work_order.closed",
            "work_order.rated",
        ]

    def test_the_day_of_closing_is_that_of_the_office(self, office):
        # 23:30 on the day of the limit is in time, half an hour later is not.
        due_night = datetime(2018, 3, 8, 15, 30, tzinfo=UTC)
        work_order = actions.close(receive(office), result="已处理", by=office.officer, now=due_night)
        assert (work_order.due_date, work_order.closed_date) == (date(2018, 3, 8), date(2018, 3, 8))
        late = actions.close(receive(office), result="已处理", by=office.officer, now=due_night + timedelta(minutes=31))
        assert list(WorkOrder.objects.closed_on_time()) == [work_order]
        assert late.closed_date == date(2018, 3, 9)

    def test_an_open_order_is_overdue_after_its_limit_and_not_on_it(self, office):
        work_order = receive(office)
        assert not WorkOrder.objects.overdue(on=date(2018, 3, 8)).exists()
        assert WorkOrder.objects.overdue(on=date(2018, 3, 9)).get() == work_order

    def test_closing_twice_is_refused(self, office):
        work_order = receive(office)
        actions.close(work_order, result="已处理", by=office.officer, now=NOW)
        with pytest.raises(NotAllowed, match="已办结"):
            actions.close(work_order, result="已处理", by=office.officer, now=NOW)
        with pytest.raises(NotAllowed, match="已办结"):
            actions.assign(work_order, unit=office.other, reason="职责不符", by=office.officer, now=NOW)

    def test_the_officer_does_not_rate_their_own_work(self, office):
        work_order = actions.close(receive(office), result="已处理", by=office.officer, now=NOW)
        with pytest.raises(NotAllowed, match="承办人"):
            actions.rate(work_order, rating=Rating.SATISFIED, by=office.officer, now=NOW)

    def test_rating_waits_for_closing_and_happens_once(self, office):
        work_order = receive(office)
        with pytest.raises(NotAllowed, match="尚未办结"):
            actions.rate(work_order, rating=Rating.SATISFIED, by=office.openness, now=NOW)
        actions.close(work_order, result="已处理", by=office.officer, now=NOW)
        actions.rate(work_order, rating=Rating.SATISFIED, by=office.openness, now=NOW)
        with pytest.raises(NotAllowed, match="已登记"):
            actions.rate(work_order, rating=Rating.DISSATISFIED, by=office.openness, now=NOW)

    def test_assigning_hands_it_to_another_unit(self, office):
        work_order = actions.assign(receive(office), unit=office.other, reason="职责不符", by=office.officer, now=NOW)
        with pytest.raises(NotAllowed):
            actions.close(work_order, result="已处理", by=office.officer, now=NOW)
        assert actions.close(work_order, result="已处理", by=office.stranger, now=NOW).closed_at == NOW

    def test_a_void_order_is_counted_nowhere_and_stays(self, office):
        work_order = receive(office)
        with pytest.raises(NotAllowed):
            actions.void(work_order, reason="重复", by=office.officer, now=NOW)
        actions.void(work_order, reason="重复", by=office.openness, now=NOW)
        assert (WorkOrder.objects.count(), WorkOrder.objects.standing().count()) == (1, 0)

    def test_no_name_or_event_tells_what_the_citizen_wrote(self, office):
        work_order = receive(office, subject="某某住某号")
        actions.close(work_order, result="已答复某某", by=office.officer, now=NOW)
        events = [f"{event}{event.data}{event.reason}" for event in Event.objects.about(work_order)]
        assert not any("某某" in text for text in (str(work_order), work_order.kind_label, *events))

    @pytest.mark.parametrize(
        ("who", "sees"), [("officer", True), ("auditor", True), ("drafter", False), ("stranger", False)]
    )
    def test_only_case_staff_of_the_unit_see_it(self, office, who, sees):
        refusal = policies.can(policies.check_can_see, getattr(office, who), receive(office), on=NOW.date())
        assert (refusal == "") is sees


class TestLedger:
    @pytest.mark.parametrize(
        "wrong", [{"closed_at": NOW}, {"rating": "satisfied"}, {"limit_days": 0}, {"voided_at": NOW}]
    )
    def test_never_holds_what_cannot_be(self, office, wrong):
        work_order = receive(office)
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkOrder.objects.filter(pk=work_order.pk).update(**wrong)


class TestHolidayNotice:
    def test_a_provisional_limit_is_fixed_and_never_brought_forward(self, office, monkeypatch):
        from gongkai.base.calendars.data import carried_calendar
        from gongkai.casework.work_orders import queries
        from gongkai.casework.work_orders.actions import handling

        then = carried_calendar().as_of(date(2018, 11, 1))
        for module in (queries, handling):
            monkeypatch.setattr(module, "calendar", lambda: then)
        work_order = receive(office, datetime(2018, 12, 26, 2, 0, tzinfo=UTC), limit_days=5)
        assert work_order.due_is_provisional
        for module in (queries, handling):
            monkeypatch.setattr(module, "calendar", carried_calendar)
        arrangement_announced.send(sender=Arrangement, arrangement="2019年节假日安排", by=office.openness, now=NOW)
        before, (work_order) = work_order.due_date, WorkOrder.objects.get()
        assert not work_order.due_is_provisional
        assert work_order.due_date == date(2019, 1, 3) >= before


def histories(office):
    rng = Random(1)
    entries = []
    for number in range(12):
        received = NOW + timedelta(days=rng.randrange(-90, 20), minutes=number)
        closed = received + timedelta(days=rng.randrange(9)) if number % 5 else None
        rated = closed + timedelta(hours=30) if closed and number % 4 else None
        entries.append(
            HistoricalWorkOrder(
                unit=office.dept if number % 3 else office.other,
                source=rng.choice(list(Source)),
                category=rng.choice(list(RequestCategory)),
                subject=f"事项{number} ",
                limit_days=rng.choice((3, 5, 10)),
                received_at=received,
                received_by=office.officer if number % 3 else office.stranger,
                closed_at=closed,
                closed_by=office.openness if closed else None,
                result=f"结果{number}" if closed else "",
                rating=rng.choice(list(Rating)) if rated else None,
                rated_at=rated,
                rated_by=office.supervisor if rated else None,
            )
        )
    return entries


def ledger():
    """Everything in it but primary keys: the rows by number, and the events of each."""
    return [
        (
            {**model_to_dict(work_order, exclude=["id"])},
            [
                (event.kind, event.object_name, event.by_key, event.at, event.reason, event.data)
                for event in Event.objects.about(work_order)
            ],
        )
        for work_order in WorkOrder.objects.order_by("number")
    ]


class TestHistory:
    LATER = NOW + timedelta(days=60)

    def test_leaves_the_ledger_the_single_actions_leave(self, office):
        entries = histories(office)
        with transaction.atomic():
            enter_history(entries, by=office.openness, now=self.LATER)
            in_bulk = ledger()
            transaction.set_rollback(True)
        with transaction.atomic():
            for entry in sorted(entries, key=lambda entry: entry.received_at):
                work_order = actions.receive(
                    unit=entry.unit,
                    source=entry.source,
                    category=entry.category,
                    subject=entry.subject,
                    limit_days=entry.limit_days,
                    by=entry.received_by,
                    now=entry.received_at,
                )
                if entry.closed_at:
                    actions.close(work_order, result=entry.result, by=entry.closed_by, now=entry.closed_at)
                if entry.rating:
                    actions.rate(work_order, rating=entry.rating, by=entry.rated_by, now=entry.rated_at)
            one_by_one = ledger()
        assert len(in_bulk) == len(entries)
        assert in_bulk == one_by_one

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"subject": " "}, Refused),
            ({"closed_at": NOW - timedelta(days=1), "closed_by": "officer", "result": "好"}, Refused),
            ({"closed_at": NOW, "result": "好"}, Refused),
            ({"rating": Rating.SATISFIED}, Refused),
            ({"received_at": NOW + timedelta(days=90)}, Refused),
            ({"received_by": "drafter"}, NotAllowed),
            (
                {
                    "closed_at": NOW,
                    "closed_by": "officer",
                    "result": "好",
                    "rating": Rating.SATISFIED,
                    "rated_at": NOW,
                    "rated_by": "officer",
                },
                NotAllowed,
            ),
        ],
    )
    def test_one_wrong_entry_keeps_all_out(self, office, changes, refusal):
        sound = {
            "unit": office.dept,
            "source": Source.HOTLINE,
            "category": RequestCategory.INQUIRY,
            "subject": "咨询",
            "limit_days": 5,
            "received_at": NOW,
            "received_by": office.officer,
        }
        people = {key: getattr(office, who) for key, who in changes.items() if key.endswith("_by")}
        with pytest.raises(refusal):
            enter_history(
                [HistoricalWorkOrder(**sound), HistoricalWorkOrder(**(sound | changes | people))],
                by=office.openness,
                now=self.LATER,
            )
        assert not WorkOrder.objects.exists()

    def test_is_entered_by_the_openness_office_alone(self, office):
        with pytest.raises(NotAllowed, match="政务公开工作机构"):
            enter_history(histories(office), by=office.officer, now=self.LATER)

    def test_takes_no_more_statements_for_more_orders(self, office, django_assert_max_num_queries):
        entries = histories(office) * 20
        with django_assert_max_num_queries(30):
            enter_history(entries, by=office.openness, now=self.LATER)
