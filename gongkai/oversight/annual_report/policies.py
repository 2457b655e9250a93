"""May this person, with this report, now? Every refusal is the sentence the desk shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from .choices import SETTLED, Status
from .models import Report
from .queries import is_top, may_compile, may_see, publishing_unit, ready_state, signs_for
from .workflow import may_follow


def check_can_see(user: User, unit: Unit, *, on: date) -> None:
    """Those who oversee it, whoever drafts where the report is published, and the head who signs."""
    if not may_see(user, unit, on=on):
        raise NotAllowed(
            _("您不在%(unit)s的政务公开工作机构、监督审计、拟稿或单位负责人岗位上，不能查看其年度报告。")
            % {"unit": unit}
        )


def check_can_compile(user: User, unit: Unit, *, on: date) -> None:
    """The openness office compiles (条例 2019 art. 4), and each unit below its own by whoever drafts there (art. 49)."""
    if not may_compile(user, unit, on=on):
        if is_top(unit):
            raise NotAllowed(_("年度报告由%(unit)s的政务公开工作机构编制。") % {"unit": unit})
        raise NotAllowed(_("年度报告由%(unit)s的拟稿人或者政务公开工作机构编制。") % {"unit": unit})


def check_can_write(user: User, report: Report, *, on: date) -> None:
    """Text and claims are written until the report is frozen."""
    if report.status != Status.COMPILED:
        raise NotAllowed(_("%(report)s已定稿，不能再修改。") % {"report": report})
    check_can_compile(user, report.unit, on=on)


def check_can_freeze(user: User, report: Report, *, on: date) -> None:
    """Once, by whoever compiles."""
    _check_goes(report, Status.COMPILED, Status.FROZEN)
    check_can_compile(user, report.unit, on=on)


def check_can_correct(user: User, report: Report, *, on: date) -> None:
    """The openness office publishes what was corrected since, once the report is public."""
    if report.status != Status.PUBLISHED:
        raise NotAllowed(_("%(report)s尚未公开，数字可以退回编制后改，不必发布更正。") % {"report": report})
    check_can_compile(user, report.unit, on=on)


def check_can_sign(user: User, report: Report, *, on: date) -> None:
    """The unit's head, or who stands in; never somebody who compiled or froze it."""
    _check_goes(report, Status.FROZEN, Status.SIGNED)
    if not signs_for(user, report.unit, on=on):
        raise NotAllowed(_("%(report)s由%(unit)s的单位负责人签署。") % {"report": report, "unit": report.unit})
    _check_did_not_make(user, report)


def check_can_record_paper_signature(user: User, report: Report, *, on: date) -> None:
    """What was signed on paper is recorded by whoever compiles."""
    _check_goes(report, Status.FROZEN, Status.SIGNED)
    check_can_compile(user, report.unit, on=on)


def check_can_check(user: User, report: Report, *, on: date) -> None:
    """The openness office above checks what a unit signed (条例 2019 art. 49 para. 1); nobody checks their own work."""
    if is_top(report.unit):
        raise NotAllowed(_("%(report)s是本级政府的报告，负责人签署后即可送审，不另行核定。") % {"report": report})
    _check_goes(report, Status.SIGNED, Status.CHECKED)
    if not holds(user, Role.OPENNESS_OFFICE, report.unit, on=on):
        raise NotAllowed(_("%(report)s由政务公开工作机构核定。") % {"report": report})
    _check_did_not_make(user, report)
    if report.signatures.standing().filter(paper_scan=None, by=user).exists():
        raise NotAllowed(_("您签署了%(report)s，须由其他人核定。") % {"report": report})


def check_can_reopen(user: User, report: Report, *, on: date) -> None:
    """Opened again only before it was ever public; after that, corrections are listed as differences.

    By whoever compiles, by the openness office, and by the head while it waits for the signature.
    """
    _check_goes(report, Status(report.status) if report.status in SETTLED else Status.FROZEN, Status.COMPILED)
    if report.item is not None and report.item.status == ItemStatus.WITHDRAWN:
        raise NotAllowed(_("%(report)s曾经公开，数字不再改动，此后的更正列为差异。") % {"report": report})
    _check_not_in_review(report)
    if not (report.status == Status.FROZEN and signs_for(user, report.unit, on=on)):
        check_can_compile(user, report.unit, on=on)


def check_can_submit(user: User, report: Report, *, on: date) -> None:
    """Handed in by a drafter of the unit where the openness office is, once signed and, below the government itself, checked."""
    _check_goes(report, ready_state(report), Status.PUBLISHED)
    _check_not_in_review(report)
    unit = publishing_unit(report.unit)
    if not holds(user, Role.DRAFTER, unit, on=on):
        raise NotAllowed(_("年度报告由%(unit)s的拟稿人送审。") % {"unit": unit})


def check_can_file_scan(user: User, report: Report, *, on: date) -> None:
    """The signed and sealed paper is filed once the head has signed."""
    if report.status not in (Status.SIGNED, Status.CHECKED, Status.PUBLISHED):
        raise NotAllowed(_("%(report)s尚未签署，没有签字盖章件可存。") % {"report": report})
    check_can_compile(user, report.unit, on=on)


def check_can_publish_scan(user: User, report: Report, *, on: date) -> None:
    """It goes public with the item, so it is chosen before the item is handed in."""
    check_can_file_scan(user, report, on=on)
    if report.status == Status.PUBLISHED:
        raise NotAllowed(_("%(report)s已发布，签字盖章件须在送审之前选择随报告公开。") % {"report": report})
    _check_not_in_review(report)


def check_can_send(user: User, report: Report, *, on: date) -> None:
    """What is public is sent to the superior by whoever compiles."""
    if report.status != Status.PUBLISHED:
        raise NotAllowed(_("%(report)s尚未发布，不能报送上级。") % {"report": report})
    check_can_compile(user, report.unit, on=on)


def check_can_set_due(user: User, unit: Unit, *, on: date) -> None:
    """Notices on due dates are entered by the openness office."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("年报报送通知由政务公开工作机构登记。"))


def can(check: Callable[..., None], user: User, thing: Any, *, on: date) -> str:
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


def _check_did_not_make(user: User, report: Report) -> None:
    if user.pk in (report.compiled_by_id, report.frozen_by_id):
        raise NotAllowed(_("您编制了%(report)s，须由其他人签署和核定。") % {"report": report})


def _check_not_in_review(report: Report) -> None:
    if report.item is not None and report.item.status not in (ItemStatus.DRAFT, ItemStatus.WITHDRAWN):
        raise NotAllowed(
            _("%(report)s已送审，现为“%(status)s”。") % {"report": report, "status": report.item.get_status_display()}
        )
