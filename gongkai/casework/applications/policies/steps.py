"""What is asked of others while an application is dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.calendars.queries import calendar
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.queries import holds, units_of
from gongkai.law.clocks import may_extend
from gongkai.law.deadlines import Regulation, amendment_notice_due
from gongkai.law.vocabulary import Role

from ..choices import Law, Status
from ..models import Application, Assignment, Consultation, Part
from ..queries import course_of, stops_of_one
from .cases import has_a_part
from .grounds import check_being_handled, check_follows, check_handles, check_open, check_stands


def check_can_ask_amendment(user: User, application: Application, *, on: date) -> None:
    """Once and within seven working days of receipt (art. 30); the text of 2007 sets neither (art. 21(4))."""
    check_follows(application, Status.AMENDING, _("要求补正"))
    check_handles(user, application.unit, on=on)
    if application.law != Law.OF_2019:
        return
    if application.amendments.all():
        raise NotAllowed(_("补正只能一次性告知，该申请已经通知过补正（条例第三十条）。"))
    assert application.received_date is not None
    due = amendment_notice_due(received=application.received_date, calendar=calendar(), regulation=Regulation.OF_2019)
    if due is not None and on > due.date:
        raise NotAllowed(
            _("补正应在收到申请之日起7个工作日内告知，已于 %(day)s 届满（条例第三十条）。") % {"day": due.date}
        )


def check_can_receive_amendment(user: User, application: Application, *, on: date) -> None:
    """A correction is taken in while it is waited for, also after its term: good reasons are the officer's to weigh."""
    check_stands(application)
    if application.status != Status.AMENDING:
        raise NotAllowed(_("该申请没有待补正的通知。"))
    check_handles(user, application.unit, on=on)


def check_can_assign(user: User, application: Application, *, on: date) -> None:
    """Parts are given out by whoever handles the application."""
    check_being_handled(application, _("交办"))
    check_handles(user, application.unit, on=on)


def check_can_assign_many(user: User, applications: Sequence[Application], *, on: date) -> None:
    """Parts of many cases are given out at once by whoever handles them all; each is asked again when its turn comes."""
    handled = set(units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on).values_list("pk", flat=True))
    if not handled.issuperset(application.unit_id for application in applications):
        raise NotAllowed(_("所选的申请有的不由您办理，不能批量交办。"))


def check_can_see_assignment(user: User, assignment: Assignment, *, on: date) -> None:
    """How far it is, is seen by who began it and by the openness office."""
    if assignment.by_id != user.pk and not units_of(user, Role.OPENNESS_OFFICE, on=on).exists():
        raise NotAllowed(_("批量交办由发起人和政务公开工作机构查看。"))


def check_can_hand_in(user: User, part: Part, *, on: date) -> None:
    """A part is handed in, or back, by a case officer of its unit, once."""
    check_open(part.application, _("提交办理意见"))
    if part.done_date is not None or part.returned_date is not None:
        raise NotAllowed(_("该交办事项已办结或者已退回。"))
    if not holds(user, Role.CASE_OFFICER, part.unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的承办人，不能办理交给该单位的事项。") % {"unit": part.unit})


def check_can_consult(user: User, application: Application, *, on: date) -> None:
    """Third parties and other organs are asked by whoever handles it, while it is dealt with (arts 32–34)."""
    check_being_handled(application, _("征求意见"))
    check_handles(user, application.unit, on=on)


def check_can_answer_consultation(user: User, consultation: Consultation, *, on: date) -> None:
    """What came of it is recorded once."""
    check_open(consultation.application, _("登记征求意见的情况"))
    if consultation.answered_date is not None:
        raise NotAllowed(_("该征求意见已登记答复。"))
    check_handles(user, consultation.application.unit, on=on)


def check_can_deliver_consultation(user: User, consultation: Consultation, *, on: date) -> None:
    """When the question arrived is recorded once, before the answer."""
    check_can_answer_consultation(user, consultation, on=on)
    if consultation.delivered_date is not None:
        raise NotAllowed(_("对方收到征求意见书的日期已经登记。"))


def check_can_extend(user: User, application: Application, *, on: date) -> None:
    """Asked for once, before the limit has run out (art. 33; art. 24 of 2007)."""
    check_open(application, _("延期"))
    check_handles(user, application.unit, on=on)
    if hasattr(application, "extension"):
        raise NotAllowed(_("答复期限只能延长一次，该申请已经申请过延期。"))
    _check_in_time(application, on=on)


def check_can_grant_extension(user: User, application: Application, *, on: date) -> None:
    """Agreed to by the openness office, by another person, before the limit has run out."""
    check_open(application, _("延期"))
    if not hasattr(application, "extension") or application.extension.granted_date is not None:
        raise NotAllowed(_("该申请没有待同意的延期。"))
    if not holds(user, Role.OPENNESS_OFFICE, application.unit, on=on):
        raise NotAllowed(_("延期须经政务公开工作机构负责人同意。"))
    if application.extension.requested_by_id == user.pk:
        raise NotAllowed(_("延期不能由申请延期的人自己同意。"))
    _check_in_time(application, on=on)


def check_can_ask_reasons(user: User, application: Application, *, on: date) -> None:
    """Reasons for number and frequency are asked for once, under the text of 2019 (art. 35)."""
    check_being_handled(application, _("要求说明理由"))
    check_handles(user, application.unit, on=on)
    if application.law != Law.OF_2019:
        raise NotAllowed(_("要求说明理由的规定自2019年5月15日施行，不适用于该申请。"))
    if hasattr(application, "reasons_request"):
        raise NotAllowed(_("已经要求申请人说明过理由。"))


def check_can_judge_reasons(user: User, application: Application, *, on: date) -> None:
    """What the reasons come to is decided by the openness office, once."""
    check_open(application, _("认定理由"))
    if not hasattr(application, "reasons_request"):
        raise NotAllowed(_("尚未要求申请人说明理由。"))
    if application.reasons_request.is_reasonable is not None:
        raise NotAllowed(_("理由已经认定，不必重复操作。"))
    if not holds(user, Role.OPENNESS_OFFICE, application.unit, on=on):
        raise NotAllowed(_("理由是否合理由政务公开工作机构认定。"))


def check_can_record_search(user: User, application: Application, *, on: date) -> None:
    """A search is put on record by whoever handles the application or a part of it."""
    check_open(application, _("登记检索"))
    if not has_a_part(user, application, on=on):
        check_handles(user, application.unit, on=on)


def _check_in_time(application: Application, *, on: date) -> None:
    course = course_of(application, stops_of_one(application))
    if not may_extend(course, on=on, calendar=calendar()):
        raise NotAllowed(_("答复期限已经届满或者已经延长过，不能延期。"))
