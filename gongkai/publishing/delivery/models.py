from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit, UnitQuerySet
from gongkai.publishing.catalogue.models import Column
from gongkai.publishing.disclosure.models import InformationItem

from .choices import Act, PackageState, PlatformKind, State


class PlatformQuerySet(models.QuerySet["Platform"]):
    def on(self) -> PlatformQuerySet:
        """Those to which things are delivered now."""
        return self.filter(is_on=True)


class Platform(models.Model):
    """A site of somebody else's on which what is public here has to stand. Its credentials are in the environment, never here."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    #: What this unit and those below it publish is delivered.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("适用单位"))
    kind = models.CharField(_("交付方式"), max_length=8, choices=PlatformKind.choices)
    #: Below which its pages lie: nothing outside is ever fetched, no returned address outside is taken.
    base_address = models.CharField(_("网站地址"), max_length=200)
    api_address = models.CharField(_("接口地址"), max_length=200, blank=True)
    since_date = models.DateField(_("自何日起发布的信息"))
    is_on = models.BooleanField(_("启用"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    changed_at = models.DateTimeField(_("登记时间"))
    #: Why the platform as a whole takes nothing at the moment, how often in a row, and until when it is left alone.
    trouble = models.CharField(_("故障"), max_length=300, blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)
    paused_until = models.DateTimeField(_("下次重试"), null=True, blank=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        verbose_name = _("平台")
        verbose_name_plural = _("平台")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="platform_by_interface_has_its_address", condition=~Q(kind="api") | ~Q(api_address="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformColumn(models.Model):
    """Which of the platform's columns a column of ours is; the columns below it go there too unless they have their own."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="columns", verbose_name=_("平台"))
    column = models.ForeignKey(Column, models.PROTECT, related_name="+", verbose_name=_("本站栏目"))
    theirs = models.CharField(_("平台栏目"), max_length=60)

    class Meta:
        verbose_name = _("栏目对应")
        verbose_name_plural = _("栏目对应")
        constraints = [models.UniqueConstraint(fields=["platform", "column"], name="platform_column_once")]

    def __str__(self) -> str:
        return f"{self.column}→{self.theirs}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of_visible(self, units: UnitQuerySet) -> DeliveryQuerySet:
        """Deliveries of items of units somebody may see."""
        return self.filter(item__unit__in=units)

    def due(self, *, at: datetime) -> DeliveryQuerySet:
        """Those to be handed over now, the longest waiting first."""
        waiting = self.filter(state=State.WAITING).filter(Q(retry_at=None) | Q(retry_at__lte=at))
        return waiting.order_by("queued_at", "pk")

    def live(self) -> DeliveryQuerySet:
        """Those with a page on the platform that can be looked at, or that should no longer be there."""
        return self.filter(state__in=[State.DELIVERED, State.REMOVED]).exclude(address="")


class Delivery(models.Model):
    """One item on one platform: what is still to be done, what the platform answered last, and whether its page was found to agree.

    The platform knows the item by its index number, which never changes: handed over twice it is still there once.
    """

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="deliveries", verbose_name=_("平台"))
    item = models.ForeignKey(InformationItem, models.PROTECT, related_name="deliveries", verbose_name=_("信息"))
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    #: When the item last became something else than what the platform holds.
    queued_at = models.DateTimeField(_("进入队列时间"))
    attempts = models.PositiveIntegerField(_("失败次数"), default=0)
    retry_at = models.DateTimeField(_("下次重试"), null=True, blank=True)
    #: What the platform answered when it did not take it.
    sentence = models.CharField(_("说明"), max_length=300, blank=True)
    #: Of what the platform took, or what was put into a package, last; empty when nothing of it is there.
    fingerprint = models.CharField(_("交付内容的摘要"), max_length=64, blank=True)
    address = models.CharField(_("平台返回的网址"), max_length=500, blank=True)
    delivered_at = models.DateTimeField(_("交付时间"), null=True, blank=True)
    shown_at = models.DateTimeField(_("平台发布时间"), null=True, blank=True)
    checked_at = models.DateTimeField(_("核对时间"), null=True, blank=True)
    differences = models.JSONField(_("不一致之处"), default=list, blank=True)
    is_differing = models.BooleanField(_("不一致"), default=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("交付")
        verbose_name_plural = _("交付")
        indexes = [
            models.Index(fields=["platform", "state", "queued_at"], name="delivery_by_platform"),
            models.Index(fields=["state", "queued_at"], name="delivery_by_state"),
            models.Index(fields=["is_differing", "queued_at"], name="delivery_by_difference"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["platform", "item"], name="delivery_once_a_platform"),
            models.CheckConstraint(
                name="delivery_done_at_an_instant",
                condition=~Q(state__in=["delivered", "removed"]) | Q(delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_refused_with_reason", condition=~Q(state="refused") | ~Q(sentence="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}→{self.platform.code}"


class Package(models.Model):
    """What was still to be handed over at one time, as one file for the platform's own upload: a list, the texts, the attachments."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="packages", verbose_name=_("平台"))
    serial = models.PositiveIntegerField(_("序号"))
    state = models.CharField(_("状态"), max_length=8, choices=PackageState.choices, default=PackageState.BUILDING)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制作人"))
    begun_at = models.DateTimeField(_("开始时间"))
    total = models.PositiveIntegerField(_("件数"))
    done = models.PositiveIntegerField(_("已整理"), default=0)
    #: Bytes of attachments so far.
    weight = models.PositiveBigIntegerField(_("附件字节数"), default=0)
    ready_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    content = models.FileField(_("文件"), max_length=200, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)

    class Meta:
        verbose_name = _("上传包")
        verbose_name_plural = _("上传包")
        ordering = ["-serial"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "serial"], name="package_numbered_once"),
            models.UniqueConstraint(
                fields=["platform"], condition=Q(state="building"), name="package_built_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return _("上传包 %(platform)s-%(serial)s") % {"platform": self.platform.code, "serial": self.serial}


class PackageLine(models.Model):
    """One delivery in a package, frozen: what its file says is what the platform was given, whatever becomes of the item."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="lines", verbose_name=_("上传包"))
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="lines", verbose_name=_("交付"))
    position = models.PositiveIntegerField(_("序号"))
    act = models.CharField(_("操作"), max_length=8, choices=Act.choices, blank=True)
    #: The article as an interface would get it, and the fingerprint of it.
    article = models.JSONField(_("内容"), default=dict, blank=True)
    fingerprint = models.CharField(_("交付内容的摘要"), max_length=64, blank=True)
    sentence = models.CharField(_("说明"), max_length=200, blank=True)
    filled_at = models.DateTimeField(_("整理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("上传包明细")
        verbose_name_plural = _("上传包明细")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["package", "position"], name="package_line_in_its_place"),
            models.UniqueConstraint(fields=["package", "delivery"], name="package_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package}/{self.position}"
