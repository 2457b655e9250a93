"""Receiving and examining."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ... import actions, forms, policies
from .steps_kinds import Step

RECEIVING = (
    Step(
        "confirm",
        _("登记双方确认"),
        _("确认之日为收到之日，答复期限从次日起算。"),
        _("已确认收到，答复期限开始计算。"),
        policies.check_can_confirm,
        actions.confirm,
        forms.ConfirmForm,
        main=True,
    ),
    Step(
        "amend",
        _("要求补正"),
        _("转为待补正，计时中止；收到补正后期限重新起算。记得制作补正告知书并送达。"),
        _("已登记补正通知，计时中止。"),
        policies.check_can_ask_amendment,
        actions.ask_amendment,
        forms.AmendmentForm,
    ),
    Step(
        "amended",
        _("登记收到补正"),
        _("答复期限自收到补正之日重新起算；以后按补正后的内容办理。"),
        _("已登记补正，答复期限重新起算。"),
        policies.check_can_receive_amendment,
        actions.receive_amendment,
        forms.AmendedForm,
        main=True,
    ),
)
