"""Passing an item on: submission, secrecy review, level after level of consent, and the ways back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.actions import enqueue
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.models import StoredFile
from gongkai.base.files.policies import accepted
from gongkai.base.organisations.queries import stands_in_for
from gongkai.law.vocabulary import Openness, Role
from gongkai.publishing.catalogue.choices import PROPOSAL_KIND
from gongkai.publishing.catalogue.policies import check_line

from .. import choices, policies
from ..choices import ApprovalMode, Provision, Status, SubmissionOutcome
from ..models import Approval, InformationItem, Submission
from ..policies import check_fits, check_names_nobody
from ..queries import Level, levels_of, next_level
from .announcing import PROPOSALS_TOPIC
from .screening import forget_findings, screen


def submit(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Send a complete draft to secrecy review.

    It is screened first, in a transaction of its own: what is found stays to be decided though the submission is refused.
    """
    policies.check_complete(by, InformationItem.objects.get(pk=item.pk), on=localdate(now))
    screen(item, by=by, now=now)
    return _submit(item, by=by, now=now)


@transaction.atomic
def _submit(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_submit(by, item, on=localdate(now))
    item.status, item.submitted_at = Status.SUBMITTED, now
    item.save(update_fields=["status", "submitted_at"])
    Submission.objects.create(
        item=item,
        serial=item.submissions.count() + 1,
        roles=levels_of(item),
        submitted_by=by,
        submitted_at=now,
        waiting_role=Role.SECRECY_REVIEWER,
        waiting_since=now,
    )
    record(choices.ITEM_SUBMITTED, item, by=by, at=now)
    return item


@transaction.atomic
def review_secrecy(
    item: InformationItem, *, basis: str, by: User, now: datetime, involved: Collection[Provision] = ()
) -> InformationItem:
    """Record that this item was reviewed for every ``Provision`` (条例 art. 17), which of them it touches, and on what basis.

    Item by item, never a batch. What touches one of them is not passed for publication; what touches a state secret is not passed at all.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_review_secrecy(by, item, on=localdate(now))
    if not basis.strip():
        raise Refused(_("请写明保密审查的依据和意见。"))
    check_fits(basis.strip(), "secrecy_basis")
    check_names_nobody(basis, _("保密审查意见"))
    _check_involved(item, involved)
    item.status = Status.SECRECY_REVIEWED
    item.secrecy_reviewed_by, item.secrecy_reviewed_at, item.secrecy_basis = by, now, basis.strip()
    item.save(update_fields=["status", "secrecy_reviewed_by", "secrecy_reviewed_at", "secrecy_basis"])
    submission = _underway(item)
    submission.secrecy_reviewed_by, submission.secrecy_reviewed_at = by, now
    submission.secrecy_on_behalf_of = stands_in_for(by, Role.SECRECY_REVIEWER, item.unit, on=localdate(now))
    submission.provisions = {provision.value: provision in involved for provision in Provision}
    _wait(submission, Role(submission.roles[0]), now=now)
    data = {"involved": sorted(Provision(one).value for one in involved)} if involved else {}
    record(choices.ITEM_SECRECY_REVIEWED, item, by=by, at=now, reason=basis.strip(), **data)
    return item


@transaction.atomic
def return_to_drafter(item: InformationItem, *, reason: str, by: User, now: datetime) -> InformationItem:
    """Send an item back to be mended; what was reviewed and agreed to is reviewed and asked again after that."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_return(by, item, on=localdate(now))
    reason = _reason(reason, _("请写明退回的理由，拟稿人要据此修改。"))
    item.status = Status.DRAFT
    item.submitted_at = item.scheduled_at = None
    item.secrecy_reviewed_by = item.secrecy_reviewed_at = item.approved_by = item.approved_at = None
    item.approval_mode, item.paper_scan = ApprovalMode.SYSTEM, None
    item.secrecy_basis = item.paper_approver = ""
    item.save()
    submission = item.submissions.select_for_update().order_by("-serial").first()
    if submission is not None:
        submission.returned_by, submission.return_reason = by, reason
        _end(submission, SubmissionOutcome.RETURNED, now=now)
    record(choices.ITEM_RETURNED, item, by=by, at=now, reason=reason)
    screen(item, by=by, now=now)
    return item


@transaction.atomic
def send_back(item: InformationItem, *, reason: str, by: User, now: datetime) -> InformationItem:
    """Return an item to the level before: its consent is undone and asked for again; the text stays as it is."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_send_back(by, item, on=localdate(now))
    reason = _reason(reason, _("请写明退回上一级的理由。"))
    submission = _underway(item)
    last = submission.approvals.standing().select_for_update().order_by("-level")[0]
    last.undone_by, last.undone_at, last.undone_reason = by, now, reason
    last.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    _wait(submission, Role(last.role), now=now)
    record(choices.ITEM_SENT_BACK, item, by=by, at=now, reason=reason, level=last.level)
    return item


@transaction.atomic
def approve(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Agree to an item at its next level. After the last one a proactive item may be published, any other is kept and closed."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_approve(by, item, on=localdate(now))
    submission = _underway(item)
    level = _level(submission)
    principal = stands_in_for(by, level.role, item.unit, on=localdate(now))
    given = Approval(submission=submission, level=level.number, role=level.role, by=by, at=now, on_behalf_of=principal)
    name = level.name if principal is None else _("%(level)s，代理%(who)s") % {"level": level.name, "who": principal}
    return _consent(item, submission, given, name)


@transaction.atomic
def record_paper_approval(
    item: InformationItem, *, approver: str, signed: date, scan: StoredFile, by: User, now: datetime
) -> InformationItem:
    """Record a consent signed on paper at the item's next level: ``approver`` is who signed, ``by`` who records it."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_record_paper_approval(by, item, on=localdate(now))
    approver = approver.strip()
    if not approver:
        raise Refused(_("请写明纸质审批的签字人。"))
    check_fits(approver, "paper_approver")
    if signed > localdate(now):
        raise Refused(_("签字日期不能晚于今天。"))
    submission = _underway(item)
    if approver == str(item.drafted_by):
        raise Refused(_("签字人与拟稿人是同一人，不能作为审批。"))
    level = _level(submission)
    others = submission.approvals.standing().select_related("by")
    if approver in {other.paper_approver or str(other.by) for other in others}:
        raise Refused(_("%(approver)s已在其他层级同意过该信息，每级须由不同的人审批。") % {"approver": approver})
    given = Approval(submission=submission, level=level.number, role=level.role, by=by, at=now, mode=ApprovalMode.PAPER)
    given.paper_approver, given.paper_date, given.paper_scan = approver, signed, scan
    signature = _("%(approver)s于%(signed)s签字") % {"approver": approver, "signed": signed.isoformat()}
    return _consent(
        item, submission, given, _("%(level)s，%(signature)s") % {"level": level.name, "signature": signature}
    )


def record_paper_approval_with_scan(
    item: InformationItem, *, approver: str, signed: date, upload: File[bytes], name: str, by: User, now: datetime
) -> InformationItem:
    """Keep the scan that was handed in and record the approval it shows: both or neither."""
    policies.check_can_record_paper_approval(by, item, on=localdate(now))
    looked_over = accepted(upload, name=name)
    with transaction.atomic():
        scan = keep(looked_over, name=name, by=by, now=now)
        return record_paper_approval(item, approver=approver, signed=signed, scan=scan, by=by, now=now)


def forget_review(item: InformationItem, *, by: User, now: datetime) -> None:
    """Blank every word and every scan review left about an item that turned out to be secret; who did what and when stays (保密法 art. 31).

    Part of sealing, which records the act.
    """
    forget_findings(item, by=by, now=now)
    item.submissions.update(return_reason="")
    for submission in item.submissions.all():
        submission.approvals.update(undone_reason="")
        # Without its scan an approval on paper is one no longer; the signature itself says nothing about the text.
        submission.approvals.filter(mode=ApprovalMode.PAPER).delete()
    item.clearances.update(words="", organ="", scan=None)


def _consent(item: InformationItem, submission: Submission, given: Approval, words: str) -> InformationItem:
    """Keep a level's consent and pass the item to the next level, or settle it."""
    given.save()
    by, now = given.by, given.at
    following = next_level(submission)
    data: dict[str, Any] = {"level": given.level, "role": given.role} if len(submission.roles) > 1 else {}
    if given.paper_scan is not None:
        data["sha256"] = given.paper_scan.sha256
    if following is not None:
        kind = choices.ITEM_CONSENTED_ON_PAPER if given.paper_scan else choices.ITEM_CONSENTED
        record(kind, item, by=by, at=now, reason=words, **data)
        _wait(submission, following.role, now=now)
        return item
    item.approved_by, item.approved_at, item.approval_mode = by, now, ApprovalMode(given.mode)
    item.paper_approver, item.paper_scan = given.paper_approver, given.paper_scan
    proactive = item.openness == Openness.PROACTIVE
    item.status = Status.APPROVED if proactive else Status.CLOSED
    item.save()
    kind = choices.ITEM_APPROVED_ON_PAPER if given.paper_scan else choices.ITEM_APPROVED
    plain = not (data or given.on_behalf_of)  # one level, in one's own name: the sentence says it all
    record(kind, item, by=by, at=now, reason="" if plain else words, **data)
    _end(submission, SubmissionOutcome.APPROVED if proactive else SubmissionOutcome.CLOSED, now=now)
    if not proactive:
        record(choices.ITEM_CLOSED, item, by=by, at=now, reason=item.ground_reason or str(item.get_ground_display()))
        forget_findings(item, by=by, now=now)
        if item.kind and item.kind.code == PROPOSAL_KIND:
            enqueue(PROPOSALS_TOPIC, "proposals", now=now)
    return item


def _underway(item: InformationItem) -> Submission:
    return item.submissions.underway().select_for_update().get()


def _level(submission: Submission) -> Level:
    level = next_level(submission)
    assert level is not None, "an item with every consent is settled"
    return level


def _wait(submission: Submission, role: Role, *, now: datetime) -> None:
    submission.waiting_role, submission.waiting_since = role, now
    submission.save()


def _end(submission: Submission, outcome: SubmissionOutcome, *, now: datetime) -> None:
    submission.outcome, submission.ended_at, submission.waiting_role = outcome, now, ""
    submission.waiting_since = now
    submission.save()


def _reason(reason: str, lacking: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(lacking)
    check_line(reason, _("退回理由"), 300, lines=True)
    check_names_nobody(reason, _("退回理由"))
    return reason


def _check_involved(item: InformationItem, involved: Collection[Provision]) -> None:
    if Provision.STATE_SECRET in involved:
        raise Refused(_("涉及国家秘密的信息不能留在本系统：请立即退回拟稿人，改登记为国家秘密，内容会被清除。"))
    if involved and item.openness == Openness.PROACTIVE:
        labels = "、".join(str(Provision(one).label) for one in involved)
        raise Refused(
            _("涉及%(labels)s的信息不能按主动公开通过，请退回拟稿人处理或改为不予公开。") % {"labels": labels}
        )
