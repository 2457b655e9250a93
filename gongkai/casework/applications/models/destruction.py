from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices.papers import PaperKind
from .applications import Application


class DestroyedFile(models.Model):
    """A file that was destroyed with what is known of an applicant: that it was there, its digest, when and by which approval it went."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="destroyed_files", verbose_name=_("公开申请")
    )
    kind = models.CharField(_("种类"), max_length=14, choices=PaperKind.choices)
    #: What the paper was and of which type, never what its file was called: people name files after themselves.
    name = models.CharField(_("名称"), max_length=60)
    #: Of the file as it was kept; empty where nobody could open it any more.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"))
    #: The same content answers for another record, and goes with that.
    kept_for_others = models.BooleanField(_("因其他记录使用而保留"), default=False)
    destroyed_at = models.DateTimeField(_("销毁时间"))
    destroyed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("经办人")
    )
    approval = models.CharField(_("销毁批准文号"), max_length=100)

    class Meta:
        verbose_name = _("已销毁的文件")
        verbose_name_plural = _("已销毁的文件")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="file_is_destroyed_with_approval", condition=~Q(approval="")),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.name}"
