from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.organisations.models import Unit

from .applications import Application


class Part(models.Model):
    """交办: what a unit was asked to deal with, by which officer and by when; never later than the reply itself."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="parts", verbose_name=_("公开申请"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="application_parts", verbose_name=_("承办单位"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办人")
    )
    assigned_date = models.DateField(_("交办日期"))
    days = models.PositiveSmallIntegerField(_("办理工作日数"))
    due_date = models.DateField(_("办理期限"))
    due_is_provisional = models.BooleanField(_("期限为暂定"), default=False)
    done_date = models.DateField(_("办结日期"), null=True, blank=True)
    opinion = SealedField(_("办理意见"), blank=True)
    returned_date = models.DateField(_("退回日期"), null=True, blank=True)
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("交办人")
    )

    class Meta:
        verbose_name = _("交办事项")
        verbose_name_plural = _("交办事项")
        indexes = [
            models.Index(
                fields=["due_date", "unit"], condition=Q(done_date=None, returned_date=None), name="part_by_limit"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "unit"], condition=Q(returned_date=None), name="one_part_a_unit"
            ),
            models.CheckConstraint(
                name="part_dates_in_order",
                condition=Q(due_date__gte=F("assigned_date"))
                & (Q(done_date=None) | Q(done_date__gte=F("assigned_date")))
                & (Q(done_date=None) | Q(returned_date=None)),
            ),
            models.CheckConstraint(
                name="part_returned_with_reason",
                condition=Q(returned_date=None, return_reason="")
                | Q(returned_date__isnull=False) & ~Q(return_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
