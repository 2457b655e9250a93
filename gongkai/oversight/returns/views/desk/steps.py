"""The acts on a return as buttons: what each is called, what follows, what it asks, who may, and the one action it calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongkai.base.accounts.screens import Step, StepsScreen
from gongkai.oversight.annual_report.choices import SendingChannel
from gongkai.oversight.annual_report.forms import NoForm, PaperForm, ReasonForm

from ... import actions, policies
from ...forms import PublishForm, ReceiptForm, SendForm
from ...models import Return
from .screens import ReturnScreen, address


def _approve_on_paper(owner: Return, *, scan: Any, **given: Any) -> None:
    actions.approve_on_paper(owner, upload=scan, name=scan.name, **given)


def _send(owner: Return, *, channel: str, **given: Any) -> None:
    actions.send(owner, channel=SendingChannel(channel), **given)


def _file_receipt(owner: Return, *, file: Any, **given: Any) -> None:
    actions.file_receipt(owner, upload=file, name=file.name if file else "", **given)


STEPS: tuple[Step, ...] = (
    Step("submit", _("送审批"), _("保存各项数值，生成报表和情况报告，送单位负责人审批。"), _("已送单位负责人审批。"),
         NoForm, policies.check_can_submit, actions.submit),
    Step("approve", _("同意报送"), _("对数字和情况报告负责；同意后按所存文件原样报送。"), _("已同意，可以报送。"),
         NoForm, policies.check_can_approve, actions.approve),
    Step("paper", _("登记纸质审批"), _("负责人在纸上同意的，登记签字人、日期并存入扫描件。"), _("已登记纸质审批，可以报送。"),
         PaperForm, policies.check_can_record_paper_approval, _approve_on_paper, "secondary"),
    Step("send", _("登记报送"), _("送出的就是下面列出的文件，以其摘要为凭。"), _("已登记报送。"),
         SendForm, policies.check_can_send, _send),
    Step("receipt", _("登记回执"), _("上级收到后的回执编号、日期，有纸质回执的存入扫描件。"), _("已登记回执。"),
         ReceiptForm, policies.check_can_file_receipt, _file_receipt),
    Step("publish", _("送审公开"), _("生成信息和附件，按信息公开的程序审查、审批、发布。"), _("已送保密审查，通过审批后即公开。"),
         PublishForm, policies.check_can_publish, actions.publish, "secondary"),
    Step("give-back", _("退回填报"), _("写明理由；所存的数值和文件失效，重新填报。"), _("已退回填报。"),
         ReasonForm, policies.check_can_give_back, actions.give_back, "backward"),
    Step("cancel", _("取消报送"), _("上级不再要求，或者登记有误的。"), _("已取消。"),
         ReasonForm, policies.check_can_cancel, actions.cancel, "backward"),
)  # fmt: skip


class ReturnSteps(StepsScreen, ReturnScreen):
    """A screen about one return that offers the steps."""

    steps = STEPS

    def record(self) -> Return:
        return self.owner

    def address_of(self, step: str) -> str:
        return address(step or "return", self.owner)

    def initial(self) -> dict[str, Any]:
        return {"sent": self.today, "received": self.today, "signed": self.today}
