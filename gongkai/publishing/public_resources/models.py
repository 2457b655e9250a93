from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.choices import Status
from gongkai.publishing.disclosure.models import InformationItem

from .choices import Field, Stage


class NoticeQuerySet(models.QuerySet["Notice"]):
    def standing(self) -> NoticeQuerySet:
        """Notices whose item is public; withdrawing the item takes the notice out of every figure."""
        return self.filter(item__status=Status.PUBLISHED)

    def published_in(self, first: datetime, end: datetime) -> NoticeQuerySet:
        """Standing notices whose item was first published at or after ``first`` and before ``end``."""
        return self.standing().filter(item__published_at__gte=first, item__published_at__lt=end)

    def of_units(self, unit_ids: Sequence[int]) -> NoticeQuerySet:
        """Notices of these units."""
        return self.filter(item__unit_id__in=unit_ids)

    def of_field(self, field: Field) -> NoticeQuerySet:
        return self.filter(field=field)

    def at_stage(self, stage: Stage) -> NoticeQuerySet:
        return self.filter(stage=stage)


class Notice(models.Model):
    """An information item seen as a notice about a public resource. It has no life of its own: the item's is its life."""

    item = models.OneToOneField(InformationItem, models.PROTECT, related_name="resource_notice", verbose_name=_("信息"))
    field = models.CharField(_("领域"), max_length=16, choices=Field.choices)
    stage = models.CharField(_("阶段"), max_length=16, choices=Stage.choices)
    project = models.CharField(_("项目"), max_length=200)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("公共资源配置信息")
        verbose_name_plural = _("公共资源配置信息")
        indexes = [
            models.Index(fields=["field", "stage", "item"], name="notice_by_field"),
            models.Index(fields=["project"], name="notice_by_project"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(project=""), name="notice_names_its_project"),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def number(self) -> str:
        return self.item.number or ""

    @property
    def unit(self) -> Unit:
        return self.item.unit

    @property
    def record_date(self) -> date | None:
        """The day the item was published, where the office is."""
        return self.item.published_date

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return f"{self.get_field_display()}·{self.get_stage_display()}"
