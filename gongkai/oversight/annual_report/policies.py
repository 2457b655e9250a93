"""May this person, with this report, now? Every refusal is the sentence the desk shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from .choices import Status
from .models import Report
from .queries import may_see, publishing_unit
from .workflow import may_follow


def check_can_see(user: User, unit: Unit, *, on: date) -> None:
    """The openness office and those who supervise it, and whoever drafts where the report is published."""
    if not may_see(user, unit, on=on):
        raise NotAllowed(
            _("您不在%(unit)s的政务公开工作机构、监督审计或拟稿岗位上，不能查看其年度报告。") % {"unit": unit}
        )


def check_can_compile(user: User, unit: Unit, *, on: date) -> None:
    """The openness office compiles (条例 2019 art. 4)."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("年度报告由%(unit)s的政务公开工作机构编制。") % {"unit": unit})


def check_can_write(user: User, report: Report, *, on: date) -> None:
    """Text and claims are written until the report is frozen."""
    if report.status != Status.COMPILED:
        raise NotAllowed(_("%(report)s已定稿，不能再修改。") % {"report": report})
    check_can_compile(user, report.unit, on=on)


def check_can_freeze(user: User, report: Report, *, on: date) -> None:
    """Once, by the openness office."""
    _check_goes(report, Status.COMPILED, Status.FROZEN)
    check_can_compile(user, report.unit, on=on)


def check_can_reopen(user: User, report: Report, *, on: date) -> None:
    """A frozen report is opened again only before it was ever public; after that, corrections are listed as differences."""
    _check_goes(report, Status.FROZEN, Status.COMPILED)
    if report.item is not None and report.item.status == ItemStatus.WITHDRAWN:
        raise NotAllowed(_("%(report)s曾经公开，数字不再改动，此后的更正列为差异。") % {"report": report})
    _check_not_in_review(report)
    check_can_compile(user, report.unit, on=on)


def check_can_submit(user: User, report: Report, *, on: date) -> None:
    """A frozen report is handed in by a drafter of the unit where the openness office is: others review and approve it there."""
    _check_goes(report, Status.FROZEN, Status.PUBLISHED)
    _check_not_in_review(report)
    unit = publishing_unit(report.unit)
    if not holds(user, Role.DRAFTER, unit, on=on):
        raise NotAllowed(_("年度报告由%(unit)s的拟稿人送审。") % {"unit": unit})


def can(check: Callable[..., None], user: User, thing: Report | Unit, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _check_goes(report: Report, current: Status, following: Status) -> None:
    """The act that leads from one state to another is for reports in the first, and stands in the table."""
    if report.status != current or not may_follow(current, following):
        raise NotAllowed(
            _("%(report)s现为“%(status)s”，不能变为“%(following)s”。")
            % {"report": report, "status": report.get_status_display(), "following": following.label}
        )


def _check_not_in_review(report: Report) -> None:
    if report.item is not None and report.item.status not in (ItemStatus.DRAFT, ItemStatus.WITHDRAWN):
        raise NotAllowed(
            _("%(report)s已送审，现为“%(status)s”。") % {"report": report, "status": report.item.get_status_display()}
        )
