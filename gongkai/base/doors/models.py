from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Knock(models.Model):
    """How often one client came to one door within a while; not part of the ledger."""

    door = models.CharField(_("入口"), max_length=80)
    #: A keyed hash of the address: enough to count by, not enough to know who.
    client = models.CharField(_("来源"), max_length=64)
    since = models.DateTimeField(_("计数起点"))
    count = models.PositiveIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("来访计数")
        verbose_name_plural = _("来访计数")
        indexes = [models.Index(fields=["since"], name="knocks_by_time")]
        constraints = [models.UniqueConstraint(fields=["door", "client", "since"], name="knock_counted_once")]

    def __str__(self) -> str:
        return f"{self.door} {self.since:%Y-%m-%d %H:%M}"
