"""Moving what is public to another column."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..models import InformationItem
from .announcing import PublicAct, announce


@transaction.atomic
def move(item: InformationItem, *, column: Column, reason: str, by: User, now: datetime) -> InformationItem:
    """Put a public item on another column. Its address, text and date stay; the log says where it went and why."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_move(by, item, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明调整栏目的理由。"))
    policies.check_fits(reason.strip(), "change_reason")
    if item.column_id == column.pk:
        raise Refused(_("该信息已在“%(column)s”栏目。") % {"column": column})
    left, item.column = item.column, column
    item.save(update_fields=["column"])
    said = _("由“%(left)s”调整到“%(column)s”：%(reason)s") % {"left": left, "column": column, "reason": reason.strip()}
    policies.check_fits(reason.strip(), "change_reason")
    record(choices.ITEM_MOVED, item, by=by, at=now, reason=said)
    act = PublicAct(item, Act.CHANGED, said[:400], left={"columns": [left.slug] if left else []})
    announce([act], now=now.replace(microsecond=0))
    return item
