from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ONE_LEVEL, ColumnGroup


def one_level() -> list[str]:
    """The review of a column nobody has set up: one approval (审批)."""
    return [str(role) for role in ONE_LEVEL]


class Kind(models.Model):
    """What sort of government information something is: a normative document, a notice, a budget. Configuration, not a model each."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)
    #: Fields of an item, by the names of ``choices.REQUIRABLE``, without which an item of this kind is not submitted.
    required = models.JSONField(_("必填项"), default=list, blank=True)
    #: What is asked for besides: ``{"name", "label", "type", "choices", "required", "public"}`` each, settled by
    #: ``policies.checked_details``.
    details = models.JSONField(_("专项内容"), default=list, blank=True)
    has_validity = models.BooleanField(_("标注有效性"), default=False)
    is_policy = models.BooleanField(_("属于政策文件"), default=False)
    needs_interpretation = models.BooleanField(_("应当解读"), default=False)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("信息种类")
        verbose_name_plural = _("信息种类")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="kind_interpreted_is_policy", condition=Q(needs_interpretation=False) | Q(is_policy=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    def detail(self, name: str) -> dict[str, Any] | None:
        """The configuration of one of its own fields, or None."""
        return next((each for each in self.details if each["name"] == name), None)


class KeyArea(models.Model):
    """A key area of openness (重点领域): an item may belong to several."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)

    class Meta:
        verbose_name = _("重点领域")
        verbose_name_plural = _("重点领域")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Column(models.Model):
    """A shelf of the portal. Its slug is for ever, the log has sealed it; where it stands may change, and the old address leads on."""

    slug = models.SlugField(_("地址"), max_length=60, unique=True)
    #: Where it stands when that is not its slug any more.
    moved_to = models.SlugField(_("现用地址"), max_length=60, blank=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级栏目")
    )
    group = models.CharField(_("统计类别"), max_length=16, choices=ColumnGroup.choices)
    description = models.CharField(_("说明"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)
    #: Roles that consent one after the other (初审、复审、终审), lowest first; one to three.
    review = models.JSONField(_("审批层级"), default=one_level)
    #: Kinds that may stand here; none named: every kind.
    kinds = models.ManyToManyField(Kind, blank=True, related_name="columns", verbose_name=_("可列种类"))

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        ordering = ["order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["moved_to"], condition=~Q(moved_to=""), name="column_has_its_own_address")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The name of its folder on the site."""
        return self.moved_to or self.slug
