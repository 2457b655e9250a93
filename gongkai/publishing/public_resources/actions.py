"""Filing items as notices about public resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.organisations.queries import load_rights
from gongkai.law.vocabulary import Role
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

from . import choices, policies
from .choices import Field, Stage
from .models import Notice

#: Items that can no longer become public are no notices.
_ENDED = (Status.WITHDRAWN, Status.CLOSED)


@dataclass(frozen=True)
class HistoricalNotice:
    """An item filed in the past, by whom and when."""

    item: InformationItem
    field: Field
    stage: Stage
    project: str
    announced_by: User
    announced_at: datetime


@transaction.atomic
def announce(item: InformationItem, *, field: Field, stage: Stage, project: str, by: User, now: datetime) -> Notice:
    """Say of an item which public resource it is about, at which stage, and for which project. Once an item."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_announce(by, item, on=localdate(now))
    _check(item, project)
    if Notice.objects.filter(item=item).exists():
        raise Refused(_("%(item)s已登记为公共资源配置信息。") % {"item": item})
    notice = Notice.objects.create(item=item, field=field, stage=stage, project=project.strip())
    record(choices.NOTICE_ANNOUNCED, notice, by=by, at=now, field=field.value, stage=stage.value)
    return notice


@transaction.atomic
def enter_history(entries: Sequence[HistoricalNotice], *, by: User, now: datetime) -> list[Notice]:
    """File many items in the order given: the same ledger as filing each (a test holds the two side by side). All or none.

    ``by`` must hold the openness office's post over each unit; the events name who filed.
    """
    rights = load_rights({entry.announced_by for entry in entries} | {by})
    for entry in entries:
        day = localdate(entry.announced_at)
        if entry.announced_at > now:
            raise Refused(_("登记时间不能在未来。"))
        if not rights.holds(by, Role.OPENNESS_OFFICE, entry.item.unit, on=localdate(now)):
            raise NotAllowed(_("录入%(unit)s的历史登记须由政务公开工作机构办理。") % {"unit": entry.item.unit})
        if not any(rights.holds(entry.announced_by, role, entry.item.unit, on=day) for role in policies.ANNOUNCING):
            raise NotAllowed(_("%(item)s的登记人当时不在相应岗位上。") % {"item": entry.item})
        _check(entry.item, entry.project)
    items = [entry.item.pk for entry in entries]
    if len(set(items)) < len(items) or Notice.objects.filter(item__in=items).exists():
        raise Refused(_("其中有信息已登记为公共资源配置信息。"))
    notices = Notice.objects.bulk_create(
        [
            Notice(item=entry.item, field=entry.field, stage=entry.stage, project=entry.project.strip())
            for entry in entries
        ],
        batch_size=500,
    )
    record_many(
        event_of(
            choices.NOTICE_ANNOUNCED,
            notice,
            by=entry.announced_by,
            at=entry.announced_at,
            field=entry.field.value,
            stage=entry.stage.value,
        )
        for notice, entry in zip(notices, entries, strict=True)
    )
    return notices


def _check(item: InformationItem, project: str) -> None:
    if item.status in _ENDED:
        raise Refused(_("%(item)s已撤下或不公开，不能登记为公共资源配置信息。") % {"item": item})
    if not project.strip():
        raise Refused(_("请写明项目名称。"))
