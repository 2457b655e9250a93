"""Forgetting who commented once the term for which it is kept is over, as the site's privacy page promises (个人信息保护法 arts 19, 47)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many

from .. import choices
from ..models import Comment, Consultation
from ..queries import contacts_kept, contacts_kept_until

#: Comments cleared in one transaction.
BATCH = 500


@transaction.atomic
def clear_contacts(consultation: Consultation, *, by: User, now: datetime) -> int:
    """Clear names and contacts of the next comments whose term is over, and return how many; 0 when there is nothing to do.

    ``by`` is who approved the consultation. What was said stays, and so does every number: what became anonymous is still counted.
    """
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    until = contacts_kept_until(consultation)
    if until is None or localdate(now) <= until:
        return 0
    batch = list(contacts_kept(consultation).select_for_update().select_related("consultation").order_by("pk")[:BATCH])
    if not batch:
        return 0
    Comment.objects.filter(pk__in=[one.pk for one in batch]).update(name="", contact="", erased_at=now)
    record_many(event_of(choices.COMMENT_LAPSED, one, by=by, at=now) for one in batch)
    said = _("%(count)d 条意见，保存至 %(until)s") % {"count": len(batch), "until": until.isoformat()}
    record(choices.CONTACTS_CLEARED, consultation, by=by, at=now, reason=said, count=len(batch))
    return len(batch)
