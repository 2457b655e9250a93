"""Deciding that an item does not fall under an entry of the negative list after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.models import NegativeEntry

from .. import choices, policies, queries
from ..models import InformationItem, ListDecision


@transaction.atomic
def clear_of_entry(
    item: InformationItem, entry: NegativeEntry, *, reason: str, by: User, now: datetime
) -> ListDecision:
    """Record that a draft does not fall under an entry that stops it, and why (openness office, who did not write it).

    Refused without a reason, or when the entry does not stop it.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_clear(by, item, on=localdate(now))
    stopping = next((one for one in queries.entries_in_the_way(item) if one.pk == entry.pk), None)
    if stopping is None or stopping.current_id is None:
        raise Refused(_("负面清单 %(code)s 没有拦下该信息，不需要认定。") % {"code": entry.code})
    if not reason.strip():
        raise Refused(_("请写明为什么不属于该条目，认定会连同理由留存。"))
    policies.check_fits(reason.strip(), "reason", ListDecision)
    decision = ListDecision.objects.create(
        item=item,
        version_id=stopping.current_id,
        content_sha256=queries.texts_sha256(item),
        reason=reason.strip(),
        by=by,
        at=now,
    )
    record(choices.ITEM_CLEARED_OF_ENTRY, item, by=by, at=now, reason=f"{entry.code}：{reason.strip()}")
    return decision
