"""延期: asked for by one, agreed to by another, before the limit has run out, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused

from .. import choices, policies
from ..models import Application, Extension
from .limits import reckon


@transaction.atomic
def request_extension(application: Application, *, reason: str, by: User, now: datetime) -> Extension:
    """Ask for more time; the limit stays as it is until that is agreed to."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_extend(by, application, on=localdate(now))
    if not reason.strip():
        raise Refused(_("请写明延期的理由，要告知申请人。"))
    extension = Extension.objects.create(
        application=application, reason=reason.strip(), requested_date=localdate(now), requested_by=by
    )
    record(choices.EXTENSION_REQUESTED, application, by=by, at=now, reason=reason.strip())
    return extension


@transaction.atomic
def grant_extension(application: Application, *, by: User, now: datetime) -> Extension:
    """Agree to it: the limit is longer by as much again, and the applicant is told (art. 33; art. 24 of 2007)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_grant_extension(by, application, on=localdate(now))
    extension = application.extension
    extension.granted_date, extension.granted_by = localdate(now), by
    extension.save(update_fields=["granted_date", "granted_by"])
    application.extended_date = localdate(now)
    reckon(application)
    record(choices.EXTENSION_GRANTED, application, by=by, at=now, due_date=str(application.due_date))
    return extension
