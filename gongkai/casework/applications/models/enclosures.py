from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.core.sealing import SealedField

from ..choices import EnclosureKind
from .applications import Application
from .drafts import Draft


class Enclosure(models.Model):
    """A file an applicant handed in: examined at the door, then ciphertext on the disk, under a key of its own in a sealed column.

    Not among the room ``files``: those keep a file's name and text in the clear, and this may be somebody's identity card.
    """

    draft = models.ForeignKey(
        Draft, models.CASCADE, null=True, blank=True, related_name="enclosures", verbose_name=_("申请草稿")
    )
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="enclosures", verbose_name=_("公开申请")
    )
    kind = models.CharField(_("用途"), max_length=10, choices=EnclosureKind.choices)
    name = SealedField(_("文件名"))
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    content = models.FileField(_("密文"), max_length=100)
    key = SealedField(_("文件密钥"))
    added_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("随附文件")
        verbose_name_plural = _("随附文件")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="enclosure_of_a_draft_or_an_application",
                condition=Q(draft=None, application__isnull=False) | Q(draft__isnull=False, application=None),
            ),
        ]

    def __str__(self) -> str:
        # Never the name: people name files after themselves.
        return str(self.application) if self.application_id else str(self.draft)
