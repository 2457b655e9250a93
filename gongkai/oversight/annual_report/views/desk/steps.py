"""The acts on a report as buttons: what each is called, what follows, what it asks, who may, and the one action it calls."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.base.accounts.screens import Step, StepsScreen
from gongkai.base.core.errors import NotAllowed, Refused

from ... import actions, policies, queries
from ...choices import SendingChannel
from ...forms import NoForm, OpinionForm, PaperForm, ReasonForm, ReceiptForm, ScanForm, SendForm, SubmitForm
from ...models import Report
from .screens import ReportScreen, address


def _file_scan(report: Report, *, file: Any, public: bool, **who: Any) -> None:
    actions.file_scan(report, upload=file, name=file.name, public=public, **who)


def _sign_on_paper(report: Report, *, approver: str, signed: Any, scan: Any, **who: Any) -> None:
    actions.sign_on_paper(report, approver=approver, signed=signed, upload=scan, name=scan.name, **who)


def _send(report: Report, *, channel: str, **given: Any) -> None:
    actions.send(report, channel=SendingChannel(channel), **given)


def _file_receipt(report: Report, *, file: Any, **who: Any) -> None:
    sending = report.sendings.filter(receipt=None).select_related("report__unit").last()
    if sending is None:
        raise Refused(_("没有还缺回执的报送。"))
    actions.file_receipt(sending, upload=file, name=file.name, **who)


def _check_lacks_receipt(user: Any, report: Report, *, on: Any) -> None:
    policies.check_can_send(user, report, on=on)
    if not report.sendings.filter(receipt=None).exists():
        raise NotAllowed(_("没有还缺回执的报送。"))


_t = gettext_lazy
STEPS: tuple[Step, ...] = (
    Step("sign", _t("签署"), _t("对报告的内容负责；签署后送政务公开工作机构核定，本级政府的报告直接送审。"),
         _t("已签署。"), OpinionForm, policies.check_can_sign, actions.sign),
    Step("pass", _t("核定通过"), _t("格式、内容和数字都符合要求，可以公布。"),
         _t("已核定，由拟稿人送审。"), OpinionForm, policies.check_can_check, actions.pass_check),
    Step("submit", _t("送保密审查"), _t("生成信息和 PDF、DOCX 附件，按信息公开的程序审查、审批、发布。"),
         _t("已送保密审查，通过审批后即公开。"), SubmitForm, policies.check_can_submit, actions.submit_for_publication),
    Step("send", _t("登记报送"), _t("已向上级报送的，登记机关、方式和日期；送出的文件以其摘要为凭。"),
         _t("已登记报送。"), SendForm, policies.check_can_send, _send),
    Step("receipt", _t("存入回执"), _t("上级收到报告的回执。"),
         _t("已存入回执。"), ReceiptForm, _check_lacks_receipt, _file_receipt, "secondary"),
    Step("freeze", _t("定稿"), _t("保存每个数字和它所计的记录；勾稽关系不成立时须写明理由。"),
         _t("已定稿。数字和所计的记录从此不再改动。"), ReasonForm, policies.check_can_freeze, actions.freeze),
    Step("compile", _t("重新编制"), _t("核对正文写明的指标都存在。"), _t("已重新编制，文字写明的指标都存在。"), NoForm,
         policies.check_can_write, lambda report, **who: actions.compile_report(report.unit, report.year, **who),
         "secondary"),
    Step("paper", _t("登记纸质签署"), _t("负责人在纸上签署的，登记签字人、日期并存入扫描件。"), _t("已登记纸质签署。"),
         PaperForm, policies.check_can_record_paper_signature, _sign_on_paper, "secondary"),
    Step("scan", _t("存入签字盖章件"), _t("签字盖章的报告扫描存档；选择随报告公开的，在送审之前存入。"), _t("已存入签字盖章件。"),
         ScanForm, policies.check_can_file_scan, _file_scan, "secondary"),
    Step("reopen", _t("退回编制"), _t("写明理由；签署和核定一并失效。"), _t("已退回编制。"),
         ReasonForm, policies.check_can_reopen, actions.reopen, "backward"),
)  # fmt: skip


class ReportSteps(StepsScreen, ReportScreen):
    """A screen about one report that offers the steps."""

    steps = STEPS

    def record(self) -> Report:
        return self.report

    def address_of(self, step: str) -> str:
        return address(step or "report", self.report)

    def initial(self) -> dict[str, Any]:
        return {"column": queries.usual_column(), "sent": self.today, "signed": self.today}
