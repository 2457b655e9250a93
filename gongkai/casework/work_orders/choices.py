from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Source(TextChoices):
    """Where a request came in."""

    HOTLINE = "hotline", _("12345热线")
    PORTAL = "portal", _("网民留言")


class Rating(TextChoices):
    """What the citizen said at follow-up (回访)."""

    SATISFIED = "satisfied", _("满意")
    DISSATISFIED = "dissatisfied", _("不满意")


WORK_ORDER_RECEIVED = declare("work_order.received", _("{by}受理了工单{object}"))
WORK_ORDER_ASSIGNED = declare("work_order.assigned", _("{by}改派了工单{object}：{reason}"))
WORK_ORDER_CLOSED = declare("work_order.closed", _("{by}办结了工单{object}"))
WORK_ORDER_RATED = declare("work_order.rated", _("{by}登记了工单{object}的回访评价"))
WORK_ORDER_VOIDED = declare("work_order.voided", _("{by}作废了工单{object}：{reason}"))
WORK_ORDER_TO_APPLICATION = declare("work_order.to_application", _("{by}将工单{object}转为政府信息公开申请"))
WORK_ORDER_FROM_APPLICATION = declare("work_order.from_application", _("{by}将政府信息公开申请转为工单{object}"))
WORK_ORDER_DUE_FIXED = declare("work_order.due_fixed", _("因{reason}，工单{object}的办理期限重新确定（{by}录入）"))
