from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.publication_limits import Base

from ..choices import SHOWING, How, OccasionKind, Status
from .catalogues import StandardCatalogue
from .fulfilments import Fulfilment, FulfilmentQuerySet
from .obligations import Obligation


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def standing(self) -> OccasionQuerySet:
        """Occasions that were not declared void."""
        return self.filter(voided_at=None)

    def with_status(self, *, on: date) -> OccasionQuerySet:
        """Each with its ``status`` (`choices.Status`) on a day, computed by the database.

        A provisional day can still move back, so nothing is late by it: the notice to come fixes it first.
        """
        counting = _counting(on)
        shown = (
            counting.filter(how__in=SHOWING)
            .order_by()
            .values("occasion")
            .annotate(n=Count("carrier", distinct=True))
            .values("n")
        )
        return self.annotate(
            shown_on=Coalesce(Subquery(shown, output_field=IntegerField()), 0),
            status=Case(
                When(shown_on__gte=F("obligation__carriers_needed"), then=Value(Status.MET)),
                When(Exists(counting.filter(how=How.NOTHING)), then=Value(Status.NOTHING)),
                When(Exists(counting.filter(how=How.NOT_APPLICABLE)), then=Value(Status.NOT_APPLICABLE)),
                When(due_date=None, then=Value(Status.NOT_CHECKABLE)),
                When(due_date__lt=on, due_may_move=False, then=Value(Status.LATE)),
                default=Value(Status.DUE),
                output_field=models.CharField(),
            ),
        )

    def of_row(self, obligation: Obligation) -> OccasionQuerySet:
        """Occasions of a row in whatever version."""
        return self.filter(catalogue=obligation.catalogue_id, row=obligation.row)

    def in_status(self, *statuses: Status) -> OccasionQuerySet:
        """Of those ``with_status``: the ones in one of these."""
        return self.filter(Q(status__in=statuses))

    def unmet(self, *, on: date) -> OccasionQuerySet:
        """Standing occasions with a last day that are due or late on a day."""
        return self.standing().with_status(on=on).in_status(Status.DUE, Status.LATE)

    def of_units(self, units: models.QuerySet[Unit] | Iterable[int]) -> OccasionQuerySet:
        """Occasions of these units."""
        return self.filter(unit__in=units)


def _counting(on: date) -> FulfilmentQuerySet:
    return Fulfilment.objects.counting(on=on).filter(occasion=OuterRef("pk"))


class Occasion(models.Model):
    """What starts a unit's clock for an obligation: something that happened on a day, or a period that ended."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="occasions", verbose_name=_("公开事项"))
    #: The row it is of, through all versions: those of its obligation, kept here so that one index finds them.
    catalogue = models.ForeignKey(
        StandardCatalogue, models.PROTECT, db_index=False, related_name="+", verbose_name=_("标准目录")
    )
    row = models.PositiveIntegerField(_("行号"))
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="occasions", verbose_name=_("责任单位"))
    kind = models.CharField(_("类型"), max_length=8, choices=OccasionKind.choices)
    title = models.CharField(_("事由"), max_length=200)
    #: ``law.publication_limits.Base`` → ISO day: when what the limit is counted from happened.
    events = models.JSONField(_("起算日期"), default=dict)
    period_start = models.DateField(_("时段起"), null=True, blank=True)
    period_end = models.DateField(_("时段止"), null=True, blank=True)
    #: The day that places it in a year: the latest of the events, the last day of the period.
    started_date = models.DateField(_("事由日期"))
    due_date = models.DateField(_("公开期限"), null=True, blank=True)
    #: The day is the earliest it can be: the notice that fixes it is still to come.
    due_may_move = models.BooleanField(_("期限暂定"), default=False)
    calendar_version = models.CharField(_("放假安排版本"), max_length=32, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("作废人")
    )
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)

    objects = OccasionQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开事由")
        verbose_name_plural = _("公开事由")
        ordering = ["due_date", "pk"]
        indexes = [
            models.Index(fields=["unit", "catalogue", "row", "started_date"], name="occasion_by_row"),
            models.Index(fields=["due_date", "unit"], name="occasion_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="occasion_period_is_whole",
                condition=Q(kind="event", period_start=None, period_end=None)
                | Q(kind="period", period_start__isnull=False, period_end__gte=F("period_start")),
            ),
            models.CheckConstraint(name="occasion_says_what", condition=~Q(title="")),
            models.CheckConstraint(
                name="occasion_voided_with_reason",
                condition=Q(voided_at=None, voided_by=None, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
            ),
            models.CheckConstraint(
                name="occasion_moves_only_with_a_limit",
                condition=Q(due_may_move=False) | Q(due_date__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["obligation", "unit", "period_start", "period_end"],
                condition=Q(kind="period", voided_at=None),
                name="occasion_period_once",
            ),
            models.UniqueConstraint(
                fields=["obligation", "unit", "title", "started_date"],
                condition=Q(kind="event", voided_at=None),
                name="occasion_event_once",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.catalogue_id, self.row = self.obligation.catalogue_id, self.obligation.row
        super().save(*args, **kwargs)

    @property
    def days(self) -> dict[Base, date]:
        """The events as the law takes them."""
        return {Base(name): date.fromisoformat(day) for name, day in self.events.items()}
