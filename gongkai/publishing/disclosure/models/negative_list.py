from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.publishing.catalogue.models import NegativeEntryVersion

from .items import InformationItem


class ListDecision(models.Model):
    """The openness office's decision that an item does not fall under an entry of the negative list, and why.

    It holds for the words of the entry and of the item as they were: when either changes, it has to be decided again.
    """

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="list_decisions", verbose_name=_("信息"))
    version = models.ForeignKey(
        NegativeEntryVersion, models.PROTECT, related_name="+", verbose_name=_("负面清单条目版本")
    )
    content_sha256 = models.CharField("SHA-256", max_length=64)
    reason = models.CharField(_("认定理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("认定人"))
    at = models.DateTimeField(_("认定时间"))

    class Meta:
        verbose_name = _("负面清单认定")
        verbose_name_plural = _("负面清单认定")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version", "content_sha256"], name="list_decision_once_a_text"),
            models.CheckConstraint(name="list_decision_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.item}/{self.version}"
