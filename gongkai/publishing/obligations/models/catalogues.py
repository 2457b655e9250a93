from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import PolicyArea

from ..choices import CarrierRule, EditionState, Level


class StandardCatalogue(models.Model):
    """A standard catalogue of openness (标准目录): its rows come in editions."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    #: Empty when its rows name their areas themselves.
    area = models.CharField(_("领域"), max_length=24, choices=PolicyArea.choices, blank=True)
    level = models.CharField(_("公开层级"), max_length=12, choices=Level.choices)
    carrier_rule = models.CharField(_("渠道标记的含义"), max_length=4, choices=CarrierRule.choices)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    registered_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("标准目录")
        verbose_name_plural = _("标准目录")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where its public pages stand."""
        return f"obligations/{self.code}"


class Edition(models.Model):
    """A file of rows: prepared, looked over line by line, then adopted or not. Numbered when adopted."""

    catalogue = models.ForeignKey(
        StandardCatalogue, models.PROTECT, related_name="editions", verbose_name=_("标准目录")
    )
    #: Which file of the catalogue it is, adopted or not: its address at the desk.
    serial = models.PositiveSmallIntegerField(_("上传序号"))
    number = models.PositiveSmallIntegerField(_("版次"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"))
    since_date = models.DateField(_("启用日期"))
    state = models.CharField(_("状态"), max_length=12, choices=EditionState.choices, default=EditionState.PREPARED)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("目录文件"))
    name = models.CharField(_("文件名"), max_length=200)
    added = models.PositiveIntegerField(_("新增行数"), default=0)
    changed = models.PositiveIntegerField(_("变更行数"), default=0)
    removed = models.PositiveIntegerField(_("移除行数"), default=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    prepared_at = models.DateTimeField(_("上传时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("目录版次")
        verbose_name_plural = _("目录版次")
        ordering = ["catalogue", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "number"], name="edition_number_once"),
            models.UniqueConstraint(fields=["catalogue", "serial"], name="edition_serial_once"),
            models.CheckConstraint(
                name="edition_decided_by_somebody",
                condition=Q(state="prepared", decided_by=None, decided_at=None)
                | ~Q(state="prepared") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="edition_numbered_when_adopted",
                condition=Q(state="adopted", number__isnull=False) | ~Q(state="adopted") & Q(number=None),
            ),
        ]

    def __str__(self) -> str:
        number = f"第{self.number}版" if self.number else self.name
        return f"{self.catalogue}（{number}，{self.year}年）"


class Subject(models.Model):
    """A printed subject (公开主体) of a catalogue; which units it means is decided once for all its rows."""

    catalogue = models.ForeignKey(
        StandardCatalogue, models.PROTECT, related_name="subjects", verbose_name=_("标准目录")
    )
    text = models.CharField(_("印发的公开主体"), max_length=200)
    #: Set when the openness office has decided, be it that no unit of ours is meant.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确定人")
    )
    decided_at = models.DateTimeField(_("确定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("公开主体")
        verbose_name_plural = _("公开主体")
        ordering = ["catalogue", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "text"], name="subject_once_a_catalogue"),
            models.CheckConstraint(
                name="subject_decided_by_and_when",
                condition=Q(decided_by=None, decided_at=None) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def on(self, day: date) -> ResponsibilityQuerySet:
        """Responsibilities that are borne on a day."""
        return self.filter(Q(until_date=None) | Q(until_date__gt=day), since_date__lte=day)


class Responsibility(models.Model):
    """That a unit of ours is meant by a printed subject, from a day on; ended, never altered."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="responsibilities", verbose_name=_("公开主体"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities", verbose_name=_("承担单位"))
    since_date = models.DateField(_("起始日期"))
    #: The first day on which it is no longer borne.
    until_date = models.DateField(_("终止日期"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("确定人"))
    decided_at = models.DateTimeField(_("确定时间"))

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("承担单位")
        verbose_name_plural = _("承担单位")
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "subject"], name="responsibility_by_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "unit"], condition=Q(until_date=None), name="responsibility_once_at_a_time"
            ),
            models.CheckConstraint(
                name="responsibility_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}→{self.unit}"
