"""What a letter says, put together from its template and the case, and rendered (``data/letters.toml``)."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.documents.docx import render_docx
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.documents.tree import Block, Document, Paragraph, Signature
from gongkai.law.calendar import chinese_date
from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import article_of, rule_of
from gongkai.law.remedies import remedies_against

from ..choices import LetterKind, Status
from ..models import Application, Letter, LetterHead, Reply

REGULATION = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True)
class Words:
    """A letter's words before it is a document: what a preview shows and a clerk may edit."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]


def words_of(application: Application, kind: LetterKind, *, on: date, reply: Reply | None = None) -> Words:
    """The words of a letter as the case stands. Refused when what it is to tell is not on record yet."""
    template = _templates()
    if kind == LetterKind.OUTCOME:
        if reply is None:
            raise Refused(_("还没有可以告知的答复。"))
        rule = rule_of(reply.outcome)
        title, paragraphs, to_applicant = rule.letter.value, template["outcomes"][reply.outcome], True
    else:
        step = template["steps"][kind.value]
        title, paragraphs, to_applicant = step["title"], step["paragraphs"], step.get("to_applicant", True)
    facts = _facts(application, reply)
    said = [template["opening"], *paragraphs] if to_applicant else list(paragraphs)
    filled = [_fill(text, facts) for text in said]
    if kind == LetterKind.OUTCOME and reply is not None:
        filled.append(_remedy(application, reply, on=on))
    return Words(title, _addressee(application, kind), tuple(filled))


def letter_reply(application: Application) -> Reply | None:
    """What a letter about the outcome tells: the last answer that was approved, or how it was ended without one."""
    if application.status == Status.CLOSED:
        article = article_of(application.outcome, Regulation(str(application.law)))
        return Reply(
            application=application, outcome=application.outcome, article=article, reason=application.outcome_reason
        )
    approved = application.replies.filter(returned_at=None, approved_at__isnull=False)
    return approved.order_by("-serial").first()


def document_of(letter: Letter) -> Document:
    """The document tree of an issued letter, from its sealed words."""
    if not letter.content:
        raise Refused(_("该文书的内容已经销毁，只留编号和校验值。"))
    content = json.loads(letter.content)
    return tree_of(
        Words(content["title"], content["addressee"], tuple(content["paragraphs"])),
        unit=letter.application.unit.name,
        number=letter.number,
        day=letter.issued_date,
    )


def tree_of(words: Words, *, unit: str, number: str, day: date) -> Document:
    """Words as a document: who it is for, what it says, whose seal it bears (GB/T 9704-2012)."""
    blocks: tuple[Block, ...] = (
        Paragraph.of(f"{words.addressee}：", indented=False),
        *(Paragraph.of(text) for text in words.paragraphs),
        Signature(unit, day, seal=True),
    )
    return Document(words.title, unit, day, blocks, number=number)


def pdf_of(letter: Letter) -> bytes:
    """The letter as it was issued, the same bytes each time."""
    return render_pdf(document_of(letter), stamp=letter.issued_at)


def docx_of(letter: Letter) -> bytes:
    """The same, for a colleague's word processor."""
    return render_docx(document_of(letter), stamp=letter.issued_at)


@cache
def _templates() -> dict[str, Any]:
    path = Path(__file__).resolve().parent.parent / "data" / "letters.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        raise Refused(_("文书要告知的事项（%(name)s）尚未登记。") % {"name": name})


def _fill(text: str, facts: _Facts) -> str:
    # Values come from people: they are put in as they are, never read as a template.
    return text.format_map(facts)


def _facts(application: Application, reply: Reply | None) -> _Facts:
    regulation = Regulation(str(application.law))
    assert application.received_date is not None
    assert application.due_date is not None
    new = regulation is Regulation.OF_2019
    facts = _Facts(
        application=application.number,
        received=chinese_date(application.received_date),
        due=chinese_date(application.due_date),
        days=str(regulation.reply_days),
        order=f"{REGULATION}（{regulation.order}）",
        amendment_article=REGULATION + ("第三十条" if new else "第二十一条第（四）项"),
        extension_article=REGULATION + ("第三十三条" if new else "第二十四条"),
        inquiry_article=REGULATION + ("第三十二条" if new else "第二十三条"),
    )
    amendment = application.amendments.order_by("-pk").first()
    if amendment is not None:
        facts |= {"items": amendment.items, "amendment_due": chinese_date(amendment.due_date)}
    if application.extended_date is not None:
        facts["extension_reason"] = application.extension.reason
    if hasattr(application, "reasons_request"):
        facts["reasons_basis"] = application.reasons_request.basis
    notice = application.fee_notices.first()
    if notice is not None:
        in_working = settings.GONGKAI_PAYMENT_IN_WORKING_DAYS
        facts |= {
            "fee_basis": str(notice.get_basis_display()),
            "fee_full": f"{notice.full_amount:.0f}",
            "fee_waived": f"{notice.waived_amount:.0f}",
            "fee_payable": f"{notice.payable:.0f}",
            "fee_days": f"{settings.GONGKAI_PAYMENT_DAYS}{'个工作' if in_working else ''}日",
        }
    if reply is not None:
        article = reply.article
        if article and not article.startswith("国办"):
            article = REGULATION + article
        facts |= {
            "reason": reply.reason,
            "weighing": reply.weighing,
            "earlier": reply.earlier_reply,
            "article": article,
        }
    return facts


def _addressee(application: Application, kind: LetterKind) -> str:
    if kind in (LetterKind.INQUIRY, LetterKind.ORGAN_INQUIRY):
        asked = application.consultations.order_by("-pk").first()
        if asked is None:
            raise Refused(_("尚未登记向谁征求意见。"))
        return asked.party_name
    return application.applicant.name


def _remedy(application: Application, reply: Reply, *, on: date) -> str:
    head = LetterHead.objects.filter(unit=application.unit).first()
    if head is None:
        raise Refused(_("请先为%(unit)s登记行政复议机关和有管辖权的人民法院。") % {"unit": application.unit})
    remedies = remedies_against(reply.outcome, decided=on, partial_first=settings.GONGKAI_PARTIAL_RECONSIDERED_FIRST)
    return remedies.paragraph(reconsideration_organ=head.reconsideration_organ, court=head.court)
