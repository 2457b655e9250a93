from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import RequestCategory

from .choices import Rating, Source


class WorkOrderQuerySet(models.QuerySet["WorkOrder"]):
    def standing(self) -> WorkOrderQuerySet:
        """Work orders that were not declared void; only these are counted."""
        return self.filter(voided_at=None)

    def open(self) -> WorkOrderQuerySet:
        """Standing work orders still to be closed."""
        return self.standing().filter(closed_at=None)

    def received_in(self, first: datetime, end: datetime) -> WorkOrderQuerySet:
        """Received at or after ``first`` and before ``end``."""
        return self.filter(received_at__gte=first, received_at__lt=end)

    def of_category(self, category: RequestCategory) -> WorkOrderQuerySet:
        return self.filter(category=category)

    def due_in(self, first: date, last: date) -> WorkOrderQuerySet:
        """Whose limit falls from ``first`` to ``last``, both included."""
        return self.filter(due_date__gte=first, due_date__lte=last)

    def closed_by(self, end: datetime) -> WorkOrderQuerySet:
        """Closed before ``end``."""
        return self.filter(closed_at__lt=end)

    def closed_on_time(self) -> WorkOrderQuerySet:
        """Closed on the day of the limit or before."""
        return self.filter(closed_date__lte=F("due_date"))

    def overdue(self, *, on: date) -> WorkOrderQuerySet:
        """Open on a day after their limit."""
        return self.open().filter(due_date__lt=on)

    def rated(self) -> WorkOrderQuerySet:
        """Where the citizen said whether they are satisfied."""
        return self.exclude(rating="")

    def satisfied(self) -> WorkOrderQuerySet:
        return self.filter(rating=Rating.SATISFIED)

    def of_units(self, unit_ids: Sequence[int]) -> WorkOrderQuerySet:
        """Work orders handled by these units."""
        return self.filter(unit_id__in=unit_ids)


class WorkOrder(models.Model):
    """One request of a citizen, given to one unit to answer. Never deleted: declared void, and then counted nowhere."""

    number = models.CharField(_("工单号"), max_length=32, unique=True)
    #: No index of its own: SQLite would take it before the covering ones below and read every row.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="work_orders", verbose_name=_("承办单位")
    )
    source = models.CharField(_("来源"), max_length=16, choices=Source.choices)
    category = models.CharField(_("诉求类别"), max_length=16, choices=RequestCategory.choices)
    subject = models.CharField(_("诉求事项"), max_length=200)
    received_at = models.DateTimeField(_("受理时间"))
    due_date = models.DateField(_("办理期限"))
    due_is_provisional = models.BooleanField(_("期限为暂定"), default=False)
    #: The limit given at receipt, in working days, so that a new holiday notice can reckon the date again.
    limit_days = models.PositiveSmallIntegerField(_("时限（工作日）"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    #: The day of ``closed_at`` where the office is, so that closing in time is a comparison of two stored dates.
    closed_date = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.TextField(_("办理结果"), blank=True)
    rating = models.CharField(_("回访评价"), max_length=16, choices=Rating.choices, blank=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=300, blank=True)

    objects = WorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("工单")
        verbose_name_plural = _("工单")
        # ``voided_at`` stands in the indexes too: SQLite reads the row for a condition's column that does not.
        indexes = [
            models.Index(
                fields=[
                    "received_at",
                    "unit",
                    "category",
                    "due_date",
                    "closed_date",
                    "closed_at",
                    "rating",
                    "voided_at",
                ],
                condition=Q(voided_at=None),
                name="work_order_by_receipt",
            ),
            models.Index(
                fields=["category", "received_at", "unit", "voided_at"],
                condition=Q(voided_at=None),
                name="work_order_by_category",
            ),
            models.Index(
                fields=["due_date", "unit", "closed_date", "closed_at", "received_at", "voided_at"],
                condition=Q(voided_at=None),
                name="work_order_by_limit",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="work_order_closed_has_both_dates",
                condition=Q(closed_at=None, closed_date=None)
                | Q(closed_at__gte=F("received_at"), closed_date__isnull=False),
            ),
            models.CheckConstraint(
                name="work_order_rated_after_closing", condition=Q(rating="") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(name="work_order_has_a_limit", condition=Q(limit_days__gte=1)),
            models.CheckConstraint(
                name="work_order_void_with_reason",
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
            ),
        ]

    def __str__(self) -> str:
        # Never the subject: citizens write names and addresses into it.
        return self.number

    @property
    def record_date(self) -> date:
        """The day it was received, where the office is."""
        return localtime(self.received_at).date()

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return str(self.get_category_display())
