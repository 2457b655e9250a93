"""Summing up what was said and saying what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.policies import check_line

from .. import choices, policies
from ..choices import Outcome
from ..models import Comment, Consultation, Disposition


@transaction.atomic
def dispose(
    consultation: Consultation,
    serials: Collection[int],
    *,
    outcome: Outcome,
    gist: str,
    reason: str,
    by: User,
    now: datetime,
) -> Disposition:
    """Give these comments, and those that repeat them, one answer: the gist without the person, adopted or not, and why.

    Refused when gist or reason is missing or names somebody. Comments that had another answer get this one.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_dispose(by, consultation, on=localdate(now))
    chosen = _chosen(consultation, serials)
    # The answer to a repetition is the answer to what it repeats, and to all that repeat it.
    heads = {comment.duplicate_of_id or comment.pk for comment in chosen}
    family = list(consultation.comments.select_for_update().filter(pk__in=heads))
    family += consultation.comments.select_for_update().filter(duplicate_of__in=heads)
    gist, reason = gist.strip(), reason.strip()
    if outcome not in Outcome.values:
        raise Refused(_("请选择处理结果。"))
    for words, name, longest in ((gist, _("意见要点"), 500), (reason, _("理由"), 1000)):
        if not words:
            raise Refused(_("请填写%(name)s，公众会看到它。") % {"name": name})
        check_line(words, name, longest, lines=True)
        policies.check_names_nobody(words, name)
        policies.check_repeats_no_name(words, [comment.name for comment in family], name)
    made = Disposition.objects.create(
        consultation=consultation, outcome=Outcome(outcome), gist=gist, reason=reason, by=by, at=now
    )
    Comment.objects.filter(pk__in=[comment.pk for comment in family]).update(disposition=made)
    record(choices.DISPOSITION_MADE, made, by=by, at=now)
    said = str(Outcome(outcome).label)
    record_many(event_of(choices.COMMENT_DISPOSED, one, by=by, at=now, reason=said) for one in family)
    return made


@transaction.atomic
def mark_duplicates(consultation: Consultation, serials: Collection[int], *, of: int, by: User, now: datetime) -> int:
    """Say that these comments repeat comment number ``of``: they share its answer from now on. Returns how many.

    Refused when that one repeats another itself, or one of these is repeated by others.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_dispose(by, consultation, on=localdate(now))
    original = consultation.comments.select_for_update().filter(serial=of).first()
    if original is None:
        raise Refused(_("没有第 %(of)d 号意见。") % {"of": of})
    if original.duplicate_of_id is not None:
        raise Refused(_("第 %(of)d 号意见本身重复于另一条，请选最初的那一条。") % {"of": of})
    chosen = [comment for comment in _chosen(consultation, serials) if comment.pk != original.pk]
    if not chosen:
        raise Refused(_("请选出与第 %(of)d 号重复的其他意见。") % {"of": of})
    for comment in chosen:
        if comment.duplicates.exists():
            raise Refused(_("第 %(serial)d 号意见有别的意见与它重复，不能再归入另一条。") % {"serial": comment.serial})
    Comment.objects.filter(pk__in=[comment.pk for comment in chosen]).update(
        duplicate_of=original, disposition=original.disposition_id
    )
    record_many(
        event_of(choices.COMMENT_DUPLICATE, comment, by=by, at=now, reason=original.receipt) for comment in chosen
    )
    return len(chosen)


@transaction.atomic
def unmark_duplicate(comment: Comment, *, by: User, now: datetime) -> Comment:
    """Take it back: the comment stands for itself again, and waits for an answer of its own."""
    consultation = Consultation.objects.select_for_update().get(pk=comment.consultation_id)
    comment = consultation.comments.select_for_update().get(pk=comment.pk)
    policies.check_can_dispose(by, consultation, on=localdate(now))
    comment.duplicate_of = comment.disposition = None
    comment.save(update_fields=["duplicate_of", "disposition"])
    record(choices.COMMENT_NOT_DUPLICATE, comment, by=by, at=now)
    return comment


def _chosen(consultation: Consultation, serials: Collection[int]) -> list[Comment]:
    chosen = list(consultation.comments.select_for_update().filter(serial__in=set(serials)).order_by("serial"))
    if not chosen or len(chosen) != len(set(serials)):
        raise Refused(_("请先选出要办理的意见。"))
    return chosen
