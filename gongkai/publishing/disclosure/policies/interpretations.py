"""Who explains a policy, and who settles how."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role

from ..choices import Status
from ..models import InformationItem, Interpretation
from .items import check_can_draft
from .waiting import waived

#: States from which a policy never comes to the public again, or never came.
_ENDED = (Status.WITHDRAWN, Status.CLOSED, Status.MERGED, Status.DISCARDED)


def check_can_interpret(user: User, policy: InformationItem, *, on: date) -> None:
    """Whoever drafts explains (谁起草谁解读): a drafter of the policy's unit, for a policy that is or will be public."""
    if policy.revises_id or policy.status in _ENDED:
        raise NotAllowed(
            _("“%(status)s”的信息不能登记解读。") % {"status": policy.get_status_display()}
            if policy.status in _ENDED
            else _("请在原信息上登记解读，不在修改稿上登记。")
        )
    if Interpretation.objects.filter(item=policy).exists():
        raise NotAllowed(_("该信息本身是政策解读。"))
    check_can_draft(user, policy.unit, on=on)


def check_can_plan(user: User, policy: InformationItem, *, on: date) -> None:
    """Before a policy is public its drafter settles whether it waits for its interpretation."""
    if policy.status == Status.PUBLISHED:
        raise NotAllowed(_("该信息已经发布，不能再选择与解读同步发布。"))
    if waived(policy):
        raise NotAllowed(_("该信息已认定无需解读。"))
    check_can_interpret(user, policy, on=on)


def check_can_waive(user: User, policy: InformationItem, *, on: date) -> None:
    """That a policy needs no interpretation is for the openness office to say, with its reason."""
    if policy.kind is None or not policy.kind.needs_interpretation:
        raise NotAllowed(_("该信息种类不要求解读，不必认定。"))
    if policy.status in _ENDED or policy.revises_id:
        raise NotAllowed(_("“%(status)s”的信息不必认定。") % {"status": policy.get_status_display()})
    if waived(policy):
        raise NotAllowed(_("该信息已认定无需解读，不必重复操作。"))
    if not holds(user, Role.OPENNESS_OFFICE, policy.unit, on=on):
        raise NotAllowed(_("是否需要解读由政务公开工作机构认定。"))
