from __future__ import annotations

from datetime import UTC
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from .canonical import GENESIS
from .choices import Act


class LogEntryQuerySet(models.QuerySet["LogEntry"]):
    def about(self, number: str) -> LogEntryQuerySet:
        """The public history of one number, oldest first."""
        return self.filter(number=number).order_by("seq")

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("the transparency log is never altered")

    def delete(self) -> NoReturn:
        raise TypeError("the transparency log is never shortened")


class LogEntry(models.Model):
    """One public act, chained to the one before."""

    seq = models.PositiveBigIntegerField(_("序号"), primary_key=True)
    act = models.CharField(_("事项"), max_length=16, choices=Act.choices)
    number = models.CharField(_("索引号"), max_length=64)
    #: Where page and JSON stand, without a suffix.
    path = models.CharField(_("地址"), max_length=120)
    unit_name = models.CharField(_("单位"), max_length=100)
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("理由"), max_length=400, blank=True)
    document_sha256 = models.CharField(_("文本摘要"), max_length=64)
    previous_hash = models.CharField(_("前一行摘要"), max_length=64)
    hash = models.CharField(_("本行摘要"), max_length=64)

    objects = LogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开日志")
        verbose_name_plural = _("公开日志")
        ordering = ["seq"]
        indexes = [models.Index(fields=["number", "seq"], name="log_by_number")]

    def __str__(self) -> str:
        return f"{self.seq} {self.get_act_display()} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the transparency log is never shortened")

    def as_row(self) -> dict[str, Any]:
        """The row as it is published, one JSON object a line."""
        return {
            "seq": self.seq,
            "act": self.act,
            "number": self.number,
            "path": self.path,
            "unit": self.unit_name,
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "reason": self.reason,
            "document_sha256": self.document_sha256,
            "previous_hash": self.previous_hash,
            "hash": self.hash,
        }


class LogHead(models.Model):
    """The end of the chain: one row, locked by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(_("序号"), default=0)
    hash = models.CharField(_("摘要"), max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("日志末端")
        verbose_name_plural = _("日志末端")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="log_has_one_head")]

    def __str__(self) -> str:
        return str(self.seq)
