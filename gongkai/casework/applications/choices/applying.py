"""Words of an application form: how it is to be supplied, what is handed in with it, how somebody is known."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Supply(TextChoices):
    """获取信息的方式: how the applicant asked to be given it (art. 29(3); art. 40 says what to do where that cannot be)."""

    ANY = "any", _("不限")
    IN_PERSON = "in_person", _("当面领取")
    POST = "post", _("邮寄")
    ELECTRONIC = "electronic", _("电子邮件或者网上获取")
    INSPECTION = "inspection", _("查阅、抄录")


class SupplyForm(TextChoices):
    """提供信息的形式: on what the applicant asked to have it (art. 29(3))."""

    ANY = "any", _("不限")
    PAPER = "paper", _("纸质文件")
    ELECTRONIC = "electronic", _("电子文档")
    DISC = "disc", _("光盘等介质")


class EnclosureKind(TextChoices):
    """What a file handed in at the door is for."""

    IDENTITY = "identity", _("身份证明")
    AUTHORISATION = "authorised", _("授权委托书")
    MATERIAL = "material", _("申请材料")
    AMENDMENT = "amendment", _("补正材料")


class IdentityCheck(TextChoices):
    """How it was made sure that a new query code goes to the applicant."""

    IN_PERSON = "in_person", _("当面核对了身份证明")
    PHONE = "phone", _("拨打申请时留的电话核对")
    POST = "post", _("寄往申请时留的地址")


class IdentityKind(TextChoices):
    """身份证明: what an applicant shows (art. 29(1))."""

    ID_CARD = "id_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    CREDIT_CODE = "credit_code", _("统一社会信用代码证书")
    OTHER = "other", _("其他证明")
