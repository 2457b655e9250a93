"""Proposals to publish that somebody may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..choices import ProposalStatus
from ..models import Proposal, ProposalQuerySet
from .cases import CASE_STAFF


def proposals_waiting_for(user: User, *, on: date) -> ProposalQuerySet:
    """Those whose next act is the user's: to be decided by the openness office, to be drafted by the unit's drafter."""
    to_decide = Q(status=ProposalStatus.PROPOSED, unit__in=units_of(user, Role.OPENNESS_OFFICE, on=on))
    to_draft = Q(status=ProposalStatus.ACCEPTED, unit__in=units_of(user, Role.DRAFTER, on=on))
    return Proposal.objects.filter(to_decide | to_draft)


def visible_proposals(user: User, *, on: date) -> ProposalQuerySet:
    """Those of units over which the user holds a case role or for which they draft that day."""
    return Proposal.objects.filter(unit__in=units_of(user, *CASE_STAFF, Role.DRAFTER, on=on))
