from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Level(TextChoices):
    """公开层级: at which level a row is an obligation."""

    COUNTY = "county", _("县级")
    TOWN = "town", _("乡镇（街道）级")
    VILLAGE = "village", _("村（社区）级")


class CarrierRule(TextChoices):
    """What ■ means in a directory: some want every marked carrier, some at least one of them (RULES R6-3: each says it itself)."""

    ALL = "all", _("标■的渠道均须公开")
    ANY = "any", _("在标■的渠道中至少选择其一")


class Mode(TextChoices):
    """公开方式, as a row prints it."""

    PROACTIVE = "proactive", _("主动公开")
    ON_REQUEST = "on_request", _("依申请公开")
    BOTH = "both", _("主动公开和依申请公开")


class EditionState(TextChoices):
    """Where a loaded file stands."""

    PREPARED = "prepared", _("待确认")
    ADOPTED = "adopted", _("已启用")
    DISCARDED = "discarded", _("未启用")


class Checkability(TextChoices):
    """Whether a limit gives a last day."""

    CHECKABLE = "checkable", _("可以核对")
    PARTLY = "partly", _("部分可以核对")
    ON_REQUEST = "on_request", _("按申请答复期限")
    NOT_CHECKABLE = "not_checkable", _("不能核对")


#: Limits of which at least one rule computes a day.
COMPUTABLE = (Checkability.CHECKABLE, Checkability.PARTLY)


class OccasionKind(TextChoices):
    """What starts a clock."""

    EVENT = "event", _("事由")
    PERIOD = "period", _("时段")


class How(TextChoices):
    """What met an obligation, or says why nothing has to."""

    ITEM = "item", _("已发布的信息")
    PHOTOGRAPH = "photograph", _("公开现场照片")
    NOTHING = "nothing", _("本期无此类信息")
    NOT_APPLICABLE = "not_applicable", _("不适用")


#: Ways that show something to the public; the others are words.
SHOWING = (How.ITEM, How.PHOTOGRAPH)


class FulfilmentState(TextChoices):
    """Where a fulfilment stands; it counts from the day it is recorded until it is sent back or voided."""

    RECORDED = "recorded", _("待核查")
    ACCEPTED = "accepted", _("核查通过")
    RETURNED = "returned", _("已退回")
    VOIDED = "voided", _("已作废")


#: States in which a fulfilment counts.
STANDING = (FulfilmentState.RECORDED, FulfilmentState.ACCEPTED)


class Status(TextChoices):
    """How an obligation stands on a day; computed (``OccasionQuerySet.with_status``), never stored."""

    LATE = "late", _("逾期未公开")
    DUE = "due", _("应公开")
    MET = "met", _("已公开")
    NOTHING = "nothing", _("本期无此类信息")
    NOT_APPLICABLE = "not_applicable", _("不适用")
    WAITING = "waiting", _("本年尚无事由")
    NOT_CHECKABLE = "not_checkable", _("不能核对期限")


#: Statuses of an occasion; the other two are of a unit's obligation without one.
OF_OCCASIONS = (Status.LATE, Status.DUE, Status.MET, Status.NOTHING, Status.NOT_APPLICABLE)
OF_PAIRS = (Status.WAITING, Status.NOT_CHECKABLE)

CATALOGUE_REGISTERED = declare("standard_catalogue.registered", _("{by}登记了标准目录“{object}”"))
CATALOGUE_AMENDED = declare("standard_catalogue.amended", _("{by}修改了标准目录“{object}”的登记"))
EDITION_PREPARED = declare("catalogue_edition.prepared", _("{by}上传了{object}，待确认"))
EDITION_ADOPTED = declare("catalogue_edition.adopted", _("{by}启用了{object}：{reason}"))
EDITION_DISCARDED = declare("catalogue_edition.discarded", _("{by}放弃了{object}：{reason}"))
SUBJECT_ASSIGNED = declare("catalogue_subject.assigned", _("{by}确定公开主体“{object}”由以下单位承担：{reason}"))
MATCHING_SET = declare("obligation.matching_set", _("{by}设定了{object}的匹配规则"))
OCCASION_RECORDED = declare("occasion.recorded", _("{by}登记了公开事由{object}"))
OCCASION_OPENED = declare("occasion.opened", _("按{by}启用的目录，到期生成了公开事由{object}"))
OCCASION_VOIDED = declare("occasion.voided", _("{by}作废了公开事由{object}：{reason}"))
OCCASION_MOVED = declare("occasion.limit_moved", _("因放假安排更新，{object}的期限变更：{reason}"))
FULFILMENT_RECORDED = declare("fulfilment.recorded", _("{by}登记了{object}：{reason}"))
DISPLAY_ENDED = declare("fulfilment.display_ended", _("{by}登记{object}的公示结束：{reason}"))
FULFILMENT_ACCEPTED = declare("fulfilment.accepted", _("{by}核查通过了{object}"))
FULFILMENT_RETURNED = declare("fulfilment.returned", _("{by}退回了{object}：{reason}"))
FULFILMENT_VOIDED = declare("fulfilment.voided", _("{by}作废了{object}：{reason}"))
