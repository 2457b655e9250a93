"""Cases as the rows of a list: what a line shows and nothing else, without making a record of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import F, QuerySet, Value

from gongkai.base.accounts.models import User

from ..models import Application, ApplicationQuerySet, Part
from .cases import ways_to_see


class Row(NamedTuple):
    """One case of a list. ``waits`` is the act that waits (``choices.Waits``), empty on lists that do not say."""

    pk: int
    number: str
    unit_name: str
    channel: str
    arrived_date: date
    received_date: date | None
    due_date: date | None
    due_is_provisional: bool
    paused_date: date | None
    status: str
    voided_at: datetime | None
    waits: str


def rows_of(applications: ApplicationQuerySet) -> QuerySet[Application, Row]:
    """The cases of a queryset as rows, in its order."""
    told: Any = applications.annotate(unit_name=F("unit__short_name"))
    if "waits" not in applications.query.annotations:
        told = told.annotate(waits=Value(""))
    rows: QuerySet[Application, Row] = told.values_list(*Row._fields, named=True)
    return rows


def register_rows(user: User, *, on: date, narrowed: Mapping[str, Any]) -> QuerySet[Application, Row]:
    """Every case the user may see, void ones too, as far as it meets ``narrowed`` (look-ups of the model); the latest first.

    Each way to see a case is a list of its own, and the database lays them together: told "to this unit, or with a part for it" it would
    walk through everybody's cases for a page of one department's.
    """
    ways = [rows_of(Application.objects.filter(way, **narrowed)) for way in ways_to_see(user, on=on)]
    together = ways[0].union(*ways[1:], all=True) if len(ways) > 1 else ways[0]
    return together.order_by("-received_date", "-pk")


def row_of(application: Application) -> Row:
    """One case, read with its unit, as a row."""
    own = {name: getattr(application, name) for name in Row._fields if name not in ("unit_name", "waits")}
    return Row(**own, unit_name=application.unit.short_name, waits="")


def parts_told(application_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Who deals with parts of these cases, unit and person in words, the earliest limit first. One query."""
    told: dict[int, list[str]] = defaultdict(list)
    if application_ids:
        parts = Part.objects.filter(application__in=application_ids, done_date=None, returned_date=None)
        for pk, unit, name, username in parts.order_by("due_date", "pk").values_list(
            "application_id", "unit__short_name", "officer__name", "officer__username"
        ):
            told[pk].append(f"{unit} {name or username or ''}".strip())
    return told
