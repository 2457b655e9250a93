"""What goes on beside applications and waits for the user: notices that never arrived, challenges to answer, corrections of one's own
record (art. 41), proposals to publish (art. 44)."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.models import User
from gongkai.casework.applications import queries
from gongkai.casework.applications.choices import CorrectionStatus, ProposalStatus

from .rows import SHOWN, Row, Worklist
from .undelivered import undelivered

_ACTS = {
    CorrectionStatus.RECEIVED: gettext_lazy("拟定处理意见"),
    CorrectionStatus.DRAFTED: gettext_lazy("审批"),
    CorrectionStatus.APPROVED: gettext_lazy("告知申请人"),
}


def beside(user: User, *, on: date) -> list[Worklist]:
    """All of these lists in which something waits."""
    found = (undelivered, challenges, corrections, proposals)
    return [each for lists in found for each in lists(user, on=on)]


def challenges(user: User, *, on: date) -> list[Worklist]:
    """What was brought against us and waits for our answer or evidence, the earliest limit first; no list where there is none."""
    found = queries.challenges_to_answer(user, on=on)
    rows = []
    for one in found[:SHOWN]:
        assert one.answer_due_date is not None
        state = _("%(unit)s，应于 %(due)s 前答复（举证）%(late)s") % {
            "unit": one.unit.short_name,
            "due": one.answer_due_date,
            "late": _("，已逾期") if one.answer_due_date < on else "",
        }
        rows.append(
            Row(
                one.get_kind_display(), one.number, state, _("登记答复（举证）"), _address("challenge_page", one.number)
            )
        )
    total = found.count() if len(rows) == SHOWN else len(rows)
    return _list("challenges", _("争议等我答复"), rows, total, f"{reverse('applications:challenges')}?outcome=pending")


def corrections(user: User, *, on: date) -> list[Worklist]:
    """Requests for correction whose next act is the user's, the earliest limit first; no list where there is none."""
    found = queries.corrections_waiting_for(user, on=on)
    rows = []
    for one in found.select_related("unit").order_by("due_date", "pk")[:SHOWN]:
        late = _("，已逾期") if one.due_date < on else ""
        state = _("%(unit)s，%(status)s，应于 %(due)s 前办结%(late)s") % {
            "unit": one.unit.short_name,
            "status": one.get_status_display(),
            "due": one.due_date,
            "late": late,
        }
        rows.append(
            Row(
                _("更正申请"),
                one.number,
                state,
                str(_ACTS[CorrectionStatus(one.status)]),
                _address("correction", one.number),
            )
        )
    return _list("corrections", _("更正申请等我办理"), rows, found.count(), reverse("applications:corrections"))


def proposals(user: User, *, on: date) -> list[Worklist]:
    """Proposals to publish whose next act is the user's; no list where there is none."""
    found = queries.proposals_waiting_for(user, on=on)
    rows = [
        Row(
            _("主动公开建议"),
            one.number,
            f"{one.unit.short_name}，{one.get_status_display()}",
            _("决定是否公开") if one.status == ProposalStatus.PROPOSED else _("起草信息"),
            _address("proposal", one.number),
        )
        for one in found.select_related("unit").order_by("pk")[:SHOWN]
    ]
    return _list("proposals", _("主动公开建议等我办理"), rows, found.count(), reverse("applications:proposals"))


def _list(name: str, title: str, rows: list[Row], total: int, more: str) -> list[Worklist]:
    return [Worklist(name, title, "", rows, total, more if total > len(rows) else "")] if rows else []


def _address(name: str, number: str) -> str:
    series, _slash, serial = number.partition("/")
    return reverse(f"applications:{name}", kwargs={"series": series, "serial": serial})
