from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .reports import Report


class Explanation(models.Model):
    """Why numbers of a report do not fit, signed. It holds for the numbers it was signed for: ``said`` names them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="explanations", verbose_name=_("年度报告"))
    #: Which relation is broken (``queries.Break``): ``year:XY.CARRY.total``.
    key = models.CharField(_("所说明的关系"), max_length=80)
    said = models.CharField(_("所说明的数"), max_length=300)
    reason = models.CharField(_("理由"), max_length=300)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("签字人"))
    signed_at = models.DateTimeField(_("签字时间"))

    class Meta:
        verbose_name = _("差额说明")
        verbose_name_plural = _("差额说明")
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="explained_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="explanation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.said}{self.reason}"


class Correction(models.Model):
    """What was published about records that were corrected after a report was: the numbers of the report stay, these stand beside them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="corrections", verbose_name=_("年度报告"))
    order = models.PositiveSmallIntegerField(_("次"))
    reason = models.CharField(_("理由"), max_length=300)
    #: Of each figure: code, label, unit_word, frozen, corrected (as printed).
    lines = models.JSONField(_("更正的数字"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("年度报告的更正")
        verbose_name_plural = _("年度报告的更正")
        ordering = ["report", "order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="correction_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return gettext("%(report)s第%(order)d次更正") % {"report": self.report, "order": self.order}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("a published correction is never altered")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("a published correction is never deleted")
