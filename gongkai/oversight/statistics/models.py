from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit


class YearsQuerySet(models.QuerySet[Any]):
    def of_year(self, year: int) -> YearsQuerySet:
        """Those that hold in that year."""
        # One with no last year still holds, so NULL stays in: .exclude(), not .filter().
        return self.filter(first_year__lte=year).exclude(last_year__lt=year)


class OffSystem(models.Model):
    """A unit whose cases are not in this ledger in these years: it hands in every number of the form. Whole years: no case is in both."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="off_system", verbose_name=_("单位"))
    first_year = models.PositiveSmallIntegerField(_("起始年度"))
    last_year = models.PositiveSmallIntegerField(_("终止年度"), null=True, blank=True)
    reason = models.CharField(_("原因"), max_length=200)

    objects = YearsQuerySet.as_manager()

    class Meta:
        verbose_name = _("未接入系统的单位")
        verbose_name_plural = _("未接入系统的单位")
        ordering = ["unit__code", "first_year"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(last_year=None), name="off_system_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")), name="off_system_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="off_system_has_a_reason"),
        ]

    def __str__(self) -> str:
        return gettext("%(unit)s自%(year)d年度起未接入系统") % {"unit": self.unit.short_name, "year": self.first_year}


class Asked(models.Model):
    """A unit is asked for a number no ledger holds, every year from the first."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="asked_figures", verbose_name=_("单位"))
    code = models.CharField(_("指标代码"), max_length=60)
    first_year = models.PositiveSmallIntegerField(_("起始年度"))
    last_year = models.PositiveSmallIntegerField(_("终止年度"), null=True, blank=True)

    objects = YearsQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送要求")
        verbose_name_plural = _("报送要求")
        ordering = ["unit__code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"], condition=Q(last_year=None), name="figure_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")), name="asking_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(unit)s的报送要求（%(code)s）") % {"unit": self.unit.short_name, "code": self.code}


class HandedInQuerySet(models.QuerySet["HandedIn"]):
    def for_days(self, first: Any, last: Any) -> HandedInQuerySet:
        """For exactly these days: two half-years are not a year, as what is pending is in both."""
        return self.filter(first_date=first, last_date=last)

    def in_force(self) -> HandedInQuerySet:
        """Signed, and no signed correction has taken its place."""
        return self.filter(signed_at__isnull=False, superseded_at=None)

    def of_units(self, unit_ids: Collection[int]) -> HandedInQuerySet:
        return self.filter(unit_id__in=unit_ids)


class HandedIn(models.Model):
    """A number a unit hands in for a figure and a span of days. It is never altered: a correction is a row more, with its reason."""

    #: Where it is looked up: ``BS/117-20240101-20241231-t2.licence.decisions-1``.
    reference = models.CharField(_("报送编号"), max_length=120, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="handed_in", verbose_name=_("单位"))
    code = models.CharField(_("指标代码"), max_length=60)
    first_date = models.DateField(_("统计起始日期"))
    last_date = models.DateField(_("统计终止日期"))
    version = models.PositiveSmallIntegerField(_("版次"), default=1)
    number = models.DecimalField(_("数值"), max_digits=18, decimal_places=2)
    source = models.CharField(_("来源系统"), max_length=60)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    entered_at = models.DateTimeField(_("填报时间"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签字人")
    )
    #: For whom the signer stood in, when it was not their own post.
    signed_on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代理何人签字"),
    )
    signed_at = models.DateTimeField(_("签字时间"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("被更正取代的时间"), null=True, blank=True)

    objects = HandedInQuerySet.as_manager()

    class Meta:
        verbose_name = _("报送数")
        verbose_name_plural = _("报送数")
        ordering = ["unit__code", "first_date", "code", "version"]
        indexes = [models.Index(fields=["first_date", "last_date", "unit"], name="handed_in_by_days")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code", "first_date", "last_date", "version"], name="handed_in_once_a_version"
            ),
            models.UniqueConstraint(
                fields=["unit", "code", "first_date", "last_date"],
                condition=Q(signed_at__isnull=False, superseded_at=None),
                name="handed_in_once_in_force",
            ),
            models.CheckConstraint(condition=Q(number__gte=0), name="handed_in_is_not_negative"),
            models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="handed_in_days_in_order"),
            models.CheckConstraint(condition=~Q(source=""), name="handed_in_has_a_source"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="handed_in_corrected_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None, signed_at=None, superseded_at=None)
                | Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_by=F("entered_by")),
                name="handed_in_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("what was handed in is corrected, never deleted")

    @property
    def printed(self) -> str:
        """The number as a reader sees it: "7,385", "12.50"."""
        return f"{self.number:,.2f}".removesuffix(".00")
