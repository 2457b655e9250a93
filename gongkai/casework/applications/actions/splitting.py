"""一事一申请 and 并案: one letter that asks for several things becomes several cases; several that ask for one are answered together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.base.accounts.models import User
from gongkai.base.audit.actions import record
from gongkai.base.core.errors import Refusal, Refused
from gongkai.base.files.models import StoredFile
from gongkai.law.vocabulary import Outcome
from gongkai.publishing.catalogue.actions import take_numbers

from .. import choices, policies
from ..models import Applicant, Application, Reply
from ..queries import group_of
from .limits import reckon
from .receiving import APPLICATIONS, enter
from .replies import approve, draft, review

MOST_MATTERS = 50
#: What a case that is split off has in common with the one it comes from: above all the day it was received.
_SAME = (
    *("unit", "channel", "applicant_kind", "arrived_date", "received_date", "law", "supply", "is_oral", "status"),
    "restarted_date",
)
_SAME_PERSON = ("name", "identity_kind", "identity_number", "contact", "agent_name", "authorisation", "fingerprint")


@transaction.atomic
def split(application: Application, matters: Sequence[str], *, by: User, now: datetime) -> list[Application]:
    """Make a case of each matter: the first stays with this one, the others get numbers of their own and keep the day of receipt.

    What was asked in full stays with the first. Each is counted by itself (国办函〔2020〕109号 art. 4).
    """
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_split(by, application, on=localdate(now))
    said = [matter.strip() for matter in matters if matter.strip()]
    if not 2 <= len(said) <= MOST_MATTERS:
        raise Refused(_("请分别写出各个事项，至少两项，最多 %(most)d 项。") % {"most": MOST_MATTERS})
    if len({"".join(matter.split()) for matter in said}) < len(said):
        raise Refused(_("有两个事项内容相同，请合并。"))
    applicant = application.applicant
    applicant.asked_in_full = applicant.asked_in_full or applicant.sought
    applicant.sought = said[0]
    applicant.save(update_fields=["asked_in_full", "sought"])
    numbers = take_numbers(APPLICATIONS, application.record_date.year, len(said) - 1)
    made = [_split_off(application, number, sought, by=by) for number, sought in zip(numbers, said[1:], strict=True)]
    record(choices.APPLICATION_SPLIT, application, by=by, at=now, into=numbers)
    for one in made:
        record(choices.APPLICATION_SPLIT_OFF, one, by=by, at=now, split_from=application.number)
    return made


def _split_off(application: Application, number: str, sought: str, *, by: User) -> Application:
    one = Application(number=number, split_from=application.split_from or application, registered_by=by)
    for name in _SAME:
        setattr(one, name, getattr(application, name))
    applicant = Applicant(sought=sought)
    for name in _SAME_PERSON:
        setattr(applicant, name, getattr(application.applicant, name))
    enter(one, applicant)
    return reckon(one) if one.received_date else one


@transaction.atomic
def join(lead: Application, others: Sequence[Application], *, by: User, now: datetime) -> list[Application]:
    """Answer these together with ``lead``: one draft, reviewed and approved once; each keeps its clock and is served by itself."""
    lead = Application.objects.select_for_update().get(pk=lead.pk)
    policies.check_can_join(by, lead, on=localdate(now))
    if lead.joined_to_id is not None:
        raise Refused(_("该申请已并入其他申请，请在主办的申请上操作。"))
    joined = []
    for other in others:
        one = Application.objects.select_for_update().get(pk=other.pk)
        policies.check_can_join(by, one, on=localdate(now))
        if one.pk == lead.pk or one.unit_id != lead.unit_id:
            raise Refused(_("申请%(number)s不能并入：须是同一单位受理的另一件申请。") % {"number": one.number})
        if one.joined_to_id is not None or one.joined.exists():
            raise Refused(_("申请%(number)s已经并案办理。") % {"number": one.number})
        one.joined_to = lead
        one.save(update_fields=["joined_to"])
        record(choices.APPLICATION_JOINED, one, by=by, at=now, lead=lead.number)
        joined.append(one)
    if not joined:
        raise Refused(_("请填写要并入的申请编号。"))
    return joined


@transaction.atomic
def part(application: Application, *, by: User, now: datetime) -> Application:
    """Answer one by itself again."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    policies.check_can_join(by, application, on=localdate(now))
    if application.joined_to is None:
        raise Refused(_("该申请没有并入其他申请。"))
    lead, application.joined_to = application.joined_to, None
    application.save(update_fields=["joined_to"])
    record(choices.APPLICATION_PARTED, application, by=by, at=now, lead=lead.number)
    return application


@transaction.atomic
def draft_together(
    lead: Application,
    *,
    outcome: Outcome,
    by: User,
    now: datetime,
    reason: str = "",
    weighing: str = "",
    redacted_file: StoredFile | None = None,
) -> list[Reply]:
    """One answer for all of a group. What the law wants on record for it must stand in each: nothing is drafted while it does not."""
    made = []
    for one in group_of(lead):
        with _named(one):
            reply = draft(
                one,
                outcome=outcome,
                reason=reason,
                weighing=weighing,
                redacted_file=redacted_file,
                by=by,
                now=now,
            )
        made.append(reply)
    return made


@transaction.atomic
def review_together(lead: Application, *, by: User, now: datetime) -> list[Reply]:
    """Pass the one answer of a group on to the approver."""
    made = []
    for one in group_of(lead):
        with _named(one):
            made.append(review(one, by=by, now=now))
    return made


@transaction.atomic
def approve_together(lead: Application, *, by: User, now: datetime) -> list[Reply]:
    """Agree to the one answer of a group. Each is then served by itself."""
    made = []
    for one in group_of(lead):
        with _named(one):
            made.append(approve(one, by=by, now=now))
    return made


class _named:
    """A refusal inside says which case of the group it is about."""

    def __init__(self, application: Application) -> None:
        self.number = application.number

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, refusal: BaseException | None, trace: object) -> None:
        if isinstance(refusal, Refusal):
            said = {"number": self.number, "refusal": refusal}
            raise type(refusal)(_("申请%(number)s：%(refusal)s") % said) from refusal
