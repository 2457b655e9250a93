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
from gongkai.law.calendar import chinese_date
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel
from gongkai.publishing.catalogue.actions import take_numbers
from gongkai.publishing.disclosure.models import InformationItem

from .. import choices, policies
from ..choices import EnclosureKind, IdentityKind, Status, Supply, SupplyForm
from ..models import Applicant, Application, Diversion, Draft, Enclosure, QueryCode
from ..queries import code_digest, open_already, query_code_of, sent_with, submission_key_of
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
    #: Who applies for them, with a power of attorney among the files of the draft.
    agent_name: str = ""


@dataclass(frozen=True)
class Sent:
    """What the receipt shows: the application, and the code only its applicant has."""

    application: Application
    code: str


class OpenAlready(Refused):
    """The same is open already: whoever sent it is told, and may send it again all the same."""


def apply(
    given: ApplicationFields,
    *,
    token: str,
    draft: Draft | None = None,
    again: bool = False,
    by: None = None,
    now: datetime,
) -> Sent:
    """Take in what somebody sends: it waits until the unit has confirmed it with them, and no clock runs before (art. 31).

    The files of the draft come along and the draft is gone. The same form sent again (``token``) gives the same receipt. OpenAlready when
    the same person has the same open with the unit, unless they said that they mean it (``again``).
    """
    code = query_code_of(token)
    before = sent_with(token)
    if before is not None:
        return Sent(before, code)
    try:
        return Sent(_apply(given, token=token, code=code, draft=draft, again=again, now=now), code)
    except (IntegrityError, Refused):  # the same form, sent twice at the same moment
        before = sent_with(token)
        if before is None:
            raise
        return Sent(before, code)


@transaction.atomic
def _apply(
    given: ApplicationFields, *, token: str, code: str, draft: Draft | None, again: bool, now: datetime
) -> Application:
    policies.check_can_apply(given.unit, on=localdate(now))
    if not all(text.strip() for text in (given.name, given.identity_number, given.contact, given.sought)):
        raise Refused(_("姓名或者名称、身份证明号码、联系方式和所需信息都要填写（条例第二十九条）。"))
    papers = Enclosure.objects.filter(draft__pk=(draft.pk or 0) if draft else 0, kind=EnclosureKind.AUTHORISATION)
    policies.check_agent(given.agent_name, authorised=papers.exists())
    before = open_already(
        unit=given.unit,
        name=given.name.strip(),
        identity_number=given.identity_number.strip(),
        sought=given.sought.strip(),
    )
    if before and not again:
        raise OpenAlready(
            _("您于%(day)s向%(unit)s提交过内容相同的申请，正在办理，不用重复提交。确需另行提交的，请确认。")
            % {"day": chinese_date(before[-1].arrived_date), "unit": given.unit}
        )
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
        agent_name=given.agent_name.strip(),
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
    record(choices.APPLICATION_SENT, application, by=None, at=now, again=[one.number for one in before])
    return application


@transaction.atomic
def divert(item: InformationItem, unit: Unit, *, draft: Draft, by: None = None, now: datetime) -> Diversion:
    """A published item answered somebody who was about to apply: counted, and what they typed is erased."""
    diversion = Diversion.objects.create(item=item, unit=unit, diverted_date=localdate(now))
    give_up_draft(draft, by=by, now=now)
    record(choices.APPLICANT_DIVERTED, diversion, by=by, at=now)
    return diversion
