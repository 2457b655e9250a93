"""Which limits a holiday notice moved, from which day to which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .applications import Application


class LimitRevision(models.Model):
    """期限重新确定: every open limit was reckoned again because a notice came, and some of them changed."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    notice = models.CharField(_("放假安排"), max_length=300)
    revised_at = models.DateTimeField(_("重新确定的时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    total = models.PositiveIntegerField(_("变动件数"), default=0)

    class Meta:
        verbose_name = _("期限重新确定")
        verbose_name_plural = _("期限重新确定")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class MovedLimit(models.Model):
    """One case of it. The same day before and after: what was provisional is settled, and nothing else."""

    revision = models.ForeignKey(
        LimitRevision, models.PROTECT, related_name="moves", verbose_name=_("期限重新确定"), db_index=False
    )
    application = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name=_("公开申请"))
    before_date = models.DateField(_("原期限"))
    after_date = models.DateField(_("新期限"))
    is_provisional = models.BooleanField(_("新期限为暂定"))

    class Meta:
        verbose_name = _("变动的期限")
        verbose_name_plural = _("变动的期限")
        indexes = [models.Index(fields=["revision", "after_date", "id"], name="moved_limit_by_day")]

    def __str__(self) -> str:
        return f"{self.revision}:{self.application}"
