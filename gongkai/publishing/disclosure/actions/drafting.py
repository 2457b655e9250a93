"""Writing an item: until it is submitted it belongs to its drafter."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import NotAllowed, Refused
from gongkai.base.files.actions import destroy_unused, keep
from gongkai.base.files.queries import bare_name
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import Status
from ..models import SECRET_DATES, SECRET_LISTS, SECRET_TEXTS, Attachment, InformationItem, Interpretation
from .item_fields import ItemFields
from .review import forget_review
from .screening import screen
from .sealing import clear_document

#: The series of registration numbers (登记号); one for the whole installation.
REGISTRATION = "DJ"


@transaction.atomic
def draft(unit: Unit, given: ItemFields, *, by: User, now: datetime) -> InformationItem:
    """Start an item for a unit. Refused when a field is malformed; NotAllowed when ``by`` does not draft for the unit."""
    policies.check_can_draft(by, unit, on=localdate(now))
    if given.ground == WithholdingGround.STATE_SECRET:
        return seal(unit, quantity=1, by=by, now=now)
    checked = given.checked()
    item = InformationItem.objects.create(
        registration=take_numbers(REGISTRATION, localdate(now).year)[0],
        unit=unit,
        drafted_by=by,
        drafted_at=now,
        **checked.values(),
    )
    item.key_areas.set(checked.key_areas)
    record(choices.ITEM_DRAFTED, item, by=by, at=now)
    screen(item, by=by, now=now)
    return item


@transaction.atomic
def revise(item: InformationItem, given: ItemFields, *, by: User, now: datetime) -> InformationItem:
    """Change a draft. Choosing 国家秘密 clears it and keeps the unit and the count alone (保密法 art. 31)."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_revise(by, item, on=localdate(now))
    if given.ground == WithholdingGround.STATE_SECRET:
        return clear(item, by=by, now=now)
    checked = given.checked()
    values = checked.values()
    changed = [name for name, value in values.items() if getattr(item, name) != value]
    for name in changed:
        setattr(item, name, values[name])
    item.save(update_fields=changed)
    item.key_areas.set(checked.key_areas)
    record(choices.ITEM_REVISED, item, by=by, at=now, changed=changed)
    screen(item, by=by, now=now)
    return item


@transaction.atomic
def attach(item: InformationItem, upload: File[bytes], *, name: str, by: User, now: datetime) -> Attachment:
    """Add a file to a draft. Refused when the file is not acceptable; the draft stays as it was."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_revise(by, item, on=localdate(now))
    kept = keep(upload, name=name, by=by, now=now)
    if item.attachments.filter(file=kept).exists():
        raise Refused(_("该文件已在附件中，不必重复上传。"))
    attachment = Attachment.objects.create(item=item, file=kept, name=bare_name(name))
    record(choices.ITEM_ATTACHED, item, by=by, at=now, sha256=kept.sha256)
    screen(item, by=by, now=now)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User, now: datetime) -> None:
    """Take a file off a draft."""
    item = InformationItem.objects.select_for_update().get(pk=attachment.item_id)
    policies.check_can_revise(by, item, on=localdate(now))
    record(choices.ITEM_DETACHED, item, by=by, at=now, sha256=attachment.file.sha256)
    attachment.delete()
    screen(item, by=by, now=now)


@transaction.atomic
def seal(unit: Unit, *, quantity: int, by: User, now: datetime) -> InformationItem:
    """Record that a unit holds secret documents: the unit and how many, nothing else (保密法 art. 31; 条例 art. 14)."""
    if not (
        holds(by, Role.DRAFTER, unit, on=localdate(now)) or holds(by, Role.SECRECY_REVIEWER, unit, on=localdate(now))
    ):
        raise NotAllowed(_("国家秘密件数由本单位拟稿人或保密审查员登记。"))
    if quantity < 1:
        raise Refused(_("件数至少为 1。"))
    item = InformationItem.objects.create(
        registration=take_numbers(REGISTRATION, localdate(now).year)[0],
        unit=unit,
        drafted_by=by,
        drafted_at=now,
        quantity=quantity,
        openness=Openness.WITHHELD,
        ground=WithholdingGround.STATE_SECRET,
        status=Status.CLOSED,
    )
    record(choices.ITEM_SEALED, item, by=by, at=now)
    return item


def clear(item: InformationItem, *, by: User, now: datetime) -> InformationItem:
    """Take everything out of a draft but its unit, and out of the document it comes from; the caller has locked it and asked the policy."""
    item.attachments.all().delete()
    item.key_areas.clear()
    item.relations.all().delete()
    # What it was to change or to explain would say what it is about; what explains it says so too.
    for explained in Interpretation.objects.filter(policy=item, item__status=Status.DRAFT).select_related("item"):
        clear(explained.item, by=by, now=now)
    Interpretation.objects.filter(item=item).delete()
    item.revises, item.change_reason = None, ""
    for name in SECRET_TEXTS:
        setattr(item, name, "")
    for name in SECRET_DATES:
        setattr(item, name, None)
    for name in SECRET_LISTS:
        setattr(item, name, [])
    item.kind = item.column = item.submitted_at = None
    item.openness, item.ground, item.status = Openness.WITHHELD, WithholdingGround.STATE_SECRET, Status.CLOSED
    item.save()
    forget_review(item, by=by, now=now)
    # Every file this item ever had, those taken off it or sent back with it among them: the trail knows them by their hash.
    hashes = {event.data["sha256"] for event in Event.objects.about(item) if "sha256" in event.data}
    if item.document:
        clear_document(item.document, by=by, now=now)
    destroy_unused(hashes, by=by, now=now)
    record(choices.ITEM_SEALED, item, by=by, at=now)
    return item
