"""Taking an application in: received at once, or registered until the applicant has confirmed it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refused
from gongkai.base.core.sealing import fingerprint
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.deadlines import BeforeRegulation, receipt_date, regulation_on
from gongkai.law.vocabulary import ApplicantKind, ReceiptChannel
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..choices import IdentityKind, Law, Status, Supply
from ..models import Applicant, Application
from ..queries import doubles
from .limits import reckon

#: The series of applications; one for the whole installation.
APPLICATIONS = "SQ"


@transaction.atomic
def receive(
    *,
    unit: Unit,
    channel: ReceiptChannel,
    applicant_kind: ApplicantKind,
    applicant_name: str,
    contact: str,
    sought: str,
    arrived: date,
    by: User,
    now: datetime,
    signed: date | None = None,
    confirmed: date | None = None,
    identity_kind: IdentityKind | None = None,
    identity_number: str = "",
    agent_name: str = "",
    authorisation: StoredFile | None = None,
    supply: Supply = Supply.ANY,
    is_oral: bool = False,
    again_because: str = "",
) -> Application:
    """Take an application in and reckon when the reply is due.

    The day of receipt follows the channel (``law.deadlines.receipt_date``), the text of 条例 the day of receipt. Refused while no clock
    runs, when something is missing, for days in the future or before 2008-05-01, and when the same person sent the same words a few days
    ago, unless ``again_because`` says why it is taken in once more.
    """
    policies.check_can_receive(by, unit, on=localdate(now))
    received = _received(channel, arrived, signed, confirmed, today=localdate(now))
    if received is None:
        raise Refused(_("该渠道的申请以双方确认之日为收到之日，请先与申请人确认，再登记。"))
    application = Application(
        unit=unit,
        channel=channel,
        applicant_kind=applicant_kind,
        arrived_date=arrived,
        supply=supply,
        is_oral=is_oral,
        registered_by=by,
    )
    applicant = _applicant(applicant_name, contact, sought, identity_kind, identity_number, agent_name, authorisation)
    before = _number(application, applicant, again_because, year=received.year)
    _start(application, received)
    enter(application, applicant)
    reckon(application)
    _record_received(choices.APPLICATION_RECEIVED, application, by=by, now=now)
    _record_again(application, before, again_because, by=by, now=now)
    return application


@transaction.atomic
def register(
    *,
    unit: Unit,
    channel: ReceiptChannel,
    applicant_kind: ApplicantKind,
    applicant_name: str,
    contact: str,
    sought: str,
    arrived: date,
    by: User,
    now: datetime,
    identity_kind: IdentityKind | None = None,
    identity_number: str = "",
    agent_name: str = "",
    authorisation: StoredFile | None = None,
    supply: Supply = Supply.ANY,
    is_oral: bool = False,
    again_because: str = "",
) -> Application:
    """Write down what came by a way for which the law wants the applicant's confirmation first: no clock runs yet (art. 31)."""
    policies.check_can_receive(by, unit, on=localdate(now))
    if _received(channel, arrived, None, None, today=localdate(now)) is not None:
        raise Refused(_("该渠道的申请到达之日即为收到之日，请直接登记收到。"))
    application = Application(
        unit=unit,
        channel=channel,
        applicant_kind=applicant_kind,
        arrived_date=arrived,
        supply=supply,
        is_oral=is_oral,
        status=Status.REGISTERED,
        registered_by=by,
    )
    applicant = _applicant(applicant_name, contact, sought, identity_kind, identity_number, agent_name, authorisation)
    before = _number(application, applicant, again_because, year=arrived.year)
    enter(application, applicant)
    record(choices.APPLICATION_REGISTERED, application, by=by, at=now)
    _record_again(application, before, again_because, by=by, now=now)
    return application


@transaction.atomic
def confirm(application: Application, *, confirmed: date, by: User, now: datetime) -> Application:
    """Record the day both sides confirmed: the clock starts (art. 31)."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_confirm(by, application, on=localdate(now))
    channel = ReceiptChannel(application.channel)
    received = _received(channel, application.arrived_date, None, confirmed, today=localdate(now))
    assert received is not None
    _start(application, received)
    application.status = Status.RECEIVED
    reckon(application)
    _record_received(choices.APPLICATION_CONFIRMED, application, by=by, now=now)
    return application


def _received(
    channel: ReceiptChannel, arrived: date, signed: date | None, confirmed: date | None, *, today: date
) -> date | None:
    days = [day for day in (arrived, signed, confirmed) if day]
    if max(days) > today:
        raise Refused(_("到达、签收和确认日期不能晚于今天。"))
    if min(days) < arrived:
        raise Refused(_("签收和确认日期不能早于到达日期。"))
    try:
        return receipt_date(channel, arrived=arrived, signed=signed, confirmed=confirmed)
    except BeforeRegulation as error:
        raise Refused(str(error)) from error


def _applicant(
    name: str,
    contact: str,
    sought: str,
    identity_kind: IdentityKind | None,
    identity_number: str,
    agent_name: str,
    authorisation: StoredFile | None,
) -> Applicant:
    name, contact, sought, identity_number = name.strip(), contact.strip(), sought.strip(), identity_number.strip()
    if not (name and contact and sought):
        raise Refused(_("申请人、联系方式和所需信息三项都要填写。"))
    if bool(agent_name.strip()) != (authorisation is not None):
        raise Refused(_("由代理人提出申请的，代理人姓名和授权委托书都要有。"))
    return Applicant(
        name=name,
        contact=contact,
        sought=sought,
        identity_kind=identity_kind or "",
        identity_number=identity_number,
        agent_name=agent_name.strip(),
        authorisation=authorisation,
        fingerprint=fingerprint(identity_number) if identity_number else fingerprint(name, contact),
    )


def _number(application: Application, applicant: Applicant, again_because: str, *, year: int) -> list[Application]:
    """Number it, and say what the same person sent in the same words: whoever takes a number waits for whoever took the one before,
    so of two that come at once the second sees the first."""
    application.number = take_numbers(APPLICATIONS, year)[0]
    identity = [applicant.identity_number] if applicant.identity_number else [applicant.name, applicant.contact]
    before = doubles(*identity, unit=application.unit, sought=applicant.sought, arrived=application.arrived_date)
    if before and not again_because.strip():
        numbers = "、".join(one.number for one in before)
        raise Refused(
            _("同一申请人已提交内容完全相同的申请（%(numbers)s），未重复登记。确需另行登记的，请写明理由。")
            % {"numbers": numbers}
        )
    return before


def _record_again(
    application: Application, before: list[Application], again_because: str, *, by: User, now: datetime
) -> None:
    if before:
        numbers = [one.number for one in before]
        reason = again_because.strip()
        record(choices.APPLICATION_TAKEN_AGAIN, application, by=by, at=now, reason=reason, before=numbers)


def _start(application: Application, received: date) -> None:
    application.received_date = received
    application.law = Law(regulation_on(received).value)


def enter(application: Application, applicant: Applicant) -> None:
    """Save a numbered case and who applied, inside the act that takes it in."""
    if application.received_date is not None:
        # Reckoned properly once the record has its key; until then the constraint wants a day.
        application.due_date = application.received_date
    application.save()
    applicant.application = application
    applicant.save(force_insert=True)


def _record_received(kind: str, application: Application, *, by: User, now: datetime) -> None:
    assert application.due_date is not None
    record(
        kind,
        application,
        by=by,
        at=now,
        law=str(application.law),
        due_date=application.due_date.isoformat(),
        provisional=application.due_is_provisional,
    )
