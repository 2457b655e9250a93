from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gongkai.base.organisations.models import Unit
from gongkai.publishing.disclosure.models import InformationItem

from .choices import Platform


class Account(models.Model):
    """An account of a unit on a platform of somebody else's."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    platform = models.CharField(_("平台"), max_length=16, choices=Platform.choices)
    name = models.CharField(_("名称"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="media_accounts", verbose_name=_("主办单位"))

    class Meta:
        verbose_name = _("新媒体账号")
        verbose_name_plural = _("新媒体账号")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}“{self.name}”"


class MediaPostQuerySet(models.QuerySet["Post"]):
    def standing(self) -> MediaPostQuerySet:
        """Posts that were not removed; only these are counted."""
        return self.filter(removed_at=None)

    def posted_in(self, first: datetime, end: datetime) -> MediaPostQuerySet:
        """Posted at or after ``first`` and before ``end``."""
        return self.filter(posted_at__gte=first, posted_at__lt=end)

    def original(self) -> MediaPostQuerySet:
        """Posts that repeat no item: information that stands nowhere else."""
        return self.filter(repeats=None)

    def of_units(self, unit_ids: Sequence[int]) -> MediaPostQuerySet:
        """Posts of these units."""
        return self.filter(unit_id__in=unit_ids)

    def on(self, platform: Platform) -> MediaPostQuerySet:
        """Posts of the accounts on one platform."""
        return self.filter(account__in=Account.objects.filter(platform=platform).order_by().values("pk"))


class Post(models.Model):
    """Something posted on an account. Never deleted here: removed, with the reason, and counted nowhere from then on."""

    number = models.CharField(_("编号"), max_length=32, unique=True)
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, related_name="posts", verbose_name=_("账号"))
    #: No index of its own: SQLite would take it before the covering ones below and read every row.
    unit = models.ForeignKey(
        Unit, models.PROTECT, db_index=False, related_name="media_posts", verbose_name=_("发布单位")
    )
    posted_at = models.DateTimeField(_("发布时间"))
    text = models.TextField(_("内容"))
    repeats = models.ForeignKey(
        InformationItem,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="posts",
        verbose_name=_("转发的信息"),
    )
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    removed_at = models.DateTimeField(_("删除时间"), null=True, blank=True)
    removal_reason = models.CharField(_("删除理由"), max_length=300, blank=True)

    objects = MediaPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("新媒体发布")
        verbose_name_plural = _("新媒体发布")
        # ``removed_at`` stands in the index too: SQLite reads the row for a condition's column that does not.
        indexes = [
            models.Index(
                fields=["posted_at", "unit", "repeats", "removed_at"],
                condition=Q(removed_at=None),
                name="post_by_date",
            ),
            models.Index(
                fields=["account", "posted_at", "unit", "repeats", "removed_at"],
                condition=Q(removed_at=None),
                name="post_by_account",
            ),
            models.Index(fields=["repeats"], condition=Q(repeats__isnull=False), name="post_by_item"),
        ]
        constraints = [
            models.CheckConstraint(
                name="post_removed_with_reason",
                condition=Q(removed_at=None, removal_reason="") | Q(removed_at__isnull=False) & ~Q(removal_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def record_date(self) -> date:
        """The day it was posted, where the office is."""
        return localtime(self.posted_at).date()

    @property
    def kind_label(self) -> str:
        """What a public list calls it."""
        return str(self.account.get_platform_display())
