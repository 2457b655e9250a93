from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import sentence


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, thing: models.Model) -> EventQuerySet:
        """The history of one thing, oldest first."""
        return self.filter(object_type=thing._meta.label_lower, object_key=str(thing.pk)).order_by("pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("audit events are never altered")

    def delete(self) -> NoReturn:
        raise TypeError("audit events are never deleted")


class Event(models.Model):
    """One act: what, on what, by whom, when, why. Values before and after stand in ``data``."""

    kind = models.CharField(_("事件"), max_length=64)
    object_type = models.CharField(_("对象类型"), max_length=64)
    object_key = models.CharField(_("对象主键"), max_length=64)
    object_name = models.CharField(_("对象"), max_length=300)
    by_key = models.CharField(_("操作人编号"), max_length=64)
    by_name = models.CharField(_("操作人"), max_length=150)
    at = models.DateTimeField(_("时间"))
    reason = models.TextField(_("理由"), blank=True)
    data = models.JSONField(_("变化"), default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("审计事件")
        verbose_name_plural = _("审计事件")
        indexes = [
            models.Index(fields=["object_type", "object_key", "id"], name="audit_by_object"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return sentence(self.kind).format(by=self.by_name, object=self.object_name, reason=self.reason)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("audit events are never altered")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("audit events are never deleted")
