"""Notices that never reached their applicant, for those who can tell them in another way."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.messages.queries import why_given_up
from gongkai.casework.applications import queries

from .rows import SHOWN, Row, Worklist


def undelivered(user: User, *, on: date) -> list[Worklist]:
    """The oldest first; no list where there is none. It names nobody."""
    found = queries.undelivered_notices(user, on=on)
    ones = list(found[:SHOWN])
    rows = []
    for one, place in zip(ones, queries.places_of(ones) if ones else [], strict=True):
        series, _slash, serial = one.application.number.partition("/")
        url = reverse("applications:notice", kwargs={"series": series, "serial": serial, "place": place})
        state = _("%(unit)s，%(way)s，%(day)s停止发送：%(why)s") % {
            "unit": one.application.unit.short_name,
            "way": one.message.get_channel_display(),
            "day": localdate(one.failed_at),
            "why": why_given_up(one.message),
        }
        title = _("%(what)s通知") % {"what": one.get_about_display()}
        rows.append(Row(title, one.application.number, state, _("另行告知"), url))
    total = found.count() if len(rows) == SHOWN else len(rows)
    return (
        [Worklist("undelivered", _("未送达的通知"), "", rows, total, reverse("applications:undelivered"))]
        if rows
        else []
    )
