"""May this person, on this item, now? Every refusal is the sentence the desk shows beside the disabled button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds, visible_units
from gongkai.law.vocabulary import Openness, Role

from ..choices import WRITING, Status
from ..models import InformationItem
from ..workflow import may_follow
from .documents import check_document_lets_publish
from .screening import check_screened
from .standing import check_stands_once
from .waiting import check_released_together


def check_can_draft(user: User, unit: Unit, *, on: date) -> None:
    """A drafter drafts for their own unit."""
    if not holds(user, Role.DRAFTER, unit, on=on):
        raise NotAllowed(_("您不是%(unit)s的拟稿人，不能为其起草信息。") % {"unit": unit})


def check_can_see(user: User, item: InformationItem, *, on: date) -> None:
    """Everybody sees the work of their own units; those who oversee see all."""
    if not visible_units(user, on=on).filter(pk=item.unit_id).exists():
        raise NotAllowed(_("该信息属于其他单位，您无权查看。"))


def check_can_revise(user: User, item: InformationItem, *, on: date) -> None:
    """Only a draft may be altered, by a drafter of its unit."""
    if item.status != Status.DRAFT:
        raise NotAllowed(_("只有草稿可以修改，该信息现为“%(status)s”。") % {"status": item.get_status_display()})
    check_can_draft(user, item.unit, on=on)


def check_can_publish(user: User, item: InformationItem, *, on: date) -> None:
    """An approved, proactive item, by an approver or the openness office, not by its drafter."""
    check_can_publish_with_policy(user, item, on=on)
    if item.revises_id and InformationItem.objects.get(pk=item.revises_id).status != Status.PUBLISHED:
        raise NotAllowed(_("所修改的信息已不在公开状态，修改稿不能发布，请退回后放弃。"))
    check_released_together(item)


def check_can_publish_with_policy(user: User, item: InformationItem, *, on: date) -> None:
    """All that ``check_can_publish`` asks of an item but what it waits for: its policy is just being published."""
    if item.status == Status.PUBLISHED:
        raise NotAllowed(_("该信息已经发布，不必重复操作。"))
    check_follows(item, Status.MERGED if item.revises_id else Status.PUBLISHED)
    if item.openness != Openness.PROACTIVE:
        raise NotAllowed(_("公开属性为“%(openness)s”的信息不能发布。") % {"openness": item.get_openness_display()})
    check_document_lets_publish(item)
    check_stands_once(item)
    check_publisher(user, item, on=on)
    check_screened(item)


def check_can_withdraw(user: User, item: InformationItem, *, on: date) -> None:
    """What is public is taken down by an approver or the openness office, with its type and reason."""
    if item.status == Status.WITHDRAWN:
        raise NotAllowed(_("该信息已经撤下，不必重复操作。"))
    check_follows(item, Status.WITHDRAWN)
    check_publisher(user, item, on=on)


def check_can_enter_history(user: User, unit: Unit, *, on: date, holds: Callable[..., bool] = holds) -> None:
    """What was published elsewhere is entered by the unit's drafter or the openness office; ``holds`` may be ``Rights.holds``."""
    if not (holds(user, Role.OPENNESS_OFFICE, unit, on=on) or holds(user, Role.DRAFTER, unit, on=on)):
        raise NotAllowed(_("录入%(unit)s的历史信息须由其拟稿人或政务公开工作机构办理。") % {"unit": unit})


def check_follows(item: InformationItem, following: Status) -> None:
    """What follows must stand in the table of ``workflow``."""
    if item.status == following:
        raise NotAllowed(_("该信息现在已是“%(status)s”，不必重复操作。") % {"status": item.get_status_display()})
    if not may_follow(item.status, following):
        raise NotAllowed(
            _("该信息现为“%(status)s”，不能变为“%(following)s”。")
            % {"status": item.get_status_display(), "following": following.label}
        )


def wrote(user: User, item: InformationItem) -> bool:
    """Whether the text is theirs: they began it, altered it while it was another's draft, or wrote a change that was merged into it."""
    merged = item.revisions.filter(status=Status.MERGED).values_list("pk", flat=True) if item.number else ()
    keys = [str(pk) for pk in merged]
    written = Event.objects.filter(object_type=item._meta.label_lower, object_key__in=[str(item.pk), *keys])
    return user.pk == item.drafted_by_id or written.filter(kind__in=WRITING, by_key=str(user.pk)).exists()


def check_publisher(user: User, item: InformationItem, *, on: date) -> None:
    """Publishing and taking down are for the unit's approver or the openness office, never for who wrote the text."""
    if wrote(user, item):
        raise NotAllowed(_("您是该信息的拟稿人，发布和撤下须由他人办理。"))
    if not (holds(user, Role.APPROVER, item.unit, on=on) or holds(user, Role.OPENNESS_OFFICE, item.unit, on=on)):
        raise NotAllowed(_("发布和撤下由本单位审批人或政务公开工作机构办理。"))
