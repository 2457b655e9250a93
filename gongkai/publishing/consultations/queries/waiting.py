"""What waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..choices import HANDLING, TAKING, Status
from ..models import Consultation


@dataclass(frozen=True, slots=True)
class Waiting:
    """A consultation that waits for somebody: what for, as a sentence and as the name of the act; ``overdue`` when its day is past."""

    consultation: Consultation
    state: str
    act: str
    overdue: bool = False


def result_due(consultation: Consultation) -> date | None:
    """The last day to publish the result by the house's own rule: so many calendar days after the term; None without a term."""
    if consultation.closes_date is None:
        return None
    days: int = settings.GONGKAI_CONSULTATION_RESULT_DAYS
    return consultation.closes_date + timedelta(days=days)


def waiting_for(user: User, *, on: date) -> list[Waiting]:
    """Overdue results first, then what is to be reviewed, approved, disposed of, and published. A fixed number of queries."""
    found = [*_to_pass(user, on=on), *_to_handle(user, on=on)]
    return sorted(found, key=lambda each: (not each.overdue, each.consultation.pk))


def _to_pass(user: User, *, on: date) -> Iterator[Waiting]:
    steps = (
        (Status.SUBMITTED, Role.SECRECY_REVIEWER, _("待保密审查"), _("去审查")),
        (Status.REVIEWED, Role.APPROVER, _("待审批"), _("去审批")),
    )
    for status, role, state, act in steps:
        units = units_of(user, role, on=on)
        found = Consultation.objects.filter(status=status, unit__in=units).exclude(drafted_by=user)
        for consultation in found.select_related("unit").order_by("submitted_at", "pk"):
            yield Waiting(consultation, state, act)


def _to_handle(user: User, *, on: date) -> Iterator[Waiting]:
    handled = set(units_of(user, *HANDLING, on=on).values_list("pk", flat=True))
    approved = set(units_of(user, Role.APPROVER, Role.OPENNESS_OFFICE, on=on).values_list("pk", flat=True))
    waiting = Count("comments", filter=Q(comments__disposition=None))
    found = Consultation.objects.filter(status__in=TAKING, unit__in=handled | approved)
    for consultation in found.select_related("unit").annotate(undisposed=waiting).order_by("closes_date", "pk"):
        due = result_due(consultation)
        undisposed = getattr(consultation, "undisposed")  # noqa: B009  an annotation
        overdue = consultation.status == Status.CLOSED and due is not None and due < on
        state, act = "", _("去处理意见")
        if undisposed and (consultation.unit_id in handled or overdue):
            state = _("%(count)d 条意见待处理") % {"count": undisposed}
        elif consultation.status == Status.CLOSED and not undisposed:
            state, act = _("意见已处理完，待公布采纳情况"), _("去公布")
        if overdue:
            late = _("采纳情况应于 %(due)s 前公布，已逾期") % {"due": due}
            state = f"{late}，{state}" if state else late
        if state:
            yield Waiting(consultation, state, act, overdue)
