"""Taking in what people say, and taking out who said it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import destroy_unused, keep
from gongkai.base.files.policies import Accepted, accepted

from .. import choices, policies
from ..choices import Category, Channel
from ..models import Comment, CommentFile, Consultation


@dataclass(frozen=True)
class CommentFields:
    """What somebody says, and who they are if they want to say it."""

    text: str
    name: str = ""
    contact: str = ""
    category: str = Category.OTHER

    def checked(self, *, files: int) -> CommentFields:
        """The same, trimmed. Refused when it says nothing or a field is malformed."""
        text, name, contact = self.text.replace("\r\n", "\n").strip(), self.name.strip(), self.contact.strip()
        policies.check_comment(text=text, name=name, contact=contact, files=files)
        category = self.category if self.category in Category.values else Category.OTHER
        return CommentFields(text or _("（见附件）"), name, contact, category)


def comment(
    consultation: Consultation,
    given: CommentFields,
    *,
    files: Sequence[File[bytes]] = (),
    submission: str,
    by: None = None,
    now: datetime,
) -> Comment:
    """Take in a comment from the public door. The same form sent again (``submission``: a token of the form) gives the same comment.

    NotAllowed when the consultation takes none that day; Refused when it says nothing or a file is not acceptable. Files are looked over
    before the transaction begins.
    """
    checked = given.checked(files=len(files))
    policies.check_files(files)
    key = _submission_key(submission, checked, files)
    before = consultation.comments.filter(submission_key=key).first()
    if before is not None:
        return before
    policies.check_can_comment(consultation, on=localdate(now))
    with ExitStack() as opened:
        looked_over = _look_over(files, opened)
        with transaction.atomic():
            consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
            before = consultation.comments.filter(submission_key=key).first()
            if before is not None:
                return before
            policies.check_can_comment(consultation, on=localdate(now))
            made = _add(consultation, checked, Channel.WEB, looked_over, key=key, received_at=now, by=None, now=now)
            record(choices.COMMENT_RECEIVED, made, by=by, at=now)
            return made


def enter_comment(
    consultation: Consultation,
    given: CommentFields,
    *,
    channel: Channel,
    received: date,
    files: Sequence[File[bytes]] = (),
    by: User,
    now: datetime,
) -> Comment:
    """Enter a comment that came by letter, e-mail, telephone or at a meeting. Refused when it came before the first day or after today."""
    checked = given.checked(files=len(files))
    policies.check_can_enter(by, Consultation.objects.get(pk=consultation.pk), on=localdate(now))
    if channel == Channel.WEB or channel not in Channel.values:
        raise Refused(_("请选择意见的来源。"))
    opens = consultation.opens_date
    if received > localdate(now) or (opens is not None and received < opens):
        raise Refused(_("收到日期须在征求意见开始之日（%(opens)s）与今天之间。") % {"opens": opens})
    with ExitStack() as opened:
        looked_over = _look_over(files, opened)
        with transaction.atomic():
            consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
            policies.check_can_enter(by, consultation, on=localdate(now))
            at = now if received == localdate(now) else make_aware(datetime.combine(received, time(12)))
            made = _add(consultation, checked, channel, looked_over, key=None, received_at=at, by=by, now=now)
            record(choices.COMMENT_ENTERED, made, by=by, at=now)
            return made


@transaction.atomic
def categorise(comment: Comment, *, category: Category, by: User, now: datetime) -> Comment:
    """Say what a comment is about."""
    comment = _locked(comment)
    policies.check_can_dispose(by, comment.consultation, on=localdate(now))
    comment.category = Category(category)
    comment.save(update_fields=["category"])
    record(choices.COMMENT_CATEGORISED, comment, by=by, at=now, reason=str(comment.get_category_display()))
    return comment


@transaction.atomic
def erase(comment: Comment, *, text_too: bool, reason: str, by: User, now: datetime) -> Comment:
    """Take out who wrote a comment and, with ``text_too``, what they wrote with its files (个人信息保护法 art. 47).

    The comment stays counted with its gist. A file goes from the disk unless something else in the ledger is the same file.
    """
    comment = _locked(comment)
    policies.check_can_erase(by, comment.consultation, on=localdate(now))
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明清除的理由，例如应本人要求。"))
    policies.check_names_nobody(reason, _("理由"))
    policies.check_repeats_no_name(reason, [comment.name, comment.contact], _("理由"))
    comment.name = comment.contact = ""
    comment.erased_at = comment.erased_at or now
    if text_too:
        comment.text, comment.text_erased = "", True
    comment.save(update_fields=["name", "contact", "erased_at", "text", "text_erased"])
    record(choices.COMMENT_ERASED, comment, by=by, at=now, reason=reason, text_too=text_too)
    if text_too:
        hashes = list(comment.files.values_list("file__sha256", flat=True))
        comment.files.all().delete()
        destroy_unused(hashes, by=by, now=now)
    return comment


def _locked(comment: Comment) -> Comment:
    """The comment, after its consultation: always in this order."""
    consultation = Consultation.objects.select_for_update().get(pk=comment.consultation_id)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    comment.consultation = consultation
    return comment


def _look_over(files: Sequence[File[bytes]], opened: ExitStack) -> list[Accepted]:
    looked_over = []
    for one in files:
        looked_over.append(accepted(one, name=one.name or ""))
        opened.callback(looked_over[-1].close)
    return looked_over


def _add(
    consultation: Consultation,
    given: CommentFields,
    channel: Channel,
    files: Sequence[Accepted],
    *,
    key: str | None,
    received_at: datetime,
    by: User | None,
    now: datetime,
) -> Comment:
    last = consultation.comments.aggregate(last=Max("serial"))["last"] or 0
    made = Comment.objects.create(
        consultation=consultation,
        serial=last + 1,
        channel=channel,
        category=given.category,
        name=given.name,
        contact=given.contact,
        text=given.text,
        received_at=received_at,
        entered_by=by,
        submission_key=key,
    )
    for one in files:
        kept = keep(one, name=one.name, by=by, now=now)
        CommentFile.objects.get_or_create(comment=made, file=kept, defaults={"name": one.name})
    return made


def _submission_key(submission: str, given: CommentFields, files: Sequence[File[bytes]]) -> str:
    """One form with one content: the token alone would swallow what somebody wrote after going back."""
    digest = hashlib.sha256()
    for part in (submission, given.text, given.name, given.contact, given.category):
        digest.update(part.encode() + b"\0")
    for one in files:
        digest.update((one.name or "").encode() + b"\0")
        for chunk in one.chunks():
            digest.update(chunk)
        one.seek(0)
    return digest.hexdigest()
