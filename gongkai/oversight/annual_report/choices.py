from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Status(TextChoices):
    """Where a report stands; ``workflow`` says what may follow."""

    COMPILED = "compiled", _("编制中")
    FROZEN = "frozen", _("已定稿")
    PUBLISHED = "published", _("已发布")


#: The kind of the item a report is published as, by its code in the catalogue.
ITEM_KIND = "openness_report"
#: The form of report years to 2018 (``law.report.formats``).
FORMAT_OF_2018 = "guangdong_2018"

REPORT_COMPILED = declare("annual_report.compiled", _("{by}编制了{object}"))
REPORT_NARRATED = declare("annual_report.narrated", _("{by}撰写了{object}的正文"))
REPORT_COMPARED = declare("annual_report.compared", _("{by}登记了{object}与已刊印报告的对照"))
REPORT_FROZEN = declare("annual_report.frozen", _("{by}将{object}定稿"))
REPORT_FROZEN_DESPITE = declare(
    "annual_report.frozen_despite", _("{by}在勾稽关系不成立的情况下将{object}定稿：{reason}")
)
REPORT_REOPENED = declare("annual_report.reopened", _("{by}将{object}退回编制：{reason}"))
REPORT_SUBMITTED = declare("annual_report.submitted", _("{by}将{object}送审"))
REPORT_PUBLISHED = declare("annual_report.published", _("{by}发布了{object}"))
REPORT_RETRACTED = declare("annual_report.retracted", _("{by}撤下了{object}：{reason}"))
