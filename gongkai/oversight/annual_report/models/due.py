from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import UnitKind

from ..choices import SendingChannel
from .reports import Report


class DueNoticeQuerySet(models.QuerySet["DueNotice"]):
    def standing(self) -> DueNoticeQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at=None)


class DueNotice(models.Model):
    """A notice that asks for the reports of a year earlier than the law does (条例 arts 31; 49), for a unit and all below it."""

    number = models.CharField(_("通知文号"), max_length=60)
    issuer = models.CharField(_("发文机关"), max_length=100)
    year = models.PositiveSmallIntegerField(_("报告年度"))
    due_date = models.DateField(_("报送期限"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("适用单位"))
    #: Only units of this kind; empty means all.
    unit_kind = models.CharField(_("适用类别"), max_length=16, choices=UnitKind.choices, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    entered_at = models.DateTimeField(_("登记时间"))
    cancelled_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    cancelled_reason = models.CharField(_("撤销理由"), max_length=300, blank=True)

    objects = DueNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("年报报送通知")
        verbose_name_plural = _("年报报送通知")
        ordering = ["-year", "due_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="due_notice_cancelled_with_reason",
                condition=Q(cancelled_at=None, cancelled_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancelled_reason=""),
            )
        ]

    def __str__(self) -> str:
        return self.number


class Sending(models.Model):
    """A published report handed to the superior: how, to whom, what exactly, and the receipt."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="sendings", verbose_name=_("年度报告"))
    receiver = models.CharField(_("报送机关"), max_length=100)
    channel = models.CharField(_("报送方式"), max_length=12, choices=SendingChannel.choices)
    sent_date = models.DateField(_("报送日期"))
    receipt_number = models.CharField(_("回执编号"), max_length=60, blank=True)
    #: The files of the published item that went, by name and SHA-256: ``[["…pdf", "ab12…"], …]``.
    contents = models.JSONField(_("报送内容"), default=list)
    receipt = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回执")
    )
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("年报报送")
        verbose_name_plural = _("年报报送")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report}{self.sent_date}"
