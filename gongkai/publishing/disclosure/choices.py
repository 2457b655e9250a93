from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare
from gongkai.law.vocabulary import Validity


class Status(TextChoices):
    """Where an item stands; ``workflow`` says what may follow."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待保密审查")
    SECRECY_REVIEWED = "secrecy_reviewed", _("待审批")
    APPROVED = "approved", _("待发布")
    PUBLISHED = "published", _("已发布")
    WITHDRAWN = "withdrawn", _("已撤下")
    CLOSED = "closed", _("不公开留存")
    MERGED = "merged", _("已并入公开版本")
    DISCARDED = "discarded", _("已放弃")


class ApprovalMode(TextChoices):
    """How the approval was given."""

    SYSTEM = "system", _("系统内审批")
    PAPER = "paper", _("纸质审批")
    ELSEWHERE = "elsewhere", _("外部系统已审批")


class WithdrawalKind(TextChoices):
    """Why something public is taken down; a validity mark (失效、废止) is not a withdrawal."""

    ERROR = "error", _("发布有误")
    PRIVACY = "privacy", _("涉及个人隐私")
    SECRECY = "secrecy", _("涉及保密")
    COURT = "court", _("依生效裁判")


ITEM_CLEARED_OF_ENTRY = declare("item.cleared_of_entry", _("{by}认定{object}不属于负面清单{reason}"))
ITEM_DRAFTED = declare("item.drafted", _("{by}起草了{object}"))
ITEM_REVISED = declare("item.revised", _("{by}修改了{object}"))
ITEM_ATTACHED = declare("item.attached", _("{by}为{object}添加了附件"))
ITEM_DETACHED = declare("item.detached", _("{by}移除了{object}的附件"))
ITEM_SUBMITTED = declare("item.submitted", _("{by}将{object}送保密审查"))
ITEM_SECRECY_REVIEWED = declare("item.secrecy_reviewed", _("{by}完成了{object}的保密审查：{reason}"))
ITEM_RETURNED = declare("item.returned", _("{by}退回了{object}：{reason}"))
ITEM_APPROVED = declare("item.approved", _("{by}同意发布{object}"))
ITEM_APPROVED_ON_PAPER = declare("item.approved_on_paper", _("{by}登记了{object}的纸质审批：{reason}"))
ITEM_CLOSED = declare("item.closed", _("{by}同意{object}不予主动公开：{reason}"))
ITEM_SEALED = declare("item.sealed", _("{by}将{object}定为国家秘密，内容已清除"))
ITEM_PUBLISHED = declare("item.published", _("{by}发布了{object}"))
ITEM_WITHDRAWN = declare("item.withdrawn", _("{by}撤下了{object}：{reason}"))
ITEM_ENTERED = declare("item.entered", _("{by}录入了外部系统已发布的{object}：{reason}"))


# Review: what the secrecy review looks for, who else is asked, how a submission ends, approvals of many.
class Provision(TextChoices):
    """What a secrecy review looks for, one by one (条例 arts 14, 15, 17; 保密法 arts 31, 64): every one is answered."""

    STATE_SECRET = "state_secret", _("国家秘密")
    WORK_SECRET = "work_secret", _("工作秘密")
    COMPILATION = "compilation", _("汇总、关联后可能涉密")
    THREE_SECURITIES_ONE_STABILITY = "three_securities_one_stability", _("危及国家安全、公共安全、经济安全、社会稳定")
    LAW_FORBIDS = "law_forbids", _("法律、行政法规禁止公开")
    TRADE_SECRET = "trade_secret", _("商业秘密")
    PERSONAL_PRIVACY = "personal_privacy", _("个人隐私")


class ClearanceKind(TextChoices):
    """Who else has to be heard before an item is public."""

    CONSULTATION = "consultation", _("协商确认（条例第十一条）")
    DETERMINATION = "determination", _("报请确定（条例第十七条第三款）")


class ClearanceAnswer(TextChoices):
    """What the other organ said; ``dropped`` is what we said: it need not be asked after all."""

    AGREE = "agree", _("同意公开")
    DISAGREE = "disagree", _("不同意公开")
    PARTLY = "partly", _("部分同意，按其意见修改")
    DROPPED = "dropped", _("撤回，不再征求")


class SubmissionOutcome(TextChoices):
    """How a submission ended; empty while it is under review."""

    APPROVED = "approved", _("审批通过")
    CLOSED = "closed", _("同意不主动公开")
    RETURNED = "returned", _("退回修改")


class LineState(TextChoices):
    """How far one item of a batch of approvals is."""

    WAITING = "waiting", _("排队中")
    DONE = "done", _("已同意")
    REFUSED = "refused", _("未办理")


ITEM_CONSENTED = declare("item.consented", _("{by}同意了{object}：{reason}"))
ITEM_CONSENTED_ON_PAPER = declare("item.consented_on_paper", _("{by}登记了{object}的纸质审批：{reason}"))
ITEM_SENT_BACK = declare("item.sent_back", _("{by}将{object}退回上一级：{reason}"))
CLEARANCE_ASKED = declare("item.clearance_asked", _("{by}就{object}征求其他机关意见：{reason}"))
CLEARANCE_ANSWERED = declare("item.clearance_answered", _("{by}登记了其他机关对{object}的答复：{reason}"))
BATCH_STARTED = declare("approval_batch.started", _("{by}提交了{object}"))
FINDINGS_MADE = declare("item.findings_made", _("筛查{by}的{object}时发现：{reason}"))
FINDINGS_DECIDED = declare("item.findings_decided", _("{by}处理了{object}的筛查发现：{reason}"))

#: What makes a text somebody's own: who did one of these passes it at no step.
WRITING = (ITEM_DRAFTED, ITEM_REVISED, ITEM_ATTACHED, ITEM_DETACHED, FINDINGS_DECIDED)


# Official documents (发文登记).

#: The series of their registration numbers; one for the whole installation.
DOCUMENT_SERIES = "FW"


class DocumentStatus(TextChoices):
    """Where the registration of an official document stands; ``workflow`` says what may follow."""

    REGISTERED = "registered", _("已登记")
    AWAITING = "awaiting", _("待公开审查")
    RETURNED = "returned", _("已退文")
    SEALED = "sealed", _("国家秘密（只登记件数）")
    CANCELLED = "cancelled", _("已注销")


class CopyPlace(TextChoices):
    """Where copies of what is public go (条例 2019 art. 25; 2007 art. 16)."""

    ARCHIVE = "archive", _("国家档案馆")
    LIBRARY = "library", _("公共图书馆")


DOCUMENT_REGISTERED = declare("document.registered", _("{by}登记了公文{object}：{reason}"))
DOCUMENT_AMENDED = declare("document.amended", _("{by}更正了公文{object}：{reason}"))
DOCUMENT_FILED = declare("document.filed", _("{by}为公文{object}添加了文件"))
DOCUMENT_UNFILED = declare("document.unfiled", _("{by}移除了公文{object}的文件"))
DOCUMENT_PASSED = declare("document.passed", _("{by}审查同意公文{object}不主动公开：{reason}"))
DOCUMENT_RETURNED = declare("document.returned", _("{by}退文{object}：{reason}"))
DOCUMENT_REASSESSED = declare("document.reassessed", _("{by}评估了公文{object}：{reason}"))
DOCUMENT_DRAFTED_FROM = declare("document.drafted_from", _("{by}由公文{object}起草了信息{reason}"))
DOCUMENT_PUBLIC_ELSEWHERE = declare("document.public_elsewhere", _("{by}登记公文{object}已在外部平台公开：{reason}"))
DOCUMENT_DELIVERED = declare("document.delivered", _("{by}登记公文{object}已送交{reason}"))
DOCUMENT_CANCELLED = declare("document.cancelled", _("{by}注销了公文{object}的登记：{reason}"))
DOCUMENT_SEALED = declare("document.sealed", _("{by}将{object}定为国家秘密，只留单位和件数"))


# Changes, validity, relations, interpretation, timing, mourning, bulk operations.
class RelationKind(TextChoices):
    """What an item says of an earlier document."""

    REPEALS = "repeals", _("废止")
    REPLACES = "replaces", _("代替")
    AMENDS = "amends", _("修改")
    IMPLEMENTS = "implements", _("贯彻落实")
    REPLIES = "replies", _("答复")

    @property
    def backward(self) -> str:
        """The same, said by the earlier document."""
        return str(_BACKWARD[self])

    @property
    def mark(self) -> str:
        """The ``Validity`` the earlier document has once this one holds; empty for a relation that changes nothing."""
        return _MARKS.get(self, "")


_BACKWARD: dict[str, Any] = {
    RelationKind.REPEALS: _("被废止"),
    RelationKind.REPLACES: _("被代替"),
    RelationKind.AMENDS: _("被修改"),
    RelationKind.IMPLEMENTS: _("落实本文件"),
    RelationKind.REPLIES: _("答复本文件"),
}
_MARKS: dict[str, str] = {
    RelationKind.REPEALS: Validity.REPEALED,
    RelationKind.REPLACES: Validity.REPEALED,
    RelationKind.AMENDS: Validity.AMENDED,
}

#: Withdrawals after which the law needs it gone: the address answers 410, and what remains does not say what it was.
GONE = frozenset({WithdrawalKind.PRIVACY, WithdrawalKind.SECRECY, WithdrawalKind.COURT})

ITEM_CHANGE_BEGUN = declare("item.change_begun", _("{by}开始修改已公开的{object}"))
ITEM_CHANGED = declare("item.changed", _("{by}发布了对{object}的修改：{reason}"))
ITEM_MERGED = declare("item.merged", _("{by}将{object}并入公开版本"))
ITEM_DISCARDED = declare("item.discarded", _("{by}放弃了{object}：{reason}"))
ITEM_VALIDITY_MARKED = declare("item.validity_marked", _("{by}标注了{object}的有效性：{reason}"))
ITEM_RELATED = declare("item.related", _("{by}登记了{object}与其他文件的关系：{reason}"))
ITEM_UNRELATED = declare("item.unrelated", _("{by}删去了{object}与其他文件的关系：{reason}"))


class BulkKind(TextChoices):
    """What can be done to many items at once; nothing that needs each of them read (逐项)."""

    VALIDITY = "validity", _("标注有效性")
    WITHDRAW = "withdraw", _("撤下")
    MOVE = "move", _("调整栏目")


INTERPRETATION_BEGUN = declare("interpretation.begun", _("{by}为{object}登记了政策解读：{reason}"))
INTERPRETATION_UNLINKED = declare("interpretation.unlinked", _("{by}取消了{object}的一项政策解读：{reason}"))
INTERPRETATION_PLANNED = declare("interpretation.planned", _("{by}确定了{object}的解读方式：{reason}"))
INTERPRETATION_WAIVED = declare("interpretation.waived", _("{by}认定{object}无需解读：{reason}"))
ITEM_SCHEDULED = declare("item.scheduled", _("{by}将{object}定于{reason}发布"))
ITEM_UNSCHEDULED = declare("item.unscheduled", _("{by}取消了{object}的定时发布"))
ITEM_SCHEDULE_FAILED = declare("item.schedule_failed", _("{by}定时发布的{object}到时未能发布：{reason}"))
ITEM_EXPIRY_SET = declare("item.expiry_set", _("{by}将{object}的下线时间定于{reason}"))
ITEM_EXPIRY_DROPPED = declare("item.expiry_dropped", _("{by}取消了{object}的定时下线"))
ITEM_MOVED = declare("item.moved", _("{by}调整了{object}的栏目：{reason}"))
MOURNING_DECLARED = declare("mourning.declared", _("{by}设置了哀悼日灰度（{object}）：{reason}"))
MOURNING_ENDED = declare("mourning.ended", _("{by}提前结束了哀悼日灰度（{object}）"))
BULK_STARTED = declare("bulk.started", _("{by}开始{object}：{reason}"))
BULK_STOPPED = declare("bulk.stopped", _("{by}停止了{object}"))


# Screening: what was found in a text or a file before it is published, where, and what was decided about it.
class FindingKind(TextChoices):
    """What was found: the kinds of ``law.masking``, the office's own words, and a file nobody has read."""

    RESIDENT_ID = "resident_id", _("居民身份证号码")
    MOBILE = "mobile", _("手机号码")
    LANDLINE = "landline", _("固定电话号码")
    BANK_CARD = "bank_card", _("银行卡号（账号）")
    PASSPORT = "passport", _("护照号码")
    TRAVEL_PERMIT = "travel_permit", _("出入境通行证件号码")
    ADDRESS = "address", _("住址")
    EMAIL = "email", _("电子邮箱")
    SENSITIVE = "sensitive", _("敏感词")
    WRONG = "wrong", _("错词")
    UNREAD = "unread", _("未能读出的内容")


class Place(TextChoices):
    """Where something was found."""

    FIELD = "field", _("字段")
    BODY = "body", _("正文")
    HIDDEN = "hidden", _("正文中看不见的文字")
    DETAIL = "detail", _("专项内容")
    FILE_NAME = "file_name", _("附件名称")
    FILE = "file", _("附件")

    @property
    def is_file(self) -> bool:
        """Whether it stands in an attachment, which is never edited here: it is kept with a reason or another file takes its place."""
        return self is Place.FILE


class Decision(TextChoices):
    """What was decided about a finding; ``gone``: it no longer stands there, somebody rewrote the text or took the file off."""

    PENDING = "pending", _("待处理")
    MASKED = "masked", _("已遮盖")
    REPLACED = "replaced", _("已修改")
    KEPT = "kept", _("保留")
    GONE = "gone", _("已不在文中")
