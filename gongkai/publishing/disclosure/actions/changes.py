"""Changing what is public: on a copy that goes through the whole review while the public page stays (谁审批谁负责)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.transparency_log.canonical import sha256
from gongkai.publishing.transparency_log.choices import Act

from .. import choices, policies
from ..choices import Status
from ..models import Attachment, InformationItem, ItemVersion, Relation, VersionFile
from ..queries import content_fields, public_json
from .announcing import PublicAct
from .drafting import REGISTRATION
from .screening import forget_findings
from .validity import mark_what_it_ends


@transaction.atomic
def begin_change(item: InformationItem, *, reason: str, by: User, now: datetime) -> InformationItem:
    """Open a copy of a public item to be changed; ``reason`` is what the public will read. Refused without one.

    The copy is a draft of its own with its own attachments; the public page stays as it is until the copy has been reviewed.
    """
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_begin_change(by, item, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明修改的理由，修改发布后公众会看到它。"))
    policies.check_fits(reason.strip(), "change_reason")
    change = InformationItem(
        registration=take_numbers(REGISTRATION, localdate(now).year)[0],
        unit=item.unit,
        revises=item,
        change_reason=reason.strip(),
        drafted_by=by,
        drafted_at=now,
    )
    for name in content_fields():
        setattr(change, name, getattr(item, name))
    change.save()
    change.key_areas.set(item.key_areas.all())
    _copy_parts(item, change)
    # Without the reason: it stands on the copy, so that it goes with the copy should that turn out to be secret.
    record(choices.ITEM_CHANGE_BEGUN, item, by=by, at=now, change=change.registration)
    record(choices.ITEM_DRAFTED, change, by=by, at=now)
    return change


@transaction.atomic
def discard(item: InformationItem, *, reason: str, by: User, now: datetime) -> InformationItem:
    """Give up a draft. It stays in the ledger with the reason."""
    item = InformationItem.objects.select_for_update().get(pk=item.pk)
    policies.check_can_discard(by, item, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明放弃的理由。"))
    policies.check_fits(reason.strip(), "change_reason")
    item.status = Status.DISCARDED
    item.save(update_fields=["status"])
    record(choices.ITEM_DISCARDED, item, by=by, at=now, reason=reason.strip())
    return item


def merge(change: InformationItem, *, by: User, now: datetime) -> list[PublicAct]:
    """Let a public item take over the text of its approved copy; returns what is to be announced.

    For ``publication.publish``, which has locked and checked the copy. Number, address and date of publication stay as they are.
    """
    assert change.revises_id is not None
    item = InformationItem.objects.select_for_update().get(pk=change.revises_id)
    policies.check_can_be_changed(item)
    _keep_version(item, change, by=by, now=now)
    left = _shelves_left(item, change)
    for name in content_fields():
        setattr(item, name, getattr(change, name))
    item.version += 1
    item.changed_at = now
    item.save()
    item.key_areas.set(change.key_areas.all())
    item.attachments.all().delete()
    applied = {
        (relation.kind, relation.to_item_id): relation.applied_at
        for relation in item.relations.exclude(applied_at=None)
    }
    item.relations.all().delete()
    _copy_parts(change, item, applied=applied)
    change.status = Status.MERGED
    change.published_by = by
    change.save(update_fields=["status", "published_by"])
    record(choices.ITEM_MERGED, change, by=by, at=now)
    forget_findings(change, by=by, now=now)
    record(choices.ITEM_CHANGED, item, by=by, at=now, reason=change.change_reason, change=change.registration)
    changed = PublicAct(item, Act.CHANGED, change.change_reason, left=left)
    return [changed, *mark_what_it_ends(item, by=by, now=now)]


def _keep_version(item: InformationItem, change: InformationItem, *, by: User, now: datetime) -> None:
    assert item.published_at is not None
    document = public_json(item)
    version = ItemVersion.objects.create(
        item=item,
        version=item.version,
        document=document.decode(),
        sha256=sha256(document),
        from_at=item.changed_at or item.published_at,
        until_at=now,
        reason=change.change_reason,
        by=by,
        replaced_by=change,
    )
    VersionFile.objects.bulk_create(
        [VersionFile(version=version, file_id=one.file_id, name=one.name) for one in item.attachments.all()]
    )


def _copy_parts(
    source: InformationItem,
    target: InformationItem,
    *,
    applied: Mapping[tuple[str, int | None], datetime | None] | None = None,
) -> None:
    """Attachments and relations; ``applied`` says which of the relations have marked their document already."""
    Attachment.objects.bulk_create(
        [Attachment(item=target, file_id=one.file_id, name=one.name) for one in source.attachments.all()]
    )
    Relation.objects.bulk_create(
        [
            Relation(
                from_item=target,
                kind=one.kind,
                to_item_id=one.to_item_id,
                to_text=one.to_text,
                applied_at=(applied or {}).get((one.kind, one.to_item_id)),
            )
            for one in source.relations.all()
        ]
    )


def _shelves_left(item: InformationItem, change: InformationItem) -> dict[str, list[str]]:
    was_policy, is_policy = (bool(one.kind and one.kind.is_policy) for one in (item, change))
    areas = set(item.key_areas.values_list("code", flat=True)) - set(change.key_areas.values_list("code", flat=True))
    return {
        "columns": [item.column.slug] if item.column and item.column_id != change.column_id else [],
        "themes": [item.theme] if item.theme and item.theme != change.theme else [],
        "areas": sorted(areas),
        # Its place among the documents numbered before and after it; the shelf of all policies, when it turned out to be none.
        "series": [item.document_number] if item.document_number not in ("", change.document_number) else [],
        "policies": ["library"] if was_policy and not is_policy else [],
    }
