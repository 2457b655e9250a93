"""Passing a draft on: submission, secrecy review, approval, the way back, and ending what will have no result."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.policies import check_line
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status
from ..models import Consultation
from .announcing import announce
from .term import wake_to_open


@transaction.atomic
def submit(consultation: Consultation, *, by: User, now: datetime) -> Consultation:
    """Send a complete draft to secrecy review."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_submit(by, consultation, on=localdate(now))
    consultation.status, consultation.submitted_at = Status.SUBMITTED, now
    consultation.save(update_fields=["status", "submitted_at"])
    record(choices.CONSULTATION_SUBMITTED, consultation, by=by, at=now)
    return consultation


@transaction.atomic
def review_secrecy(consultation: Consultation, *, basis: str, by: User, now: datetime) -> Consultation:
    """Record that the draft was reviewed before it is public, and on what basis (条例 art. 17)."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_review(by, consultation, on=localdate(now))
    basis = _reason(basis, _("请写明保密审查的依据和意见。"))
    consultation.status = Status.REVIEWED
    consultation.reviewed_by, consultation.reviewed_at, consultation.secrecy_basis = by, now, basis
    consultation.save(update_fields=["status", "reviewed_by", "reviewed_at", "secrecy_basis"])
    record(choices.CONSULTATION_REVIEWED, consultation, by=by, at=now, reason=basis)
    return consultation


@transaction.atomic
def return_to_drafter(consultation: Consultation, *, reason: str, by: User, now: datetime) -> Consultation:
    """Send a draft back to be mended; what was reviewed and approved is reviewed and approved again after that."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_return(by, consultation, on=localdate(now))
    reason = _reason(reason, _("请写明退回的理由，拟稿人要据此修改。"))
    consultation.status, consultation.submitted_at, consultation.secrecy_basis = Status.DRAFT, None, ""
    consultation.reviewed_by = consultation.reviewed_at = consultation.approved_by = consultation.approved_at = None
    consultation.save()
    record(choices.CONSULTATION_RETURNED, consultation, by=by, at=now, reason=reason)
    return consultation


@transaction.atomic
def approve(consultation: Consultation, *, by: User, now: datetime) -> Consultation:
    """Agree to show the draft to the public; it opens by itself on its first day, at once when that is today."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_approve(by, consultation, on=localdate(now))
    consultation.status, consultation.approved_by, consultation.approved_at = Status.APPROVED, by, now
    consultation.save(update_fields=["status", "approved_by", "approved_at"])
    record(choices.CONSULTATION_APPROVED, consultation, by=by, at=now)
    wake_to_open(consultation, now=now)
    return consultation


@transaction.atomic
def end(consultation: Consultation, *, reason: str, by: User, now: datetime) -> Consultation:
    """End it without a result, saying why. What the public has seen stays and says so; what it has not seen never appears."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_end(by, consultation, on=localdate(now))
    reason = _reason(reason, _("请写明终止的理由，公众会看到它。"))
    policies.check_names_nobody(reason, _("终止的理由"))
    now = now.replace(microsecond=0)
    consultation.status, consultation.ended_by, consultation.ended_at = Status.ENDED, by, now
    consultation.ended_reason = reason
    consultation.save(update_fields=["status", "ended_by", "ended_at", "ended_reason"])
    record(choices.CONSULTATION_ENDED, consultation, by=by, at=now, reason=reason)
    if consultation.opened_at is not None:
        announce(consultation, Act.CHANGED, reason=_("征求意见终止：%(why)s") % {"why": reason}, now=now)
    return consultation


def _reason(reason: str, wanted: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused(wanted)
    check_line(reason, _("理由"), 300, lines=True)
    return reason
