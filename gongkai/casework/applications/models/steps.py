"""What was asked of whom while an application was dealt with: each stops, lengthens or restarts its clock (``law.clocks``)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField

from ..choices import Opinion, Party
from .applications import Application


class Amendment(models.Model):
    """补正: the applicant was told, once and in full, what to correct, and by when (art. 30; art. 21(4) of 2007)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="amendments", verbose_name=_("公开申请"))
    notified_date = models.DateField(_("补正通知日期"))
    items = SealedField(_("需要补正的事项"))
    due_date = models.DateField(_("补正期限"))
    corrected_date = models.DateField(_("收到补正之日"), null=True, blank=True)
    notified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )

    class Meta:
        verbose_name = _("补正")
        verbose_name_plural = _("补正")
        constraints = [
            models.CheckConstraint(
                name="amendment_dates_in_order",
                condition=Q(due_date__gte=F("notified_date"))
                & (Q(corrected_date=None) | Q(corrected_date__gte=F("notified_date"))),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(corrected_date=None), name="one_amendment_is_waited_for"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


class Consultation(models.Model):
    """征求意见: a third party (art. 32) or another organ (art. 34) was asked; the clock stands still meanwhile (art. 33 para. 3)."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="consultations", verbose_name=_("公开申请")
    )
    party = models.CharField(_("征求对象"), max_length=12, choices=Party.choices)
    party_name = SealedField(_("第三方或者机关名称"))
    asked_date = models.DateField(_("征求意见之日"))
    delivered_date = models.DateField(_("对方收到之日"), null=True, blank=True)
    #: The last day for an opinion; None where the text sets none or nobody knows yet when the question arrived.
    due_date = models.DateField(_("答复意见期限"), null=True, blank=True)
    answered_date = models.DateField(_("收到意见之日"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=12, choices=Opinion.choices, blank=True)
    grounds = SealedField(_("意见的理由"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))

    class Meta:
        verbose_name = _("征求意见")
        verbose_name_plural = _("征求意见")
        constraints = [
            models.CheckConstraint(
                name="consultation_dates_in_order",
                condition=(Q(delivered_date=None) | Q(delivered_date__gte=F("asked_date")))
                & (Q(due_date=None) | Q(delivered_date__isnull=False))
                & (Q(answered_date=None) | Q(answered_date__gte=F("asked_date"))),
            ),
            models.CheckConstraint(
                name="consultation_answer_says_something",
                condition=Q(answered_date=None, opinion="") | Q(answered_date__isnull=False) & ~Q(opinion=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


class Extension(models.Model):
    """延期: asked for by who deals with it, agreed to by the head of the openness office, told to the applicant; once (art. 33)."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="extension", verbose_name=_("公开申请")
    )
    reason = models.CharField(_("延期理由"), max_length=300)
    requested_date = models.DateField(_("申请延期之日"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    granted_date = models.DateField(_("同意延期之日"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("同意人")
    )

    class Meta:
        verbose_name = _("延期")
        verbose_name_plural = _("延期")
        constraints = [
            models.CheckConstraint(
                name="extension_is_granted_by_another",
                condition=Q(granted_date=None, granted_by=None)
                | Q(granted_date__gte=F("requested_date"), granted_by__isnull=False) & ~Q(granted_by=F("requested_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


class ReasonsRequest(models.Model):
    """要求说明理由: number or frequency beyond reason (art. 35): found unreasonable it is not handled, else it may be given a later day."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="reasons_request", verbose_name=_("公开申请")
    )
    asked_date = models.DateField(_("要求说明理由之日"))
    basis = models.CharField(_("数量、频次的情况"), max_length=300)
    answered_date = models.DateField(_("收到说明之日"), null=True, blank=True)
    reasons = SealedField(_("申请人的理由"), blank=True)
    is_reasonable = models.BooleanField(_("理由是否合理"), null=True, blank=True)
    deferred_date = models.DateField(_("延迟答复期限"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人"))

    class Meta:
        verbose_name = _("要求说明理由")
        verbose_name_plural = _("要求说明理由")
        constraints = [
            models.CheckConstraint(
                name="only_good_reasons_defer",
                condition=Q(deferred_date=None) | Q(is_reasonable=True, deferred_date__gte=F("asked_date")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
