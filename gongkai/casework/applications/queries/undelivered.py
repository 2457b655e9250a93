"""Notices that never reached their applicant, for those who can tell them in another way."""

from __future__ import annotations

from datetime import date

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..models import Application, Notice, NoticeQuerySet

#: What is ciphertext, of the notice and of its message: no list opens it.
_SEALED = ("note", "message__recipient", "message__subject", "message__body")


def undelivered_notices(user: User, *, on: date) -> NoticeQuerySet:
    """Those of cases the user deals with about which nothing was done yet, the oldest first, each with its case and its message."""
    return _of(user, on=on).undelivered().order_by("failed_at", "pk")


def settled_notices(user: User, *, on: date) -> NoticeQuerySet:
    """Those of cases the user deals with about which something was done, the latest first."""
    return _of(user, on=on).settled().select_related("settled_by").order_by("-settled_at", "-pk")


def notices_of(application: Application) -> list[Notice]:
    """All that its applicant was told by message, in order: an address names one by its place."""
    related = ("message", "settled_by")
    ones = list(application.notices.select_related(*related).defer(*_SEALED).order_by("pk"))
    for one in ones:
        one.application = application
    return ones


def places_of(notices: list[Notice]) -> list[int]:
    """The place of each among the notices of its case, counted from one; one query."""
    cases = {notice.application_id for notice in notices}
    seen: dict[int, list[int]] = {}
    for case, key in Notice.objects.filter(application__in=cases).order_by("pk").values_list("application_id", "pk"):
        seen.setdefault(case, []).append(key)
    return [seen[notice.application_id].index(notice.pk) + 1 for notice in notices]


def _of(user: User, *, on: date) -> NoticeQuerySet:
    # By their keys, asked for once: see ``visible_applications``.
    units = list(units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on).values_list("pk", flat=True))
    found = Notice.objects.of_units(units).select_related("application__unit", "message")
    return found.defer(*_SEALED)
