"""Index numbers of real items: taken at publication, without a gap or a double, and for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.publishing.catalogue.actions import PatternFields, set_pattern
from gongkai.publishing.catalogue.models import NumberSeries
from gongkai.publishing.disclosure import actions
from gongkai.publishing.disclosure.actions import HistoricalItem, enter_history
from gongkai.publishing.disclosure.choices import Status, WithdrawalKind
from gongkai.publishing.disclosure.models import InformationItem
from gongkai.publishing.transparency_log.models import LogEntry

THREADS = 16


@pytest.mark.django_db
def test_a_number_follows_the_pattern_of_the_unit_and_stands_at_its_own_place(
    department, openness_officer, make_item, now
):
    fields = PatternFields("area_class", "XM02100", "formed", class_code="0101")
    set_pattern(department, fields, since=now.date(), by=openness_officer, now=now)
    item = make_item(Status.PUBLISHED, formed_date=date(2017, 12, 29))
    assert item.number == "XM02100-0101-2017-00001"
    assert item.path == "items/XM02100-0101/2017-00001"
    assert LogEntry.objects.get().number == item.number


@pytest.mark.django_db
def test_the_bulk_path_numbers_as_one_by_one_would(department, openness_officer, drafter, fields, now):
    pattern = PatternFields("local", "ABCD", "formed")
    set_pattern(department, pattern, since=date(2018, 1, 1), by=openness_officer, now=now)
    days = [date(2018, 3, 1), date(2017, 12, 29), date(2018, 2, 1)]
    entries = [
        HistoricalItem(
            department,
            fields(title=f"第{n}件", formed_date=formed, source_name="旧网站"),
            now.replace(month=5, day=1) + timedelta(hours=n),
        )
        for n, formed in enumerate(days)
    ]
    old = HistoricalItem(department, fields(formed_date=date(2017, 5, 1), source_name="旧网站"), now.replace(year=2017))
    numbers = [item.number for item in enter_history([*entries, old], by=drafter, now=now)]
    assert numbers == ["ABCD/2018-00001", "ABCD/2017-00001", "ABCD/2018-00002", "440404117/2017-00001"]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [None, "", "440404117/2018-00009"])
def test_nothing_that_reaches_the_ledger_alters_a_number(number, make_item):
    item = make_item(Status.PUBLISHED)
    before = item.number
    with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
        InformationItem.objects.filter(pk=item.pk).update(number=number)
    item.number = number
    for write in (item.save, lambda: InformationItem.objects.bulk_update([item], ["number"])):
        with pytest.raises(IntegrityError, match="never altered"), transaction.atomic():
            write()
    assert InformationItem.objects.get().number == before


@pytest.mark.django_db
def test_no_action_alters_a_number(make_item, approver, drafter, department, openness_officer, now):
    item = make_item(Status.PUBLISHED)
    number, path = item.number, item.path
    pattern = PatternFields("local", "ABCD")
    set_pattern(department, pattern, since=now.date(), by=openness_officer, now=now)
    item = actions.withdraw(item, kind=WithdrawalKind.ERROR, reason="附表有误", by=approver, now=now)
    item.refresh_from_db()
    assert (item.number, item.path) == (number, path)
    with pytest.raises(NotAllowed):
        actions.publish(item, by=approver, now=now)
    assert make_item(Status.PUBLISHED).number == "ABCD/2018-00001"


def test_sixteen_who_publish_at_once_leave_no_gap_and_no_double_even_when_some_fail(at_once, make_item, approver, now):
    """Each publishes an item of its own; every third transaction is rolled back after the number was taken."""
    items = [make_item(Status.APPROVED, title=f"第{n}件") for n in range(THREADS * 2)]

    def publish(mine):
        def run():
            for place, item in enumerate(mine):
                try:
                    with transaction.atomic():
                        actions.publish(item, by=approver, now=now)
                        if (item.pk + place) % 3 == 0:
                            raise LookupError("the act fails after its number was taken")
                except LookupError:
                    pass

        return run

    calls = [publish(items[n::THREADS]) for n in range(THREADS)]
    assert not [one for one in at_once(calls) if isinstance(one, Refusal)]
    published = InformationItem.objects.filter(status=Status.PUBLISHED)
    numbers = sorted(published.values_list("number", flat=True))
    assert 0 < len(numbers) < len(items)
    assert numbers == [f"440404117/2018-{serial:05d}" for serial in range(1, len(numbers) + 1)]
    assert NumberSeries.objects.get(prefix="440404117").last == len(numbers)
    assert sorted(LogEntry.objects.values_list("number", flat=True)) == numbers
    left = InformationItem.objects.filter(status=Status.APPROVED)
    for item in left:
        actions.publish(item, by=approver, now=now)
    assert NumberSeries.objects.get(prefix="440404117").last == len(items)
