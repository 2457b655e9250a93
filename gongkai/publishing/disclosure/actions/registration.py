"""发文登记: an official document is entered on the day it is issued, public or not, with the openness decided at its source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Field
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.queries import bare_name
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Openness, WithholdingGround
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import DOCUMENT_SERIES, DocumentStatus
from ..models import DocumentFile, OfficialDocument
from ..queries import months_after
from .document_fields import DocumentFields, Entry
from .documents import seal_document
from .sealing import seal_documents


def register_document(unit: Unit, given: DocumentFields, *, by: User, now: datetime) -> OfficialDocument:
    """Register one document. Refused when a field is malformed, a reason missing or the number taken; 国家秘密 keeps the count alone."""
    return register_documents(unit, [Entry(given)], by=by, now=now)[0]


@transaction.atomic
def register_documents(unit: Unit, entries: Sequence[Entry], *, by: User, now: datetime) -> list[OfficialDocument]:
    """Register documents of a unit in the order given, all or none, in as many statements for two hundred as for one.

    Each carries its openness and, unless that is 主动公开, a reason (国办发〔2016〕80号 一(一)): a policy document that is not to be public
    waits for the openness office, a secret one leaves nothing but its count. Refused tells of the first that cannot be registered.
    """
    # Whoever else registers for this unit waits here, and then finds these numbers taken.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    today = localdate(now)
    policies.check_can_register_document(by, unit, on=today)
    checked = [None if entry.is_secret else entry.checked(on=today) for entry in entries]
    kept = [entry for entry in checked if entry is not None]
    policies.check_numbers_free(unit, [entry.fields.claim for entry in kept])
    registrations = take_numbers(DOCUMENT_SERIES, today.year, len(kept)) if kept else []
    documents = [
        _document_of(unit, entry, registration=registration, by=by, now=now)
        for entry, registration in zip(kept, registrations, strict=True)
    ]
    OfficialDocument.objects.bulk_create(documents, batch_size=100)
    record_many(
        event_of(choices.DOCUMENT_REGISTERED, document, by=by, at=now, reason=document.get_openness_display())
        for document in documents
    )
    rest = iter(documents)
    return [seal_documents(unit, quantity=1, by=by, now=now) if entry is None else next(rest) for entry in checked]


@transaction.atomic
def amend_document(document: OfficialDocument, given: DocumentFields, *, by: User, now: datetime) -> OfficialDocument:
    """Put a registration right until the public can read the document. What the office passed, it passes again; 国家秘密 clears all."""
    Unit.objects.select_for_update(no_key=True).get(pk=document.unit_id)
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_amend_document(by, document, on=localdate(now))
    if given.ground == WithholdingGround.STATE_SECRET:
        return seal_document(document, by=by, now=now)
    checked = given.checked(on=localdate(now))
    policies.check_numbers_free(document.unit, [checked.claim], besides=document)
    values = checked.values()
    changed = [name for name, value in values.items() if getattr(document, name) != value]
    if not changed:
        raise Refused(_("没有改动，登记仍是原样。"))
    before, formed_before = document.get_openness_display(), document.formed_date
    for name in changed:
        setattr(document, name, values[name])
    assert document.formed_date is not None
    assert document.counted_from is not None
    # Counted from the day it was formed, unless a reassessment set a later day.
    document.counted_from = (
        document.formed_date
        if document.counted_from == formed_before
        else max(document.counted_from, document.formed_date)
    )
    _settle(document, on=localdate(now))
    document.save()
    record(choices.DOCUMENT_AMENDED, document, by=by, at=now, changed=changed, reason=_told(document, changed, before))
    return document


def _told(document: OfficialDocument, changed: Sequence[str], openness_before: str) -> str:
    """Which fields were changed, by their labels: never what they said, for it may turn out to be secret."""
    if "openness" in changed:
        after = document.get_openness_display()
        told = [_("公开属性由“%(before)s”改为“%(after)s”") % {"before": openness_before, "after": after}]
    else:
        told = []
    names = [name for name in changed if name != "openness" and not name.startswith("number_")]
    told += [str(cast("Field[Any, Any]", OfficialDocument._meta.get_field(name)).verbose_name) for name in names]
    return "、".join(told)


@transaction.atomic
def file_document(
    document: OfficialDocument, upload: File[bytes], *, name: str, by: User, now: datetime
) -> DocumentFile:
    """Add a file, such as the printed copy. Refused when it is not acceptable; the registration stays as it was."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_amend_document(by, document, on=localdate(now))
    kept = keep(upload, name=name, by=by, now=now)
    if document.files.filter(file=kept).exists():
        raise Refused(_("该文件已在公文中，不必重复上传。"))
    filed = DocumentFile.objects.create(document=document, file=kept, name=bare_name(name))
    record(choices.DOCUMENT_FILED, document, by=by, at=now, sha256=kept.sha256)
    return filed


@transaction.atomic
def unfile_document(filed: DocumentFile, *, by: User, now: datetime) -> None:
    """Take a file off a registration."""
    document = OfficialDocument.objects.select_for_update().get(pk=filed.document_id)
    policies.check_can_amend_document(by, document, on=localdate(now))
    record(choices.DOCUMENT_UNFILED, document, by=by, at=now, sha256=filed.file.sha256)
    filed.delete()


@transaction.atomic
def cancel_document(document: OfficialDocument, *, reason: str, by: User, now: datetime) -> OfficialDocument:
    """Strike out what was registered in error, saying why. The record stays; its number is free again."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_cancel_document(by, document, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明注销的理由。"))
    policies.check_fits(reason.strip(), "cancel_reason", OfficialDocument)
    document.status, document.cancel_reason = DocumentStatus.CANCELLED, reason.strip()
    document.cancelled_by, document.cancelled_at = by, now
    document.save()
    record(choices.DOCUMENT_CANCELLED, document, by=by, at=now, reason=reason.strip())
    return document


def _document_of(unit: Unit, entry: Entry, *, registration: str, by: User, now: datetime) -> OfficialDocument:
    document = OfficialDocument(
        registration=registration,
        unit=unit,
        counted_from=entry.fields.formed_date,
        status=DocumentStatus.REGISTERED,
        public_date=entry.public_date,
        public_address=entry.public_address,
        archive_date=entry.archive_date,
        library_date=entry.library_date,
        registered_by=by,
        registered_at=now,
        **entry.fields.values(),
    )
    _settle(document, on=localdate(now))
    return document


def _settle(document: OfficialDocument, *, on: date) -> None:
    """Where the registration stands by its openness: at the office when it is a policy document kept back, or came back once already."""
    was_questioned = document.status in (DocumentStatus.AWAITING, DocumentStatus.RETURNED)
    document.reviewed_by = document.reviewed_at = document.reassess_date = None
    document.review_opinion = ""
    if not document.is_open and (document.is_policy or was_questioned):
        document.status = DocumentStatus.AWAITING
        return
    document.status = DocumentStatus.REGISTERED
    if document.openness == Openness.WITHHELD:
        document.reassess_date = months_after(on, settings.GONGKAI_REASSESSMENT_MONTHS)
