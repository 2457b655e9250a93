from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit

from ..choices import FeeBasis
from .applications import Application
from .voiding import Voidable


class FeeQuerySet(models.QuerySet["Fee"]):
    def standing(self) -> FeeQuerySet:
        """Charges that were not declared void, of applications that were not."""
        return self.filter(voided_at=None, application__voided_at=None)

    def charged_in(self, first: date, last: date) -> FeeQuerySet:
        """Charged from ``first`` to ``last``, both included."""
        return self.filter(charged_date__gte=first, charged_date__lte=last)

    def waived(self) -> FeeQuerySet:
        """Charges of which some or all was waived."""
        return self.filter(waived=True)

    def of_units(self, unit_ids: Sequence[int]) -> FeeQuerySet:
        """Charges on applications to these units."""
        return self.filter(application__unit_id__in=unit_ids)


class Fee(Voidable):
    """Money charged for an application, in yuan, and what of it was waived (减免). Recorded here, collected elsewhere."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="fees", verbose_name=_("公开申请"))
    charged_date = models.DateField(_("收费日期"))
    amount = models.DecimalField(_("收取金额（元）"), max_digits=12, decimal_places=2)
    waived = models.BooleanField(_("是否减免"), default=False)
    waived_amount = models.DecimalField(_("减免金额（元）"), max_digits=12, decimal_places=2, default=0)

    objects = FeeQuerySet.as_manager()

    class Meta(Voidable.Meta):
        abstract = False
        verbose_name = _("收费")
        verbose_name_plural = _("收费")
        indexes = [models.Index(fields=["charged_date", "application"], name="fee_by_date")]
        constraints = [
            *Voidable.Meta.constraints,
            models.CheckConstraint(
                name="fee_is_money",
                condition=Q(amount__gte=0)
                & (Q(waived=False, waived_amount=0) | Q(waived=True, waived_amount__gt=0))
                & (Q(amount__gt=0) | Q(waived=True)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def number(self) -> str:
        """That of the application."""
        return self.application.number

    @property
    def unit(self) -> Unit:
        return self.application.unit

    @property
    def record_date(self) -> date:
        """The day it was charged."""
        return self.charged_date

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return str(_("减免") if self.waived else _("收费"))


class FeeNoticeQuerySet(models.QuerySet["FeeNotice"]):
    def unpaid(self) -> FeeNoticeQuerySet:
        """Notices that ask for money which has not come."""
        return self.filter(paid_date=None, full_amount__gt=F("waived_amount"))


class FeeNotice(models.Model):
    """What an applicant was asked to pay (国办函〔2020〕109号 arts 3–7): by items or by volume, what was let off, by when, and the payment.

    Money goes by 非税 notice and 财政票据; here it is written down. While it is open the application waits; paid, its limit starts anew.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="fee_notices", verbose_name=_("公开申请"))
    basis = models.CharField(_("计收方式"), max_length=8, choices=FeeBasis.choices)
    quantity = models.PositiveIntegerField(_("数量（件或者页）"))
    before = models.PositiveIntegerField(_("同月此前件数"), default=0)
    full_amount = models.DecimalField(_("应收金额（元）"), max_digits=12, decimal_places=2)
    waived_amount = models.DecimalField(_("减免金额（元）"), max_digits=12, decimal_places=2, default=0)
    waiver_reason = models.CharField(_("减免理由"), max_length=300, blank=True)
    issued_date = models.DateField(_("通知日期"))
    delivered_date = models.DateField(_("送达日期"), null=True, blank=True)
    due_date = models.DateField(_("缴费期限"), null=True, blank=True)
    paid_date = models.DateField(_("缴费日期"), null=True, blank=True)
    receipt_number = models.CharField(_("财政票据号"), max_length=60, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))

    objects = FeeNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("收费通知")
        verbose_name_plural = _("收费通知")
        constraints = [
            models.UniqueConstraint(fields=["application"], name="one_fee_notice"),
            models.CheckConstraint(
                name="fee_notice_is_money",
                condition=Q(quantity__gt=0, full_amount__gt=0, waived_amount__gte=0)
                & Q(waived_amount__lte=F("full_amount")),
            ),
            models.CheckConstraint(
                name="fee_notice_dates_in_order",
                condition=(
                    Q(delivered_date=None, due_date=None, paid_date=None) | Q(delivered_date__gte=F("issued_date"))
                )
                & (Q(due_date=None) | Q(due_date__gte=F("delivered_date")))
                & (Q(paid_date=None) | Q(paid_date__gte=F("delivered_date"))),
            ),
            models.CheckConstraint(
                name="fee_is_let_off_for_a_reason",
                condition=Q(waived_amount=0) | ~Q(waiver_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_unpaid(self) -> bool:
        """Whether it asks for money which has not come."""
        return self.paid_date is None and self.full_amount > self.waived_amount

    @property
    def payable(self) -> Decimal:
        """What is asked for, in yuan."""
        return self.full_amount - self.waived_amount
