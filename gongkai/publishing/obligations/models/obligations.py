from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.publication_limits import Limit, parse
from gongkai.law.vocabulary import Carrier, PolicyArea

from ..choices import COMPUTABLE, Checkability, Level, Mode
from .catalogues import Edition, StandardCatalogue, Subject


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def in_force(self, on: date) -> ObligationQuerySet:
        """Rows that are in force on a day: one version of each."""
        return self.filter(Q(until_date=None) | Q(until_date__gt=on), since_date__lte=on)

    def current(self) -> ObligationQuerySet:
        """The latest version of every row that was not removed."""
        return self.filter(until_edition=None)

    def printed_order(self) -> ObligationQuerySet:
        """As the catalogues print them."""
        return self.order_by("catalogue__code", "order", "row")


class Obligation(models.Model):
    """One version of a row of a catalogue: what is to be public, by whom, by when, on which carriers. A changed row is a new version."""

    catalogue = models.ForeignKey(
        StandardCatalogue, models.PROTECT, related_name="obligations", verbose_name=_("标准目录")
    )
    #: Which row of the catalogue it is, through all editions; its public number with the catalogue's code.
    row = models.PositiveIntegerField(_("行号"))
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="obligations", verbose_name=_("启用版次"))
    #: The edition that changed or removed it.
    until_edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="ended", verbose_name=_("终止版次")
    )
    since_date = models.DateField(_("启用日期"))
    #: The first day on which it is no longer in force.
    until_date = models.DateField(_("终止日期"), null=True, blank=True)

    order = models.PositiveIntegerField(_("顺序"))
    serial = models.CharField(_("序号"), max_length=20, blank=True)
    area = models.CharField(_("领域"), max_length=24, choices=PolicyArea.choices, blank=True)
    area_text = models.CharField(_("印发的领域"), max_length=60, blank=True)
    matter1 = models.CharField(_("一级事项"), max_length=200)
    matter2 = models.CharField(_("二级事项"), max_length=200, blank=True)
    matter3 = models.CharField(_("三级事项"), max_length=200, blank=True)
    content = models.TextField(_("公开内容（要素）"), blank=True)
    basis = models.TextField(_("公开依据"), blank=True)
    limit_text = models.CharField(_("公开时限"), max_length=500, blank=True)
    #: The limit in prescribed words, as it was read; of a row that says 同上 that of the row it copies.
    limit_read = models.CharField(_("读出的时限"), max_length=600, blank=True)
    #: The place of the row a 同上 was copied from.
    limit_source = models.CharField(_("时限引自"), max_length=60, blank=True)
    checkability = models.CharField(_("能否核对"), max_length=16, choices=Checkability.choices)
    #: Words of the limit from which no day follows.
    vague = models.CharField(_("不能核对的用语"), max_length=500, blank=True)
    #: Months of the period of a recurring limit; 0 for none.
    cycle = models.PositiveSmallIntegerField(_("周期（月）"), default=0)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="obligations", verbose_name=_("公开主体"))
    required_carriers = models.JSONField(_("必选渠道"), default=list)
    optional_carriers = models.JSONField(_("可选渠道"), default=list)
    carriers_text = models.CharField(_("印发的渠道和载体"), max_length=500, blank=True)
    #: On how many carriers it has to be shown before it is met.
    carriers_needed = models.PositiveSmallIntegerField(_("须公开的渠道数"), default=1)
    audience = models.CharField(_("公开对象"), max_length=200, blank=True)
    mode = models.CharField(_("公开方式"), max_length=12, choices=Mode.choices, default=Mode.PROACTIVE)
    levels = models.JSONField(_("公开层级"), default=list)
    #: SHA-256 of all that is printed but the serial: rows with the same one are the same version.
    digest = models.CharField(_("内容摘要"), max_length=64)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事项")
        verbose_name_plural = _("公开事项")
        ordering = ["catalogue", "order", "row", "version"]
        indexes = [
            models.Index(fields=["checkability", "vague"], name="obligation_by_checkability"),
            models.Index(fields=["area", "catalogue"], name="obligation_by_area"),
            models.Index(fields=["cycle", "subject"], name="obligation_by_cycle"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "row", "version"], name="obligation_version_once"),
            models.UniqueConstraint(
                fields=["catalogue", "row"],
                condition=Q(until_edition=None),
                name="obligation_has_one_current_version",
            ),
            models.CheckConstraint(
                name="obligation_ended_by_an_edition",
                condition=Q(until_edition=None, until_date=None)
                | Q(until_edition__isnull=False, until_date__isnull=False),
            ),
            models.CheckConstraint(
                name="obligation_ends_after_it_begins",
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")),
            ),
            models.CheckConstraint(name="obligation_needs_a_carrier", condition=Q(carriers_needed__gte=1)),
            models.CheckConstraint(name="obligation_names_its_matter", condition=~Q(matter1="")),
            models.CheckConstraint(name="obligation_cycle_known", condition=Q(cycle__in=[0, 1, 3, 6, 12])),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue.name}第{self.row}项"

    @property
    def matter(self) -> str:
        """The matter, level by level: 征地前期准备 › 拟征收土地告知."""
        return " › ".join(part for part in (self.matter1, self.matter2, self.matter3) if part)

    @property
    def area_label(self) -> str:
        """The area's name, or what is printed for one that is none of the 26."""
        return str(self.get_area_display()) if self.area else self.area_text

    @cached_property
    def limit(self) -> Limit:
        """The limit as it was read when the edition was adopted."""
        return parse(self.limit_read)

    @property
    def is_computable(self) -> bool:
        """Whether a day follows from the limit once something happens."""
        return self.checkability in COMPUTABLE

    @property
    def carriers(self) -> tuple[list[Carrier], list[Carrier]]:
        """Carriers marked ■, and those marked □."""
        return [Carrier(each) for each in self.required_carriers], [Carrier(each) for each in self.optional_carriers]

    @property
    def level_labels(self) -> list[str]:
        return [str(Level(each).label) for each in self.levels]


class MatchingRule(models.Model):
    """Which published items propose themselves for a row: of these kinds, on these columns, with one of these phrases in the title."""

    catalogue = models.ForeignKey(StandardCatalogue, models.PROTECT, related_name="+", verbose_name=_("标准目录"))
    row = models.PositiveIntegerField(_("行号"))
    #: Codes of kinds, addresses of columns; empty for any.
    kinds = models.JSONField(_("信息种类"), default=list, blank=True)
    columns = models.JSONField(_("栏目"), default=list, blank=True)
    phrases = models.JSONField(_("标题用语"), default=list, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设定人"))
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("匹配规则")
        verbose_name_plural = _("匹配规则")
        constraints = [models.UniqueConstraint(fields=["catalogue", "row"], name="matching_once_a_row")]

    def __str__(self) -> str:
        return f"{self.catalogue.name}第{self.row}项"

    @property
    def facts(self) -> dict[str, Any]:
        """What it asks for, for the trail."""
        return {"kinds": self.kinds, "columns": self.columns, "phrases": self.phrases}
