from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile

from ..choices import SigningKind
from .reports import Report


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> SignatureQuerySet:
        """Those given to the report as it is frozen now."""
        return self.filter(given_up_at=None)


class Signature(models.Model):
    """A consent to a frozen report: the unit head's, or the openness office's after its check. Given up when the report is opened again."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="signatures", verbose_name=_("年度报告"))
    kind = models.CharField(_("类型"), max_length=8, choices=SigningKind.choices)
    #: Who consented at the desk; for one on paper, who recorded it.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代行职责")
    )
    opinion = models.CharField(_("意见"), max_length=300, blank=True)
    paper_approver = models.CharField(_("纸质签字人"), max_length=60, blank=True)
    paper_signed_date = models.DateField(_("签字日期"), null=True, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签字页扫描件")
    )
    given_up_at = models.DateTimeField(_("失效时间"), null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("年报签署")
        verbose_name_plural = _("年报签署")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "kind"], condition=Q(given_up_at=None), name="report_signed_once_each"
            ),
            models.CheckConstraint(
                name="report_on_paper_has_its_scan",
                condition=Q(paper_scan__isnull=False, paper_signed_date__isnull=False) & ~Q(paper_approver="")
                | Q(paper_scan=None, paper_signed_date=None, paper_approver=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}{self.get_kind_display()}"

    @property
    def on_paper(self) -> bool:
        """Whether it was given on paper and recorded here with its scan."""
        return self.paper_scan_id is not None
