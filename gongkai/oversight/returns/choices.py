from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Status(TextChoices):
    """Where a return stands; ``workflow`` says what may follow."""

    DRAFT = "draft", _("填报中")
    SUBMITTED = "submitted", _("待审批")
    APPROVED = "approved", _("待报送")
    SENT = "sent", _("已报送")
    CANCELLED = "cancelled", _("已取消")


class Span(TextChoices):
    """Which part of the year is asked for."""

    FIRST_HALF = "h1", _("上半年")
    SECOND_HALF = "h2", _("下半年")
    YEAR = "year", _("全年")


#: The form of the website's yearly work table; all others are forms of annual reports (``law.report.formats``).
WEBSITE_TABLE = "website_work"

RETURN_ASKED = declare("return.asked", _("{by}登记了报送要求{object}"))
RETURN_WRITTEN = declare("return.written", _("{by}填写了{object}"))
RETURN_SUBMITTED = declare("return.submitted", _("{by}将{object}送审批"))
RETURN_RETURNED = declare("return.returned", _("{by}退回了{object}：{reason}"))
RETURN_APPROVED = declare("return.approved", _("{by}同意报送{object}"))
RETURN_APPROVED_ON_PAPER = declare("return.approved_on_paper", _("{by}登记了{object}的纸质审批"))
RETURN_SENT = declare("return.sent", _("{by}报送了{object}"))
RETURN_RECEIPT_FILED = declare("return.receipt_filed", _("{by}登记了{object}的回执"))
RETURN_CANCELLED = declare("return.cancelled", _("{by}取消了{object}：{reason}"))
RETURN_PUBLISHING = declare("return.publishing", _("{by}将{object}送审公开"))
