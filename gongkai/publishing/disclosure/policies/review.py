"""May this person pass this item on now? Each step by somebody else (不相容岗位): its writer at none, nobody at two."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed
from gongkai.base.core.html import has_text
from gongkai.base.organisations.queries import holds, stands_in_for
from gongkai.law.vocabulary import Role
from gongkai.publishing.catalogue.choices import ONE_LEVEL

from ..choices import ClearanceAnswer, ClearanceKind, Status
from ..models import ApprovalBatch, Clearance, InformationItem, Submission
from ..queries import Level, engaged, hindering_clearance, last_submission, next_level
from .changes import check_change_is_public
from .items import check_can_draft, check_can_revise, check_follows, wrote
from .metadata import check_says_enough
from .screening import check_screened


def check_can_submit(user: User, item: InformationItem, *, on: date) -> None:
    """A complete draft goes to secrecy review once everything the screening found in it is decided."""
    check_complete(user, item, on=on)
    check_screened(item)


def check_complete(user: User, item: InformationItem, *, on: date) -> None:
    """All that ``check_can_submit`` asks but the screening, which the submission itself runs first."""
    check_follows(item, Status.SUBMITTED)
    check_can_draft(user, item.unit, on=on)
    check_change_is_public(item)
    check_says_enough(item)
    if not has_text(item.body) and not item.attachments.exists():
        raise NotAllowed(_("正文和附件至少要有一项，才能送审。"))


def check_can_review_secrecy(user: User, item: InformationItem, *, on: date) -> None:
    """Item by item (逐项), by a secrecy reviewer of the unit who did not write it (条例 art. 17; 保密法实施条例).

    Not before every organ that was asked has answered, and not against what it answered (条例 arts 11, 17).
    """
    check_follows(item, Status.SECRECY_REVIEWED)
    if wrote(user, item):
        raise NotAllowed(_("您是该信息的拟稿人，不能进行保密审查。"))
    if not holds(user, Role.SECRECY_REVIEWER, item.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的保密审查员。") % {"unit": item.unit})
    _check_stands_in_for_no_writer(user, Role.SECRECY_REVIEWER, item, on=on)
    check_cleared(item)


def check_cleared(item: InformationItem) -> None:
    """No organ's answer is missing, and none stands against publication."""
    clearance = hindering_clearance(item, last_submission(item))
    if clearance is None:
        return
    name = {"organ": clearance.organ, "date": clearance.asked_date.isoformat()}
    if not clearance.answer:
        if clearance.kind == ClearanceKind.DETERMINATION:
            raise NotAllowed(_("%(date)s已报%(organ)s确定是否公开，尚未答复，不能完成保密审查。") % name)
        raise NotAllowed(_("%(date)s已向%(organ)s协商确认，尚未答复，不能完成保密审查。") % name)
    if clearance.answer == ClearanceAnswer.DISAGREE:
        raise NotAllowed(_("%(organ)s不同意公开，只能退回拟稿人，改为不予公开后重新送审。") % name)
    raise NotAllowed(_("%(organ)s只同意公开一部分，须退回拟稿人按其意见修改后重新送审。") % name)


def check_can_approve(user: User, item: InformationItem, *, on: date) -> None:
    """At each level by a holder of its role who neither wrote it, nor reviewed it, nor agreed at another level."""
    level = _check_level(item)
    if wrote(user, item):
        raise NotAllowed(_("您是该信息的拟稿人，不能审批。"))
    submission = last_submission(item)
    if submission is not None:
        _check_not_engaged(user.pk, submission, level)
    if not holds(user, level.role, item.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的%(role)s。") % {"unit": item.unit, "role": level.role.label})
    _check_stands_in_for_no_writer(user, level.role, item, on=on)
    principal = stands_in_for(user, level.role, item.unit, on=on)
    if principal is not None and submission is not None and principal.pk in engaged(submission):
        raise NotAllowed(
            _("您代理的%(principal)s已办过该信息的%(step)s，%(level)s须由他人办理。")
            % {"principal": principal, "step": engaged(submission)[principal.pk], "level": level.name}
        )
    check_screened(item)


def check_can_record_paper_approval(user: User, item: InformationItem, *, on: date) -> None:
    """What was signed on paper is recorded by the openness office or an approver, never by the drafter or who agreed at another level."""
    level = _check_level(item)
    if wrote(user, item):
        raise NotAllowed(_("您是该信息的拟稿人，不能登记纸质审批。"))
    if not (holds(user, Role.OPENNESS_OFFICE, item.unit, on=on) or holds(user, Role.APPROVER, item.unit, on=on)):
        raise NotAllowed(_("纸质审批由政务公开工作机构或审批人登记。"))
    submission = last_submission(item)
    if submission is not None:
        _check_not_engaged(user.pk, submission, level)
    check_screened(item)


def check_can_return(user: User, item: InformationItem, *, on: date) -> None:
    """Whoever is asked next may send it back with a reason; once approved, whoever was asked last."""
    check_follows(item, Status.DRAFT)
    if not holds(user, _asked(item), item.unit, on=on):
        raise NotAllowed(_("您不是该环节的经办人，不能退回。"))


def check_can_send_back(user: User, item: InformationItem, *, on: date) -> None:
    """From the second level on, whoever is asked next may send an item back to the level before."""
    submission = last_submission(item)
    if item.status != Status.SECRECY_REVIEWED or submission is None:
        raise NotAllowed(_("只有审批中的信息可以退回上一级。"))
    level = next_level(submission)
    if level is None or level.number == 1:
        raise NotAllowed(_("前面没有审批层级，需要改动时请退回拟稿人。"))
    if not holds(user, level.role, item.unit, on=on):
        raise NotAllowed(_("您不是该环节的经办人，不能退回。"))


def check_can_ask(user: User, item: InformationItem, *, on: date) -> None:
    """Other organs are asked while the item is written or under secrecy review, by those who do that work or the openness office."""
    if item.status not in (Status.DRAFT, Status.SUBMITTED):
        raise NotAllowed(_("征求其他机关意见须在保密审查完成之前。"))
    roles = (Role.DRAFTER, Role.SECRECY_REVIEWER, Role.OPENNESS_OFFICE)
    if not any(holds(user, role, item.unit, on=on) for role in roles):
        raise NotAllowed(_("征求其他机关意见由拟稿人、保密审查员或政务公开工作机构办理。"))


def check_can_answer(user: User, clearance: Clearance, *, on: date) -> None:
    """An answer is entered once, by who may ask."""
    if clearance.answer:
        raise NotAllowed(_("%(organ)s的答复已经登记，不能更改；意见有变的请重新征求。") % {"organ": clearance.organ})
    check_can_ask(user, clearance.item, on=on)


def check_can_decide(user: User, item: InformationItem, *, on: date) -> None:
    """What the screening found is decided by who may change the draft."""
    check_can_revise(user, item, on=on)


def check_can_see_batch(user: User, batch: ApprovalBatch, *, on: date) -> None:
    """A batch is looked at by who made it."""
    if batch.by_id != user.pk:
        raise NotAllowed(_("该批量审批由他人提交，您无权查看。"))


def _check_level(item: InformationItem) -> Level:
    if item.status in (Status.APPROVED, Status.PUBLISHED, Status.CLOSED):
        raise NotAllowed(_("该信息已经审批过了，不必重复操作。"))
    check_follows(item, Status.APPROVED)
    submission = last_submission(item)
    level = next_level(submission) if submission is not None else None
    return level or Level(1, _("审批"), Role(ONE_LEVEL[0]), None)


def _check_not_engaged(person: int, submission: Submission, level: Level) -> None:
    step = engaged(submission).get(person)
    if step is not None:
        raise NotAllowed(_("您已办过该信息的%(step)s，%(level)s须由他人办理。") % {"step": step, "level": level.name})


def _check_stands_in_for_no_writer(user: User, role: Role, item: InformationItem, *, on: date) -> None:
    principal = stands_in_for(user, role, item.unit, on=on)
    if principal is not None and wrote(principal, item):
        raise NotAllowed(_("您代理的%(principal)s是该信息的拟稿人，该环节须由他人办理。") % {"principal": principal})


def _asked(item: InformationItem) -> Role:
    """Whose the item is now."""
    if item.status == Status.SUBMITTED:
        return Role.SECRECY_REVIEWER
    submission = last_submission(item)
    if submission is None:
        return Role(ONE_LEVEL[-1])
    level = next_level(submission) if item.status == Status.SECRECY_REVIEWED else None
    return level.role if level else Role(submission.roles[-1])
