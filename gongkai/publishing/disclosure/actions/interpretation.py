"""政策解读: explaining a policy with it or soon after it, by whoever drafted it (国办发〔2016〕80号: 谁起草谁解读)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import InterpretationForm

from .. import choices, policies
from ..choices import Status
from ..models import InformationItem, Interpretation, InterpretationPlan
from .announcing import refresh_linked
from .drafting import draft
from .item_fields import ItemFields

#: The longest title an explained policy may lend to its interpretation.
_LENT = 280


@transaction.atomic
def begin_interpretation(
    policy: InformationItem, *, form: InterpretationForm, by_head: bool = False, by: User, now: datetime
) -> Interpretation:
    """Start the draft of a policy's interpretation, named after it; it goes through review like any item."""
    policy = InformationItem.objects.select_for_update().get(pk=policy.pk)
    policies.check_can_interpret(by, policy, on=localdate(now))
    title = _("《%(title)s》政策解读") % {"title": policy.title[:_LENT]} if policy.title else ""
    given = ItemFields(title=title, kind=None, column=None, formed_date=localdate(now))
    return _link(policy, draft(policy.unit, given, by=by, now=now), form=form, by_head=by_head, by=by, now=now)


@transaction.atomic
def link_interpretation(
    policy: InformationItem,
    item: InformationItem,
    *,
    form: InterpretationForm,
    by_head: bool = False,
    by: User,
    now: datetime,
) -> Interpretation:
    """Say that an item of the same unit, a draft or a public one, explains a policy. Refused for what explains another already."""
    policy = InformationItem.objects.select_for_update().get(pk=policy.pk)
    policies.check_can_interpret(by, policy, on=localdate(now))
    if item.pk == policy.pk:
        raise Refused(_("文件不能解读它自己。"))
    if item.unit_id != policy.unit_id:
        raise Refused(_("解读由起草文件的单位负责，该信息属于其他单位。"))
    if item.revises_id or item.status in (Status.WITHDRAWN, Status.CLOSED, Status.DISCARDED):
        raise Refused(_("“%(status)s”的信息不能作为解读。") % {"status": item.get_status_display()})
    if Interpretation.objects.filter(item=item).exists():
        raise Refused(_("该信息已登记为一份文件的解读。"))
    if item.status == Status.PUBLISHED and policy.status != Status.PUBLISHED:
        raise Refused(_("解读不能先于文件公开，请先发布文件。"))
    return _link(policy, item, form=form, by_head=by_head, by=by, now=now)


@transaction.atomic
def unlink_interpretation(interpretation: Interpretation, *, reason: str, by: User, now: datetime) -> None:
    """Take back that an item explains a policy; both stay as they are."""
    policy = InformationItem.objects.select_for_update().get(pk=interpretation.policy_id)
    policies.check_can_draft(by, policy.unit, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明取消的理由。"))
    record(choices.INTERPRETATION_UNLINKED, policy, by=by, at=now, reason=reason.strip())
    refresh_linked([policy, interpretation.item], now=now)
    interpretation.delete()


@transaction.atomic
def plan_interpretation(policy: InformationItem, *, together: bool, by: User, now: datetime) -> InterpretationPlan:
    """Settle, before a policy is public, whether it waits for its interpretation to be released together with it."""
    policy = InformationItem.objects.select_for_update().get(pk=policy.pk)
    policies.check_can_plan(by, policy, on=localdate(now))
    plan, _created = InterpretationPlan.objects.update_or_create(policy=policy, defaults={"together": together})
    said = _("与解读同步发布") if together else _("发布后在规定时限内解读")
    record(choices.INTERPRETATION_PLANNED, policy, by=by, at=now, reason=said)
    return plan


@transaction.atomic
def waive_interpretation(policy: InformationItem, *, reason: str, by: User, now: datetime) -> InterpretationPlan:
    """Record that a policy of a kind that is to be explained needs no interpretation, and why."""
    policy = InformationItem.objects.select_for_update().get(pk=policy.pk)
    policies.check_can_waive(by, policy, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明无需解读的理由。"))
    policies.check_fits(reason.strip(), "change_reason")
    waiver = {"together": False, "waived_reason": reason.strip(), "waived_by": by, "waived_at": now}
    plan, _created = InterpretationPlan.objects.update_or_create(policy=policy, defaults=waiver)
    record(choices.INTERPRETATION_WAIVED, policy, by=by, at=now, reason=reason.strip())
    return plan


def _link(
    policy: InformationItem, item: InformationItem, *, form: InterpretationForm, by_head: bool, by: User, now: datetime
) -> Interpretation:
    interpretation = Interpretation.objects.create(policy=policy, item=item, form=form, by_head=by_head)
    said = _("%(item)s，%(form)s") % {"item": item, "form": InterpretationForm(form).label}
    record(choices.INTERPRETATION_BEGUN, policy, by=by, at=now, reason=said)
    refresh_linked([policy, item], now=now)
    return interpretation
