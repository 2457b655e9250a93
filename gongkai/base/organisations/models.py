from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.vocabulary import Role, UnitKind

from .choices import LeadingGroupRole


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything below it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """A body that makes or keeps government information: the zone, a department, a town, a village."""

    code = models.CharField(_("单位代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name=_("上级单位"))
    #: Codes from the root down, each followed by a slash: "100/117/". Set by ``actions.found`` and never by hand.
    path = models.CharField(_("层级路径"), max_length=120, unique=True)
    index_prefix = models.CharField(_("索引号前缀"), max_length=24)
    hosts_openness_office = models.BooleanField(_("设政务公开办公室"), default=False)
    is_example = models.BooleanField(_("示例数据"), default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> PostQuerySet:
        """Posts that are filled on the given day."""
        # A post with no end is still held, so NULL stays in: .exclude(), not .filter().
        return self.filter(since_date__lte=day).exclude(until_date__lt=day)

    def exercised_by(self, user_id: int, *, on: date) -> PostQuerySet:
        """Posts the user holds, or stands in for, on the given day."""
        standing_in = Delegation.objects.filter(deputy_id=user_id, since_date__lte=on, until_date__gte=on)
        return self.on(on).filter(Q(user_id=user_id) | Q(delegations__in=standing_in)).distinct()


class Post(models.Model):
    """A role somebody holds at a unit, over that unit and all below it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=24, choices=Role.choices)
    since_date = models.DateField(_("任职日期"))
    until_date = models.DateField(_("免职日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"], condition=Q(until_date=None), name="post_held_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")), name="post_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}{self.get_role_display()}{self.user}"


class Delegation(models.Model):
    """Who stands in for a post while its holder is away (AB角). It has an end: nobody stands in for ever."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name=_("岗位"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="delegations", verbose_name=_("代理人")
    )
    since_date = models.DateField(_("开始日期"))
    until_date = models.DateField(_("结束日期"))
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        verbose_name = _("代理")
        verbose_name_plural = _("代理")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__gte=F("since_date")), name="delegation_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}→{self.deputy}"


class Loan(models.Model):
    """A post filled by somebody another unit lends for a while: a town of two people has nobody left to review what one of them wrote.

    The post itself gives the right and has an end; this keeps whose person it is and why.
    """

    post = models.OneToOneField(Post, models.PROTECT, related_name="loan", verbose_name=_("岗位"))
    lender = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("借出单位"))
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        verbose_name = _("人员借用")
        verbose_name_plural = _("人员借用")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="loan_has_a_reason")]

    def __str__(self) -> str:
        return str(self.post)


class LeadingGroupSeat(models.Model):
    """A seat in a unit's leading group for openness (政务公开领导小组), by position; the name is that of a public office."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leading_group", verbose_name=_("单位"))
    role = models.CharField(_("组内职务"), max_length=16, choices=LeadingGroupRole.choices)
    position = models.CharField(_("行政职务"), max_length=100)
    since_date = models.DateField(_("起始日期"))
    until_date = models.DateField(_("结束日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("领导小组成员")
        verbose_name_plural = _("领导小组成员")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}（{self.position}）"
