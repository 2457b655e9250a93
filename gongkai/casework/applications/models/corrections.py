"""更正: requests to correct what the organ holds about oneself. A kind of case of its own, in no table of applications (art. 41)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField
from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import ReceiptChannel

from ..choices import OPEN_CORRECTIONS, CorrectionOutcome, CorrectionStatus


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> CorrectionQuerySet:
        """Those that are still to be told."""
        return self.filter(status__in=OPEN_CORRECTIONS)

    def overdue(self, *, on: date) -> CorrectionQuerySet:
        """Open ones on a day after the limit of the house."""
        return self.open().filter(due_date__lt=on)

    def received_in(self, first: date, last: date) -> CorrectionQuerySet:
        """Received from ``first`` to ``last``, both included."""
        return self.filter(received_date__gte=first, received_date__lte=last)


class Correction(models.Model):
    """Somebody's request to correct a record about themselves. Who, which record and what is wrong are ciphertext."""

    number = models.CharField(_("更正编号"), max_length=32, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="corrections", verbose_name=_("受理单位"))
    channel = models.CharField(_("提出方式"), max_length=16, choices=ReceiptChannel.choices)
    received_date = models.DateField(_("收到日期"))
    due_date = models.DateField(_("办理期限"))
    due_is_provisional = models.BooleanField(_("期限为暂定"), default=False)
    name = SealedField(_("申请人姓名"))
    contact = SealedField(_("申请人联系方式"))
    about = SealedField(_("要求更正的记录"))
    wrong = SealedField(_("不准确之处和正确内容"))
    evidence = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("证据材料")
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    status = models.CharField(
        _("状态"), max_length=12, choices=CorrectionStatus.choices, default=CorrectionStatus.RECEIVED
    )
    outcome = models.CharField(_("处理结果"), max_length=12, choices=CorrectionOutcome.choices, blank=True)
    reason = SealedField(_("核实情况和理由"), blank=True)
    competent_organ = models.CharField(_("有权更正的机关"), max_length=100, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("拟办人")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    return_reason = models.CharField(_("退回理由"), max_length=300, blank=True)
    told_date = models.DateField(_("告知日期"), null=True, blank=True)
    withdrawn_date = models.DateField(_("撤回日期"), null=True, blank=True)
    letter_number = models.CharField(_("文书编号"), max_length=60, blank=True)
    letter_issued_at = models.DateTimeField(_("文书制作时间"), null=True, blank=True)
    letter_content = SealedField(_("文书内容"), blank=True)
    letter_sha256 = models.CharField(_("文书 SHA-256"), max_length=64, blank=True)
    erased_at = models.DateTimeField(_("销毁时间"), null=True, blank=True)
    erasure_approval = models.CharField(_("销毁批准文号"), max_length=100, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正申请")
        verbose_name_plural = _("更正申请")
        indexes = [models.Index(fields=["unit", "status", "due_date"], name="correction_by_limit")]
        constraints = [
            models.CheckConstraint(
                name="correction_state_has_what_it_needs",
                condition=Q(status="received", outcome="", told_date=None)
                | Q(status="withdrawn", told_date=None, withdrawn_date__isnull=False)
                | Q(status="drafted", drafted_by__isnull=False, told_date=None) & ~Q(outcome="")
                | Q(status="approved", approved_by__isnull=False, told_date=None) & ~Q(outcome="")
                | Q(status="told", approved_by__isnull=False, told_date__isnull=False)
                & ~Q(outcome="")
                & ~Q(letter_sha256=""),
            ),
            models.CheckConstraint(
                name="correction_is_withdrawn_on_a_day",
                condition=Q(withdrawn_date=None) | Q(status="withdrawn", withdrawn_date__gte=F("received_date")),
            ),
            models.CheckConstraint(
                name="correction_is_erased_with_approval",
                condition=Q(erased_at=None, erasure_approval="")
                | Q(erased_at__isnull=False, evidence=None, status__in=("told", "withdrawn")) & ~Q(erasure_approval=""),
            ),
            models.CheckConstraint(
                name="correction_is_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="correction_elsewhere_names_the_organ",
                condition=~Q(outcome__in=("transferred", "advised")) | ~Q(competent_organ=""),
            ),
            models.CheckConstraint(
                name="correction_dates_in_order",
                condition=Q(due_date__gte=F("received_date"))
                & (Q(told_date=None) | Q(told_date__gte=F("received_date"))),
            ),
        ]

    def __str__(self) -> str:
        # Never who it is about.
        return self.number

    @property
    def ended_date(self) -> date | None:
        """The day its requester was told, or took it back."""
        return self.told_date or self.withdrawn_date
