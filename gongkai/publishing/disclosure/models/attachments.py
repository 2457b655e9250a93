from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile

from .items import InformationItem


class Attachment(models.Model):
    """A file of an item, under the name the public sees."""

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="attachments", verbose_name=_("信息"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="attachment_once_an_item")]

    def __str__(self) -> str:
        return self.name
