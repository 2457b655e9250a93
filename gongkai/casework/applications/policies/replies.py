"""The answer: who drafts does not review, who drafts or reviews does not approve, and nothing goes out that the law does not let end so."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.queries import holds
from gongkai.law.deadlines import Regulation
from gongkai.law.outcomes import is_known_to
from gongkai.law.vocabulary import Outcome, Role

from ..choices import Opinion, Party, Status
from ..models import Application, Reply
from ..queries import current_reply, unmet
from .grounds import check_follows, check_handles


def check_ends(application: Application, outcome: Outcome, *, on: date, draft: Reply) -> None:
    """Refused with everything that is missing at once, as long as something is (``law.outcomes``)."""
    regulation = Regulation(str(application.law))
    label = {"outcome": outcome.label, "order": regulation.order}
    if not is_known_to(outcome, regulation):
        raise Refused(_("该申请适用%(order)s，其中没有“%(outcome)s”这一情形。") % label)
    objected = application.consultations.filter(party=Party.THIRD_PARTY, opinion=Opinion.OBJECTS).exists()
    if outcome == Outcome.GRANTED and objected and not draft.weighing:
        raise Refused(_("第三方不同意公开，仍予公开的须写明公共利益的权衡，并书面告知第三方（条例第三十二条）。"))
    lacking = unmet(application, outcome, on=on, draft=draft)
    if lacking:
        needs = {"needs": "；".join(need.value for need in lacking)}
        raise Refused(_("以“%(outcome)s”办结，%(needs)s。") % (label | needs))


def check_can_reply(user: User, application: Application, *, on: date) -> None:
    """The unit's case officer or the openness office answers on the spot, once (art. 33 para. 1)."""
    check_follows(application, Status.REPLIED, _("当场答复"))
    if application.status != Status.RECEIVED:
        raise NotAllowed(_("该申请已拟写答复，请按程序送达。"))
    check_handles(user, application.unit, on=on)
    _check_nothing_is_awaited(application, on=on)


def check_can_draft(user: User, application: Application, *, on: date) -> None:
    """An answer is drafted by whoever handles it, once nothing is waited for."""
    check_follows(application, Status.DRAFTED, _("拟写答复"))
    check_handles(user, application.unit, on=on)
    _check_nothing_is_awaited(application, on=on)


def _check_nothing_is_awaited(application: Application, *, on: date) -> None:
    if any(part.done_date is None and part.returned_date is None for part in application.parts.all()):
        raise NotAllowed(_("交办的事项尚未全部办结，不能答复。"))
    for asked in (one for one in application.consultations.all() if one.answered_date is None):
        if asked.due_date is None or asked.due_date >= on:
            raise NotAllowed(_("征求意见尚未答复，期限也未届满，不能答复。"))


def check_can_review(user: User, application: Application, *, on: date) -> None:
    """Reviewed by the openness office, by another than who drafted it."""
    check_follows(application, Status.REVIEWED, _("审核"))
    if not holds(user, Role.OPENNESS_OFFICE, application.unit, on=on):
        raise NotAllowed(_("答复由政务公开工作机构审核。"))
    if _draft(application).drafted_by_id == user.pk:
        raise NotAllowed(_("答复是您拟写的，须由他人审核。"))


def check_can_approve(user: User, application: Application, *, on: date) -> None:
    """Approved by the unit's approver, who neither drafted nor reviewed it."""
    check_follows(application, Status.APPROVED, _("审批"))
    if not holds(user, Role.APPROVER, application.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的审批人，不能审批答复。") % {"unit": application.unit})
    draft = _draft(application)
    if user.pk in (draft.drafted_by_id, draft.reviewed_by_id):
        raise NotAllowed(_("答复是您拟写或者审核的，须由他人审批。"))


def check_can_record_paper_approval(user: User, application: Application, *, on: date) -> None:
    """What was signed on paper is recorded by whoever handles it."""
    check_follows(application, Status.APPROVED, _("审批"))
    check_handles(user, application.unit, on=on)


def check_can_return(user: User, application: Application, *, on: date) -> None:
    """A draft is sent back by who would review it, a reviewed or approved one by the approver or the openness office."""
    if application.status not in (Status.DRAFTED, Status.REVIEWED, Status.APPROVED):
        raise NotAllowed(_("该申请没有可以退回的答复稿。"))
    check_follows(application, Status.RECEIVED, _("退回"))
    roles = (Role.OPENNESS_OFFICE, Role.APPROVER)
    if not any(holds(user, role, application.unit, on=on) for role in roles):
        raise NotAllowed(_("答复稿由政务公开工作机构或者审批人退回。"))


def check_can_serve(user: User, application: Application, *, on: date) -> None:
    """An approved answer is brought to the applicant by whoever handles it."""
    check_follows(application, Status.REPLIED, _("送达"))
    if application.status != Status.APPROVED:
        raise NotAllowed(_("答复尚未审批，不能送达。"))
    check_handles(user, application.unit, on=on)


def _draft(application: Application) -> Reply:
    draft = current_reply(application)
    if draft is None:
        raise NotAllowed(_("该申请还没有答复稿。"))
    return draft
