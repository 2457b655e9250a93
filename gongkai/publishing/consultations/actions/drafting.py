"""Writing a consultation: until it is submitted it belongs to its drafter."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.files.actions import keep
from gongkai.base.files.policies import accepted
from gongkai.base.files.queries import bare_name
from gongkai.base.organisations.models import Unit
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..models import Consultation, ConsultationFile
from .fields import ConsultationFields


@transaction.atomic
def draft(unit: Unit, given: ConsultationFields, *, by: User, now: datetime) -> Consultation:
    """Start a consultation for a unit. Refused when a field is malformed; NotAllowed when ``by`` does not draft for the unit."""
    policies.check_can_draft(by, unit, on=localdate(now))
    checked = given.checked()
    consultation = Consultation.objects.create(
        number=take_numbers(choices.SERIES, localdate(now).year)[0],
        unit=unit,
        drafted_by=by,
        drafted_at=now,
        **checked.values(),
    )
    record(choices.CONSULTATION_DRAFTED, consultation, by=by, at=now)
    return consultation


@transaction.atomic
def revise(consultation: Consultation, given: ConsultationFields, *, by: User, now: datetime) -> Consultation:
    """Change a draft."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    policies.check_can_revise(by, consultation, on=localdate(now))
    values = given.checked().values()
    changed = [name for name, value in values.items() if getattr(consultation, name) != value]
    for name in changed:
        setattr(consultation, name, values[name])
    consultation.save(update_fields=changed)
    record(choices.CONSULTATION_REVISED, consultation, by=by, at=now, changed=changed)
    return consultation


def attach(consultation: Consultation, upload: File[bytes], *, name: str, by: User, now: datetime) -> ConsultationFile:
    """Add a file to a draft. Refused when the file is not acceptable; the draft stays as it was."""
    policies.check_can_revise(by, Consultation.objects.get(pk=consultation.pk), on=localdate(now))
    looked_over = accepted(upload, name=name)
    try:
        with transaction.atomic():
            consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
            policies.check_can_revise(by, consultation, on=localdate(now))
            kept = keep(looked_over, name=name, by=by, now=now)
            if consultation.files.filter(file=kept).exists():
                raise Refused(_("该文件已在草案文件中，不必重复上传。"))
            added = ConsultationFile.objects.create(consultation=consultation, file=kept, name=bare_name(name))
            record(choices.CONSULTATION_FILED, consultation, by=by, at=now, sha256=kept.sha256)
            return added
    finally:
        looked_over.close()


@transaction.atomic
def detach(file: ConsultationFile, *, by: User, now: datetime) -> None:
    """Take a file off a draft."""
    consultation = Consultation.objects.select_for_update().get(pk=file.consultation_id)
    policies.check_can_revise(by, consultation, on=localdate(now))
    record(choices.CONSULTATION_UNFILED, consultation, by=by, at=now, sha256=file.file.sha256)
    file.delete()
