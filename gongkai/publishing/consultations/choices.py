from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare
from gongkai.law.vocabulary import Role

#: The series of consultation numbers; one for the whole installation.
SERIES = "ZQ"


class Status(TextChoices):
    """Where a consultation stands; ``workflow`` says what may follow."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待保密审查")
    REVIEWED = "reviewed", _("待审批")
    APPROVED = "approved", _("待开始")
    OPEN = "open", _("正在征求意见")
    CLOSED = "closed", _("已截止，意见整理中")
    ANSWERED = "answered", _("已公布采纳情况")
    ENDED = "ended", _("已终止")


#: States in which comments are taken in by staff: what was posted in time arrives after the last day.
TAKING = (Status.OPEN, Status.CLOSED)


class ConsultationKind(TextChoices):
    """What the draft is."""

    DECISION = "decision", _("重大行政决策")
    NORMATIVE = "normative", _("规范性文件")
    EXPROPRIATION = "expropriation", _("房屋征收补偿方案")
    OTHER = "other", _("其他")


#: Terms that no reason shortens (国有土地上房屋征收与补偿条例 art. 10).
NEVER_SHORTER = frozenset({ConsultationKind.EXPROPRIATION})


class Channel(TextChoices):
    """How a comment arrived."""

    WEB = "web", _("网上提交")
    LETTER = "letter", _("来信")
    EMAIL = "email", _("电子邮件")
    MEETING = "meeting", _("座谈会、听证会")
    PHONE = "phone", _("电话")


class Category(TextChoices):
    """What a comment is about, in the writer's or the clerk's own view."""

    SUPPORT = "support", _("赞成")
    CHANGE = "change", _("提出修改意见")
    OPPOSE = "oppose", _("不赞成")
    OTHER = "other", _("其他")


class Outcome(TextChoices):
    """What became of a comment."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    NOT_ADOPTED = "not_adopted", _("未采纳")
    NOT_RELEVANT = "not_relevant", _("与草案无关")


#: Who of a unit reads what people wrote, and who handles it.
READING = (Role.DRAFTER, Role.CASE_OFFICER, Role.APPROVER)
HANDLING = (Role.DRAFTER, Role.CASE_OFFICER)

CONSULTATION_DRAFTED = declare("consultation.drafted", _("{by}起草了征求意见{object}"))
CONSULTATION_REVISED = declare("consultation.revised", _("{by}修改了征求意见{object}"))
CONSULTATION_FILED = declare("consultation.filed", _("{by}为征求意见{object}添加了文件"))
CONSULTATION_UNFILED = declare("consultation.unfiled", _("{by}移除了征求意见{object}的文件"))
CONSULTATION_SUBMITTED = declare("consultation.submitted", _("{by}将征求意见{object}送保密审查"))
CONSULTATION_REVIEWED = declare("consultation.reviewed", _("{by}完成了征求意见{object}的保密审查：{reason}"))
CONSULTATION_RETURNED = declare("consultation.returned", _("{by}退回了征求意见{object}：{reason}"))
CONSULTATION_APPROVED = declare("consultation.approved", _("{by}同意公开征求意见{object}"))
CONSULTATION_OPENED = declare("consultation.opened", _("征求意见{object}按{by}审批的日期开始"))
CONSULTATION_OPENED_LATE = declare(
    "consultation.opened_late", _("征求意见{object}（{by}审批）迟于原定日期开始：{reason}")
)
CONSULTATION_EXTENDED = declare("consultation.extended", _("{by}延长了征求意见{object}的期限：{reason}"))
CONSULTATION_CLOSED = declare("consultation.closed", _("征求意见{object}（{by}审批）到期截止"))
CONSULTATION_ENDED = declare("consultation.ended", _("{by}终止了征求意见{object}：{reason}"))
CONSULTATION_LINKED = declare("consultation.linked", _("{by}为征求意见{object}关联了文件：{reason}"))
RESULT_WRITTEN = declare("consultation.result_written", _("{by}拟写了征求意见{object}的采纳情况说明"))
RESULT_PUBLISHED = declare("consultation.result_published", _("{by}公布了征求意见{object}的采纳情况"))
COMMENT_RECEIVED = declare("comment.received", _("{by}在网上提交了意见{object}"))
COMMENT_ENTERED = declare("comment.entered", _("{by}录入了意见{object}"))
COMMENT_CATEGORISED = declare("comment.categorised", _("{by}把意见{object}归为“{reason}”"))
COMMENT_DUPLICATE = declare("comment.duplicate", _("{by}认定意见{object}与{reason}重复"))
COMMENT_NOT_DUPLICATE = declare("comment.not_duplicate", _("{by}取消了意见{object}的重复认定"))
COMMENT_DISPOSED = declare("comment.disposed", _("{by}提出了意见{object}的处理结果：{reason}"))
COMMENT_ERASED = declare("comment.erased", _("{by}清除了意见{object}中的个人信息：{reason}"))
COMMENT_LAPSED = declare("comment.lapsed", _("意见{object}的姓名和联系方式保存期满，自动清除（征求意见由{by}审批）"))
CONTACTS_CLEARED = declare(
    "consultation.contacts_cleared", _("征求意见{object}（{by}审批）的联系信息保存期满，自动清除：{reason}")
)
DISPOSITION_MADE = declare("disposition.made", _("{by}归纳了{object}"))

#: What makes a draft somebody's own: who did one of these passes it at no step.
WRITING = (CONSULTATION_DRAFTED, CONSULTATION_REVISED, CONSULTATION_FILED, CONSULTATION_UNFILED)
