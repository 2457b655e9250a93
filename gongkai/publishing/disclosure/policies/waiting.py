"""What waits for what: a policy and its interpretation come out in the order that was settled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.base.core.errors import NotAllowed

from ..choices import Status
from ..models import InformationItem, Interpretation, InterpretationPlan


def waived(policy: InformationItem) -> bool:
    """Whether it was settled that this policy needs no interpretation."""
    return InterpretationPlan.objects.filter(policy=policy).exclude(waived_reason="").exists()


def waits_for(item: InformationItem) -> str:
    """What an approved item waits for before it may be published, as a sentence; empty when for nothing.

    An interpretation never comes before its policy; a policy to be released together with its interpretation never before that.
    """
    policy = InformationItem.objects.filter(interpretations__item=item).first()
    if policy is not None and policy.status != Status.PUBLISHED:
        return _("解读与所解读的文件（%(policy)s）同步发布，该文件还未发布。") % {"policy": policy.registration}
    plan = InterpretationPlan.objects.filter(policy=item, together=True).exists()
    ready = (Status.APPROVED, Status.PUBLISHED)
    if plan and not Interpretation.objects.filter(policy=item, item__status__in=ready).exists():
        return _("已选定与解读同步发布，解读材料还未审批通过。")
    return ""


def check_released_together(item: InformationItem) -> None:
    """Policy and interpretation come out in the order that was settled (国办发〔2016〕80号: 同步)."""
    if sentence := waits_for(item):
        raise NotAllowed(sentence)
