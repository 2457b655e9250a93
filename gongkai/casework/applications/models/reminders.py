from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..choices import ReminderLevel
from .applications import Application


class Reminder(models.Model):
    """催办 · 督办: that a limit was about to run out, or had, was told once for each level and limit."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="reminders", verbose_name=_("公开申请"))
    level = models.CharField(_("级别"), max_length=10, choices=ReminderLevel.choices)
    due_date = models.DateField(_("所催的期限"))
    reminded_date = models.DateField(_("催办日期"))

    class Meta:
        verbose_name = _("催办")
        verbose_name_plural = _("催办")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "level", "due_date"], name="reminded_once_a_level_and_limit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
