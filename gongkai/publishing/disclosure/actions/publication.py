"""Going public and coming down: each one transaction with its audit event, its log row and its outbox row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.law.vocabulary import Validity
from gongkai.publishing.catalogue.actions import Numbered, take_index_numbers
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status, WithdrawalKind
from ..models import InformationItem
from .announcing import ITEM_TOPIC, PublicAct, announce
from .changes import merge
from .review import approve
from .screening import forget_findings
from .validity import mark_what_it_ends

__all__ = ["ITEM_TOPIC", "approve_and_publish", "publish", "withdraw"]


@transaction.atomic
def publish(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Make an approved item public: it gets its index number, a row in the log, and a page within the second.

    Its approved interpretations come out with it; the documents it repeals or amends are marked. A change of a public item is merged
    into it instead, and is returned as merged.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_publish(by, item, on=localdate(now))
    now = now.replace(microsecond=0)
    if item.revises_id:
        announce(merge(item, by=by, now=now), now=now)
        return InformationItem.objects.get(pk=item.pk)
    members = [item, *_interpretations_ready(item, by=by, now=now)]
    _number(members, now=now)
    acts = []
    for member in members:
        member.status, member.published_by, member.published_at = Status.PUBLISHED, by, now
        if not member.validity and member.kind and member.kind.has_validity:
            member.validity = Validity.IN_FORCE
        member.save(update_fields=["number", "status", "published_by", "published_at", "validity"])
        record(choices.ITEM_PUBLISHED, member, by=by, at=now)
        forget_findings(member, by=by, now=now)
        acts.append(PublicAct(member, Act.PUBLISHED))
    for member in members:
        acts += mark_what_it_ends(member, by=by, now=now)
    announce(acts, now=now)
    return item


@transaction.atomic
def approve_and_publish(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Approve and, when it is proactive and waits for nothing, publish in the same transaction: what the approver's one button does."""
    now = now.replace(microsecond=0)  # or the approval would be later than the publication
    item = approve(item, by=by, now=now)
    if item.status != Status.APPROVED or policies.waits_for(item):
        return item
    return publish(item, by=by, now=now)


@transaction.atomic
def withdraw(item: InformationItem, *, kind: WithdrawalKind, reason: str, by: User, now: datetime) -> InformationItem:
    """Take a public item down, saying what sort of withdrawal it is and why. The record and its log rows stay.

    Where the law needs it gone (``choices.GONE``) its address answers 410 and what remains does not say what it was.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_withdraw(by, item, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明撤下的理由，公众会看到它。"))
    policies.check_fits(reason.strip(), "withdrawal_reason")
    now = now.replace(microsecond=0)
    item.status, item.withdrawn_by, item.withdrawn_at = Status.WITHDRAWN, by, now
    item.withdrawal_kind, item.withdrawal_reason = kind, reason.strip()
    item.save()
    record(choices.ITEM_WITHDRAWN, item, by=by, at=now, reason=reason.strip(), kind=kind)
    announce([PublicAct(item, Act.WITHDRAWN, f"{WithdrawalKind(kind).label}：{reason.strip()}")], now=now)
    return item


def _number(items: Sequence[InformationItem], *, now: datetime) -> None:
    """Give index numbers, each by the pattern of its unit; never changed afterwards (``listeners``)."""
    today = localdate(now)
    wanted = [Numbered(item.unit, item.formed_date or today, today) for item in items]
    for item, number in zip(items, take_index_numbers(wanted), strict=True):
        item.number = number


def _interpretations_ready(policy: InformationItem, *, by: User, now: datetime) -> list[InformationItem]:
    """The approved interpretations that come out with a policy; refused when the person may not publish one of them."""
    ready = InformationItem.objects.select_for_update(of=("self",)).filter(
        interpretation_of__policy=policy, status=Status.APPROVED
    )
    members = list(ready.order_by("pk"))
    for member in members:
        try:
            policies.check_can_publish_with_policy(by, member, on=localdate(now))
        except NotAllowed as refusal:
            raise NotAllowed(
                _("同步发布的解读（%(item)s）不能发布：%(why)s") % {"item": member.registration, "why": refusal}
            ) from refusal
    return members
