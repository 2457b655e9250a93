from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from gongkai.publishing.catalogue.actions import define_kind, open_column, take_numbers
from gongkai.publishing.catalogue.choices import ColumnGroup
from gongkai.publishing.catalogue.models import Column, Kind, NumberSeries

THREADS, EACH = 16, 5


def serials(numbers):
    return sorted(int(number.rsplit("-", 1)[1]) for number in numbers)


@pytest.mark.django_db
def test_numbers_follow_each_other_within_a_prefix_and_a_year():
    assert take_numbers("440404117", 2018) == ["440404117/2018-00001"]
    assert take_numbers("440404117", 2018, 2) == ["440404117/2018-00002", "440404117/2018-00003"]
    assert take_numbers("440404117", 2019) == ["440404117/2019-00001"]
    assert take_numbers("440404201", 2018) == ["440404201/2018-00001"]


@pytest.mark.django_db
def test_the_hundred_thousandth_number_is_only_longer():
    take_numbers("DJ", 2018, 99_999)
    assert take_numbers("DJ", 2018) == ["DJ/2018-100000"]


@pytest.mark.django_db(transaction=True)
def test_a_number_taken_by_an_act_that_failed_is_given_to_the_next():
    with transaction.atomic():
        take_numbers("DJ", 2018, 3)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert take_numbers("DJ", 2018) == ["DJ/2018-00001"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no row locks to ask for")
def test_a_number_is_never_taken_outside_a_transaction():
    with pytest.raises(TransactionManagementError):
        take_numbers("DJ", 2018)


def test_sixteen_at_once_leave_no_gap_and_no_double(at_once):
    def take():
        taken = []
        for attempt in range(EACH):
            with transaction.atomic():
                taken += take_numbers("DJ", 2018, 1 + attempt % 2)
            with transaction.atomic():  # an act that fails in between
                take_numbers("DJ", 2018)
                transaction.set_rollback(True)
        return taken

    taken = [number for numbers in at_once([take] * THREADS) for number in numbers]
    assert serials(taken) == list(range(1, len(taken) + 1))
    assert len(taken) == THREADS * 7
    assert NumberSeries.objects.get().last == len(taken)


@pytest.mark.django_db
def test_defining_again_renames_and_keeps_the_code(founder, now, kind, column):
    assert define_kind(code="notice", name="公告", order=2, by=founder, now=now).pk == kind.pk
    again = open_column(slug="notices", name="公告栏", group=ColumnGroup.NEWS, order=1, by=founder, now=now)
    assert again.pk == column.pk
    assert (Kind.objects.get().name, Column.objects.get().name) == ("公告", "公告栏")
