from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.report.formats import load_format
from gongkai.publishing.disclosure.models import InformationItem

from ..choices import Status


class ReportQuerySet(models.QuerySet["Report"]):
    def public(self) -> ReportQuerySet:
        """Reports that stand on the portal."""
        return self.filter(status=Status.PUBLISHED)


class Report(models.Model):
    """A unit's report on one year (条例 2007 art. 31; 条例 2019 art. 49). Once frozen its numbers never change."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="annual_reports", verbose_name=_("报告单位"))
    year = models.PositiveSmallIntegerField(_("报告年度"))
    #: The form of its tables (``law.report.formats``).
    format = models.CharField(_("附表格式"), max_length=40)
    status = models.CharField(_("状态"), max_length=16, choices=Status.choices, default=Status.COMPILED)
    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("编制人")
    )
    compiled_at = models.DateTimeField(_("编制时间"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("定稿人")
    )
    frozen_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    #: Why it was frozen although an identity that must hold does not.
    frozen_reason = models.CharField(_("勾稽关系不成立的说明"), max_length=300, blank=True)
    #: The holiday notices its working-day figures rest on (``calendars.queries.calendar_version``).
    calendar_version = models.CharField(_("日历版本"), max_length=40, blank=True)
    #: SHA-256 of the file of its form, as it was then (``law.report.editions``).
    format_version = models.CharField(_("附表格式的SHA-256"), max_length=64, blank=True)
    #: SHA-256 of its figures, the versions above and the keys of their records (``queries.digest_of``).
    figures_sha256 = models.CharField(_("定稿数字的SHA-256"), max_length=64, blank=True)
    item = models.OneToOneField(
        InformationItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="annual_report",
        verbose_name=_("发布的信息"),
    )
    #: The day it was first public. Withdrawn and published again, it stays: the law asks by when the public could read it.
    first_published_date = models.DateField(_("首次公布日期"), null=True, blank=True)
    #: The signed and sealed report as it lies on paper; with the public page when that was chosen.
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签字盖章件")
    )
    scan_is_public = models.BooleanField(_("签字盖章件随报告公开"), default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告")
        verbose_name_plural = _("年度报告")
        ordering = ["-year", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="report_once_a_year"),
            models.CheckConstraint(
                name="report_frozen_has_its_day",
                condition=Q(status="compiled", frozen_at=None, frozen_by=None)
                | ~Q(status="compiled") & Q(frozen_at__isnull=False, frozen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_public_has_item",
                condition=~Q(status="published") | Q(item__isnull=False),
            ),
            models.CheckConstraint(
                name="report_public_has_its_first_day",
                condition=~Q(status="published") | Q(first_published_date__isnull=False),
            ),
            models.CheckConstraint(
                name="report_public_scan_is_there",
                condition=Q(scan_is_public=False) | Q(scan__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(unit)s%(year)d年度报告") % {"unit": self.unit.short_name, "year": self.year}

    @property
    def title(self) -> str:
        """What its first page says, as its form has it."""
        heading = load_format(self.format).heading
        if heading:
            return heading.format(unit=self.unit.name, year=self.year)
        return gettext("%(year)d年度%(unit)s政府信息公开工作报告") % {"unit": self.unit.name, "year": self.year}

    @property
    def folder(self) -> str:
        """Where its public pages stand: ``reports/440404000/2018``."""
        return f"reports/{self.unit.code}/{self.year}"


class FrozenFigure(models.Model):
    """One number as it was when the report was frozen, self-contained: its words, its value, and the records it counted.

    A leaf keeps the primary keys of its records; a whole, a ratio and a growth name the figures they are made of in ``parts``.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="figures", verbose_name=_("年度报告"))
    code = models.CharField(_("指标代码"), max_length=60)
    order = models.PositiveSmallIntegerField(_("顺序"))
    label = models.CharField(_("指标"), max_length=60)
    unit_word = models.CharField(_("计量单位"), max_length=8)
    definition = models.CharField(_("定义"), max_length=300)
    printed = models.CharField(_("刊印值"), max_length=40)
    number = models.DecimalField(_("数值"), max_digits=18, decimal_places=2, null=True, blank=True)
    numerator = models.BigIntegerField(_("分子"), null=True, blank=True)
    denominator = models.BigIntegerField(_("分母"), null=True, blank=True)
    parts = models.JSONField(_("组成指标"), default=list, blank=True)
    #: ``statistics.queries.pack`` of the primary keys by model; empty for what has parts.
    ids = models.BinaryField(_("记录主键"), default=bytes)
    ids_sha256 = models.CharField(_("记录主键的SHA-256"), max_length=64, blank=True)
    record_count = models.PositiveIntegerField(_("记录数"), default=0)
    #: Whose number is whose: [code of the unit, number as text, 1 where the unit handed it in], without those of nothing.
    shares = models.JSONField(_("各单位的数"), default=list, blank=True)

    class Meta:
        verbose_name = _("定稿指标")
        verbose_name_plural = _("定稿指标")
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="figure_once_a_report"),
            models.CheckConstraint(
                name="figure_is_number_or_ratio",
                # Neither is a number nobody handed in: blank is not zero.
                condition=Q(number__isnull=False, numerator=None, denominator=None)
                | Q(number=None, numerator__isnull=False, denominator__isnull=False)
                | Q(number=None, numerator=None, denominator=None, printed=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}{self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("what was frozen is never altered")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("what was frozen is never deleted")

    @property
    def is_ratio(self) -> bool:
        """Whether it is a percentage, which is never shown without the two numbers it is made of."""
        return self.denominator is not None


class Narrative(models.Model):
    """One section of the report's text. Its numbers are names in braces, so a sentence cannot disagree with a table."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="narratives", verbose_name=_("年度报告"))
    order = models.PositiveSmallIntegerField(_("顺序"))
    heading = models.CharField(_("标题"), max_length=60, blank=True)
    text = models.TextField(_("正文"))

    class Meta:
        verbose_name = _("报告正文")
        verbose_name_plural = _("报告正文")
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="narrative_in_order")]

    def __str__(self) -> str:
        return self.heading or gettext("前言")


class Claim(models.Model):
    """What a report printed elsewhere said of one of our figures, word for word a number, and why ours differs when it does."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="claims", verbose_name=_("年度报告"))
    order = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("指标代码"), max_length=60)
    said = models.CharField(_("刊印值"), max_length=40)
    where = models.CharField(_("出处"), max_length=100)
    reason = models.CharField(_("差异的原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("刊印数字")
        verbose_name_plural = _("刊印数字")
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="claim_in_order")]

    def __str__(self) -> str:
        return f"{self.where}{self.code}"
