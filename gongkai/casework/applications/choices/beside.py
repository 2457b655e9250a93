"""Words of what goes on beside applications: corrections of one's own record, proposals to publish, limits a notice moved."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class CorrectionStatus(TextChoices):
    """Where a request to correct one's own record stands (art. 41)."""

    RECEIVED = "received", _("办理中")
    DRAFTED = "drafted", _("待审批")
    APPROVED = "approved", _("待告知")
    TOLD = "told", _("已告知")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN_CORRECTIONS = ("received", "drafted", "approved")


class CorrectionOutcome(TextChoices):
    """What comes of it (art. 41): true and corrected, not shown to be wrong, or for another organ to correct."""

    CORRECTED = "corrected", _("予以更正")
    REFUSED = "refused", _("不予更正")
    TRANSFERRED = "transferred", _("转送有权更正的机关")
    ADVISED = "advised", _("告知向有权更正的机关提出")


class ProposalBasis(TextChoices):
    """Why what was given on request is to be public (art. 44): several asked for it, or an applicant suggests it."""

    SEVERAL = "several", _("多个申请人申请同一信息")
    SUGGESTED = "suggested", _("申请人建议主动公开")


class ProposalStatus(TextChoices):
    """Where a proposal to publish stands."""

    PROPOSED = "proposed", _("待决定")
    ACCEPTED = "accepted", _("同意公开，待起草")
    DRAFTED = "drafted", _("已起草信息")
    DECLINED = "declined", _("不纳入主动公开")


class MovedClock(TextChoices):
    """Which limit a late holiday notice moved."""

    REPLY = "reply", _("答复申请")
    PART = "part", _("交办事项")
    OPINION = "opinion", _("征求意见")
    ANSWER = "answer", _("行政复议答复")
    CORRECTION = "correction", _("更正申请")


class ChallengeGround(TextChoices):
    """What a challenge without a case of ours is about; linked with one later it keeps what was said."""

    EARLIER = "earlier", _("系统启用前的申请")
    UNREGISTERED = "unregistered", _("未登记的申请（认为未予答复）")
    OTHER = "other", _("其他政府信息公开行为")


CHALLENGE_SEEN = declare("challenge.seen", _("{by}查看了争议{object}所涉事项"))
CHALLENGE_LINKED = declare("challenge.linked", _("{by}将争议{object}关联到申请{reason}"))
CORRECTION_DUE_FIXED = declare("correction.due_fixed", _("因{reason}，更正申请{object}的办理期限重新确定"))
CHALLENGE_DUE_FIXED = declare("challenge.due_fixed", _("因{reason}，争议{object}的答复期限重新确定"))
PROPOSAL_MADE = declare("proposal.made", _("{by}提出了主动公开建议{object}"))
PROPOSAL_ACCEPTED = declare("proposal.accepted", _("{by}同意了主动公开建议{object}"))
PROPOSAL_DECLINED = declare("proposal.declined", _("{by}没有采纳主动公开建议{object}：{reason}"))
PROPOSAL_DRAFTED = declare("proposal.drafted", _("{by}由主动公开建议{object}起草了信息"))
CORRECTION_RECEIVED = declare("correction.received", _("{by}登记了更正申请{object}"))
CORRECTION_SEEN = declare("correction.seen", _("{by}查看了更正申请{object}的申请人信息"))
CORRECTION_EVIDENCE_ADDED = declare("correction.evidence_added", _("{by}登记了更正申请{object}的证据材料"))
CORRECTION_DRAFTED = declare("correction.drafted", _("{by}拟定了更正申请{object}的处理意见"))
CORRECTION_APPROVED = declare("correction.approved", _("{by}审批了更正申请{object}"))
CORRECTION_RETURNED = declare("correction.returned", _("{by}退回了更正申请{object}：{reason}"))
CORRECTION_TOLD = declare("correction.told", _("{by}告知了更正申请{object}的处理结果"))
CORRECTION_ERASED = declare("correction.erased", _("{by}依批准销毁了更正申请{object}的申请人信息：{reason}"))
CORRECTION_WITHDRAWN = declare("correction.withdrawn", _("{by}登记更正申请{object}已撤回：{reason}"))
