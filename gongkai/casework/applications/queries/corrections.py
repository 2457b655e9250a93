"""Corrections somebody may see, and the letter that tells what came of one."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import Refused
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tree import Document
from gongkai.base.organisations.queries import units_of
from gongkai.law.calendar import chinese_date
from gongkai.law.corrections import correction_article
from gongkai.law.remedies import Remedies
from gongkai.law.vocabulary import Role

from ..choices import CorrectionOutcome, CorrectionStatus
from ..models import Correction, CorrectionQuerySet, LetterHead
from .cases import CASE_STAFF
from .letters import REGULATION, Words, tree_of

_SAID = {
    CorrectionOutcome.CORRECTED: "经审核属实，根据{article}的规定，本机关已予以更正：{reason}",
    CorrectionOutcome.REFUSED: "经审核，您（单位）提供的证据不能证明该记录不准确，本机关不予更正。理由：{reason}",
    CorrectionOutcome.TRANSFERRED: "经审查，更正该记录不属于本机关职能范围。根据{article}的规定，本机关已转送有权更正的{organ}处理。",
    CorrectionOutcome.ADVISED: "经审查，更正该记录不属于本机关职能范围。根据{article}的规定，请您（单位）向有权更正的{organ}提出。",
}


def visible_corrections(user: User, *, on: date) -> CorrectionQuerySet:
    """Those to units over which the user holds a case role or approves that day."""
    return Correction.objects.filter(unit__in=units_of(user, *CASE_STAFF, Role.APPROVER, on=on))


def corrections_waiting_for(user: User, *, on: date) -> CorrectionQuerySet:
    """Those whose next act is the user's: to be dealt with or told by whoever handles them, to be approved by who did not propose it."""
    handled = units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on)
    to_handle = Q(status__in=(CorrectionStatus.RECEIVED, CorrectionStatus.APPROVED), unit__in=handled)
    to_approve = Q(status=CorrectionStatus.DRAFTED, unit__in=units_of(user, Role.APPROVER, on=on))
    return Correction.objects.filter(to_handle | (to_approve & ~Q(drafted_by=user)))


def correction_words(correction: Correction) -> Words:
    """What its letter says, with article and remedy (条例 art. 51: whoever holds a right infringed may go on)."""
    head = LetterHead.objects.filter(unit=correction.unit).first()
    if head is None:
        raise Refused(_("请先为%(unit)s登记告知书代字、行政复议机关和人民法院。") % {"unit": correction.unit})
    outcome = CorrectionOutcome(correction.outcome)
    facts = {
        "article": REGULATION + correction_article(correction.received_date),
        "reason": correction.reason,
        "organ": correction.competent_organ,
    }
    paragraphs = [
        f"本机关于{chinese_date(correction.received_date)}收到您（单位）要求更正与自身相关的政府信息记录的申请"
        f"（登记编号：{correction.number}）。",
        _SAID[outcome].format_map(facts),
    ]
    if outcome == CorrectionOutcome.REFUSED:
        remedies = Remedies(reconsideration_first=False)
        paragraphs.append(remedies.paragraph(reconsideration_organ=head.reconsideration_organ, court=head.court))
    return Words(_("政府信息更正申请告知书"), correction.name, tuple(paragraphs))


def correction_document(correction: Correction) -> Document:
    """The document tree of the letter as it was issued."""
    assert correction.letter_issued_at is not None
    content = json.loads(correction.letter_content)
    return tree_of(
        Words(content["title"], content["addressee"], tuple(content["paragraphs"])),
        unit=correction.unit.name,
        number=correction.letter_number,
        day=date.fromisoformat(content["day"]),
    )


def correction_pdf(correction: Correction) -> bytes:
    """The letter as it was issued, the same bytes each time. Refused before it is."""
    if correction.erased_at is not None:
        raise Refused(_("申请人信息已经销毁，告知书随之销毁。"))
    if correction.letter_issued_at is None or not correction.letter_content:
        raise Refused(_("该更正申请还没有告知文书。"))
    return render_pdf(correction_document(correction), stamp=correction.letter_issued_at)
