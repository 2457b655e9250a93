from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare


class PlatformKind(TextChoices):
    """How a platform takes what is handed over."""

    API = "api", _("接口")
    PACKAGE = "package", _("上传包")


class State(TextChoices):
    """Where the delivery of one item to one platform stands."""

    WAITING = "waiting", _("待交付")
    PACKED = "packed", _("已装包，待回执")
    DELIVERED = "delivered", _("已交付")
    REFUSED = "refused", _("平台退回")
    REMOVED = "removed", _("已从平台撤下")
    NOT_NEEDED = "not_needed", _("无需交付")


class Act(TextChoices):
    """What the platform is asked to do with an item."""

    PUT = "put", _("发布")
    UPDATE = "update", _("更新")
    REMOVE = "remove", _("需撤下")
    NONE = "none", _("无需交付")


class PackageState(TextChoices):
    """How far a package is."""

    BUILDING = "building", _("整理中")
    READY = "ready", _("可以下载")
    EMPTY = "empty", _("没有需要交付的内容")


PLATFORM_ENTERED = declare("platform.entered", _("{by}登记了平台{object}"))
PLATFORM_REVISED = declare("platform.revised", _("{by}修改了平台{object}的设置：{reason}"))
PLATFORM_TROUBLED = declare("platform.troubled", _("{by}登记的平台{object}不能接收：{reason}"))
PLATFORM_RECOVERED = declare("platform.recovered", _("{by}登记的平台{object}恢复接收"))
DELIVERY_ACCEPTED = declare("delivery.accepted", _("{by}发布的{object}已交付：{reason}"))
DELIVERY_REMOVED = declare("delivery.removed", _("{by}发布的{object}已从平台撤下"))
DELIVERY_REFUSED = declare("delivery.refused", _("{by}发布的{object}被平台退回：{reason}"))
DELIVERY_FAILED = declare("delivery.failed", _("{by}发布的{object}交付未成，将自动重试：{reason}"))
DELIVERY_RETRIED = declare("delivery.retried", _("{by}要求重新交付{object}"))
DELIVERY_PACKED = declare("delivery.packed", _("{by}将{object}装入上传包：{reason}"))
DELIVERY_DIFFERS = declare("delivery.differs", _("{by}发布的{object}经核对，平台上的页面与审定的不一致：{reason}"))
DELIVERY_AGREES = declare("delivery.agrees", _("{by}发布的{object}经核对，平台上的页面已与审定的一致"))
RECEIPT_ENTERED = declare("delivery.receipt_entered", _("{by}登记了{object}的回执：{reason}"))
PACKAGE_BEGUN = declare("package.begun", _("{by}开始制作{object}：{reason}"))
PACKAGE_READY = declare("package.ready", _("{by}制作的{object}可以下载：{reason}"))
