"""Where an item stands on its way through review, and who is asked next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.organisations.models import UnitQuerySet
from gongkai.base.organisations.queries import units_of, visible_units
from gongkai.law.vocabulary import Openness, Role
from gongkai.publishing.catalogue.choices import ONE_LEVEL

from ..choices import WRITING, ApprovalMode, ClearanceAnswer, Status
from ..models import Approval, Clearance, InformationItem, InformationItemQuerySet, Submission


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a submission: its place from 1, what it is called, whose it is, and the consent given there, if any."""

    number: int
    name: str
    role: Role
    approval: Approval | None


def levels_of(item: InformationItem) -> list[str]:
    """The roles whose consent the item's column asks for, lowest level first; one approver where it asks for nothing."""
    return list((item.column and item.column.review) or ONE_LEVEL)


def level_name(number: int, of: int) -> str:
    """What officials call the level: 审批 alone, 初审 and 终审, with 复审 between them."""
    if of == 1:
        return _("审批")
    if number == 1:
        return _("初审")
    if number == of:
        return _("终审")
    return _("复审") if of == 3 else _("复审（第%(number)d级）") % {"number": number}


def last_submission(item: InformationItem) -> Submission | None:
    """The submission under way, or the last one there was; None before the first."""
    return item.submissions.order_by("-serial").first()


def course(submission: Submission) -> list[Level]:
    """Every level of a submission, with the consents that stand."""
    given = {
        approval.level: approval
        for approval in submission.approvals.standing().select_related("by", "on_behalf_of", "paper_scan")
    }
    roles = submission.roles
    return [
        Level(number, level_name(number, len(roles)), Role(role), given.get(number))
        for number, role in enumerate(roles, 1)
    ]


def next_level(submission: Submission) -> Level | None:
    """The lowest level without a consent; None when all are given."""
    return next((level for level in course(submission) if level.approval is None), None)


def engaged(submission: Submission) -> dict[int, str]:
    """Who has already had a say in a submission, in their own name or through a deputy: user pk → what they did."""
    said: dict[int, str] = {}
    for level in course(submission):
        if level.approval is not None and level.approval.mode == ApprovalMode.SYSTEM:
            for person in (level.approval.by_id, level.approval.on_behalf_of_id):
                if person is not None:
                    said[person] = level.name
    for reviewer in (submission.secrecy_reviewed_by_id, submission.secrecy_on_behalf_of_id):
        if reviewer is not None:
            said[reviewer] = _("保密审查")
    return said


def standing_clearances(item: InformationItem) -> list[Clearance]:
    """The last question to each organ of each kind, without those that were dropped."""
    last = {
        (clearance.kind, clearance.organ): clearance
        for clearance in item.clearances.exclude(answer=ClearanceAnswer.DROPPED).order_by("pk")
    }
    return list(last.values())


def hindering_clearance(item: InformationItem, submission: Submission | None) -> Clearance | None:
    """The first clearance for which the secrecy review can not be finished.

    One without an answer; one that says no while the item is not withheld; one that says "in part" after the text was submitted, for the
    text can not have been changed accordingly yet.
    """
    for clearance in standing_clearances(item):
        if not clearance.answer:
            return clearance
        if item.openness == Openness.WITHHELD:
            continue
        if clearance.answer == ClearanceAnswer.DISAGREE:
            return clearance
        if clearance.answer == ClearanceAnswer.PARTLY and (
            submission is None or clearance.recorded_at is None or submission.submitted_at <= clearance.recorded_at
        ):
            return clearance
    return None


def review_queue(user: User, *, on: date) -> InformationItemQuerySet:
    """What waits for this person, over all columns and units, longest first: secrecy reviews, every level, publications.

    Without what they wrote and what they have already had a say in. ``waiting_since`` and ``waiting_role`` stand on every row.
    """
    underway = Submission.objects.filter(item=OuterRef("pk")).order_by("-serial")
    mine = Q(pk__in=[])
    for role in Role:
        units = units_of(user, role, on=on)
        if role == Role.SECRECY_REVIEWER:
            mine |= Q(status=Status.SUBMITTED, unit__in=units)
            continue
        mine |= Q(status=Status.SECRECY_REVIEWED, waiting_role=role, unit__in=units)
        if role in (Role.APPROVER, Role.OPENNESS_OFFICE):
            mine |= Q(status=Status.APPROVED, unit__in=units)
    return (
        InformationItem.objects.filter(status__in=(Status.SUBMITTED, Status.SECRECY_REVIEWED, Status.APPROVED))
        .annotate(
            waiting_role=Subquery(underway.values("waiting_role")[:1]),
            waiting_since=Subquery(underway.values("waiting_since")[:1]),
        )
        .filter(mine)
        .exclude(_written_by(user))
        .exclude(Q(status=Status.SECRECY_REVIEWED) & _decided_by(user))
        .order_by(F("waiting_since").asc(nulls_first=True), "pk")
    )


def asked_for(items: Iterable[InformationItem]) -> dict[int, str]:
    """What each of these items waits for: 保密审查, 初审, 终审, 发布; item pk → name. Two queries for all of them."""
    items = list(items)
    submissions = {
        submission.item_id: submission
        for submission in Submission.objects.filter(item__in=items)
        .annotate(given=Count("approvals", filter=Q(approvals__undone_at=None)))
        .order_by("serial")
    }
    asked = {}
    for item in items:
        submission = submissions.get(item.pk)
        if item.status == Status.SUBMITTED:
            asked[item.pk] = _("保密审查")
        elif item.status == Status.SECRECY_REVIEWED and submission is not None:
            asked[item.pk] = level_name(submission.given + 1, len(submission.roles))
        else:
            asked[item.pk] = _("发布") if item.status == Status.APPROVED else ""
    return asked


def clearances_waiting(units: UnitQuerySet) -> QuerySet[Clearance]:
    """Questions to other organs that are not answered yet, of these units' items, longest first."""
    return (
        Clearance.objects.unanswered()
        .filter(item__unit__in=units, item__status__in=(Status.DRAFT, Status.SUBMITTED))
        .select_related("item__unit", "asked_by")
        .order_by("asked_date", "pk")
    )


def visible_clearances(user: User, *, on: date) -> QuerySet[Clearance]:
    """Unanswered questions about items of units whose work the user may see."""
    return clearances_waiting(visible_units(user, on=on))


def _written_by(user: User) -> Q:
    written = Event.objects.filter(
        object_type=InformationItem._meta.label_lower,
        object_key=Cast(OuterRef("pk"), CharField()),
        kind__in=WRITING,
        by_key=str(user.pk),
    )
    return Q(drafted_by=user) | Q(Exists(written))


def _decided_by(user: User) -> Q:
    consented = Approval.objects.standing().filter(
        submission__item=OuterRef("pk"), submission__outcome="", mode=ApprovalMode.SYSTEM, by=user
    )
    return Q(secrecy_reviewed_by=user) | Q(Exists(consented))
