"""Letters: the unit's head, and issuing one, numbered, sealed and hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.documents.pdf import render_pdf
from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import LetterKind
from ..models import Application, Letter, LetterHead, Reply
from ..queries import Words, letter_reply, tree_of, words_of


@transaction.atomic
def set_letter_head(
    unit: Unit, *, prefix: str, reconsideration_organ: str, court: str, by: User, now: datetime
) -> LetterHead:
    """Say how a unit's letters are numbered and which organ and court their remedy paragraph names."""
    policies.check_can_set_letter_head(by, unit, on=localdate(now))
    told = [text.strip() for text in (prefix, reconsideration_organ, court)]
    if not all(told):
        raise Refused(_("告知书代字、行政复议机关和人民法院三项都要填写。"))
    head, _created = LetterHead.objects.update_or_create(
        unit=unit, defaults={"prefix": told[0], "reconsideration_organ": told[1], "court": told[2]}
    )
    record(choices.LETTER_HEAD_SET, head, by=by, at=now, organ=told[1], court=told[2])
    return head


@transaction.atomic
def issue_letter(
    application: Application,
    kind: LetterKind,
    *,
    by: User,
    now: datetime,
    paragraphs: Sequence[str] | None = None,
) -> Letter:
    """Issue a letter with the next number of its unit: what the case says, or the ``paragraphs`` a clerk made of the preview.

    An outcome is told only once it is approved; a clerk's words must still cite the article and keep the remedy.
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_issue_letter(by, application, on=localdate(now))
    head = LetterHead.objects.filter(unit=application.unit).first()
    if head is None:
        raise Refused(_("请先为%(unit)s登记告知书代字、行政复议机关和人民法院。") % {"unit": application.unit})
    reply = letter_reply(application) if kind == LetterKind.OUTCOME else None
    words = words_of(application, kind, on=localdate(now), reply=reply)
    if paragraphs is not None:
        words = _edited(words, paragraphs, reply)
    year = localdate(now).year
    serial = int(take_numbers(head.prefix, year)[0].rpartition("-")[2])
    number = f"{head.prefix}〔{year}〕{serial}号"
    document = tree_of(words, unit=application.unit.name, number=number, day=localdate(now))
    issued = now.replace(microsecond=0)
    letter = Letter.objects.create(
        application=application,
        kind=kind,
        number=number,
        issued_date=localdate(now),
        issued_at=issued,
        issued_by=by,
        content=json.dumps(
            {"title": words.title, "addressee": words.addressee, "paragraphs": words.paragraphs}, ensure_ascii=False
        ),
        sha256=hashlib.sha256(render_pdf(document, stamp=issued)).hexdigest(),
    )
    record(choices.LETTER_ISSUED, letter, by=by, at=now, kind=kind.value, sha256=letter.sha256)
    return letter


def _edited(words: Words, paragraphs: Sequence[str], reply: Reply | None) -> Words:
    said = tuple(text.strip() for text in paragraphs if text.strip())
    if not said:
        raise Refused(_("文书没有正文。"))
    if any("此页无正文" in text for text in said):
        raise Refused(_("不用写“此页无正文”：落款总与正文的末几行同页（GB/T 9704）。"))
    if reply is not None:
        if reply.article and reply.article not in "".join(said):
            raise Refused(_("文书须写明依据条款（%(article)s）。") % {"article": reply.article})
        if words.paragraphs[-1] not in said:
            raise Refused(_("文书须保留救济途径一段，其文字由系统按日期和结果确定。"))
    return Words(words.title, words.addressee, said)
