from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongkai.base.audit.choices import declare
from gongkai.law.vocabulary import Role


class LeadingGroupRole(TextChoices):
    """Seats of a leading group for openness (政务公开领导小组)."""

    HEAD = "head", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("成员")


#: Roles that see the work of every unit of their government, wherever their post is.
OVERSEEING = (Role.OPENNESS_OFFICE, Role.SUPERVISOR, Role.AUDITOR)

#: Roles a unit may lend to another: those a town of two people lacks once one of them has drafted.
LENDABLE = (Role.SECRECY_REVIEWER, Role.APPROVER)

UNIT_FOUNDED = declare("unit.founded", _("{by}登记了单位“{object}”"))
POST_FILLED = declare("post.filled", _("{by}任命了{object}"))
POST_VACATED = declare("post.vacated", _("{by}免去了{object}：{reason}"))
POST_DELEGATED = declare("post.delegated", _("{by}登记了{object}的代理：{reason}"))
POST_LENT = declare("post.lent", _("{by}登记了借用{object}：{reason}"))
LEADING_GROUP_SEATED = declare("leading_group.seated", _("{by}登记了领导小组成员{object}"))
