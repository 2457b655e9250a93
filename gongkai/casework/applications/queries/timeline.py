"""The course of an application as its applicant reads it: dates and what happened, no names of staff or of third parties."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..choices import Party
from ..models import Acknowledgement, Application


class Step(NamedTuple):
    """A day and what happened on it."""

    day: date
    said: str


def timeline(application: Application) -> list[Step]:
    """Everything on record that concerns the applicant, the earliest first."""
    steps = [Step(application.arrived_date, _("提交申请"))]

    def add(day: date | None, said: str) -> None:
        if day is not None:
            steps.append(Step(day, said))

    add(application.received_date, _("收到申请，答复期限从次日起算"))
    for amendment in application.amendments.defer("items"):
        add(amendment.notified_date, _("告知补正，计时中止，补正期限至%(due)s") % {"due": amendment.due_date})
        add(amendment.corrected_date, _("收到补正，答复期限重新起算"))
    for asked in application.consultations.defer("party_name", "grounds"):
        who = Party(asked.party).label
        add(asked.asked_date, _("征求%(who)s意见，所需时间不计入期限") % {"who": who})
        add(asked.answered_date, _("收到%(who)s意见，恢复计时") % {"who": who})
    extension = getattr(application, "extension", None)
    if extension is not None:
        add(extension.granted_date, _("延长答复期限"))
    reasons = getattr(application, "reasons_request", None)
    if reasons is not None:
        add(reasons.asked_date, _("要求说明申请数量、频次的理由"))
        add(reasons.answered_date, _("收到对理由的说明"))
    for notice in application.fee_notices.all():
        add(notice.issued_date, _("发出收费通知，计时中止") if notice.payable else _("免收信息处理费"))
        add(notice.delivered_date, _("收费通知送达"))
        add(notice.paid_date, _("登记缴费，答复期限重新起算"))
    for reply in application.replies.filter(service__isnull=False).select_related("service"):
        add(reply.service.served_date, _("答复：%(how)s") % {"how": reply.service.get_method_display()})
    for said in Acknowledgement.objects.filter(reply__application=application):
        add(localdate(said.acknowledged_at), _("申请人确认收到"))
    add(application.closed_date, _("终止办理：%(why)s") % {"why": application.get_outcome_display()})
    add(application.reopened_date, _("重新办理，答复期限重新起算"))
    if application.voided_at is not None:
        add(localdate(application.voided_at), _("注销"))
    return sorted(steps, key=lambda step: step.day)
