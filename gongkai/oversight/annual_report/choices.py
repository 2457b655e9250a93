from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Status(TextChoices):
    """Where a report stands; ``workflow`` says what may follow."""

    COMPILED = "compiled", _("编制中")
    FROZEN = "frozen", _("已定稿")
    SIGNED = "signed", _("已签署")
    CHECKED = "checked", _("已核定")
    PUBLISHED = "published", _("已发布")


#: States in which the numbers stand and the report was never yet public, or no longer is.
SETTLED = (Status.FROZEN, Status.SIGNED, Status.CHECKED)


class SigningKind(TextChoices):
    """Whose consent it is: the head answers for the unit, the openness office for the form (条例 2019 arts 4, 49)."""

    HEAD = "head", _("负责人签署")
    CHECK = "check", _("主管部门核定")


class SendingChannel(TextChoices):
    """How a report or a return goes to the superior."""

    SYSTEM = "system", _("上级报送系统")
    EXCHANGE = "exchange", _("公文交换")
    MAIL = "mail", _("电子邮件")
    POST = "post", _("邮寄")
    HAND = "hand", _("当面递交")


#: The kind of the item a report is published as, by its code in the catalogue.
ITEM_KIND = "openness_report"

REPORT_COMPILED = declare("annual_report.compiled", _("{by}编制了{object}"))
REPORT_NARRATED = declare("annual_report.narrated", _("{by}撰写了{object}的正文"))
REPORT_COMPARED = declare("annual_report.compared", _("{by}登记了{object}与已刊印报告的对照"))
REPORT_FROZEN = declare("annual_report.frozen", _("{by}将{object}定稿"))
REPORT_FROZEN_DESPITE = declare(
    "annual_report.frozen_despite", _("{by}在勾稽关系不成立的情况下将{object}定稿：{reason}")
)
REPORT_EXPLAINED = declare("annual_report.explained", _("{by}说明了{object}中不相符的数：{reason}"))
REPORT_CORRECTED = declare("annual_report.corrected", _("{by}发布了{object}的更正：{reason}"))
REPORT_REOPENED = declare("annual_report.reopened", _("{by}将{object}退回编制：{reason}"))
REPORT_SUBMITTED = declare("annual_report.submitted", _("{by}将{object}送审"))
REPORT_PUBLISHED = declare("annual_report.published", _("{by}发布了{object}"))
REPORT_RETRACTED = declare("annual_report.retracted", _("{by}撤下了{object}：{reason}"))
REPORT_SIGNED = declare("annual_report.signed", _("{by}签署了{object}"))
REPORT_SIGNED_ON_PAPER = declare("annual_report.signed_on_paper", _("{by}登记了{object}的纸质签署"))
REPORT_CHECKED = declare("annual_report.checked", _("{by}核定了{object}"))
REPORT_SCAN_FILED = declare("annual_report.scan_filed", _("{by}存入了{object}的签字盖章件"))
REPORT_SENT = declare("annual_report.sent", _("{by}登记了{object}的报送"))
REPORT_RECEIPT_FILED = declare("annual_report.receipt_filed", _("{by}登记了{object}的报送回执"))
DUE_NOTICE_ENTERED = declare("annual_report.due_notice_entered", _("{by}登记了年报报送通知{object}"))
DUE_NOTICE_CANCELLED = declare("annual_report.due_notice_cancelled", _("{by}撤销了年报报送通知{object}：{reason}"))
