"""Acts on many items, and days on which the whole site is grey."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import BulkKind
from .items import InformationItem


class BulkOperation(models.Model):
    """One act done to many chosen items, each by itself: what was asked for, how far it is, which items refused it and why."""

    kind = models.CharField(_("操作"), max_length=16, choices=BulkKind.choices)
    #: What is asked of every item, by the names of the action's arguments: strings alone.
    given = models.JSONField(_("内容"), default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    started_at = models.DateTimeField(_("开始时间"))
    total = models.PositiveIntegerField(_("件数"))
    done = models.PositiveIntegerField(_("已处理件数"), default=0)
    stopped_at = models.DateTimeField(_("停止时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("批量操作")
        verbose_name_plural = _("批量操作")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="bulk_never_more_than_all", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="bulk_finished_when_all_is_done",
                condition=Q(finished_at=None) | Q(done=F("total")) | Q(stopped_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return _("批量操作 %(number)s") % {"number": self.pk}


class BulkLine(models.Model):
    """One item of a bulk operation: not yet done, done, or refused with a sentence."""

    operation = models.ForeignKey(BulkOperation, models.PROTECT, related_name="lines", verbose_name=_("批量操作"))
    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="+", verbose_name=_("信息"))
    done_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    refusal = models.CharField(_("未办理的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("批量操作明细")
        verbose_name_plural = _("批量操作明细")
        ordering = ["operation", "pk"]
        constraints = [models.UniqueConstraint(fields=["operation", "item"], name="bulk_line_once")]

    def __str__(self) -> str:
        return f"{self.operation}/{self.pk}"


class MourningQuerySet(models.QuerySet["Mourning"]):
    def on(self, day: object) -> MourningQuerySet:
        """Those that make the site grey on this day."""
        return self.filter(first_date__lte=day, last_date__gte=day, ended_at=None)


class Mourning(models.Model):
    """Days on which the whole public site is shown without colour (哀悼日灰度)."""

    first_date = models.DateField(_("起始日期"))
    last_date = models.DateField(_("截止日期"))
    reason = models.CharField(_("依据"), max_length=300)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    declared_at = models.DateTimeField(_("设置时间"))
    #: Set when somebody ended or cancelled it before its last day.
    ended_at = models.DateTimeField(_("提前结束时间"), null=True, blank=True)

    objects = MourningQuerySet.as_manager()

    class Meta:
        verbose_name = _("哀悼日灰度")
        verbose_name_plural = _("哀悼日灰度")
        ordering = ["-first_date"]
        constraints = [
            models.CheckConstraint(name="mourning_ends_after_it_began", condition=Q(last_date__gte=F("first_date"))),
            models.CheckConstraint(name="mourning_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.first_date}—{self.last_date}"
