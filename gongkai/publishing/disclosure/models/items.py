from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.dispatch import Signal
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gongkai.base.files.models import StoredFile
from gongkai.base.organisations.models import Unit
from gongkai.law.vocabulary import Genre, Grouping, Openness, Validity, WithholdingGround
from gongkai.publishing.catalogue.models import Column, KeyArea, Kind
from gongkai.publishing.catalogue.queries import page_path

from ..choices import ApprovalMode, Status, WithdrawalKind

if TYPE_CHECKING:
    from gongkai.base.organisations.models import UnitQuerySet


#: What says something about the content: empty in the record of a state secret (保密法 2024 art. 31).
SECRET_TEXTS = (
    *("title", "body", "document_number", "source_name", "ground_reason"),
    *("summary", "theme", "genre", "grouping", "audience"),
)
SECRET_DATES = ("formed_date", "effective_date", "lapse_date")
SECRET_LISTS = ("joint_issuers", "keywords", "details")


#: Sent with ``items`` and ``now`` in the transaction of every act that changes what is public of them: publication, change, withdrawal.
items_announced = Signal()


class InformationItemQuerySet(models.QuerySet["InformationItem"]):
    def public(self) -> InformationItemQuerySet:
        """What stands on the portal."""
        return self.filter(status=Status.PUBLISHED)

    def current(self) -> InformationItemQuerySet:
        """Without what is over (失效, 废止): for lists of what is new. Archives, search and figures keep it."""
        return self.exclude(validity__in=[Validity.EXPIRED, Validity.REPEALED])

    def published_in(self, first: datetime, end: datetime) -> InformationItemQuerySet:
        """Public items first published at or after ``first`` and before ``end``."""
        return self.public().filter(published_at__gte=first, published_at__lt=end)

    def of_units(self, unit_ids: Sequence[int]) -> InformationItemQuerySet:
        """Items of these units."""
        return self.filter(unit_id__in=unit_ids)

    def of_visible(self, units: UnitQuerySet) -> InformationItemQuerySet:
        """Items of units somebody may see (``organisations.queries.visible_units``)."""
        return self.filter(unit__in=units)

    def newest_first(self) -> InformationItemQuerySet:
        return self.order_by("-published_at", "-pk")


class InformationItem(models.Model):
    """A piece of government information (条例 art. 2), from draft to withdrawal. Never deleted."""

    registration = models.CharField(_("登记号"), max_length=32, unique=True)
    number = models.CharField(_("索引号"), max_length=64, unique=True, null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items", verbose_name=_("公开单位"))
    kind = models.ForeignKey(
        Kind, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("信息种类")
    )
    column = models.ForeignKey(
        Column, models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("栏目")
    )
    key_areas = models.ManyToManyField(KeyArea, blank=True, related_name="items", verbose_name=_("重点领域"))
    document = models.ForeignKey(
        "disclosure.OfficialDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("公文"),
    )
    title = models.CharField(_("标题"), max_length=300, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    formed_date = models.DateField(_("成文日期"), null=True, blank=True)
    body = models.TextField(_("正文"), blank=True)
    source_name = models.CharField(_("来源"), max_length=100, blank=True)
    summary = models.CharField(_("内容概述"), max_length=300, blank=True)
    #: Names of the organs that issued it together with the unit, in the order printed.
    joint_issuers = models.JSONField(_("联合发文机关"), default=list, blank=True)
    #: Code of a subclass of ``law.themes``.
    theme = models.CharField(_("主题分类"), max_length=8, blank=True)
    genre = models.CharField(_("体裁分类"), max_length=20, choices=Genre.choices, blank=True)
    grouping = models.CharField(_("组配分类"), max_length=20, choices=Grouping.choices, blank=True)
    keywords = models.JSONField(_("主题词"), default=list, blank=True)
    audience = models.CharField(_("公开范围"), max_length=60, blank=True)
    #: What its kind asks for besides: ``{"name", "label", "public", "value"}`` each (``catalogue.policies.answers``).
    details = models.JSONField(_("专项内容"), default=list, blank=True)
    #: How many secret documents a sealed record stands for; 1 for everything else.
    quantity = models.PositiveIntegerField(_("件数"), default=1)

    openness = models.CharField(_("公开属性"), max_length=16, choices=Openness.choices, default=Openness.PROACTIVE)
    ground = models.CharField(_("不公开依据"), max_length=40, choices=WithholdingGround.choices, blank=True)
    ground_reason = models.CharField(_("不主动公开的理由"), max_length=300, blank=True)

    status = models.CharField(_("状态"), max_length=20, choices=Status.choices, default=Status.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"))
    submitted_at = models.DateTimeField(_("送审时间"), null=True, blank=True)
    secrecy_reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("保密审查人")
    )
    secrecy_reviewed_at = models.DateTimeField(_("保密审查时间"), null=True, blank=True)
    secrecy_basis = models.CharField(_("保密审查意见"), max_length=300, blank=True)
    approval_mode = models.CharField(
        _("审批方式"), max_length=16, choices=ApprovalMode.choices, default=ApprovalMode.SYSTEM
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    approved_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    paper_approver = models.CharField(_("纸质审批签字人"), max_length=60, blank=True)
    paper_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("纸质审批扫描件")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布人")
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤下人")
    )
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawal_kind = models.CharField(_("撤下类型"), max_length=16, choices=WithdrawalKind.choices, blank=True)
    withdrawal_reason = models.CharField(_("撤下理由"), max_length=300, blank=True)

    #: The public item whose text this one will replace once it is approved; such a copy is never public itself.
    revises = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revisions", verbose_name=_("所修改的信息")
    )
    #: Why the public text is to be changed; the public reads it once the change is published.
    change_reason = models.CharField(_("修改理由"), max_length=300, blank=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    changed_at = models.DateTimeField(_("更正时间"), null=True, blank=True)
    effective_date = models.DateField(_("施行日期"), null=True, blank=True)
    lapse_date = models.DateField(_("有效期至"), null=True, blank=True)
    #: Empty for what is neither in force nor out of it: news, a notice of a meeting.
    validity = models.CharField(_("有效性"), max_length=12, choices=Validity.choices, blank=True)
    validity_date = models.DateField(_("有效性变更日期"), null=True, blank=True)
    validity_reason = models.CharField(_("有效性变更依据"), max_length=300, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("替代文件")
    )
    scheduled_at = models.DateTimeField(_("定时发布时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("定时下线时间"), null=True, blank=True)

    objects = InformationItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("信息")
        verbose_name_plural = _("信息")
        # Plain, not partial: SQLite cannot match a bound ``status = ?`` with the condition of a partial index. The unit stands last, so
        # that counting a period over many units reads the index alone.
        indexes = [
            models.Index(fields=["status", "kind", "published_at", "unit"], name="item_by_kind"),
            models.Index(fields=["status", "column", "published_at", "unit"], name="item_by_column"),
            models.Index(fields=["status", "published_at", "unit"], name="item_by_date"),
            models.Index(fields=["status", "unit", "published_at"], name="item_by_unit"),
            models.Index(fields=["status", "theme", "published_at"], name="item_by_theme"),
            models.Index(fields=["status", "id"], name="item_by_status"),
            models.Index(fields=["document_number", "id"], name="item_by_document_number"),
            # Few rows have one of these; a comparison with a bound value lets either database use the index.
            models.Index(fields=["lapse_date"], name="item_by_lapse", condition=Q(lapse_date__isnull=False)),
            models.Index(fields=["scheduled_at"], name="item_by_schedule", condition=Q(scheduled_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="item_public_only_when_proactive",
                condition=~Q(status__in=["approved", "published", "withdrawn"]) | Q(openness="proactive"),
            ),
            models.CheckConstraint(
                name="item_public_only_after_review_and_approval",
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(approval_mode="elsewhere")
                | Q(secrecy_reviewed_by__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="item_drafter_neither_reviews_nor_approves",
                condition=(Q(secrecy_reviewed_by=None) | ~Q(secrecy_reviewed_by=F("drafted_by")))
                & (Q(approved_by=None) | ~Q(approved_by=F("drafted_by"))),
            ),
            models.CheckConstraint(
                name="item_public_has_number_and_date",
                condition=~Q(status__in=["published", "withdrawn"])
                | Q(number__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="item_withheld_has_reason",
                condition=Q(openness="proactive") | ~Q(ground="") | ~Q(ground_reason=""),
            ),
            models.CheckConstraint(
                name="item_secret_is_closed",
                condition=~Q(ground="state_secret")
                | Q(
                    **dict.fromkeys((*SECRET_TEXTS, "secrecy_basis"), ""),
                    **dict.fromkeys((*SECRET_DATES, "kind", "column", "paper_scan")),
                    **{name: [] for name in SECRET_LISTS},
                    status="closed",
                ),
            ),
            models.UniqueConstraint(
                fields=["revises"],
                condition=~Q(status__in=["merged", "discarded", "closed"]),
                name="item_has_one_open_change",
            ),
            models.CheckConstraint(
                name="item_change_is_never_public_itself",
                condition=Q(revises=None)
                | ~Q(status__in=["published", "withdrawn"]) & Q(number=None, published_at=None) & ~Q(change_reason=""),
            ),
            models.CheckConstraint(
                name="item_merged_into_another", condition=~Q(status="merged") | Q(revises__isnull=False)
            ),
            models.CheckConstraint(
                name="item_succeeded_by_another", condition=Q(successor=None) | ~Q(successor=F("id"))
            ),
            models.CheckConstraint(
                name="item_paper_approval_has_scan",
                condition=~Q(approval_mode="paper") | Q(paper_scan__isnull=False) & ~Q(paper_approver=""),
            ),
        ]

    def __str__(self) -> str:
        # Never the title: an item may turn out to be secret, and the audit trail keeps what it was called.
        return self.number or self.registration

    @property
    def published_date(self) -> date | None:
        """The day of publication, where the office is."""
        return localtime(self.published_at).date() if self.published_at else None

    @property
    def path(self) -> str:
        """Where the public page stands, without a suffix: ``items/440404101/2018/00001``."""
        return page_path(self.number or "")

    @property
    def issuers(self) -> list[str]:
        """Names of all organs that issued it, its own unit first."""
        return [self.unit.name, *self.joint_issuers]

    @property
    def public_details(self) -> list[tuple[str, str]]:
        """Label and value, as shown, of what its kind asks for and the public may read."""
        return [(each["label"], shown(each["value"])) for each in self.details if each["public"]]


def shown(value: str | bool) -> str:
    """An answer as a page shows it."""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return value
