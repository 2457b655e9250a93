"""政策解读: which item explains which policy, and what was settled about explaining it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import InterpretationForm

from .items import InformationItem


class Interpretation(models.Model):
    """An item that explains a policy (谁起草谁解读): it goes through review like any item, with the policy or after it."""

    policy = models.ForeignKey(
        InformationItem, models.PROTECT, related_name="interpretations", verbose_name=_("所解读的政策")
    )
    item = models.OneToOneField(
        InformationItem, models.PROTECT, related_name="interpretation_of", verbose_name=_("解读材料")
    )
    form = models.CharField(_("解读形式"), max_length=20, choices=InterpretationForm.choices)
    by_head = models.BooleanField(_("由主要负责人解读"), default=False)

    class Meta:
        verbose_name = _("政策解读")
        verbose_name_plural = _("政策解读")
        ordering = ["policy", "pk"]
        constraints = [
            models.CheckConstraint(name="interpretation_is_of_another", condition=~Q(policy=F("item"))),
        ]

    def __str__(self) -> str:
        return f"{self.policy}/{self.item}"


class InterpretationPlan(models.Model):
    """How a policy is to be explained (解读方案): released together with it, afterwards, or not at all for a recorded reason."""

    policy = models.OneToOneField(
        InformationItem, models.PROTECT, related_name="interpretation_plan", verbose_name=_("政策")
    )
    #: The policy waits until an interpretation is approved, and both become public in the same moment.
    together = models.BooleanField(_("与解读同步发布"), default=False)
    waived_reason = models.CharField(_("无需解读的理由"), max_length=300, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("认定人")
    )
    waived_at = models.DateTimeField(_("认定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("解读方案")
        verbose_name_plural = _("解读方案")
        constraints = [
            models.CheckConstraint(
                name="interpretation_waived_with_reason",
                condition=Q(waived_reason="", waived_by=None, waived_at=None)
                | (~Q(waived_reason="") & Q(waived_by__isnull=False, waived_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="interpretation_waived_or_together", condition=Q(together=False) | Q(waived_reason="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.policy)
