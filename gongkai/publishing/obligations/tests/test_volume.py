"""A whole city's catalogues: 5,000 rows borne by 20 units, 20,000 occasions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.base.organisations.queries import visible_units
from gongkai.publishing.obligations import queries
from gongkai.publishing.obligations.choices import How, OccasionKind, Status
from gongkai.publishing.obligations.models import Fulfilment, Obligation, Occasion

from .conftest import SUBJECT
from .test_desk import MORNING

pytestmark = pytest.mark.django_db
ROWS, UNITS, OCCASIONS = 5_000, 20, 20_000
LIMITS = ("信息形成之日起20个工作日内", "及时公开", "每年1月31日前", "本级人大批准后20日内")


@pytest.fixture
def city(open_catalogue, load, bear, found_unit, zone, drafter, now):
    catalogue = open_catalogue("city")
    edition = load(
        catalogue,
        [{"一级事项": f"事项{n // 100}", "二级事项": f"第{n}项", "公开时限": LIMITS[n % 4]} for n in range(ROWS)],
    )
    assert edition.added == ROWS
    units = [found_unit(str(300 + n), f"第{n}局", parent=zone) for n in range(UNITS)]
    bear(catalogue, *units, text=SUBJECT)
    rows = list(Obligation.objects.filter(limit_text=LIMITS[0]).order_by("row"))
    first = date(2018, 1, 2)
    Occasion.objects.bulk_create(
        [
            Occasion(
                number=f"SX/2018-{n:06d}", obligation=(row := rows[n % len(rows)]),
                catalogue=catalogue, row=row.row, unit=units[n % UNITS], kind=OccasionKind.EVENT,
                title=f"事由{n}", events={"formed": (day := first + timedelta(days=n % 150)).isoformat()},
                started_date=day, due_date=day + timedelta(days=28), recorded_by=drafter, recorded_at=now,
            )
            for n in range(OCCASIONS)
        ],
        batch_size=1000,
    )  # fmt: skip
    Fulfilment.objects.bulk_create(
        [
            Fulfilment(
                occasion=each, how=How.PHOTOGRAPH, carrier="website", place="网站", met_date=each.started_date,
                recorded_by=drafter, recorded_at=now,
            )
            for each in Occasion.objects.order_by("pk")[: OCCASIONS // 2]
        ],
        batch_size=1000,
    )  # fmt: skip
    return catalogue


def test_a_citys_lists_cost_a_bounded_number_of_queries(city, supervisor, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MORNING)
    today = MORNING.date()
    selection = queries.Selection(visible_units(supervisor, on=today))
    counts = queries.tally(selection, on=today)
    assert counts[Status.MET] == OCCASIONS // 2
    assert counts[Status.LATE] + counts[Status.DUE] == OCCASIONS // 2
    assert counts[Status.NOT_CHECKABLE] == ROWS // 4 * UNITS
    met_pairs = Occasion.objects.values("obligation", "unit").distinct().count()
    assert counts[Status.WAITING] == ROWS * 3 // 4 * UNITS - met_pairs
    client = Client()
    client.force_login(supervisor)
    for status in Status:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(reverse("obligations:list") + f"?status={status}&p=7")
        assert response.status_code == 200
        assert sum('"obligations_' in query["sql"] for query in asked) <= 8, status
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("obligations:matrix")).status_code == 200
    assert sum('"obligations_' in query["sql"] for query in asked) <= 3


def test_every_period_of_a_city_is_found_in_four_queries(city, django_assert_num_queries):
    with django_assert_num_queries(3):
        pending = list(queries.periods_to_open(on=date(2019, 1, 1)))
    assert len(pending) == ROWS // 4 * UNITS
