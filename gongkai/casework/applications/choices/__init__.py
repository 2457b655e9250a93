"""Closed lists of the room and its events; those of the form in ``applying``, of corrections and proposals in ``beside``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare
from gongkai.law.vocabulary import Outcome as Outcome

from .applying import EnclosureKind as EnclosureKind
from .applying import IdentityCheck as IdentityCheck
from .applying import IdentityKind as IdentityKind
from .applying import Supply as Supply
from .applying import SupplyForm as SupplyForm
from .beside import (
    CHALLENGE_DUE_FIXED as CHALLENGE_DUE_FIXED,
)
from .beside import (
    CORRECTION_APPROVED as CORRECTION_APPROVED,
)
from .beside import (
    CORRECTION_DRAFTED as CORRECTION_DRAFTED,
)
from .beside import (
    CORRECTION_DUE_FIXED as CORRECTION_DUE_FIXED,
)
from .beside import (
    CORRECTION_ERASED as CORRECTION_ERASED,
)
from .beside import (
    CORRECTION_EVIDENCE_ADDED as CORRECTION_EVIDENCE_ADDED,
)
from .beside import (
    CORRECTION_RECEIVED as CORRECTION_RECEIVED,
)
from .beside import (
    CORRECTION_RETURNED as CORRECTION_RETURNED,
)
from .beside import (
    CORRECTION_SEEN as CORRECTION_SEEN,
)
from .beside import (
    CORRECTION_TOLD as CORRECTION_TOLD,
)
from .beside import (
    CORRECTION_WITHDRAWN as CORRECTION_WITHDRAWN,
)
from .beside import (
    OPEN_CORRECTIONS as OPEN_CORRECTIONS,
)
from .beside import (
    PROPOSAL_ACCEPTED as PROPOSAL_ACCEPTED,
)
from .beside import (
    PROPOSAL_DECLINED as PROPOSAL_DECLINED,
)
from .beside import (
    PROPOSAL_DRAFTED as PROPOSAL_DRAFTED,
)
from .beside import (
    PROPOSAL_MADE as PROPOSAL_MADE,
)
from .beside import (
    CorrectionOutcome as CorrectionOutcome,
)
from .beside import (
    CorrectionStatus as CorrectionStatus,
)
from .beside import (
    MovedClock as MovedClock,
)
from .beside import (
    ProposalBasis as ProposalBasis,
)
from .beside import (
    ProposalStatus as ProposalStatus,
)


class Status(TextChoices):
    """Where an application stands; ``workflow`` says what may follow. What is asked of others meanwhile stands in records of its own."""

    REGISTERED = "registered", _("待确认")
    RECEIVED = "received", _("办理中")
    AMENDING = "amending", _("待补正")
    UNPAID = "unpaid", _("待缴费")
    DRAFTED = "drafted", _("待审核")
    REVIEWED = "reviewed", _("待审批")
    APPROVED = "approved", _("待送达")
    REPLIED = "replied", _("已答复")
    CLOSED = "closed", _("已终止")
    ARCHIVED = "archived", _("已归档")


#: Received and still to be replied to, for the first time or again.
OPEN = ("received", "amending", "unpaid", "drafted", "reviewed", "approved")

#: An answer is under way: whoever is to approve it may read the case.
UNDER_DECISION = ("drafted", "reviewed", "approved")


class Law(TextChoices):
    """The text of 条例 an application follows, chosen by the day it was received. Values are those of ``law.deadlines.Regulation``."""

    OF_2007 = "2007", _("国务院令第492号")
    OF_2019 = "2019", _("国务院令第711号")


#: Ends that need no reply: the applicant let it drop. ``actions.close`` takes these, ``actions.reply`` the others.
LAPSED = (Outcome.OTHER_NOSUPP, Outcome.OTHER_NOFEE, Outcome.OTHER_OTHER)


class Party(TextChoices):
    """Who is asked: a third party whose rights are at stake (art. 32), or an organ that made it too or knows of it (arts 33, 34)."""

    THIRD_PARTY = "third_party", _("第三方")
    ORGAN = "organ", _("其他机关")


class Opinion(TextChoices):
    """What they said."""

    AGREES = "agrees", _("同意公开")
    PARTLY = "partly", _("同意部分公开")
    OBJECTS = "objects", _("不同意公开")


class FeeBasis(TextChoices):
    """Values are those of ``law.fees.Basis``: one application is charged by one of the two."""

    ITEMS = "items", _("按件计收")
    VOLUME = "volume", _("按量计收")


class ApprovalMode(TextChoices):
    """How consent was given: here, on paper with its scan, or not needed because it was answered on the spot (art. 33 para. 1)."""

    SYSTEM = "system", _("系统审批")
    PAPER = "paper", _("纸质审批")
    AT_ONCE = "at_once", _("当场答复")


class ServiceMethod(TextChoices):
    """送达方式 (国办公开办函〔2016〕235号): directly, by an agent, by post, electronically where it was asked for. Never by courier."""

    DIRECT = "direct", _("直接送达")
    AGENT = "agent", _("委托他人送达")
    POST = "post", _("邮寄送达（邮政）")
    ELECTRONIC = "electronic", _("电子送达（申请人要求）")


class LetterKind(TextChoices):
    """告知文书: one for each step, and the one that tells the outcome, whose title and words follow the leaf (``law.outcomes.Letter``)."""

    ACKNOWLEDGEMENT = "acknowledgement", _("登记回执")
    AMENDMENT = "amendment", _("补正告知书")
    INQUIRY = "inquiry", _("第三方意见征询书")
    ORGAN_INQUIRY = "organ_inquiry", _("征求意见函")
    EXTENSION = "extension", _("延期答复告知书")
    REASONS = "reasons", _("要求说明理由通知书")
    DEFERRAL = "deferral", _("延迟答复告知书")
    FEE = "fee", _("收费通知")
    OUTCOME = "outcome", _("答复（办结）告知书")


class ReminderLevel(TextChoices):
    """催办 before the limit, 督办 on its eve, 逾期 after it."""

    CHASED = "chased", _("催办")
    ESCALATED = "escalated", _("督办")
    OVERDUE = "overdue", _("逾期")


class Worklist(TextChoices):
    """The lists of cases at the desk."""

    MINE = "mine", _("等我办理")
    OPEN = "open", _("在办")
    OVERDUE = "overdue", _("已超期")
    SOON = "soon", _("三日内到期")
    PAUSED = "paused", _("计时中止")
    LAPSED = "lapsed", _("可以终止")
    PROVISIONAL = "provisional", _("期限暂定")
    UNCONFIRMED = "unconfirmed", _("待确认")


class Waits(TextChoices):
    """The next act that waits for somebody, as the button that leads to it says."""

    PART = "part", _("去办理")
    CONFIRM = "confirm", _("去确认")
    REVIEW = "review", _("去审核")
    APPROVE = "approve", _("去审批")
    SERVE = "serve", _("去送达")
    EXTENSION = "extension", _("去审定延期")


class Tone(TextChoices):
    """How a case stands against its limit."""

    OVERDUE = "overdue", _("已超期")
    SOON = "soon", _("将到期")
    PAUSED = "paused", _("计时中止")
    RUNNING = "running", _("计时中")
    NONE = "none", _("不计时")


class ChallengeKind(TextChoices):
    """How somebody goes against what was done with an application (条例 art. 51)."""

    RECONSIDERATION = "reconsideration", _("行政复议")
    LAWSUIT = "lawsuit", _("行政诉讼")
    COMPLAINT = "complaint", _("申诉")


class ChallengeOutcome(TextChoices):
    """What came of it: the columns of table four."""

    UPHELD = "upheld", _("结果维持")
    CORRECTED = "corrected", _("结果纠正")
    OTHER = "other", _("其他结果")
    PENDING = "pending", _("尚未审结")


APPLICATION_REGISTERED = declare("application.registered", _("{by}登记了待确认的申请{object}"))
APPLICATION_RECEIVED = declare("application.received", _("{by}登记了申请{object}"))
APPLICATION_SENT = declare("application.sent", _("{by}在网上提交了申请{object}"))
APPLICATION_TAKEN_BACK = declare("application.taken_back", _("{by}（申请人）撤回了申请{object}"))
APPLICATION_AMENDED = declare("application.amended", _("{by}（申请人）补正了申请{object}，答复期限重新起算"))
REASONS_EXPLAINED = declare("application.reasons_explained", _("{by}（申请人）说明了申请{object}的理由"))
REPLY_ACKNOWLEDGED = declare("application.reply_acknowledged", _("{by}（申请人）确认收到申请{object}的答复"))
APPLICATION_RATED = declare("application.rated", _("{by}（申请人）评价了申请{object}的办理"))
APPLICANT_DIVERTED = declare("applicant.diverted", _("{by}在申请之前由已公开的信息{object}得到解答"))
QUERY_CODE_ISSUED = declare("query_code.issued", _("{by}发给了申请{object}的查询码：{reason}"))
ENCLOSURE_SEEN = declare("enclosure.seen", _("{by}查看了申请{object}的随附文件"))
APPLICATION_ENTERED = declare("application.entered", _("{by}从以前的台账录入了申请{object}"))
APPLICATION_TAKEN_AGAIN = declare("application.taken_again", _("{by}另行登记了内容相同的申请{object}：{reason}"))
APPLICATION_SPLIT = declare("application.split", _("{by}按一事一申请拆分了申请{object}"))
APPLICATION_SPLIT_OFF = declare("application.split_off", _("{by}登记了拆分出的申请{object}，收到日期不变"))
APPLICATION_JOINED = declare("application.joined", _("{by}将申请{object}并案办理"))
APPLICATION_PARTED = declare("application.parted", _("{by}将申请{object}分案办理"))
APPLICATION_CONFIRMED = declare("application.confirmed", _("{by}与申请人确认收到申请{object}"))
APPLICATION_REPLIED = declare("application.replied", _("{by}答复了申请{object}"))
APPLICATION_CLOSED = declare("application.closed", _("{by}终止了申请{object}：{reason}"))
APPLICATION_REOPENED = declare("application.reopened", _("{by}重新办理申请{object}：{reason}"))
APPLICATION_ARCHIVED = declare("application.archived", _("{by}将申请{object}归档"))
APPLICATION_VOIDED = declare("application.voided", _("{by}作废了申请{object}：{reason}"))
APPLICATION_DUE_FIXED = declare("application.due_fixed", _("因{reason}，申请{object}的答复期限重新确定（{by}录入）"))
LIMITS_REVISED = declare("limits.revised", _("{by}录入{reason}，在办的期限重新确定（{object}）"))
AMENDMENT_ASKED = declare("application.amendment_asked", _("{by}通知申请{object}的申请人补正"))
AMENDMENT_RECEIVED = declare("application.amendment_received", _("{by}登记申请{object}已补正，答复期限重新起算"))
PART_ASSIGNED = declare("application.part_assigned", _("{by}交办了申请{object}"))
ASSIGNMENT_STARTED = declare("assignment.started", _("{by}开始批量交办{object}：{reason}"))
ASSIGNMENT_STOPPED = declare("assignment.stopped", _("{by}停止了批量交办{object}"))
PART_DONE = declare("application.part_done", _("{by}提交了申请{object}的办理意见"))
PART_RETURNED = declare("application.part_returned", _("{by}退回了交办的申请{object}：{reason}"))
CONSULTATION_ASKED = declare("application.consultation_asked", _("{by}就申请{object}征求意见"))
CONSULTATION_DELIVERED = declare("application.consultation_delivered", _("{by}登记申请{object}的征求意见书已送达"))
CONSULTATION_ANSWERED = declare("application.consultation_answered", _("{by}登记了申请{object}征求到的意见"))
EXTENSION_REQUESTED = declare("application.extension_requested", _("{by}申请延长申请{object}的答复期限：{reason}"))
EXTENSION_GRANTED = declare("application.extension_granted", _("{by}同意延长申请{object}的答复期限"))
REASONS_ASKED = declare("application.reasons_asked", _("{by}要求申请{object}的申请人说明理由：{reason}"))
REASONS_JUDGED = declare("application.reasons_judged", _("{by}登记了对申请{object}所述理由的认定"))
FEE_NOTIFIED = declare("application.fee_notified", _("{by}就申请{object}发出收费通知"))
FEE_NOTICE_DELIVERED = declare("application.fee_notice_delivered", _("{by}登记申请{object}的收费通知已送达"))
FEE_PAID = declare("application.fee_paid", _("{by}登记申请{object}已缴费，答复期限重新起算"))
SEARCH_RECORDED = declare("application.search_recorded", _("{by}登记了申请{object}的检索记录"))
REDACTION_BEGUN = declare("redaction.begun", _("{by}为申请{object}上传了待遮盖的文件"))
REDACTION_DRAWN = declare("redaction.drawn", _("{by}画定了申请{object}所附文件的遮盖框"))
REDACTION_ASKED = declare("redaction.asked", _("{by}要求制作申请{object}遮盖后的文件"))
REDACTION_FAILED = declare("redaction.failed", _("{by}要求制作的申请{object}遮盖后的文件没有做成：{reason}"))
REDACTION_MADE = declare("redaction.made", _("{by}制作了申请{object}遮盖后的文件"))
REDACTION_DROPPED = declare("redaction.dropped", _("{by}停用了申请{object}待遮盖的文件：{reason}"))
REPLY_DRAFTED = declare("application.reply_drafted", _("{by}拟写了申请{object}的答复"))
REPLY_REVIEWED = declare("application.reply_reviewed", _("{by}审核了申请{object}的答复"))
REPLY_APPROVED = declare("application.reply_approved", _("{by}审批了申请{object}的答复"))
REPLY_APPROVED_ON_PAPER = declare("application.reply_approved_on_paper", _("{by}登记了申请{object}答复的纸质审批"))
REPLY_RETURNED = declare("application.reply_returned", _("{by}退回了申请{object}的答复稿：{reason}"))
APPLICATION_CHASED = declare("application.chased", _("{by}催办了申请{object}"))
APPLICATION_ESCALATED = declare("application.escalated", _("{by}督办了申请{object}"))
APPLICATION_OVERDUE = declare("application.overdue", _("{by}通报申请{object}逾期未答复"))
LETTER_HEAD_SET = declare("letter_head.set", _("{by}登记了{object}的告知书抬头和救济机关"))
LETTER_ISSUED = declare("letter.issued", _("{by}制作了文书{object}"))
APPLICANT_SEEN = declare("applicant.seen", _("{by}查看了申请{object}的申请人信息"))
APPLICANT_HISTORY_SEEN = declare("applicant.history_seen", _("{by}查看了申请{object}的申请人的其他申请"))
APPLICANT_ERASED = declare("applicant.erased", _("{by}依批准销毁了申请{object}的申请人信息：{reason}"))
APPLICANTS_RESEALED = declare("applicants.resealed", _("{by}更换了{object}所用的密钥"))
REGISTER_EXPORTED = declare("applications.exported", _("{by}下载了依申请公开台账：{reason}"))
FEE_CHARGED = declare("application_fee.charged", _("{by}登记了申请{object}的收费"))
FEE_VOIDED = declare("application_fee.voided", _("{by}作废了申请{object}的收费：{reason}"))
CHALLENGE_FILED = declare("challenge.filed", _("{by}登记了争议{object}"))
CHALLENGE_COPY_RECEIVED = declare("challenge.copy_received", _("{by}登记收到争议{object}的副本"))
CHALLENGE_ANSWERED = declare("challenge.answered", _("{by}登记了对争议{object}的答复（举证）"))
CHALLENGE_DECIDED = declare("challenge.decided", _("{by}登记了争议{object}的结果"))
CHALLENGE_VOIDED = declare("challenge.voided", _("{by}作废了争议{object}：{reason}"))
