"""What an item says of other documents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import RelationKind
from .items import InformationItem


class Relation(models.Model):
    """An item repeals, replaces, amends, implements or answers another public item, or a document that is not in the system."""

    from_item = models.ForeignKey(InformationItem, models.PROTECT, related_name="relations", verbose_name=_("信息"))
    kind = models.CharField(_("关系"), max_length=12, choices=RelationKind.choices)
    to_item = models.ForeignKey(
        InformationItem, models.PROTECT, null=True, blank=True, related_name="mentions", verbose_name=_("对应的信息")
    )
    to_text = models.CharField(_("系统外的文件"), max_length=300, blank=True)
    #: When the older document was marked by it. It is marked once: a mark corrected afterwards stays corrected.
    applied_at = models.DateTimeField(_("标注时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("文件关系")
        verbose_name_plural = _("文件关系")
        ordering = ["from_item", "pk"]
        indexes = [models.Index(fields=["kind", "applied_at"], name="relation_by_mark")]
        constraints = [
            models.CheckConstraint(
                name="relation_names_one_document",
                condition=Q(to_item__isnull=False, to_text="") | (Q(to_item=None) & ~Q(to_text="")),
            ),
            models.CheckConstraint(name="relation_is_to_another", condition=~Q(from_item=F("to_item"))),
            models.UniqueConstraint(fields=["from_item", "kind", "to_item"], name="relation_once"),
        ]

    def __str__(self) -> str:
        # Never a title: see InformationItem.
        return f"{self.from_item}/{self.kind}"
