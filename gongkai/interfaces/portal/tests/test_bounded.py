"""One publication asks and writes as much in an archive of ten as in one of a thousand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.interfaces.portal.bakery import Oven
from gongkai.interfaces.portal.tasks import rebuilding
from gongkai.interfaces.portal.tasks.publication import bake_item
from gongkai.publishing.catalogue.queries import page_path
from gongkai.publishing.disclosure import pages as disclosure_pages
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

pytestmark = pytest.mark.django_db


def enlarge(item, size, *, now):
    """An archive of so many items: copies of this one, over the two years before it."""
    have = InformationItem.objects.public().count()
    copies = []
    for n in range(have, size):
        copy = InformationItem.objects.get(pk=item.pk) if not copies else copies[0]
        values = {field.attname: getattr(copy, field.attname) for field in InformationItem._meta.concrete_fields}
        values |= {"id": None, "registration": f"copy-{n}", "number": f"440404999/2015-{n:05d}"}
        values["published_at"] = item.published_at - timedelta(days=31 + 30 * (n % 10), minutes=n)
        copies.append(InformationItem(**values))
    InformationItem.objects.bulk_create(copies, batch_size=200)
    rebuilding._count_months(now)


def test_the_archive_may_be_a_hundred_times_as_large(make_item, key_area, bake, tree, now, monkeypatch):
    first = make_item(Status.PUBLISHED, key_areas=(key_area,))
    bake()
    written = []
    write = Oven._write
    monkeypatch.setattr(
        Oven, "_write", lambda self, target, *a, **k: (written.append(target), write(self, target, *a, **k))
    )

    def one_more(size):
        enlarge(first, size, now=now)
        bake_item({"number": first.number})  # what the copies change on the shelves is not part of what is measured
        item = make_item(Status.PUBLISHED, key_areas=(key_area,))
        written.clear()
        with CaptureQueriesContext(connection) as captured:
            bake_item({"number": item.number})
        return len(captured), len(written)

    small, large = one_more(10), one_more(1000)
    assert small == large
    assert small[1] < 60


def test_baking_a_range_of_items_asks_as_often_for_two_as_for_forty(make_item, key_area, bake, now):
    first = make_item(Status.PUBLISHED, key_areas=(key_area,))
    enlarge(first, 42, now=now)
    keys = list(InformationItem.objects.public().order_by("pk").values_list("pk", flat=True))
    asked = []
    for last in (keys[1], keys[41]):
        with CaptureQueriesContext(connection) as captured:
            baked = [item for item, _outputs in disclosure_pages.of_keys(keys[0], last)]
        asked.append(len(captured))
    assert len(baked) == 42
    assert asked[0] == asked[1]
    assert baked[-1].path == page_path(baked[-1].number)
