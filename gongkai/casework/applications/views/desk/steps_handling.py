"""While it is dealt with: parts, opinions, time, reasons, searches; and money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ... import actions, forms, policies
from ...models import Consultation, Part
from .steps_kinds import Step


def _unit(part: Part) -> str:
    return part.unit.short_name


def _asked(consultation: Consultation) -> str:
    # Who was asked is sealed: the day and the kind tell which it is.
    return f"{consultation.asked_date:%Y-%m-%d} {consultation.get_party_display()}"


HANDLING = (
    Step(
        "assign",
        _("交办"),
        _("承办单位的承办人会看到这件申请，并在办理期限内提交意见。"),
        _("已交办。"),
        policies.check_can_assign,
        actions.assign,
        forms.AssignForm,
    ),
    Step(
        "part-done",
        _("提交办理意见"),
        _("意见交给受理单位；提交后不能再改。"),
        _("办理意见已提交。"),
        policies.check_can_hand_in,
        actions.hand_in,
        forms.HandInForm,
        below="parts",
        about=_unit,
        main=True,
    ),
    Step(
        "part-return",
        _("退回交办"),
        _("退回受理单位，可以另交其他单位。"),
        _("已退回。"),
        policies.check_can_hand_in,
        actions.return_part,
        forms.ReasonForm,
        below="parts",
        about=_unit,
        backward=True,
    ),
    Step(
        "consult",
        _("征求意见"),
        _("计时中止，到收到意见或者征求期限届满为止。记得制作征询书（函）并送达。"),
        _("已登记征求意见，计时中止。"),
        policies.check_can_consult,
        actions.consult,
        forms.ConsultForm,
    ),
    Step(
        "consultation-delivered",
        _("登记征询书送达"),
        _("适用2019年条例的，对方自收到之日起15个工作日内提出意见。"),
        _("已登记送达。"),
        policies.check_can_deliver_consultation,
        actions.deliver_consultation,
        forms.DeliveredForm,
        below="consultations",
        about=_asked,
        main=True,
    ),
    Step(
        "consultation-answer",
        _("登记征求到的意见"),
        _("计时继续。"),
        _("已登记意见，计时继续。"),
        policies.check_can_answer_consultation,
        actions.answer_consultation,
        forms.OpinionForm,
        below="consultations",
        about=_asked,
        main=True,
    ),
    Step(
        "extend",
        _("申请延期"),
        _("须经政务公开工作机构负责人同意后才延长；只能延长一次。"),
        _("延期申请已提交，等待同意。"),
        policies.check_can_extend,
        actions.request_extension,
        forms.ExtendForm,
    ),
    Step(
        "grant",
        _("同意延期"),
        _("答复期限延长一次，须告知申请人。"),
        _("已同意延期，请制作延期答复告知书。"),
        policies.check_can_grant_extension,
        actions.grant_extension,
        main=True,
    ),
    Step(
        "ask-reasons",
        _("要求说明理由"),
        _("计时不中止。理由不合理的，可以不予处理。"),
        _("已登记，请制作通知书。"),
        policies.check_can_ask_reasons,
        actions.ask_reasons,
        forms.AskReasonsForm,
    ),
    Step(
        "judge-reasons",
        _("认定理由"),
        _("不合理的，可以“大量反复申请”不予处理；合理的，可以确定延迟答复的期限。"),
        _("已登记认定。"),
        policies.check_can_judge_reasons,
        actions.judge_reasons,
        forms.JudgeReasonsForm,
        main=True,
    ),
    Step(
        "search",
        _("登记检索"),
        _("“不掌握相关政府信息”须有没有检索到的记录。"),
        _("已登记检索。"),
        policies.check_can_record_search,
        actions.record_search,
        forms.SearchForm,
    ),
)


CHARGING = (
    Step(
        "notify-fee",
        _("通知收费"),
        _("转为待缴费，计时中止；缴费次日起期限重新起算。全额减免的不等待缴费。"),
        _("已登记收费通知。"),
        policies.check_can_notify_fee,
        actions.notify_fee,
        forms.FeeNoticeForm,
    ),
    Step(
        "fee-delivered",
        _("登记收费通知送达"),
        _("缴费期限从送达次日起算。"),
        _("已登记送达。"),
        policies.check_can_deliver_fee_notice,
        actions.deliver_fee_notice,
        forms.FeeDeliveredForm,
        below="fee-notices",
        main=True,
    ),
    Step(
        "fee-paid",
        _("登记缴费"),
        _("答复期限自缴费次日起重新起算；金额须与应缴相符。"),
        _("已登记缴费，答复期限重新起算。"),
        policies.check_can_pay,
        actions.pay,
        forms.PayForm,
        below="fee-notices",
        main=True,
    ),
    Step(
        "charge",
        _("登记其他收费"),
        _("只登记已经收取或者减免的金额，计入年度报告。"),
        _("已登记收费。"),
        policies.check_can_charge,
        actions.charge,
        forms.ChargeForm,
    ),
    Step(
        "fee-void",
        _("作废收费记录"),
        _("记录保留，不再计入任何数字。"),
        _("收费记录已作废。"),
        policies.check_can_void,
        actions.void,
        forms.VoidForm,
        below="fees",
        about=lambda fee: f"{fee.charged_date:%Y-%m-%d}",
        backward=True,
    ),
)
