"""Announcing a year's arrangement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.law.calendar import YearArrangement

from . import choices, policies
from .data import notices
from .models import Arrangement, ArrangementDay, arrangement_announced


@transaction.atomic
def announce(
    *,
    year: int,
    notice_number: str,
    notice_title: str,
    notice_date: date,
    off: Mapping[date, str],
    working: Mapping[date, str],
    by: User,
    now: datetime,
) -> Arrangement:
    """Record a notice of days off as the next version of its year, and tell the rooms above that limits may move.

    ``off`` and ``working`` map the days the notice names to their festival; a notice that changes part of a year is
    recorded with the whole year said again. NotAllowed without the right; Refused when the days contradict each other
    or lie outside the year, or when nothing would change.
    """
    policies.check_can_announce(by)
    latest = Arrangement.objects.select_for_update().filter(year=year).order_by("-version").first()
    if latest and notice_date < latest.notice_date:
        raise Refused(_("该通知早于已录入的%(arrangement)s，不能取代它。") % {"arrangement": latest})
    try:
        said = YearArrangement(
            year=year,
            version=latest.version + 1 if latest else 1,
            notice=notice_number,
            published=notice_date,
            off=off,
            working=working,
        )
    except ValueError as error:
        raise Refused(str(error)) from error
    if latest and (latest.as_law().off, latest.as_law().working) == (said.off, said.working):
        raise Refused(_("内容与已录入的%(arrangement)s相同。") % {"arrangement": latest})
    return _record(said, title=notice_title, by=by, now=now)


@transaction.atomic
def load_arrangements(*, by: User, now: datetime) -> list[Arrangement]:
    """Record every notice the project carries that is not recorded yet; for set-up, and harmless when run again."""
    recorded = set(Arrangement.objects.values_list("year", "version"))
    return [
        _record(notice.arrangement, title=notice.title, by=by, now=now)
        for notice in notices()
        if (notice.arrangement.year, notice.arrangement.version) not in recorded
    ]


def _record(said: YearArrangement, *, title: str, by: User, now: datetime) -> Arrangement:
    arrangement = Arrangement.objects.create(
        year=said.year,
        version=said.version,
        notice_number=said.notice,
        notice_title=title,
        notice_date=said.published,
        digest=said.digest,
        announced_by=by,
        announced_at=now,
    )
    ArrangementDay.objects.bulk_create(
        ArrangementDay(arrangement=arrangement, date=day, is_working=is_working, name=name)
        for is_working, days in ((False, said.off), (True, said.working))
        for day, name in sorted(days.items())
    )
    record(choices.ARRANGEMENT_ANNOUNCED, arrangement, by=by, at=now, year=said.year, version=said.version)
    arrangement_announced.send(sender=Arrangement, arrangement=arrangement, by=by, now=now)
    return arrangement
