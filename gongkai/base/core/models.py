from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class OutboxQuerySet(models.QuerySet["OutboxEntry"]):
    def pending(self) -> OutboxQuerySet:
        """Rows whose work is still to be done."""
        return self.filter(done_at=None)

    def claimable(self, *, at: datetime) -> OutboxQuerySet:
        """Pending rows that are due, not leased to anybody, and the first of their object."""
        earlier = OutboxEntry.objects.filter(done_at=None, object_key=OuterRef("object_key"), pk__lt=OuterRef("pk"))
        return self.pending().filter(
            ~Exists(earlier), Q(lease_until=None) | Q(lease_until__lte=at), available_at__lte=at
        )

    def failing(self) -> OutboxQuerySet:
        """Pending rows that have failed at least once, for the operator's list."""
        return self.pending().exclude(last_error="")


class OutboxEntry(models.Model):
    """Work that follows from a committed act: written with it, done after it, at least once and in order for each object."""

    topic = models.CharField(_("主题"), max_length=64)
    object_key = models.CharField(_("对象"), max_length=128)
    payload = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("写入时间"))
    available_at = models.DateTimeField(_("可执行时间"))
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    lease_owner = models.CharField(_("租约持有者"), max_length=64, blank=True)
    lease_until = models.DateTimeField(_("租约到期"), null=True, blank=True)
    last_error = models.TextField(_("最近错误"), blank=True)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办派生")
        verbose_name_plural = _("待办派生")
        indexes = [
            models.Index(fields=["object_key", "id"], condition=Q(done_at=None), name="outbox_pending_by_object"),
            models.Index(fields=["available_at"], condition=Q(done_at=None), name="outbox_pending_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.object_key}"
