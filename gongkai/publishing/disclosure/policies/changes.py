"""Who may change what is public, give up a draft, mark validity, move an item, time it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.queries import holds, units_of
from gongkai.law.vocabulary import Openness, Role

from ..choices import RelationKind, Status
from ..models import InformationItem
from ..queries import open_change
from .items import check_can_draft, check_follows, check_publisher


def check_can_begin_change(user: User, item: InformationItem, *, on: date) -> None:
    """What is public is changed by a drafter of its unit, one copy at a time."""
    check_can_be_changed(item)
    if (open_one := open_change(item)) is not None:
        raise NotAllowed(
            _("该信息已有一份修改稿（%(change)s）在办理，须先办完或放弃。") % {"change": open_one.registration}
        )
    check_can_draft(user, item.unit, on=on)


def check_can_be_changed(item: InformationItem) -> None:
    """Only what stands on the site can be changed."""
    if item.status != Status.PUBLISHED:
        raise NotAllowed(
            _("只有已发布的信息可以修改，%(item)s现为“%(status)s”。")
            % {"item": item, "status": item.get_status_display()}
        )


def check_change_is_public(item: InformationItem) -> None:
    """A change takes the place of a public text, so it is public itself; to end publicity there is withdrawal."""
    if item.revises_id and item.openness != Openness.PROACTIVE:
        raise NotAllowed(_("修改稿发布后替换公开的文本，必须是主动公开；不应再公开的，请撤下原信息。"))


def check_can_discard(user: User, item: InformationItem, *, on: date) -> None:
    """A draft is given up by a drafter of its unit."""
    check_follows(item, Status.DISCARDED)
    check_can_draft(user, item.unit, on=on)


def check_can_mark_validity(user: User, item: InformationItem, *, on: date) -> None:
    """A mark on what is public, by an approver of its unit or the openness office, not by who wrote it."""
    if item.status != Status.PUBLISHED:
        raise NotAllowed(
            _("只有已发布的信息可以标注有效性，该信息现为“%(status)s”。") % {"status": item.get_status_display()}
        )
    check_publisher(user, item, on=on)


def check_can_move(user: User, item: InformationItem, *, on: date) -> None:
    """The shelves of the site are the openness office's."""
    check_can_be_changed(item)
    if not holds(user, Role.OPENNESS_OFFICE, item.unit, on=on):
        raise NotAllowed(_("已发布信息的栏目由政务公开工作机构调整。"))


def check_can_be_related(item: InformationItem, kind: RelationKind, document: InformationItem) -> None:
    """An item names public items, each once in the same way; it ends only documents of its own unit and of those below."""
    if document.pk == item.pk or document.pk == item.revises_id:
        raise Refused(_("不能与它自己建立关系。"))
    if document.status != Status.PUBLISHED:
        raise Refused(_("只能与已公开的信息建立关系；未公开的文件请填写名称和文号。"))
    if item.relations.filter(kind=kind, to_item=document).exists():
        raise Refused(_("这项关系已经登记过了。"))
    if kind.mark and not document.unit.path.startswith(item.unit.path):
        raise Refused(
            _("%(unit)s不能%(kind)s%(other)s的文件，请由该单位或其上级办理。")
            % {"unit": item.unit, "kind": kind.label, "other": document.unit}
        )


def check_can_schedule(user: User, item: InformationItem, *, on: date) -> None:
    """Who may publish an approved item now may also say when."""
    check_follows(item, Status.MERGED if item.revises_id else Status.PUBLISHED)
    check_publisher(user, item, on=on)


def check_can_unschedule(user: User, item: InformationItem, *, on: date) -> None:
    """Who may publish it may also call the time off."""
    if item.status != Status.APPROVED or item.scheduled_at is None:
        raise NotAllowed(_("该信息没有定时发布。"))
    check_publisher(user, item, on=on)


def check_can_set_expiry(user: User, item: InformationItem, *, on: date) -> None:
    """What is public, or about to be, gets the instant at which it ends from whoever may publish it."""
    if item.status not in (Status.APPROVED, Status.PUBLISHED) or item.revises_id:
        raise NotAllowed(
            _("只有待发布和已发布的信息可以定时下线，该信息现为“%(status)s”。") % {"status": item.get_status_display()}
        )
    check_publisher(user, item, on=on)


def check_can_declare_mourning(user: User, *, on: date) -> None:
    """How the whole site looks is for the openness office."""
    if not units_of(user, Role.OPENNESS_OFFICE, on=on).exists():
        raise NotAllowed(_("哀悼日灰度由政务公开工作机构设置。"))
