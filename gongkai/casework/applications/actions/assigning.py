"""批量交办: many cases to one unit, each by itself with its own refusal, in steps that may be killed at any instant and go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import NotAllowed, Refusal, Refused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..models import Application, Assignment, AssignmentLine
from .parts import assign

#: Outbox topic; the payload is ``{"number": …}``.
ASSIGNMENT_TOPIC = "applications.assign"
#: The series of what was given out at once.
ASSIGNMENTS = "PJ"
#: Cases one call of ``continue_assignment`` goes through: well within a worker's lease.
STEP = 20
#: Cases one assignment may hold.
MOST = 1000


@transaction.atomic
def start_assignment(
    applications: Sequence[Application], *, unit: Unit, officer: User | None, days: int, by: User, now: datetime
) -> Assignment:
    """Take note of which cases are to be given to whom; a worker does it. Refused at once when it would fit none of them."""
    if not applications:
        raise Refused(_("请先选择申请。"))
    if len(applications) > MOST:
        raise Refused(_("一次最多选 %(most)d 件，已选 %(count)d 件。") % {"most": MOST, "count": len(applications)})
    policies.check_can_assign_many(by, applications, on=localdate(now))
    if days < 1:
        raise Refused(_("办理时间不少于1个工作日。"))
    if officer is not None and not holds(officer, Role.CASE_OFFICER, unit, on=localdate(now)):
        raise Refused(_("所选的人不是%(unit)s的承办人。") % {"unit": unit})
    assignment = Assignment.objects.create(
        number=take_numbers(ASSIGNMENTS, localdate(now).year)[0],
        unit=unit,
        officer=officer,
        days=days,
        by=by,
        started_at=now,
        total=len(applications),
    )
    AssignmentLine.objects.bulk_create(
        [AssignmentLine(assignment=assignment, application=application) for application in applications]
    )
    said = _("交%(unit)s，%(total)d 件，%(days)d 个工作日") % {
        "unit": unit,
        "total": len(applications),
        "days": days,
    }
    record(choices.ASSIGNMENT_STARTED, assignment, by=by, at=now, reason=said)
    _wake(assignment, now=now)
    return assignment


@transaction.atomic
def stop_assignment(assignment: Assignment, *, by: User, now: datetime) -> Assignment:
    """Leave the rest of the cases as they are. What was given out stays given out."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.by_id != by.pk:
        raise NotAllowed(_("批量交办由发起人停止。"))
    if assignment.finished_at is not None:
        raise NotAllowed(_("该批量交办已经结束。"))
    assignment.stopped_at = assignment.finished_at = now
    assignment.save(update_fields=["stopped_at", "finished_at"])
    record(choices.ASSIGNMENT_STOPPED, assignment, by=by, at=now)
    return assignment


def continue_assignment(assignment: Assignment, *, by: User, now: datetime) -> Assignment:
    """Go through the next cases and, when some are left, ask to be called again. Each case is one transaction with its line."""
    for pk in list(assignment.lines.filter(done_at=None).order_by("pk").values_list("pk", flat=True)[:STEP]):
        _one(assignment, pk, by=by, now=now)
    return _note(assignment, now=now)


@transaction.atomic
def _one(assignment: Assignment, line_pk: int, *, by: User, now: datetime) -> None:
    locked = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "officer").get(pk=assignment.pk)
    line = AssignmentLine.objects.select_related("application").get(pk=line_pk)
    if locked.finished_at is not None or line.done_at is not None:
        return
    try:
        with transaction.atomic():
            assign(line.application, unit=locked.unit, officer=locked.officer, days=locked.days, by=by, now=now)
    except Refusal as refusal:
        line.refusal = str(refusal)[:300]
    line.done_at = now
    line.save(update_fields=["done_at", "refusal"])
    locked.done += 1
    locked.save(update_fields=["done"])


@transaction.atomic
def _note(assignment: Assignment, *, now: datetime) -> Assignment:
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.finished_at is None and assignment.done == assignment.total:
        assignment.finished_at = now
        assignment.save(update_fields=["finished_at"])
    elif assignment.finished_at is None:
        _wake(assignment, now=now)
    return assignment


def _wake(assignment: Assignment, *, now: datetime) -> None:
    enqueue(ASSIGNMENT_TOPIC, f"assignment:{assignment.number}", now=now, number=assignment.number)
