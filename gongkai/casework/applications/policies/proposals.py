"""Proposals to publish: made by whoever handles the case, decided by the openness office, drafted by the unit's drafter."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Outcome, Role

from ..choices import ProposalStatus
from ..models import Application, Proposal
from ..queries import CASE_STAFF
from .grounds import check_handles, check_stands

#: What was given, in whole or in part, may be public (art. 44: 该政府信息属于可以公开的).
GIVEN = (Outcome.GRANTED, Outcome.PARTIAL)


def check_can_propose(user: User, application: Application, *, on: date) -> None:
    """Once it was given to somebody, by whoever handles the case, and once at a time."""
    check_stands(application)
    if application.outcome not in GIVEN or application.replied_date is None:
        raise NotAllowed(_("只有已经答复予以公开或者部分公开的信息，才能建议主动公开。"))
    check_handles(user, application.unit, on=on)
    if application.proposals.filter(status__in=(ProposalStatus.PROPOSED, ProposalStatus.ACCEPTED)).exists():
        raise NotAllowed(_("该信息已有主动公开建议，正在办理。"))


def check_can_see_proposal(user: User, proposal: Proposal, *, on: date) -> None:
    """Case staff see it, and whoever drafts for the unit: it says nothing of a person."""
    if not any(holds(user, role, proposal.unit, on=on) for role in (*CASE_STAFF, Role.DRAFTER)):
        raise NotAllowed(_("该建议属于其他单位，您无权查看。"))


def check_can_decide_proposal(user: User, proposal: Proposal, *, on: date) -> None:
    """Decided by the openness office, once; what was accepted may still be declined until it is drafted."""
    if proposal.status not in (ProposalStatus.PROPOSED, ProposalStatus.ACCEPTED):
        raise NotAllowed(_("该建议%(status)s，不能再决定。") % {"status": proposal.get_status_display()})
    if not holds(user, Role.OPENNESS_OFFICE, proposal.unit, on=on):
        raise NotAllowed(_("是否主动公开由政务公开工作机构决定。"))


def check_can_draft_proposal(user: User, proposal: Proposal, *, on: date) -> None:
    """An item is drafted of what was accepted, by a drafter of the unit, as any item is."""
    if proposal.status != ProposalStatus.ACCEPTED:
        raise NotAllowed(_("该建议%(status)s，不能起草信息。") % {"status": proposal.get_status_display()})
    if not holds(user, Role.DRAFTER, proposal.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的拟稿人，不能为其起草信息。") % {"unit": proposal.unit})
