"""Seeing, receiving and ending an application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refusal
from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.base.organisations.queries import holds, units_of
from gongkai.law.vocabulary import Role

from ..choices import UNDER_DECISION, Status
from ..models import (
    Application,
    Challenge,
    Consultation,
    Correction,
    Fee,
    FeeNotice,
    Notice,
    Part,
    Proposal,
    Redaction,
    Reply,
)
from ..queries import CASE_STAFF, visible_applications
from .grounds import check_follows, check_handles, check_kept_long_enough, check_stands, handles

Thing = TypeVar(
    "Thing",
    Application,
    Fee,
    FeeNotice,
    Challenge,
    Consultation,
    Correction,
    Notice,
    Part,
    Proposal,
    Redaction,
    Reply,
    Unit,
)


def check_can_receive(user: User, unit: Unit, *, on: date) -> None:
    """Applications are taken in by the openness office or a case officer of the unit."""
    check_handles(user, unit, on=on)


def check_can_confirm(user: User, application: Application, *, on: date) -> None:
    """What waits for the applicant's confirmation is confirmed once, by whoever would handle it."""
    check_stands(application)
    if application.status != Status.REGISTERED:
        raise NotAllowed(_("该申请已确认收到，不必重复操作。"))
    check_handles(user, application.unit, on=on)


def check_can_see(user: User, application: Application, *, on: date) -> None:
    """Case staff of the unit, those with a part of it, who is to approve its answer and those who oversee it; no drafter as such."""
    if any(holds(user, role, application.unit, on=on) for role in CASE_STAFF):
        return
    if not (has_a_part(user, application, on=on) or _decides(user, application, on=on)):
        raise NotAllowed(_("公开申请含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))


def check_can_see_applicant(user: User, application: Application, *, on: date) -> None:
    """Who applied and for what is shown to those who deal with it or decide on its answer, to nobody who only oversees it."""
    if not (
        handles(user, application.unit, on=on)
        or has_a_part(user, application, on=on)
        or _decides(user, application, on=on)
    ):
        raise NotAllowed(_("申请人及其诉求只对承办人和政务公开工作机构显示。"))


def check_can_close(user: User, application: Application, *, on: date) -> None:
    """What the applicant let drop is closed by whoever would have replied."""
    check_follows(application, Status.CLOSED, _("终止"))
    check_handles(user, application.unit, on=on)


def check_can_reopen(user: User, application: Application, *, on: date) -> None:
    """An ended application is opened again by the openness office alone."""
    check_stands(application)
    if application.status not in (Status.REPLIED, Status.CLOSED, Status.ARCHIVED):
        raise NotAllowed(_("该申请尚未办结，不必重新办理。"))
    if not holds(user, Role.OPENNESS_OFFICE, application.unit, on=on):
        raise NotAllowed(_("重新办理由政务公开工作机构决定。"))


def check_can_archive(user: User, application: Application, *, on: date) -> None:
    """An ended application is archived by whoever handled it (art. 45)."""
    check_follows(application, Status.ARCHIVED, _("归档"))
    check_handles(user, application.unit, on=on)


def check_can_void(user: User, record: Application | Fee | Challenge, *, on: date) -> None:
    """Only the openness office takes a record out of the figures."""
    check_stands(record)
    if not holds(user, Role.OPENNESS_OFFICE, record.unit, on=on):
        raise NotAllowed(_("作废记录由政务公开工作机构办理。"))


def check_can_erase(user: User, application: Application, *, on: date) -> None:
    """What is known of an applicant is destroyed after the retention period, by the openness office, once."""
    if application.status != Status.ARCHIVED or application.archived_date is None:
        raise NotAllowed(_("申请尚未归档，不能销毁申请人信息。"))
    check_kept_long_enough(application.archived_date, on=on)
    if application.applicant.erased_at is not None:
        raise NotAllowed(_("申请人信息已经销毁。"))
    if not holds(user, Role.OPENNESS_OFFICE, application.unit, on=on):
        raise NotAllowed(_("销毁申请人信息由政务公开工作机构办理。"))


def handled_units(user: User, *, on: date) -> UnitQuerySet:
    """The units whose applications the user deals with."""
    return units_of(user, Role.CASE_OFFICER, Role.OPENNESS_OFFICE, on=on)


def check_can_export(user: User, applications: Sequence[Application], *, on: date) -> None:
    """The register is taken away by whoever sees every case in it on the screen."""
    seen = set(
        visible_applications(user, on=on).filter(pk__in=[one.pk for one in applications]).values_list("pk", flat=True)
    )
    if not units_of(user, *CASE_STAFF, on=on).exists() or not seen.issuperset(one.pk for one in applications):
        raise NotAllowed(_("公开申请含个人信息，只有承办人、政务公开工作机构和监督、审计人员可以查看。"))


def check_can_export_applicants(user: User, *, on: date) -> None:
    """Who applied goes along only for those who deal with it, not for those who oversee it."""
    if not handled_units(user, on=on).exists():
        raise NotAllowed(_("申请人及其诉求只对承办人和政务公开工作机构显示。"))


def chased_units(user: User, *, on: date) -> UnitQuerySet:
    """The units whose limits the user watches over."""
    return units_of(user, Role.OPENNESS_OFFICE, on=on)


def check_can_chase(user: User, *, on: date) -> None:
    """Reminders go out in the name of the openness office, about the units it serves."""
    if not chased_units(user, on=on).exists():
        raise NotAllowed(_("催办以政务公开工作机构的名义进行。"))


def check_can_reseal(user: User, *, on: date) -> None:
    """Keys are changed by whoever administers the installation, at the machine: ``gongkai reseal``."""
    if not user.has_perm("applications.change_applicant"):
        raise NotAllowed(_("您没有更换个人信息密钥的权限。"))


def can(check: Callable[..., None], user: User, thing: Thing, *, on: date) -> str:
    """Ask a check without acting: an empty string when it would pass, else the sentence of its refusal."""
    try:
        check(user, thing, on=on)
    except Refusal as refusal:
        return str(refusal)
    return ""


def has_a_part(user: User, application: Application, *, on: date) -> bool:
    """Whether a part of it is, or was, for the user to deal with: not one that was given back."""
    if "parts" in getattr(application, "_prefetched_objects_cache", {}):
        parts = [part for part in application.parts.all() if part.returned_date is None]
    else:
        parts = list(application.parts.filter(returned_date=None).select_related("unit"))
    return any(holds(user, Role.CASE_OFFICER, part.unit, on=on) for part in parts)


def _decides(user: User, application: Application, *, on: date) -> bool:
    """An answer is under way, and this person's to approve: nobody agrees to what they may not read."""
    return application.status in UNDER_DECISION and holds(user, Role.APPROVER, application.unit, on=on)
