"""Disclosure guides that nobody has touched for too long."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure import queries
from gongkai.publishing.disclosure.models import InformationItem

from .rows import SHOWN, Row, Worklist


def guides(user: User, *, on: date) -> list[Worklist]:
    """For who drafts and for the openness office (条例 art. 53(2)); no list at all for whom none waits."""
    stale = queries.stale_guides(units_of(user, Role.DRAFTER, Role.OPENNESS_OFFICE, on=on), on=on)
    rows = [_row(item) for item in stale[:SHOWN]]
    if not rows:
        return []
    total = stale.count() if len(rows) == SHOWN else len(rows)
    more = reverse("disclosure:guides") if total > len(rows) else ""
    return [Worklist("guides", _("公开指南应核对更新"), "", rows, total, more)]


def _row(item: InformationItem) -> Row:
    series, _slash, serial = item.registration.partition("/")
    url = reverse("disclosure:item", kwargs={"series": series, "serial": serial})
    at = item.changed_at or item.published_at
    assert at is not None
    state = _("%(unit)s，%(day)s 以后没有更新") % {"unit": item.unit.short_name, "day": localdate(at).isoformat()}
    return Row(item.title, str(item), state, _("去核对"), url)
