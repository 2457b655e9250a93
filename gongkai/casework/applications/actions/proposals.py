"""依申请公开转主动公开 (art. 44): proposed with what it rests on, decided, and drafted as an item that says nothing of who asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.models import StoredFile
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.catalogue.models import Column, Kind
from gongkai.publishing.disclosure import actions as disclosure
from gongkai.publishing.disclosure.models import InformationItem

from .. import choices, policies
from ..choices import ProposalBasis, ProposalStatus
from ..models import Applicant, Application, Proposal

#: The series of proposals.
PROPOSALS = "JY"


@transaction.atomic
def propose(
    application: Application,
    *,
    title: str,
    basis: ProposalBasis,
    by: User,
    now: datetime,
    others: Sequence[Application] = (),
) -> Proposal:
    """Propose to publish what was given. Several applicants are several people, known apart without being named (art. 44 para. 1)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_propose(by, application, on=localdate(now))
    title = title.strip()
    if not title:
        raise Refused(_("请写明信息名称。"))
    if any(one.unit_id != application.unit_id or one.voided_at for one in others):
        raise Refused(_("申请同一信息的其他申请，须是同一单位受理的有效申请。"))
    people = list(Applicant.objects.filter(application__in=[application.pk, *(one.pk for one in others)]))
    if any(person.name and person.name in title for person in people):
        raise Refused(_("信息名称中不能有申请人的姓名（名称）。"))
    applicants = len({person.fingerprint or person.pk for person in people})
    if basis == ProposalBasis.SEVERAL and applicants < 2:
        raise Refused(_("以多个申请人申请同一信息为由的，须列出其他申请人的申请。"))
    reply = application.replies.filter(returned_at=None, service__isnull=False).order_by("-serial").first()
    proposal = Proposal.objects.create(
        number=take_numbers(PROPOSALS, localdate(now).year)[0],
        unit=application.unit,
        application=application,
        basis=basis,
        applicants=applicants,
        title=title,
        file=reply.redacted_file if reply else None,
        proposed_by=by,
        proposed_at=now,
    )
    proposal.others.set([one for one in others if one.pk != application.pk])
    record(choices.PROPOSAL_MADE, proposal, by=by, at=now, application=application.number, applicants=applicants)
    return proposal


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: User, now: datetime) -> Proposal:
    """Agree to publish: the unit drafts it."""
    proposal = _locked(proposal)
    policies.check_can_decide_proposal(by, proposal, on=localdate(now))
    if proposal.status == ProposalStatus.ACCEPTED:
        raise Refused(_("该建议已经同意，等待起草。"))
    proposal.status, proposal.decided_by, proposal.decided_at = ProposalStatus.ACCEPTED, by, now
    proposal.save(update_fields=["status", "decided_by", "decided_at"])
    record(choices.PROPOSAL_ACCEPTED, proposal, by=by, at=now)
    return proposal


@transaction.atomic
def decline_proposal(proposal: Proposal, *, reason: str, by: User, now: datetime) -> Proposal:
    """Leave it on request, and say why."""
    proposal = _locked(proposal)
    policies.check_can_decide_proposal(by, proposal, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明不采纳的理由。"))
    proposal.status, proposal.decided_by, proposal.decided_at = ProposalStatus.DECLINED, by, now
    proposal.decline_reason = reason.strip()
    proposal.save(update_fields=["status", "decided_by", "decided_at", "decline_reason"])
    record(choices.PROPOSAL_DECLINED, proposal, by=by, at=now, reason=reason.strip())
    return proposal


@transaction.atomic
def draft_proposal(
    proposal: Proposal, *, kind: Kind, column: Column, formed_date: date, by: User, now: datetime
) -> InformationItem:
    """Start an item of what was accepted, with the file that was given out in part. It goes through review like any other."""
    proposal = _locked(proposal)
    policies.check_can_draft_proposal(by, proposal, on=localdate(now))
    given = disclosure.ItemFields(title=proposal.title, kind=kind, column=column, formed_date=formed_date)
    item = disclosure.draft(proposal.unit, given, by=by, now=now)
    if proposal.file is not None:
        _attach(item, proposal.file, proposal.title, by=by, now=now)
    proposal.status, proposal.item = ProposalStatus.DRAFTED, item
    proposal.save(update_fields=["status", "item"])
    record(choices.PROPOSAL_DRAFTED, proposal, by=by, at=now, item=item.registration)
    return item


def _attach(item: InformationItem, file: StoredFile, title: str, *, by: User, now: datetime) -> None:
    # Under the title of the information: the file's own name may be somebody's.
    with file.content.open("rb") as content:
        disclosure.attach(item, File(content, name=file.name), name=f"{title}.pdf", by=by, now=now)


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=proposal.pk)
