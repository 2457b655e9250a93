"""May this person do this to an entry of the negative list, now?"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed

from ..choices import EntryState
from ..models import NegativeEntry
from .keeping import check_can_keep


def check_can_amend_entry(user: User, entry: NegativeEntry, *, on: date) -> None:
    """By the openness office; a proposal nobody has decided yet by its proposer alone."""
    check_can_keep(user, on=on)
    _check_stands(entry)
    proposal = entry.versions.filter(reviewed_at=None).select_related("proposed_by").first()
    if proposal is not None and proposal.proposed_by_id != user.pk:
        raise NotAllowed(_("该条目有%(by)s提出、尚未审定的拟稿，只能由其本人修改。") % {"by": proposal.proposed_by})


def check_can_adopt_entry(user: User, entry: NegativeEntry, *, on: date) -> None:
    """What was proposed is adopted or declined by another person of the openness office."""
    check_can_keep(user, on=on)
    _check_stands(entry)
    proposal = entry.versions.filter(reviewed_at=None).first()
    if proposal is None:
        raise NotAllowed(_("该条目没有待审定的拟稿。"))
    if proposal.proposed_by_id == user.pk:
        raise NotAllowed(_("拟稿是您提出的，须由政务公开工作机构的另一人审定。"))


def check_can_review_entry(user: User, entry: NegativeEntry, *, on: date) -> None:
    """An entry in force is looked at again by the openness office."""
    check_can_keep(user, on=on)
    if entry.state != EntryState.IN_FORCE:
        raise NotAllowed(_("只有有效的条目需要复核，该条目现为“%(state)s”。") % {"state": entry.get_state_display()})


def check_can_retire_entry(user: User, entry: NegativeEntry, *, on: date) -> None:
    """An entry is taken off the list once, by the openness office."""
    check_can_keep(user, on=on)
    _check_stands(entry)


def _check_stands(entry: NegativeEntry) -> None:
    if entry.state == EntryState.RETIRED:
        raise NotAllowed(_("该条目已移出负面清单，不再办理；需要时请另立条目。"))
