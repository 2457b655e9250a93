"""What an item says of other documents, drafted with it and reviewed with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..choices import RelationKind
from ..models import InformationItem, Relation


@transaction.atomic
def relate(
    item: InformationItem, kind: RelationKind, document: InformationItem | str, *, by: User, now: datetime
) -> Relation:
    """Say on a draft that it repeals, replaces, amends, implements or answers a public item, or a document that is not in the system.

    Refused for what is not public, for the item itself, for what was said already, and for ending a document of a unit above.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_revise(by, item, on=localdate(now))
    if isinstance(document, str):
        relation = _to_text(item, kind, document.strip())
    else:
        policies.check_can_be_related(item, kind, document)
        relation = Relation(from_item=item, kind=kind, to_item=document)
    relation.save()
    # By number, or not at all: what a draft says may turn out to be secret.
    record(choices.ITEM_RELATED, item, by=by, at=now, reason=said(relation))
    return relation


@transaction.atomic
def unrelate(relation: Relation, *, by: User, now: datetime) -> None:
    """Take such a statement off a draft."""
    item = InformationItem.objects.select_for_update().get(pk=relation.from_item_id)
    policies.check_can_revise(by, item, on=localdate(now))
    record(choices.ITEM_UNRELATED, item, by=by, at=now, reason=said(relation))
    relation.delete()


def _to_text(item: InformationItem, kind: RelationKind, text: str) -> Relation:
    if not text:
        raise Refused(_("请写明是哪份文件：已公开的填索引号或文号，其他的填全称和文号。"))
    policies.check_fits(text, "title")
    if item.relations.filter(kind=kind, to_text=text).exists():
        raise Refused(_("这项关系已经登记过了。"))
    return Relation(from_item=item, kind=kind, to_text=text)


def said(relation: Relation) -> str:
    """What a relation says, for the trail."""
    number = relation.to_item.number if relation.to_item else _("系统外的文件")
    return _("%(kind)s %(number)s") % {"kind": relation.get_kind_display(), "number": number}
