"""Old addresses lead on: the table of them, and a column that moved with all its months."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.publishing.catalogue import pages as catalogue_pages
from gongkai.publishing.catalogue.actions import COLUMN_TOPIC, REDIRECTS_TOPIC
from gongkai.publishing.catalogue.models import Column

from ..bakery import oven
from ..models import ShelfMonth
from ..queries import PART, Group, of_column
from .notice import bakes
from .publication import bake_front, bake_month, bake_shelf, parts_of


@bakes(REDIRECTS_TOPIC)
def bake_redirects(payload: dict[str, Any]) -> None:
    """The table of old addresses changed."""
    with oven(now=timezone.now()) as baker:
        baker.put_all(catalogue_pages.redirects())


@bakes(COLUMN_TOPIC)
def bake_column(payload: dict[str, Any]) -> None:
    """A column has another address: all of it stands there, nothing at the old one, which leads on.

    The pages of its items still name the old address and are not touched: one visit more on the way, however many they are.
    """
    column = Column.objects.select_related("parent__parent").get(slug=payload["column"])
    place = of_column(column)
    with oven(now=timezone.now()) as baker:
        for counted in ShelfMonth.objects.filter(group=Group.COLUMNS, slug=place.slug):
            bake_month(baker, place, counted.month, first=1, last=parts_of(counted, PART))
        bake_shelf(baker, place)
        if column.parent is not None:
            bake_shelf(baker, of_column(column.parent))
        if payload["left"] not in {one.address for one in Column.objects.all()}:
            baker.keep_only(f"{Group.COLUMNS}/{payload['left']}", ())
        baker.put_all(catalogue_pages.redirects())
        bake_front(baker)
