from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class Field(TextChoices):
    """What sort of public resource is being allotted."""

    ENGINEERING = "engineering", _("工程建设项目招标投标")
    PROCUREMENT = "procurement", _("政府采购")
    LAND = "land", _("国有土地使用权出让")
    HOUSING = "housing", _("保障性安居工程")
    PROPERTY = "property", _("国有产权交易")


class Stage(TextChoices):
    """Where the allotment stands when the notice is given."""

    TENDER = "tender", _("招标（采购）公告")
    AWARD = "award", _("中标（成交）公告")
    CONTRACT = "contract", _("合同及履行情况")
    OTHER = "other", _("其他")


NOTICE_ANNOUNCED = declare("resource_notice.announced", _("{by}将{object}登记为公共资源配置信息"))
