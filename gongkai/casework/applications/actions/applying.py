"""An application sent through the citizens' door."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.core.sealing import fingerprint
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.disclosure.models import InformationItem

from .. import choices, policies
from ..choices import IdentityKind, Status, Supply, SupplyForm
from ..models import Applicant, Application, Diversion, Draft, QueryCode
from ..queries import code_digest, query_code_of, sent_with, submission_key_of
from .drafts import give_up_draft
from .receiving import APPLICATIONS, enter


@dataclass(frozen=True)
class ApplicationFields:
    """What somebody applies for, who they are, and how they want it (art. 29)."""

    unit: Unit
    applicant_kind: ApplicantKind
    name: str
    identity_kind: IdentityKind
    identity_number: str
    contact: str
    sought: str
    supply: Supply = Supply.ANY
    supply_form: SupplyForm = SupplyForm.ANY


@dataclass(frozen=True)
class Sent:
    """What the receipt shows: the application, and the code only its applicant has."""

    application: Application
    code: str


def apply(given: ApplicationFields, *, token: str, draft: Draft | None = None, by: None = None, now: datetime) -> Sent:
    """Take in what somebody sends: it waits until the unit has confirmed it with them, and no clock runs before (art. 31).

    The files of the draft come along and the draft is gone. The same form sent again (``token``) gives the same receipt.
    """
    code = query_code_of(token)
    before = sent_with(token)
    if before is not None:
        return Sent(before, code)
    try:
        return Sent(_apply(given, token=token, code=code, draft=draft, now=now), code)
    except IntegrityError:  # the same form, sent twice at the same moment
        before = sent_with(token)
        if before is None:
            raise
        return Sent(before, code)


@transaction.atomic
def _apply(given: ApplicationFields, *, token: str, code: str, draft: Draft | None, now: datetime) -> Application:
    policies.check_can_apply(given.unit, on=localdate(now))
    if not all(text.strip() for text in (given.name, given.identity_number, given.contact, given.sought)):
        raise Refused(_("姓名或者名称、身份证明号码、联系方式和所需信息都要填写（条例第二十九条）。"))
    application = Application(
        unit=given.unit,
        channel=ReceiptChannel.NETWORK,
        applicant_kind=given.applicant_kind,
        arrived_date=localdate(now),
        supply=given.supply,
        supply_form=given.supply_form,
        status=Status.REGISTERED,
        registered_by=None,
    )
    application.number = take_numbers(APPLICATIONS, localdate(now).year)[0]
    applicant = Applicant(
        name=given.name.strip(),
        contact=given.contact.strip(),
        sought=given.sought.strip(),
        identity_kind=given.identity_kind,
        identity_number=given.identity_number.strip(),
        fingerprint=fingerprint(given.identity_number),
    )
    enter(application, applicant)
    salt = secrets.token_hex(16)
    QueryCode.objects.create(
        application=application,
        salt=salt,
        digest=code_digest(code, salt=salt),
        submission_key=submission_key_of(token),
        issued_at=now,
    )
    if draft is not None:
        draft.enclosures.update(draft=None, application=application)
        draft.delete()
    record(choices.APPLICATION_SENT, application, by=None, at=now)
    return application


@transaction.atomic
def divert(item: InformationItem, unit: Unit, *, draft: Draft, by: None = None, now: datetime) -> Diversion:
    """A published item answered somebody who was about to apply: counted, and what they typed is erased."""
    diversion = Diversion.objects.create(item=item, unit=unit, diverted_date=localdate(now))
    give_up_draft(draft, by=by, now=now)
    record(choices.APPLICANT_DIVERTED, diversion, by=by, at=now)
    return diversion
