from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare

EXAMPLE_LOADED = declare("example.loaded", _("{by}为{object}载入了示例年度数据"))

REGISTER_UPLOADED = declare("register.uploaded", _("{by}上传了发文登记簿{object}：{reason}"))
REGISTER_CONFIRMED = declare("register.confirmed", _("{by}确认导入发文登记簿{object}"))
REGISTER_ABANDONED = declare("register.abandoned", _("{object}没有导完：{reason}"))

CASES_UPLOADED = declare("cases.uploaded", _("{by}上传了以前的申请台账{object}：{reason}"))
CASES_CONFIRMED = declare("cases.confirmed", _("{by}确认录入申请台账{object}"))
CASES_ABANDONED = declare("cases.abandoned", _("{object}没有录完：{reason}"))


class RegisterLineState(TextChoices):
    """What is to become, or became, of a line of a register handed in at the desk, of documents or of applications."""

    READY = "ready", _("可以登记")
    ENTERED = "entered", _("已登记")
    REPEATED = "repeated", _("重复，未登记")
    REFUSED = "refused", _("未登记")
