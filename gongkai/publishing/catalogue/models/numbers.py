from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law import index_numbers

from ..choices import PatternKind, YearOf


class NumberSeries(models.Model):
    """The counter behind one prefix and year. Taken under a lock, so no number is given twice and none is left out."""

    prefix = models.CharField(_("前缀"), max_length=32)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后序号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="series_once_a_year")]

    def __str__(self) -> str:
        return f"{self.prefix}/{self.year}"


class IndexPatternQuerySet(models.QuerySet["IndexPattern"]):
    def on(self, day: date) -> IndexPatternQuerySet:
        """Patterns begun by that day, the one in force first."""
        return self.filter(since_date__lte=day).order_by("-since_date")


class IndexPattern(models.Model):
    """How a unit's index numbers (索引号) are made from a day on. Once a number has been made by it it is never altered."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="index_patterns", verbose_name=_("单位"))
    since_date = models.DateField(_("启用日期"))
    kind = models.CharField(_("编制方式"), max_length=16, choices=PatternKind.choices)
    prefix = models.CharField(_("单位代码（前缀）"), max_length=24)
    class_code = models.CharField(_("类别代码"), max_length=6, blank=True)
    source = models.CharField(_("来源"), max_length=1, blank=True)
    year_of = models.CharField(_("年份取自"), max_length=12, choices=YearOf.choices)
    width = models.PositiveSmallIntegerField(_("序号位数"), default=5)

    objects = IndexPatternQuerySet.as_manager()

    class Meta:
        verbose_name = _("编号规则")
        verbose_name_plural = _("编号规则")
        ordering = ["unit", "-since_date"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "since_date"], name="pattern_once_a_day"),
            models.CheckConstraint(
                name="pattern_has_the_parts_of_its_kind",
                condition=Q(kind="area_class", source="") & ~Q(class_code="")
                | Q(kind="filing", class_code="") & ~Q(source="")
                | Q(kind__in=["unified", "organisation", "local"], class_code="", source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.get_kind_display()}（{self.since_date}）"

    @property
    def series(self) -> str:
        """The ``NumberSeries`` its serials come from."""
        return series_of(self.pattern())

    def pattern(self) -> index_numbers.Pattern:
        """As the law composes with it."""
        return index_numbers.Pattern(
            kind=index_numbers.Kind(self.kind),
            prefix=self.prefix,
            year_of=index_numbers.YearOf(self.year_of),
            width=self.width,
            class_code=self.class_code,
            source=self.source,
        )


def series_of(pattern: index_numbers.Pattern) -> str:
    """Everything of a number that stands still within a year."""
    if pattern.kind is index_numbers.Kind.FILING:
        return f"{index_numbers.FILING_MARK}{pattern.prefix}{pattern.source}"
    if pattern.kind is index_numbers.Kind.AREA_CLASS:
        return f"{pattern.prefix}-{pattern.class_code}"
    return pattern.prefix
