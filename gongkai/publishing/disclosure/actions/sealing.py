"""国家秘密 at the register: the unit and the count stay, everything else goes (保密法 2024 art. 31; 条例 art. 14)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.audit.models import Event
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import destroy_unused
from gongkai.base.organisations.models import Unit
from gongkai.base.organisations.queries import holds
from gongkai.law.vocabulary import Openness, Role, WithholdingGround
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import DOCUMENT_SERIES, DocumentStatus
from ..models import OfficialDocument


@transaction.atomic
def seal_documents(unit: Unit, *, quantity: int, by: User, now: datetime) -> OfficialDocument:
    """Record that a unit issued so many secret documents: the unit and the count, nothing else."""
    if not holds(by, Role.SECRECY_REVIEWER, unit, on=localdate(now)):
        policies.check_can_register_document(by, unit, on=localdate(now))
    if quantity < 1:
        raise Refused(_("件数至少为 1。"))
    document = OfficialDocument.objects.create(
        registration=take_numbers(DOCUMENT_SERIES, localdate(now).year)[0],
        unit=unit,
        quantity=quantity,
        openness=Openness.WITHHELD,
        ground=WithholdingGround.STATE_SECRET,
        status=DocumentStatus.SEALED,
        registered_by=by,
        registered_at=now,
    )
    record(choices.DOCUMENT_SEALED, document, by=by, at=now)
    return document


def clear_document(document: OfficialDocument, *, by: User, now: datetime) -> OfficialDocument:
    """Take everything out of a registration but its unit, with its files; the caller has locked it and asked the policy."""
    empty = OfficialDocument(
        pk=document.pk,
        registration=document.registration,
        unit=document.unit,
        registered_by=document.registered_by,
        registered_at=document.registered_at,
        openness=Openness.WITHHELD,
        ground=WithholdingGround.STATE_SECRET,
        status=DocumentStatus.SEALED,
    )
    document.files.all().delete()
    empty.save(force_update=True)
    # Every file it ever had, those taken off it among them: the trail knows them by their hash.
    destroy_unused(
        {event.data["sha256"] for event in Event.objects.about(empty) if "sha256" in event.data}, by=by, now=now
    )
    record(choices.DOCUMENT_SEALED, empty, by=by, at=now)
    return empty
