"""Founding units, filling posts, standing in."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Role, UnitKind

from . import choices
from .models import Delegation, LeadingGroupSeat, Loan, Post, Unit
from .queries import holds


@transaction.atomic
def found(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: UnitKind,
    parent: Unit | None,
    index_prefix: str,
    by: User,
    now: datetime,
    hosts_openness_office: bool = False,
    is_example: bool = False,
) -> Unit:
    """Register a unit below its parent. Refused when the code is taken."""
    if Unit.objects.filter(code=code).exists():
        raise Refused(_("单位代码“%(code)s”已被使用。") % {"code": code})
    unit = Unit.objects.create(
        code=code,
        name=name,
        short_name=short_name,
        kind=kind,
        parent=parent,
        path=f"{parent.path if parent else ''}{code}/",
        index_prefix=index_prefix,
        hosts_openness_office=hosts_openness_office,
        is_example=is_example,
    )
    record(choices.UNIT_FOUNDED, unit, by=by, at=now)
    return unit


@transaction.atomic
def fill(*, unit: Unit, user: User, role: Role, since: date, by: User, now: datetime) -> Post:
    """Give somebody a role at a unit. Refused when they hold it already."""
    if Post.objects.filter(unit=unit, user=user, role=role, until_date=None).exists():
        raise Refused(_("%(user)s已担任该岗位。") % {"user": user})
    post = Post.objects.create(unit=unit, user=user, role=role, since_date=since)
    record(choices.POST_FILLED, post, by=by, at=now)
    return post


@transaction.atomic
def vacate(post: Post, *, until: date, reason: str, by: User, now: datetime) -> Post:
    """End a post on the given day; what was done in it stays done."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if until < post.since_date:
        raise Refused(_("免职日期不能早于任职日期。"))
    post.until_date = until
    post.save(update_fields=["until_date"])
    record(choices.POST_VACATED, post, by=by, at=now, reason=reason)
    return post


@transaction.atomic
def delegate(post: Post, *, deputy: User, since: date, until: date, reason: str, by: User, now: datetime) -> Delegation:
    """Let a colleague stand in for a post from one day to another, both included."""
    if deputy.pk == post.user_id:
        raise Refused(_("不能由本人代理本人的岗位。"))
    if until < since:
        raise Refused(_("代理的结束日期不能早于开始日期。"))
    delegation = Delegation.objects.create(post=post, deputy=deputy, since_date=since, until_date=until, reason=reason)
    record(choices.POST_DELEGATED, post, by=by, at=now, reason=reason, deputy=str(deputy))
    return delegation


@transaction.atomic
def lend(
    *, user: User, role: Role, unit: Unit, lender: Unit, since: date, until: date, reason: str, by: User, now: datetime
) -> Loan:
    """Let a unit borrow a reviewer or an approver of another, from one day to another, both included.

    Refused unless the person holds the same role at ``lender`` in their own right, and when the unit has them already.
    """
    if role not in choices.LENDABLE:
        raise Refused(_("只有保密审查员和审批人可以借用。"))
    if not reason.strip():
        raise Refused(_("请写明借用的事由。"))
    if until < since:
        raise Refused(_("借用的结束日期不能早于开始日期。"))
    own = Post.objects.on(since).filter(user=user, role=role, unit=lender, loan=None)
    if lender == unit or not own.exclude(until_date__lt=until).exists():
        raise Refused(
            _("%(user)s在借用期间不是%(lender)s的%(role)s，不能借出。")
            % {"user": user, "lender": lender, "role": Role(role).label}
        )
    if holds(user, role, unit, on=since) or holds(user, role, unit, on=until):
        raise Refused(_("%(user)s已可在%(unit)s行使该职责，不必借用。") % {"user": user, "unit": unit})
    post = Post.objects.create(user=user, unit=unit, role=role, since_date=since, until_date=until)
    loan = Loan.objects.create(post=post, lender=lender, reason=reason.strip())
    record(choices.POST_LENT, post, by=by, at=now, reason=reason.strip(), lender=lender.code, until=until.isoformat())
    return loan


@transaction.atomic
def seat_leading_group(
    *, unit: Unit, role: choices.LeadingGroupRole, position: str, since: date, by: User, now: datetime
) -> LeadingGroupSeat:
    """Record a seat of the leading group for openness."""
    seat = LeadingGroupSeat.objects.create(unit=unit, role=role, position=position, since_date=since)
    record(choices.LEADING_GROUP_SEATED, seat, by=by, at=now)
    return seat
