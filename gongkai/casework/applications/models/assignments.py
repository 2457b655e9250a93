"""Giving many cases to a unit at once: what was asked for, how far it is, which cases refused it and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit

from .applications import Application


class Assignment(models.Model):
    """批量交办: each case by itself, as one by one; whoever looks sees how far it is."""

    number = models.CharField(_("批量交办编号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办人")
    )
    days = models.PositiveSmallIntegerField(_("办理工作日数"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("交办人"))
    started_at = models.DateTimeField(_("开始时间"))
    total = models.PositiveIntegerField(_("件数"))
    done = models.PositiveIntegerField(_("已处理件数"), default=0)
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量交办")
        verbose_name_plural = _("批量交办")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="assignment_never_more_than_all", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="assignment_finished_when_all_is_done",
                condition=Q(finished_at=None) | Q(done=F("total")) | Q(stopped_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AssignmentLine(models.Model):
    """One case of it: waiting, given out, or refused with a sentence."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="lines", verbose_name=_("批量交办"))
    application = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name=_("公开申请"))
    done_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    refusal = models.CharField(_("未交办的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("批量交办明细")
        verbose_name_plural = _("批量交办明细")
        ordering = ["assignment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "application"], name="assignment_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}:{self.application}"
