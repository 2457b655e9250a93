"""A case of a past year as a register tells it, held against the law and the calendar of its day. No query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.base.core.errors import Refused
from gongkai.base.core.sealing import fingerprint
from gongkai.law.calendar import WorkingCalendar, YearNotAnnounced
from gongkai.law.clocks import Course, Limit, limit_of, may_extend
from gongkai.law.deadlines import BeforeRegulation, regulation_on
from gongkai.law.outcomes import is_known_to, rule_of
from gongkai.law.vocabulary import ApplicantKind, Outcome, ReceiptChannel

from ..choices import Law


@dataclass(frozen=True)
class PastCase:
    """What a register says of one case. ``told_due`` is the last day as it was told then, where the register has it."""

    channel: ReceiptChannel
    applicant_kind: ApplicantKind
    applicant_name: str
    contact: str
    sought: str
    arrived: date
    received: date
    identity_number: str = ""
    restarted: date | None = None
    extended: date | None = None
    told_due: date | None = None
    outcome: Outcome | None = None
    outcome_reason: str = ""
    ended: date | None = None

    @property
    def mark(self) -> str:
        """Knows the same case again, in whatever register it stands, without saying whose it is."""
        return fingerprint(self.applicant_name, self.contact, self.sought, self.received.isoformat())


@dataclass(frozen=True)
class Judged:
    """A case that may be entered: its limit by the law and the calendar of its day, and what there is to say about it."""

    case: PastCase
    law: Law
    due: date
    provisional: bool
    notes: tuple[str, ...] = ()


def judge_past_case(case: PastCase, *, on: date, calendar: WorkingCalendar) -> Judged:
    """Hold a case against the law of its day. Refused with everything that is wrong with it; late answers are noted, they happened."""
    wrong = _incomplete(case) + _out_of_order(case, on=on)
    if wrong:
        raise Refused("；".join(wrong) + "。")
    try:
        regulation = regulation_on(case.received)
        limit = limit_of(Course(case.received, regulation, case.restarted, case.extended), calendar)
        wrong = _against_the_law(case, calendar)
    except BeforeRegulation as error:
        raise Refused(str(error)) from error
    except YearNotAnnounced as error:
        raise Refused(_("%(year)d年的放假安排没有录入，算不出答复期限。") % {"year": case.received.year}) from error
    if case.outcome and not is_known_to(case.outcome, regulation):
        label = {"order": regulation.order, "outcome": case.outcome.label}
        wrong.append(_("该申请适用%(order)s，其中没有“%(outcome)s”这一情形") % label)
    if wrong:
        raise Refused("；".join(wrong) + "。")
    due = case.told_due or limit.date
    return Judged(case, Law(regulation.value), due, limit.due.provisional, tuple(_notes(case, limit, due)))


def _incomplete(case: PastCase) -> list[str]:
    wrong = []
    if not (case.applicant_name.strip() and case.contact.strip() and case.sought.strip()):
        wrong.append(_("申请人、联系方式和所需信息三项都要填写"))
    if (case.outcome is None) != (case.ended is None):
        wrong.append(_("办理结果和办结日期应同时填写，未办结的都不填"))
    if case.outcome and rule_of(case.outcome).lapse and not case.outcome_reason.strip():
        wrong.append(_("以“%(outcome)s”终止的应写明理由") % {"outcome": case.outcome.label})
    return wrong


def _out_of_order(case: PastCase, *, on: date) -> list[str]:
    wrong = []
    if case.received < case.arrived:
        wrong.append(_("收到日期 %(received)s 早于到达日期 %(arrived)s") % vars(case))
    if case.channel is ReceiptChannel.IN_PERSON and case.received != case.arrived:
        wrong.append(_("当面提出的申请，到达之日即为收到之日"))
    later = {
        _("重新起算日期"): case.restarted,
        _("延期决定日期"): case.extended,
        _("答复期限"): case.told_due,
        _("办结日期"): case.ended,
    }
    for name, day in later.items():
        if day and day < case.received:
            wrong.append(_("%(name)s %(day)s 早于收到日期") % {"name": name, "day": day})
        if day and case.ended and name in (_("重新起算日期"), _("延期决定日期")) and day > case.ended:
            wrong.append(_("%(name)s %(day)s 晚于办结日期") % {"name": name, "day": day})
    happened = {**later, _("收到日期"): case.received, _("到达日期"): case.arrived}
    del happened[_("答复期限")]
    wrong += [
        _("%(name)s %(day)s 晚于今天") % {"name": name, "day": day}
        for name, day in happened.items()
        if day and day > on
    ]
    return wrong


def _against_the_law(case: PastCase, calendar: WorkingCalendar) -> list[str]:
    """An extension is decided once, before the limit has run out (art. 33; art. 24 of 2007); a reckoning starts anew by what came after."""
    if case.extended is None:
        return []
    since = case.restarted if case.restarted and case.restarted <= case.extended else None
    before = Course(case.received, regulation_on(case.received), since)
    if may_extend(before, on=case.extended, calendar=calendar):
        return []
    day = limit_of(before, calendar).date
    return [_("延期决定日期 %(day)s 时答复期限已于 %(due)s 届满") % {"day": case.extended, "due": day}]


def _notes(case: PastCase, limit: Limit, due: date) -> list[str]:
    notes = []
    if due != limit.date:
        days = {"told": due, "due": limit.date}
        notes.append(_("登记的答复期限 %(told)s 与按放假安排算出的 %(due)s 不同，按登记的录入。") % days)
    if case.ended and case.outcome and not rule_of(case.outcome).lapse and case.ended > due:
        notes.append(_("答复晚于期限 %(due)s。") % {"due": due})
    return notes
