"""有效性: marks on what stays public (国办发〔2017〕47号). A mark is no withdrawal: the page stays and says so at its top."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Validity
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import RelationKind, Status
from ..models import InformationItem, Relation
from .announcing import PublicAct, announce


@transaction.atomic
def mark_validity(
    item: InformationItem,
    validity: Validity,
    *,
    on: date,
    reason: str,
    by: User,
    now: datetime,
    successor: InformationItem | None = None,
) -> InformationItem:
    """Mark a public item as in force, amended, lapsed or repealed from a day on, naming what did it.

    A mark set in error is corrected by another mark; both stay in the trail and in the log. Refused for a day in the future, one before
    the item was formed, an item that would succeed itself, and a document in force again on a day before its own end.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_mark_validity(by, item, on=localdate(now))
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明依据，如哪份文件废止或修改了它；公众会看到。"))
    policies.check_fits(reason, "validity_reason")
    if on > localdate(now):
        raise Refused(_("日期不能晚于今天。到期失效的，请修改“有效期至”。"))
    if item.formed_date and on < item.formed_date:
        raise Refused(_("日期不能早于成文日期 %(day)s。") % {"day": item.formed_date.isoformat()})
    if validity.applies and item.lapse_date and on <= item.lapse_date < localdate(now):
        raise Refused(
            _("该文件有效期至 %(day)s，其后继续有效须有延期的依据，日期应晚于该日。")
            % {"day": item.lapse_date.isoformat()}
        )
    if successor is not None and successor.pk == item.pk:
        raise Refused(_("替代文件不能是它自己。"))
    if successor is not None and successor.status != Status.PUBLISHED:
        raise Refused(_("替代文件须是已公开的信息。"))
    announce([_mark(item, validity, on=on, reason=reason, successor=successor, by=by, now=now)], now=_second(now))
    return item


@transaction.atomic
def lapse(item: InformationItem, *, by: User, now: datetime) -> bool:
    """Mark an item whose last day is over as lapsed from the next day on; whether there was anything to do.

    Nothing happens to one that no longer applies, or that was declared in force after its last day.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    last = item.lapse_date
    if item.status != Status.PUBLISHED or last is None or last >= localdate(now):
        return False
    if item.validity and not Validity(item.validity).applies:
        return False
    if item.validity_date and item.validity_date > last:
        return False
    reason = _("有效期至 %(day)s") % {"day": last.isoformat()}
    act = _mark(item, Validity.EXPIRED, on=last + timedelta(days=1), reason=reason, successor=None, by=by, now=now)
    announce([act], now=_second(now))
    return True


@transaction.atomic
def end_what_it_ends(item: InformationItem, *, by: User, now: datetime) -> int:
    """Mark the documents that a public item repeals, replaces or amends, once it holds; returns how many were marked."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    if item.status != Status.PUBLISHED:
        return 0
    acts = mark_what_it_ends(item, by=by, now=now)
    if acts:
        announce(acts, now=_second(now))
    return len(acts)


def mark_what_it_ends(item: InformationItem, *, by: User, now: datetime) -> list[PublicAct]:
    """Mark what a public item ends, from the day it takes effect (else that of its publication); returns what is to be announced.

    Nothing before that day: the daily task comes again. Each relation marks once, and never what has ended already.
    """
    today = localdate(now)
    since = item.effective_date or today
    if since > today:
        return []
    marking = [kind for kind in RelationKind if kind.mark]
    relations = list(
        Relation.objects.filter(from_item=item, kind__in=marking, to_item__isnull=False, applied_at=None).order_by(
            "to_item_id", "pk"
        )
    )
    older = InformationItem.objects.select_for_update().in_bulk([one.to_item_id for one in relations])
    acts = []
    for relation in relations:
        assert relation.to_item_id is not None
        target, mark = older[relation.to_item_id], Validity(RelationKind(relation.kind).mark)
        relation.applied_at = now
        relation.save(update_fields=["applied_at"])
        if target.status != Status.PUBLISHED or (target.validity and not Validity(target.validity).applies):
            continue
        # By its number alone: should this item be withdrawn one day, the mark does not go on saying what it was called.
        reason = _("被索引号为 %(number)s 的文件%(deed)s") % {
            "number": item.number,
            "deed": RelationKind(relation.kind).label,
        }
        acts.append(_mark(target, mark, on=since, reason=reason, successor=item, by=by, now=now))
    return acts


def _mark(
    item: InformationItem,
    validity: Validity,
    *,
    on: date,
    reason: str,
    successor: InformationItem | None,
    by: User,
    now: datetime,
) -> PublicAct:
    item.validity, item.validity_date, item.validity_reason = validity, on, reason
    item.successor = successor
    item.save(update_fields=["validity", "validity_date", "validity_reason", "successor"])
    said = _("%(validity)s（%(day)s起）：%(reason)s") % {
        "validity": validity.label,
        "day": on.isoformat(),
        "reason": reason,
    }
    record(choices.ITEM_VALIDITY_MARKED, item, by=by, at=now, reason=said, validity=validity)
    return PublicAct(item, Act.CHANGED, said)


def _second(now: datetime) -> datetime:
    """The log tells whole seconds."""
    return now.replace(microsecond=0)
