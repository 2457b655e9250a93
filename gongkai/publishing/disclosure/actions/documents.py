"""What becomes of a registered document: passed or returned by the openness office, assessed anew, drafted from, copied, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import event_of, record, record_many
from gongkai.base.core.errors import Refused
from gongkai.law.vocabulary import Openness
from gongkai.publishing.catalogue.models import Column, Kind

from .. import choices, policies
from ..choices import CopyPlace, DocumentStatus, Status
from ..models import Attachment, InformationItem, OfficialDocument
from ..queries import live_item_of, months_after
from .drafting import clear, draft
from .item_fields import ItemFields
from .sealing import clear_document


@transaction.atomic
def pass_document(document: OfficialDocument, *, opinion: str, by: User, now: datetime) -> OfficialDocument:
    """The openness office agrees that a document is kept from the public, and says on what consideration (国办发〔2016〕80号 一(一))."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_pass_document(by, document, on=localdate(now))
    _review(document, opinion, by=by, now=now)
    document.status = DocumentStatus.REGISTERED
    if document.openness == Openness.WITHHELD:
        document.reassess_date = months_after(localdate(now), settings.GONGKAI_REASSESSMENT_MONTHS)
    document.save()
    record(choices.DOCUMENT_PASSED, document, by=by, at=now, reason=document.review_opinion)
    return document


@transaction.atomic
def return_document(document: OfficialDocument, *, opinion: str, by: User, now: datetime) -> OfficialDocument:
    """退文: the openness office sends back a document whose openness, or the reason for it, does not hold."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_return_document(by, document, on=localdate(now))
    _review(document, opinion, by=by, now=now)
    document.status, document.reassess_date = DocumentStatus.RETURNED, None
    document.save()
    record(choices.DOCUMENT_RETURNED, document, by=by, at=now, reason=document.review_opinion)
    return document


def _review(document: OfficialDocument, opinion: str, *, by: User, now: datetime) -> None:
    if not opinion.strip():
        raise Refused(_("请写明审查意见。"))
    policies.check_fits(opinion.strip(), "review_opinion", OfficialDocument)
    document.reviewed_by, document.reviewed_at, document.review_opinion = by, now, opinion.strip()


@transaction.atomic
def reassess_document(
    document: OfficialDocument, *, openness: Openness, reason: str, by: User, now: datetime
) -> OfficialDocument:
    """Assess anew what is withheld: still withheld, now to be public, or on request; in each case with the reason (条例 2019 art. 18).

    What may be public after all is to be published within twenty working days of this day (art. 26: formed *or changed*).
    """
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_reassess_document(by, document, on=localdate(now))
    reason = reason.strip()
    if not reason:
        raise Refused(_("请写明评估的结论和理由。"))
    policies.check_fits(reason, "ground_reason", OfficialDocument)
    today = localdate(now)
    document.openness = openness
    if openness == Openness.WITHHELD:
        document.reassess_date = months_after(today, settings.GONGKAI_REASSESSMENT_MONTHS)
    else:
        document.reassess_date, document.ground = None, ""
        document.ground_reason = reason if openness == Openness.ON_REQUEST else ""
    if openness == Openness.PROACTIVE:
        document.counted_from = max(document.counted_from or today, today)
    document.save()
    told = _("%(openness)s，%(reason)s") % {"openness": Openness(openness).label, "reason": reason}
    record(choices.DOCUMENT_REASSESSED, document, by=by, at=now, reason=told)
    return document


@transaction.atomic
def draft_from(
    document: OfficialDocument, *, kind: Kind | None, column: Column | None, by: User, now: datetime
) -> InformationItem:
    """Start an item with everything the register knows: title, number, dates, text, files, openness. It stays linked to its document."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_draft_from(by, document, on=localdate(now))
    given = ItemFields(
        title=document.title,
        kind=kind,
        column=column,
        formed_date=document.formed_date,
        body=document.body,
        document_number=document.document_number,
        openness=Openness(document.openness),
        genre=document.genre,
        joint_issuers=tuple(document.joint_issuers),
    )
    item = draft(document.unit, given, by=by, now=now)
    item.document = document
    item.save(update_fields=["document"])
    for filed in document.files.select_related("file"):
        attachment = Attachment.objects.create(item=item, file=filed.file, name=filed.name)
        record(choices.ITEM_ATTACHED, item, by=by, at=now, sha256=attachment.file.sha256)
    record(choices.DOCUMENT_DRAFTED_FROM, document, by=by, at=now, reason=item.registration)
    return item


@transaction.atomic
def note_public(
    document: OfficialDocument, *, day: date, address: str = "", by: User, now: datetime
) -> OfficialDocument:
    """Note that a document is public on a site that is not ours, since when and where: the limit of art. 26 is met there."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_note_public(by, document, on=localdate(now))
    _check_day(document, day, now=now)
    policies.check_fits(address.strip(), "public_address", OfficialDocument)
    document.public_date, document.public_address = day, address.strip()
    document.save(update_fields=["public_date", "public_address"])
    record(choices.DOCUMENT_PUBLIC_ELSEWHERE, document, by=by, at=now, reason=day.isoformat())
    return document


@transaction.atomic
def deliver_copies(
    documents: Sequence[OfficialDocument], *, place: CopyPlace, day: date, by: User, now: datetime
) -> list[OfficialDocument]:
    """Note that copies of public documents went to the archive or the library on a day (条例 2019 art. 25): all of them or none."""
    place = CopyPlace(place)
    keys = [document.pk for document in documents]
    if not keys:
        raise Refused(_("请至少选一件公文。"))
    locked = list(OfficialDocument.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for document in locked:
        if getattr(document, f"{place}_date"):
            raise Refused(
                _("%(document)s已登记送交%(place)s，不必重复登记。") % {"document": document, "place": place.label}
            )
        policies.check_can_deliver_copies(by, document, on=localdate(now))
        _check_day(document, day, now=now)
        setattr(document, f"{place}_date", day)
    OfficialDocument.objects.bulk_update(locked, [f"{place}_date"])
    told = _("%(place)s（%(day)s）") % {"place": place.label, "day": day.isoformat()}
    record_many(event_of(choices.DOCUMENT_DELIVERED, document, by=by, at=now, reason=told) for document in locked)
    return locked


def deliver_copy(
    document: OfficialDocument, *, place: CopyPlace, day: date, by: User, now: datetime
) -> OfficialDocument:
    """The same for one document."""
    return deliver_copies([document], place=place, day=day, by=by, now=now)[0]


def _check_day(document: OfficialDocument, day: date, *, now: datetime) -> None:
    if day > localdate(now) or (document.formed_date and day < document.formed_date):
        raise Refused(_("%(day)s 早于成文日期或晚于今天。") % {"day": day.isoformat()})


@transaction.atomic
def seal_document(document: OfficialDocument, *, by: User, now: datetime) -> OfficialDocument:
    """Found to be secret: all but unit and count goes, from the register and from the draft made of it (保密法 2024 art. 31)."""
    document = OfficialDocument.objects.select_for_update().get(pk=document.pk)
    policies.check_can_seal_document(by, document, on=localdate(now))
    item = live_item_of(document)
    if item is None or item.status != Status.DRAFT:
        return clear_document(document, by=by, now=now)
    # The draft's files are the document's: whichever is cleared last destroys them, so the draft clears both.
    clear(InformationItem.objects.select_for_update().get(pk=item.pk), by=by, now=now)
    return OfficialDocument.objects.get(pk=document.pk)
