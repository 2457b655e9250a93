"""The texts an item had before the one it has now."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile

from .items import InformationItem


class ItemVersion(models.Model):
    """A superseded version of a public item: what the public could read from one instant to another, and why it was replaced."""

    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="versions", verbose_name=_("信息"))
    version = models.PositiveSmallIntegerField(_("版本"))
    #: The canonical JSON, byte for byte what the transparency log had hashed last.
    document = models.TextField(_("规范文本"))
    sha256 = models.CharField("SHA-256", max_length=64)
    from_at = models.DateTimeField(_("公开起始时间"))
    until_at = models.DateTimeField(_("被取代时间"))
    reason = models.CharField(_("修改理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布修改的人"))
    #: The copy that was reviewed and took its place.
    replaced_by = models.OneToOneField(
        InformationItem, models.PROTECT, related_name="replaced_version", verbose_name=_("取代它的修改稿")
    )

    class Meta:
        verbose_name = _("历史版本")
        verbose_name_plural = _("历史版本")
        ordering = ["item", "version"]
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="version_once_an_item"),
            models.CheckConstraint(name="version_ends_after_it_began", condition=Q(until_at__gte=F("from_at"))),
            models.CheckConstraint(name="version_replaced_for_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.item}#{self.version}"


class VersionFile(models.Model):
    """An attachment of a superseded version: kept for comparison, no longer public."""

    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="files", verbose_name=_("历史版本"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("文件"))
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("历史版本的附件")
        verbose_name_plural = _("历史版本的附件")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="version_file_once")]

    def __str__(self) -> str:
        # Never the name: the trail keeps what this says.
        return f"{self.version}/{self.pk}"
