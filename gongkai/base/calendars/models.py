from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

from gongkai.law.calendar import YearArrangement

#: Sent by ``actions.announce`` inside its transaction, with ``arrangement`` (an Arrangement), ``by`` and ``now``: open
#: limits may move. Listeners that must not undo the announcement write an outbox row.
arrangement_announced = Signal()


class ArrangementQuerySet(models.QuerySet["Arrangement"]):
    def in_order(self) -> ArrangementQuerySet:
        """By year and version, each with its days."""
        return self.order_by("year", "version").prefetch_related("days")


class Arrangement(models.Model):
    """One version of a year's days off and weekend days worked, with its notice. Never altered: superseded."""

    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.PositiveSmallIntegerField(_("版本"))
    notice_number = models.CharField(_("通知文号"), max_length=40, blank=True)
    notice_title = models.CharField(_("通知标题"), max_length=120)
    notice_date = models.DateField(_("发文日期"))
    #: `YearArrangement.digest`: names the content, so that sets of arrangements are told apart without their days.
    digest = models.CharField(_("内容摘要"), max_length=64)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    announced_at = models.DateTimeField(_("录入时间"))

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("节假日安排")
        verbose_name_plural = _("节假日安排")
        ordering = ["year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="calendars_one_arrangement_per_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="calendars_versions_start_at_one"),
        ]

    def __str__(self) -> str:
        number = f"（{self.notice_number}）" if self.notice_number else ""
        return f"{self.year}年节假日安排{number}"

    def as_law(self) -> YearArrangement:
        """The same in the law's words."""
        days = list(self.days.all())
        return YearArrangement(
            year=self.year,
            version=self.version,
            notice=self.notice_number,
            published=self.notice_date,
            off={day.date: day.name for day in days if not day.is_working},
            working={day.date: day.name for day in days if day.is_working},
        )


class ArrangementDay(models.Model):
    """A day the notice names: off for a festival, or a weekend day worked in exchange."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="days", verbose_name=_("节假日安排"))
    date = models.DateField(_("日期"))
    is_working = models.BooleanField(_("是否上班"))
    name = models.CharField(_("节日"), max_length=20)

    class Meta:
        verbose_name = _("放假或调休日")
        verbose_name_plural = _("放假或调休日")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "date"], name="calendars_day_once_per_arrangement"),
        ]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} {self.name}"
