"""Proposals to publish that somebody may see."""

from __future__ import annotations

from datetime import date

from gongkai.base.accounts.models import User
from gongkai.base.organisations.queries import units_of
from gongkai.law.vocabulary import Role

from ..models import Proposal, ProposalQuerySet
from .cases import CASE_STAFF


def visible_proposals(user: User, *, on: date) -> ProposalQuerySet:
    """Those of units over which the user holds a case role or for which they draft that day."""
    return Proposal.objects.filter(unit__in=units_of(user, *CASE_STAFF, Role.DRAFTER, on=on))
