"""May this person, with this return, now? Every refusal is the sentence the desk shows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Role
from gongkai.oversight.annual_report.policies import can
from gongkai.oversight.annual_report.queries import may_compile, may_see, publishing_unit, signs_for
from gongkai.publishing.disclosure.choices import Status as ItemStatus

from .choices import WEBSITE_TABLE, Status
from .models import Return
from .workflow import may_follow

__all__ = [
    "can",
    "check_can_approve",
    "check_can_ask",
    "check_can_cancel",
    "check_can_file_receipt",
    "check_can_give_back",
    "check_can_publish",
    "check_can_record_paper_approval",
    "check_can_see",
    "check_can_send",
    "check_can_submit",
    "check_can_write",
]


def check_can_see(user: User, unit: Unit, *, on: date) -> None:
    """Whoever may see the unit's annual report."""
    if not may_see(user, unit, on=on):
        raise NotAllowed(
            _("您不在%(unit)s的政务公开工作机构、监督审计、拟稿或单位负责人岗位上，不能查看其统计报送。")
            % {"unit": unit}
        )


def check_can_ask(user: User, unit: Unit, *, on: date) -> None:
    """What the superior asks for is entered by the openness office (条例 2019 art. 4)."""
    if not holds(user, Role.OPENNESS_OFFICE, unit, on=on):
        raise NotAllowed(_("报送要求由政务公开工作机构登记。"))


def check_can_write(user: User, owner: Return, *, on: date) -> None:
    """Filled in until it is submitted."""
    if owner.status != Status.DRAFT:
        raise NotAllowed(
            _("%(return)s现为“%(status)s”，不能再填写。") % {"return": owner, "status": owner.get_status_display()}
        )
    _check_keeps(user, owner, on=on)


def check_can_submit(user: User, owner: Return, *, on: date) -> None:
    """By whoever fills it in."""
    _check_goes(owner, Status.DRAFT, Status.SUBMITTED)
    _check_keeps(user, owner, on=on)


def check_can_approve(user: User, owner: Return, *, on: date) -> None:
    """The unit's head, or who stands in; never who submitted it."""
    _check_goes(owner, Status.SUBMITTED, Status.APPROVED)
    if not signs_for(user, owner.unit, on=on):
        raise NotAllowed(_("%(return)s由%(unit)s的单位负责人审批。") % {"return": owner, "unit": owner.unit})
    if user.pk == owner.submitted_by_id:
        raise NotAllowed(_("您填报了%(return)s，须由其他人审批。") % {"return": owner})


def check_can_record_paper_approval(user: User, owner: Return, *, on: date) -> None:
    """What was signed on paper is recorded by whoever fills it in."""
    _check_goes(owner, Status.SUBMITTED, Status.APPROVED)
    _check_keeps(user, owner, on=on)


def check_can_give_back(user: User, owner: Return, *, on: date) -> None:
    """Before it was sent, by the head or by whoever fills it in."""
    if owner.status == Status.APPROVED:
        _check_goes(owner, Status.APPROVED, Status.DRAFT)
    else:
        _check_goes(owner, Status.SUBMITTED, Status.DRAFT)
    if not signs_for(user, owner.unit, on=on):
        _check_keeps(user, owner, on=on)


def check_can_send(user: User, owner: Return, *, on: date) -> None:
    """What the head approved is sent by whoever fills it in."""
    _check_goes(owner, Status.APPROVED, Status.SENT)
    _check_keeps(user, owner, on=on)


def check_can_file_receipt(user: User, owner: Return, *, on: date) -> None:
    """Once, after it was sent."""
    if owner.status != Status.SENT:
        raise NotAllowed(_("%(return)s尚未报送，没有回执。") % {"return": owner})
    if owner.receipt_date is not None:
        raise NotAllowed(_("%(return)s的回执已经登记。") % {"return": owner})
    _check_keeps(user, owner, on=on)


def check_can_cancel(user: User, owner: Return, *, on: date) -> None:
    """A request that was taken back, or entered by mistake: before anything was sent."""
    _check_goes(owner, Status(owner.status), Status.CANCELLED)
    check_can_ask(user, owner.unit, on=on)


def check_can_publish(user: User, owner: Return, *, on: date) -> None:
    """The website's work table goes public (国办函〔2018〕12号), handed in by a drafter once the head has approved it."""
    if owner.format != WEBSITE_TABLE:
        raise NotAllowed(_("只有政府网站工作年度报表向社会公开，其他报送不公开。"))
    if owner.status not in (Status.APPROVED, Status.SENT):
        raise NotAllowed(_("%(return)s尚未经单位负责人审批，不能送审公开。") % {"return": owner})
    if owner.item is not None and owner.item.status not in (ItemStatus.DRAFT, ItemStatus.WITHDRAWN):
        raise NotAllowed(
            _("%(return)s已送审，现为“%(status)s”。") % {"return": owner, "status": owner.item.get_status_display()}
        )
    unit = publishing_unit(owner.unit)
    if not holds(user, Role.DRAFTER, unit, on=on):
        raise NotAllowed(_("%(return)s由%(unit)s的拟稿人送审公开。") % {"return": owner, "unit": unit})


def _check_keeps(user: User, owner: Return, *, on: date) -> None:
    if not may_compile(user, owner.unit, on=on):
        raise NotAllowed(
            _("%(return)s由%(unit)s的政务公开工作机构或本单位拟稿人填报。") % {"return": owner, "unit": owner.unit}
        )


def _check_goes(owner: Return, current: Status, following: Status) -> None:
    if owner.status != current or not may_follow(current, following):
        raise NotAllowed(
            _("%(return)s现为“%(status)s”，不能变为“%(following)s”。")
            % {"return": owner, "status": owner.get_status_display(), "following": following.label}
        )
