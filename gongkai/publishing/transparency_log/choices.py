from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Act(TextChoices):
    """What can happen to something public."""

    PUBLISHED = "published", _("发布")
    CHANGED = "changed", _("更正")
    WITHDRAWN = "withdrawn", _("撤下")
