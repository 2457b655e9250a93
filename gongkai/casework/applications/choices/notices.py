"""Words of what applicants are told by mail or short message, and of what becomes of it when it never reached them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class NoticeKind(TextChoices):
    """What an applicant is told of. Values are the kinds of the events it follows from."""

    RECEIVED = "application.received", _("登记")
    CONFIRMED = "application.confirmed", _("确认收到")
    AMENDMENT = "application.amendment_asked", _("补正")
    EXTENSION = "application.extension_granted", _("延期")
    FEE = "application.fee_notified", _("收费")
    REPLIED = "application.replied", _("答复")
    CLOSED = "application.closed", _("办理终结")


class Settlement(TextChoices):
    """What was done about a notice that never reached its person."""

    AGAIN = "again", _("重新发送")
    TELEPHONE = "telephone", _("电话告知")
    POSTED = "posted", _("邮寄告知")
    IN_PERSON = "in_person", _("当面告知")
    OTHER = "other", _("以其他方式处理")


NOTICE_FAILED = declare("notice.failed", _("申请{object}的通知未能送达申请人：{reason}"))
NOTICE_SENT_AGAIN = declare("notice.sent_again", _("{by}重新发送了申请{object}未送达的通知（{reason}）"))
NOTICE_SETTLED = declare("notice.settled", _("{by}登记申请{object}未送达的通知已处理：{reason}"))
