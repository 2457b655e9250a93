from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BakedFile(models.Model):
    """The manifest of the baked tree: what was written where. Derived; ``gongkai rebuild`` makes it again."""

    path = models.CharField(_("路径"), max_length=400, unique=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("字节数"))
    baked_at = models.DateTimeField(_("写入时间"))

    class Meta:
        verbose_name = _("静态文件")
        verbose_name_plural = _("静态文件")

    def __str__(self) -> str:
        return self.path


class ShelfMonth(models.Model):
    """How many items a shelf lists for a month, so that its index never scans the archive. Derived; a touched month is counted anew.

    Besides the shelves, the facets of the library of policies are counted so (``queries.library``).
    """

    group = models.CharField(_("目录"), max_length=12)
    slug = models.CharField(_("地址"), max_length=60)
    #: The first day of the month.
    month = models.DateField(_("月份"))
    count = models.PositiveIntegerField(_("公开件数"))
    withdrawn = models.PositiveIntegerField(_("撤下件数"))

    class Meta:
        verbose_name = _("目录月份")
        verbose_name_plural = _("目录月份")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["group", "slug", "month"], name="shelf_month_once")]
        indexes = [models.Index(fields=["group", "month"], name="shelf_months_by_group")]

    def __str__(self) -> str:
        return f"{self.group}/{self.slug} {self.month:%Y-%m}"

    @property
    def listed(self) -> int:
        """Lines in the month's archive: a withdrawn item keeps its line, so no other line ever moves."""
        return self.count + self.withdrawn
