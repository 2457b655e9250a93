"""更正 (art. 41): taken in, looked into, proposed, approved by another, told with its letter; in the end who asked is destroyed."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import destroy_unused
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.corrections import may_only_advise
from gongkai.law.deadlines import BeforeRegulation, regulation_on
from gongkai.law.vocabulary import ReceiptChannel
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import CorrectionOutcome, CorrectionStatus
from ..models import Correction, LetterHead
from ..queries import correction_pdf, correction_words

#: The series of corrections; one for the whole installation, apart from that of applications.
CORRECTIONS = "GZ"


@transaction.atomic
def receive_correction(
    *,
    unit: Unit,
    channel: ReceiptChannel,
    name: str,
    contact: str,
    about: str,
    wrong: str,
    received: date,
    by: User,
    now: datetime,
    evidence: StoredFile | None = None,
) -> Correction:
    """Take a request in. The limit is the house's: no text sets one (GONGKAI_CORRECTION_DAYS working days)."""
    policies.check_can_receive_correction(by, unit, on=localdate(now))
    told = [text.strip() for text in (name, contact, about, wrong)]
    if not all(told):
        raise Refused(_("姓名、联系方式、要求更正的记录、不准确之处和正确内容四项都要填写。"))
    if received > localdate(now):
        raise Refused(_("收到日期不能晚于今天。"))
    try:
        regulation_on(received)
    except BeforeRegulation as error:
        raise Refused(str(error)) from error
    due = calendar().add_working_days(received, settings.GONGKAI_CORRECTION_DAYS)
    correction = Correction.objects.create(
        number=take_numbers(CORRECTIONS, received.year)[0],
        unit=unit,
        channel=channel,
        received_date=received,
        due_date=due.date,
        due_is_provisional=due.provisional,
        name=told[0],
        contact=told[1],
        about=told[2],
        wrong=told[3],
        evidence=evidence,
        registered_by=by,
    )
    record(choices.CORRECTION_RECEIVED, correction, by=by, at=now, due_date=due.date.isoformat())
    return correction


@transaction.atomic
def see_correction(correction: Correction, *, by: User, now: datetime) -> Correction:
    """Who asks and about what, for somebody who deals with it; every look is written down."""
    policies.check_can_see_requester(by, correction, on=localdate(now))
    record(choices.CORRECTION_SEEN, correction, by=by, at=now)
    return correction


@transaction.atomic
def draft_correction(
    correction: Correction,
    *,
    outcome: CorrectionOutcome,
    reason: str,
    by: User,
    now: datetime,
    competent_organ: str = "",
) -> Correction:
    """Propose what comes of it. A correction needs that it is true, a refusal its reason, another organ its name (art. 41)."""
    correction = _locked(correction)
    policies.check_can_draft_correction(by, correction, on=localdate(now))
    reason, organ = reason.strip(), competent_organ.strip()
    elsewhere = outcome in (CorrectionOutcome.TRANSFERRED, CorrectionOutcome.ADVISED)
    if not elsewhere and not reason:
        raise Refused(_("请写明核实的情况和理由。"))
    if outcome == CorrectionOutcome.CORRECTED and correction.evidence_id is None:
        raise Refused(_("更正须有证据证明记录不准确（条例第四十一条），请先登记证据材料。"))
    if elsewhere and not organ:
        raise Refused(_("请写明有权更正的机关。"))
    if outcome == CorrectionOutcome.ADVISED and not may_only_advise(correction.received_date):
        raise Refused(_("该申请适用国务院令第492号，无权更正的应当转送有权更正的机关。"))
    correction.outcome, correction.reason = outcome, reason
    correction.competent_organ = organ if elsewhere else ""
    correction.drafted_by, correction.status = by, CorrectionStatus.DRAFTED
    correction.save(update_fields=["outcome", "reason", "competent_organ", "drafted_by", "status"])
    record(choices.CORRECTION_DRAFTED, correction, by=by, at=now, outcome=outcome.value)
    return correction


@transaction.atomic
def add_evidence(correction: Correction, evidence: StoredFile, *, by: User, now: datetime) -> Correction:
    """Keep what shows that the record is wrong."""
    correction = _locked(correction)
    policies.check_can_draft_correction(by, correction, on=localdate(now))
    correction.evidence = evidence
    correction.save(update_fields=["evidence"])
    record(choices.CORRECTION_EVIDENCE_ADDED, correction, by=by, at=now, sha256=evidence.sha256)
    return correction


@transaction.atomic
def approve_correction(correction: Correction, *, by: User, now: datetime) -> Correction:
    """Agree to what was proposed."""
    correction = _locked(correction)
    policies.check_can_approve_correction(by, correction, on=localdate(now))
    correction.approved_by, correction.status = by, CorrectionStatus.APPROVED
    correction.save(update_fields=["approved_by", "status"])
    record(choices.CORRECTION_APPROVED, correction, by=by, at=now)
    return correction


@transaction.atomic
def return_correction(correction: Correction, *, reason: str, by: User, now: datetime) -> Correction:
    """Send a proposal back."""
    correction = _locked(correction)
    policies.check_can_return_correction(by, correction, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    correction.outcome, correction.approved_by, correction.status = "", None, CorrectionStatus.RECEIVED
    correction.return_reason = reason.strip()
    correction.save(update_fields=["outcome", "approved_by", "status", "return_reason"])
    record(choices.CORRECTION_RETURNED, correction, by=by, at=now, reason=reason.strip())
    return correction


@transaction.atomic
def tell_correction(correction: Correction, *, told: date, by: User, now: datetime) -> Correction:
    """Issue the letter with the next number of the unit and record the day it was handed over or posted."""
    correction = _locked(correction)
    policies.check_can_tell_correction(by, correction, on=localdate(now))
    if not correction.received_date <= told <= localdate(now):
        raise Refused(_("告知日期应在收到申请之后，且不晚于今天。"))
    words = correction_words(correction)
    head = LetterHead.objects.get(unit=correction.unit)
    year = localdate(now).year
    serial = int(take_numbers(head.prefix, year)[0].rpartition("-")[2])
    correction.letter_number = f"{head.prefix}〔{year}〕{serial}号"
    correction.letter_issued_at = now.replace(microsecond=0)
    correction.letter_content = json.dumps(
        {
            "title": words.title,
            "addressee": words.addressee,
            "paragraphs": words.paragraphs,
            "day": localdate(now).isoformat(),
        },
        ensure_ascii=False,
    )
    correction.letter_sha256 = hashlib.sha256(correction_pdf(correction)).hexdigest()
    correction.told_date, correction.status = told, CorrectionStatus.TOLD
    correction.save()
    record(
        choices.CORRECTION_TOLD,
        correction,
        by=by,
        at=now,
        outcome=str(correction.outcome),
        sha256=correction.letter_sha256,
        late=told > correction.due_date,
    )
    return correction


@transaction.atomic
def withdraw_correction(correction: Correction, *, reason: str, by: User, now: datetime) -> Correction:
    """End what its requester took back."""
    correction = _locked(correction)
    policies.check_can_withdraw_correction(by, correction, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明撤回的情况。"))
    correction.status, correction.withdrawn_date = CorrectionStatus.WITHDRAWN, localdate(now)
    correction.save(update_fields=["status", "withdrawn_date"])
    record(choices.CORRECTION_WITHDRAWN, correction, by=by, at=now, reason=reason.strip())
    return correction


@transaction.atomic
def erase_correction(correction: Correction, *, approval: str, by: User, now: datetime) -> Correction:
    """Destroy who asked and what about, by the approved record of destruction: their evidence and the letter too.

    Its number, its course, its outcome and the hashes of letter and evidence stay (the latter in the trail), and so do the counts.
    """
    correction = _locked(correction)
    policies.check_can_erase_correction(by, correction, on=localdate(now))
    if not approval.strip():
        raise Refused(_("请写明批准销毁的文号。"))
    evidence = correction.evidence
    for name in ("name", "contact", "about", "wrong", "reason", "letter_content", "return_reason"):
        setattr(correction, name, "")
    correction.evidence = None
    correction.erased_at, correction.erasure_approval = now, approval.strip()
    correction.save()
    gone = [evidence.sha256] if evidence else []
    used = destroy_unused(gone, by=by, now=now)
    more = {"sha256": gone[0], "kept_for_others": bool(used)} if gone else {}
    record(choices.CORRECTION_ERASED, correction, by=by, at=now, reason=approval.strip(), **more)
    return correction


def _locked(correction: Correction) -> Correction:
    return Correction.objects.select_for_update(of=("self",)).select_related("unit").get(pk=correction.pk)
